package io.shiplog.deployment.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.pod.PodState;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.model.reconcile.Reactor;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The reactor sees the log late, the ledger decides late, commands come twice, the reactor dies and
 * starts again from an earlier place in the log. Whatever the order, it must converge; as long as
 * nothing dies or comes twice, it must never leave the bounds on the way.
 */
class LaggingTest {

  private static final int DESIRED = 6;
  private static final int MOST = 8;
  private static final int FEWEST = 5;
  private static final int STEPS = 3000;

  private final MiniLedger ledger = new MiniLedger();
  private final List<Change> log = new ArrayList<>();
  private final Deque<Operation> commands = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Reactor reactor = WorkloadControllers.reactor(Optional.of("CA"));
  private ObjectTable table = new ObjectTable();
  private int position;

  @ParameterizedTest(name = "faults {0}, seeds from {1}")
  @CsvSource({"false, 1", "false, 1001", "true, 1", "true, 1001"})
  void convergesWhateverTheOrder(boolean faults, long seeds) {
    for (long seed = seeds; seed < seeds + 20; seed++) {
      new LaggingTest().run(seed, faults);
    }
  }

  private void run(long seed, boolean faults) {
    Random random = new Random(seed);
    decide(create(Catalogue.NAMESPACES.key("", "default"), "{}"));
    decide(
        create(
            Catalogue.NODES.key("", "n1"),
            "{'status':{'conditions':[{'type':'Ready','status':'True'}]}}"));
    decide(create(WEB, DEPLOYMENT));
    boolean guarded = false;
    int hurry = 50 + random.nextInt(200);
    for (int step = 0; step < STEPS; step++) {
      if (step == STEPS / 3) {
        guarded = !faults;
        assertThat(guarded && serving() != DESIRED).as("settled, seed %d", seed).isFalse();
        decide(image("web:2"));
      }
      if (step == STEPS / 3 + hurry) {
        decide(image("web:3"));
      }
      step(random, faults && step < STEPS * 2 / 3);
      if (guarded) {
        assertThat(active().size()).as("pods, seed %d", seed).isLessThanOrEqualTo(MOST);
        assertThat(serving()).as("ready pods, seed %d", seed).isGreaterThanOrEqualTo(FEWEST);
      }
    }
    assertThat(active()).as("seed %d", seed).hasSize(DESIRED);
    assertThat(active())
        .as("seed %d", seed)
        .allMatch(pod -> PodState.ready(pod) && pod.json().toString().contains("web:3"));
  }

  /** The collector asks for the ReplicaSet's deletion before it hears how people want that. */
  @Test
  void whoAsksForOrphansMeanwhileGetsThem() {
    decide(create(Catalogue.NAMESPACES.key("", "default"), "{}"));
    decide(create(WEB, DEPLOYMENT));
    settle();
    decide(Operation.delete(WEB, Preconditions.NONE, new DeletePolicy(null, "Foreground")));
    hear();
    String set = ledger.table.list(Catalogue.REPLICASETS).iterator().next().name();
    decide(
        Operation.delete(
            Catalogue.REPLICASETS.key("default", set),
            Preconditions.NONE,
            new DeletePolicy(null, "Orphan")));
    settle();
    assertThat(ledger.table.list(Catalogue.REPLICASETS)).isEmpty();
    assertThat(ledger.table.list(Catalogue.DEPLOYMENTS)).isEmpty();
    assertThat(active()).hasSize(DESIRED).allMatch(pod -> pod.ownerReferences().isEmpty());
  }

  /** Ledger and reactor take turns, each with all there is for it, until there is nothing left. */
  private void settle() {
    while (!commands.isEmpty() || position < log.size()) {
      while (!commands.isEmpty()) {
        decide(commands.poll());
      }
      while (position < log.size()) {
        hear();
      }
    }
  }

  private static final ObjectKey WEB = Catalogue.DEPLOYMENTS.key("default", "web");
  private static final String DEPLOYMENT =
      """
      {'apiVersion':'apps/v1','kind':'Deployment',
       'spec':{'replicas':6,'selector':{'matchLabels':{'app':'web'}},
        'template':{'metadata':{'labels':{'app':'web'}},
         'spec':{'containers':[{'name':'c','image':'web:1'}]}}}}""";

  private void step(Random random, boolean faults) {
    int dice = random.nextInt(faults ? 103 : 100);
    if (dice < 40) {
      if (!commands.isEmpty()) {
        decide(commands.poll());
      }
    } else if (dice < 80) {
      if (position < log.size()) {
        hear();
      }
    } else if (dice < 95) {
      agent(random);
    } else if (dice < 100) {
      now = now.plusSeconds(1);
      take(reactor.tick(table, now));
    } else if (dice < 102) {
      if (!commands.isEmpty()) {
        commands.add(commands.peek());
      }
    } else {
      restart(Math.max(0, position - random.nextInt(10)));
    }
  }

  private void hear() {
    Change fact = log.get(position++);
    take(reactor.changed(table, table.apply(fact.key(), fact.after()), now));
  }

  private void restart(int from) {
    position = from;
    table = new ObjectTable();
    log.subList(0, from).forEach(fact -> table.apply(fact.key(), fact.after()));
    reactor = WorkloadControllers.reactor(Optional.of("CA"));
    take(reactor.start(table, now));
  }

  private void agent(Random random) {
    List<KubeObject> pods = List.copyOf(ledger.table.list(Catalogue.PODS));
    if (pods.isEmpty()) {
      return;
    }
    KubeObject pod = pods.get(random.nextInt(pods.size()));
    ObjectKey key = Catalogue.PODS.key(pod.namespace(), pod.name());
    if (pod.terminating()) {
      decide(Operation.delete(key, Preconditions.uid(pod.uid()), DeletePolicy.NOW));
    } else if (!PodState.ready(pod)) {
      decide(
          patch(
              key,
              "{'spec':{'nodeName':'n1'},'status':{'phase':'Running','conditions':"
                  + "[{'type':'Ready','status':'True','lastTransitionTime':'"
                  + now
                  + "'}]}}"));
    }
  }

  private void decide(Operation operation) {
    Change change = ledger.apply(operation, now);
    if (change != null) {
      log.add(change);
    }
  }

  private void take(List<Effect> effects) {
    effects.forEach(effect -> commands.addAll(((Effect.Write) effect).operations()));
  }

  private List<KubeObject> active() {
    return ledger.table.list(Catalogue.PODS).stream().filter(PodState::active).toList();
  }

  private long serving() {
    return active().stream().filter(PodState::ready).count();
  }

  private static Operation image(String image) {
    return patch(
        WEB,
        "{'spec':{'template':{'spec':{'containers':[{'name':'c','image':'" + image + "'}]}}}}");
  }

  private static Operation patch(ObjectKey key, String json) {
    return Operation.patch(
        key,
        "",
        PatchType.MERGE,
        Json.parseObject(json.replace('\'', '"')),
        Preconditions.NONE,
        WriteOptions.DEFAULT);
  }

  private static Operation create(ObjectKey key, String json) {
    return Operation.create(key, Json.parseObject(json.replace('\'', '"')), WriteOptions.DEFAULT);
  }
}
