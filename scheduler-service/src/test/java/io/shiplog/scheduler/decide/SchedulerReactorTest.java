package io.shiplog.scheduler.decide;

import static io.shiplog.scheduler.Objects.bound;
import static io.shiplog.scheduler.Objects.node;
import static io.shiplog.scheduler.Objects.object;
import static io.shiplog.scheduler.Objects.pod;
import static io.shiplog.scheduler.Objects.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulerReactorTest {

  private final ObjectTable table = new ObjectTable();
  private SchedulerReactor reactor = new SchedulerReactor();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void bindsAPodThatWaitsAtTheStart() {
    put(node("n1", "2"));
    put(pod("a", "1"));
    List<Operation> writes = writes(settled(reactor.start(table, now)));
    assertThat(writes).hasSize(1);
    Operation bind = writes.getFirst();
    assertThat(bind.key()).hasToString("pods/default/a");
    assertThat(bind.subresource()).isEqualTo("binding");
    assertThat(bind.body().at("/target/name").asText()).isEqualTo("n1");
    assertThat(bind.preconditions().uid()).isEqualTo(pod("a", "1").uid());
  }

  @Test
  void bindingsOnTheirWayTakeRoom() {
    see(node("n1", "2"));
    see(node("n2", "2"));
    assertThat(binds(see(pod("a", "1500m")))).containsExactly("a>n1");
    assertThat(binds(see(pod("b", "1500m")))).containsExactly("b>n2");
    assertThat(binds(see(pod("c", "1500m")))).isEmpty();
    assertThat(binds(see(bound(pod("a", "1500m"), "n1")))).isEmpty();
  }

  @Test
  void asksAgainForTheSameNodeWhenABindingDoesNotShow() {
    see(node("n1", "2"));
    assertThat(binds(see(pod("a", "1")))).containsExactly("a>n1");
    see(node("n0", "64"));
    assertThat(binds(tick(4))).isEmpty();
    assertThat(binds(tick(1))).containsExactly("a>n1");
    assertThat(binds(tick(9))).isEmpty();
    assertThat(binds(tick(1))).containsExactly("a>n1");
    see(bound(pod("a", "1"), "n1"));
    assertThat(binds(tick(60))).isEmpty();
  }

  /** The first request may be decided yet, and then there must be room for it. */
  @Test
  void givesNothingAwayThatABindingMayStillTake() {
    see(node("n1", "2"));
    assertThat(binds(see(pod("a", "2")))).containsExactly("a>n1");
    see(with(node("n1", "2"), "{'spec':{'unschedulable':true}}"));
    see(node("n2", "1"));
    assertThat(binds(tick(5))).containsExactly("a>n1");
    see(node("n1", "2"));
    assertThat(binds(see(pod("b", "2")))).isEmpty();
  }

  @Test
  void choosesAnewWhenTheNodeOfABindingOnItsWayIsGone() {
    see(node("n1", "2"));
    see(pod("a", "1"));
    see(node("n2", "2"));
    assertThat(binds(gone(node("n1", "2")))).containsExactly("a>n2");
  }

  @Test
  void aPodMadeAnewUnderTheSameNameIsBoundAnew() {
    see(node("n1", "2"));
    see(pod("a", "1"));
    KubeObject second = with(pod("a", "1"), "{'metadata':{'uid':'another'}}");
    assertThat(binds(see(second))).containsExactly("a>n1");
  }

  @Test
  void saysOnceWhyAPodWaitsAndBindsItWhenRoomComesFree() {
    see(node("n1", "2"));
    see(bound(pod("big", "2"), "n1"));
    List<Operation> writes = writes(see(pod("a", "1")));
    assertThat(writes).extracting(op -> op.key().resource()).containsExactly("pods", "events");
    assertThat(writes.get(0).subresource()).isEqualTo("status");
    assertThat(writes.get(0).body().at("/status/conditions/0/message").asText())
        .isEqualTo("0/1 nodes are available: 1 Insufficient cpu.");
    assertThat(writes.get(0).preconditions().resourceVersion()).isEqualTo("7");
    assertThat(writes.get(1).body().path("reason").asText()).isEqualTo("FailedScheduling");

    KubeObject told =
        with(
            pod("a", "1"),
            """
            {'status':{'conditions':[{'type':'PodScheduled','status':'False',
            'reason':'Unschedulable','message':'0/1 nodes are available: 1 Insufficient cpu.'}]}}
            """);
    assertThat(writes(see(told))).isEmpty();
    assertThat(writes(tick(30))).isEmpty();
    now = now.plusSeconds(2);
    assertThat(binds(gone(pod("big", "2")))).containsExactly("a>n1");
  }

  @Test
  void triesThePodWithTheHighestPriorityFirst() {
    put(node("n1", "1"));
    put(pod("a", "1"));
    put(with(pod("b", "1"), "{'spec':{'priority':10}}"));
    assertThat(binds(settled(reactor.start(table, now)))).containsExactly("b>n1");
  }

  @Test
  void podsThatCameTogetherAreBoundByOneCommand() {
    put(node("n1", "64"));
    put(pod("a", "1"));
    put(pod("b", "1"));
    put(with(pod("c", "100"), "{'spec':{'priority':10}}"));
    assertThat(bindsByCommand(settled(reactor.start(table, now))))
        .containsExactly(List.of("a>n1", "b>n1"), List.of(), List.of());
  }

  @Test
  void aBacklogIsPlacedAsBindingsComeAboutAndWhoMattersMoreGoesFirst() {
    putBacklog();
    assertThat(binds(settled(reactor.start(table, now)))).hasSize(PodScheduling.UNDER_WAY);
    assertThat(binds(see(with(pod("z", "1"), "{'spec':{'priority':10}}")))).isEmpty();
    for (int i = 1; i < Requests.TOGETHER; i++) {
      assertThat(binds(see(bound(pod("a%04d".formatted(i), "1"), "n1")))).isEmpty();
    }
    assertThat(binds(see(bound(pod("a0000", "1"), "n1"))))
        .containsExactly("z>n1", "a%04d>n1".formatted(PodScheduling.UNDER_WAY));
  }

  @Test
  void bindingsThatSeemLostDoNotHoldUpOthers() {
    putBacklog();
    settled(reactor.start(table, now));
    assertThat(binds(tick(5)))
        .hasSize(PodScheduling.UNDER_WAY + 1)
        .contains("a%04d>n1".formatted(PodScheduling.UNDER_WAY));
  }

  @Test
  void asksAgainOneByOneWhenOneOfThoseAskedForTogetherIsGone() {
    put(node("n1", "64"));
    put(pod("a", "1"));
    put(pod("b", "1"));
    put(pod("c", "1"));
    settled(reactor.start(table, now));
    assertThat(bindsByCommand(gone(pod("b", "1"))))
        .containsExactly(List.of("a>n1"), List.of("c>n1"));
    assertThat(binds(gone(pod("a", "1")))).isEmpty();
  }

  @Test
  void whatWasAskedForTogetherStandsWhenOneOfThemIsBound() {
    put(node("n1", "64"));
    put(pod("a", "1"));
    put(pod("b", "1"));
    settled(reactor.start(table, now));
    see(bound(pod("b", "1"), "n1"));
    assertThat(binds(gone(bound(pod("b", "1"), "n1")))).isEmpty();
  }

  @Test
  void asksAgainWhenAnotherBoundOneOfThoseAskedForTogether() {
    put(node("n1", "64"));
    put(node("n2", "1"));
    put(pod("a", "1"));
    put(pod("b", "2"));
    settled(reactor.start(table, now));
    assertThat(binds(see(bound(pod("a", "1"), "elsewhere")))).containsExactly("b>n1");
  }

  @Test
  void leavesAloneWhatIsNotItsOwn() {
    see(node("n1", "8"));
    assertThat(writes(see(with(pod("a", "1"), "{'spec':{'schedulerName':'mine'}}")))).isEmpty();
    assertThat(writes(see(with(pod("b", "1"), "{'spec':{'schedulingGates':[{'name':'g'}]}}"))))
        .isEmpty();
    assertThat(
            writes(
                see(
                    with(
                        pod("c", "1"),
                        "{'metadata':{'deletionTimestamp':'2026-01-01T00:00:00Z'}}"))))
        .isEmpty();
    assertThat(writes(see(with(pod("d", "1"), "{'status':{'phase':'Failed'}}")))).isEmpty();
    assertThat(writes(see(object("{'kind':'Event','metadata':{'name':'e','namespace':'d'}}"))))
        .isEmpty();
  }

  @Test
  void aBoundPodGetsItsEvent() {
    see(node("n1", "2"));
    see(pod("a", "1"));
    List<Operation> writes = writes(see(bound(pod("a", "1"), "n1")));
    assertThat(writes).hasSize(1);
    assertThat(writes.getFirst().body().path("message").asText())
        .isEqualTo("Successfully assigned default/a to n1");
  }

  @Test
  void aHeartbeatWakesNobodyAndACordonLiftedDoes() {
    KubeObject cordoned = node("n1", "2", "{'unschedulable':true}");
    see(cordoned);
    assertThat(writes(see(pod("a", "1")))).isNotEmpty();
    tick(1);
    tick(2);
    now = now.plusSeconds(2);
    assertThat(writes(see(with(cordoned, "{'status':{'conditions':[]}}")))).isEmpty();
    assertThat(binds(see(node("n1", "2")))).containsExactly("a>n1");
  }

  /** One pod more than are bound at a time, and a node for them all. */
  @Test
  void aPodThatMakesItThrowHoldsUpNobody() {
    reactor =
        new SchedulerReactor(
            (pod, cluster) -> {
              if (pod.labels().containsValue("broken")) {
                throw new IllegalStateException("a bug");
              }
              return Placer.place(pod, cluster);
            });
    KubeObject bad =
        with(pod("bad", "1"), "{'metadata':{'labels':{'app':'broken'}},'spec':{'priority':10}}");
    put(node("n1", "4"));
    put(bad);
    put(pod("good", "1"));
    List<Effect> effects = settled(reactor.start(table, now));
    assertThat(failures(effects)).extracting(Effect.Failure::key).containsExactly(key(bad));
    assertThat(binds(effects)).containsExactly("good>n1");
    assertThat(failures(tick(1))).extracting(Effect.Failure::key).containsExactly(key(bad));
    assertThat(failures(tick(1))).isEmpty();
    assertThat(binds(see(with(bad, "{'metadata':{'labels':{'app':'mended'}}}"))))
        .containsExactly("bad>n1");
  }

  private static List<Effect.Failure> failures(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Failure.class::isInstance)
        .map(Effect.Failure.class::cast)
        .toList();
  }

  private void putBacklog() {
    put(with(node("n1", "100000"), "{'status':{'allocatable':{'pods':'5000'}}}"));
    for (int i = 0; i <= PodScheduling.UNDER_WAY; i++) {
      put(pod("a%04d".formatted(i), "1"));
    }
  }

  private List<Effect> see(KubeObject object) {
    return settled(reactor.changed(table, table.apply(key(object), object), now));
  }

  private void put(KubeObject object) {
    table.apply(key(object), object);
  }

  private List<Effect> gone(KubeObject object) {
    return settled(reactor.changed(table, table.apply(key(object), null), now));
  }

  private List<Effect> tick(int seconds) {
    now = now.plusSeconds(seconds);
    return settled(reactor.tick(table, now));
  }

  /** The effects of a call and of all that is done when nothing else comes. */
  private List<Effect> settled(List<Effect> first) {
    List<Effect> effects = new ArrayList<>(first);
    for (var more = reactor.settled(table, now);
        !more.isEmpty();
        more = reactor.settled(table, now)) {
      effects.addAll(more);
    }
    return effects;
  }

  private static ObjectKey key(KubeObject object) {
    return Catalogue.byKind("v1", object.kind())
        .orElseThrow()
        .key(object.namespace(), object.name());
  }

  private static List<Operation> writes(List<Effect> effects) {
    List<Operation> operations = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Write write) {
        operations.addAll(write.operations());
      }
    }
    return operations;
  }

  private static List<List<String>> bindsByCommand(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Write.class::isInstance)
        .map(write -> binds(List.of(write)))
        .toList();
  }

  private static List<String> binds(List<Effect> effects) {
    return writes(effects).stream()
        .filter(op -> op.subresource().equals("binding"))
        .map(op -> op.key().name() + ">" + op.body().at("/target/name").asText())
        .toList();
  }
}
