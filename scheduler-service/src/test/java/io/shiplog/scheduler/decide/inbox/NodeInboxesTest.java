package io.shiplog.scheduler.decide.inbox;

import static io.shiplog.scheduler.Objects.bound;
import static io.shiplog.scheduler.Objects.config;
import static io.shiplog.scheduler.Objects.node;
import static io.shiplog.scheduler.Objects.podWith;
import static io.shiplog.scheduler.Objects.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.InboxRollCall;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.PodReferences;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeInboxesTest {

  private static final String ROLL_CALL = InboxRollCall.KEY;

  private final ObjectTable table = new ObjectTable();
  private final NodeInboxes inboxes = new NodeInboxes();

  /** What reached which inbox, as {@code node key}, with a minus for a tombstone. */
  private static List<String> lines(List<Effect> effects) {
    List<String> lines = new ArrayList<>();
    for (Effect effect : effects) {
      Effect.Inbox inbox = (Effect.Inbox) effect;
      lines.add((inbox.value() == null ? "-" : "+") + inbox.node() + " " + inbox.key());
    }
    return lines;
  }

  private static ObjectKey key(KubeObject object) {
    return Catalogue.byKind("v1", object.kind())
        .orElseThrow()
        .key(object.namespace(), object.name());
  }

  private List<String> see(KubeObject object) {
    return lines(inboxes.changed(table, table.apply(key(object), object)));
  }

  private List<String> gone(KubeObject object) {
    return lines(inboxes.changed(table, table.apply(key(object), null)));
  }

  private static KubeObject uses(String name, String... configMaps) {
    List<String> sources = new ArrayList<>();
    for (String configMap : configMaps) {
      sources.add("{'configMapRef':{'name':'%s'}}".formatted(configMap));
    }
    return podWith(name, "{'containers':[{'envFrom':[%s]}]}".formatted(String.join(",", sources)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'containers':[{'envFrom':[{'configMapRef':{'name':'x'}}]}]                              | configmaps
          'containers':[{'envFrom':[{'secretRef':{'name':'x'}}]}]                                 | secrets
          'containers':[{'env':[{'valueFrom':{'configMapKeyRef':{'name':'x','key':'k'}}}]}]       | configmaps
          'initContainers':[{'env':[{'valueFrom':{'secretKeyRef':{'name':'x','key':'k'}}}]}]      | secrets
          'ephemeralContainers':[{'env':[{'valueFrom':{'secretKeyRef':{'name':'x','key':'k'}}}]}] | secrets
          'volumes':[{'configMap':{'name':'x'}}]                                                  | configmaps
          'volumes':[{'secret':{'secretName':'x'}}]                                               | secrets
          'volumes':[{'projected':{'sources':[{'configMap':{'name':'x'}}]}}]                      | configmaps
          'volumes':[{'projected':{'sources':[{'secret':{'name':'x'}}]}}]                         | secrets
          'volumes':[{'csi':{'nodePublishSecretRef':{'name':'x'}}}]                               | secrets
          'imagePullSecrets':[{'name':'x'}]                                                       | secrets
          """)
  void whatAPodRefersTo(String spec, String resource) {
    assertThat(PodReferences.of(podWith("a", "{" + spec + "}")))
        .containsExactly(new ObjectKey(resource, "default", "x"));
  }

  @Test
  void aPodReachesItsNodeWithWhatItRefersToOnceItIsBound() {
    assertThat(see(node("n1", "1"))).containsExactly("+n1 nodes//n1", "+n1 " + ROLL_CALL);
    assertThat(see(config("ConfigMap", "c", "1"))).isEmpty();
    assertThat(see(uses("a", "c", "missing"))).isEmpty();
    assertThat(see(bound(uses("a", "c", "missing"), "n1")))
        .containsExactly(
            "+n1 configmaps/default/c", "-n1 configmaps/default/missing", "+n1 pods/default/a");
    assertThat(see(config("ConfigMap", "missing", "1")))
        .containsExactly("+n1 configmaps/default/missing");
  }

  @Test
  void aStatusOfAPodPassesOnThePodAlone() {
    see(node("n1", "1"));
    see(bound(uses("a", "c"), "n1"));
    assertThat(see(with(bound(uses("a", "c"), "n1"), "{'status':{'phase':'Running'}}")))
        .containsExactly("+n1 pods/default/a");
    assertThat(
            see(
                with(
                    bound(uses("a", "c"), "n1"),
                    "{'metadata':{'deletionTimestamp':'2026-01-01T00:00:00Z'}}")))
        .containsExactly("+n1 pods/default/a");
  }

  @Test
  void whatNobodyRefersToAnyMoreIsTakenOut() {
    see(node("n1", "1"));
    see(config("ConfigMap", "c", "1"));
    see(config("ConfigMap", "d", "1"));
    see(bound(uses("a", "c", "d"), "n1"));
    see(bound(uses("b", "c"), "n1"));
    assertThat(gone(bound(uses("a", "c", "d"), "n1")))
        .containsExactly("-n1 pods/default/a", "-n1 configmaps/default/d");
    assertThat(see(config("ConfigMap", "d", "2"))).isEmpty();
    assertThat(see(config("ConfigMap", "c", "2"))).containsExactly("+n1 configmaps/default/c");
    assertThat(gone(config("ConfigMap", "c", "2"))).containsExactly("-n1 configmaps/default/c");
  }

  @Test
  void aNodeThatComesLateFindsEverythingAndOneThatGoesLeavesNothing() {
    see(config("Secret", "s", "1"));
    KubeObject pod = bound(podWith("a", "{'volumes':[{'secret':{'secretName':'s'}}]}"), "n1");
    assertThat(see(pod)).isEmpty();
    assertThat(see(node("n1", "1")))
        .containsExactly(
            "+n1 nodes//n1", "+n1 secrets/default/s", "+n1 pods/default/a", "+n1 " + ROLL_CALL);
    assertThat(gone(node("n1", "1")))
        .containsExactly("-n1 nodes//n1", "-n1 pods/default/a", "-n1 secrets/default/s");
  }

  @Test
  void aNodeThatWentWhileNobodyLookedLeavesNothingEither() {
    List<Effect> effects = inboxes.changed(table, table.apply(Catalogue.NODES.key("", "n1"), null));
    assertThat(lines(effects)).containsExactly("-n1 nodes//n1", "+n1 " + InboxRollCall.KEY);
    Effect.Inbox rollCall = (Effect.Inbox) effects.getLast();
    String pod = "pods/default/a";
    assertThat(InboxRollCall.missing(rollCall.value(), List.of(pod))).containsExactly(pod);
  }

  @Test
  void aNodeThatDoesNotAskForAnInboxHasNoneUntilItDoes() {
    KubeObject silent =
        with(node("n1", "1"), "{'metadata':{'annotations':{'shiplog.io/inbox':'false'}}}");
    assertThat(see(silent)).isEmpty();
    assertThat(see(bound(uses("a", "c"), "n1"))).isEmpty();
    assertThat(see(config("ConfigMap", "c", "1"))).isEmpty();
    assertThat(lines(inboxes.start(table))).isEmpty();
    assertThat(see(node("n1", "1")))
        .containsExactly(
            "+n1 nodes//n1", "+n1 configmaps/default/c", "+n1 pods/default/a", "+n1 " + ROLL_CALL);
    assertThat(see(silent))
        .containsExactly("-n1 configmaps/default/c", "-n1 nodes//n1", "-n1 pods/default/a");
    assertThat(gone(silent)).isEmpty();
  }

  @Test
  void startFillsEveryInboxAgain() {
    for (KubeObject object :
        List.of(
            node("n1", "1"),
            node("n2", "1"),
            config("ConfigMap", "c", "1"),
            bound(uses("a", "c"), "n1"),
            uses("b", "c"))) {
      table.apply(key(object), object);
    }
    assertThat(lines(inboxes.start(table)))
        .containsExactly(
            "+n1 nodes//n1",
            "+n1 configmaps/default/c",
            "+n1 pods/default/a",
            "+n1 " + ROLL_CALL,
            "+n2 nodes//n2",
            "+n2 " + ROLL_CALL);
    assertThat(see(config("ConfigMap", "c", "2"))).containsExactly("+n1 configmaps/default/c");
  }

  /** Who was away for long does not know what to take out; the agent finds out by the roll call. */
  @Test
  void whatIsNotCalledIsGone() {
    for (KubeObject object : List.of(node("n1", "1"), bound(uses("a"), "n1"))) {
      table.apply(key(object), object);
    }
    Effect.Inbox rollCall = (Effect.Inbox) inboxes.start(table).getLast();
    assertThat(rollCall.key()).isEqualTo(ROLL_CALL);
    assertThat(
            InboxRollCall.missing(
                rollCall.value(), List.of("nodes//n1", "pods/default/b", "pods/default/a")))
        .containsExactly("pods/default/b");
  }
}
