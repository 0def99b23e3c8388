package io.shiplog.deployment.decide.replicaset;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VictimsTest {

  private static final String RUNNING =
      "node=n1 phase=Running ready=2026-01-01T00:00:00Z created=2026-01-01T00:00:00Z";

  /** The first pod goes, the second stays; both are {@link #RUNNING} but for what is said. */
  @ParameterizedTest(name = "{0} before {1}")
  @CsvSource({
    "node=,                         node=n2",
    "phase=Pending,                 phase=Unknown",
    "phase=Unknown,                 phase=Running",
    "ready=,                        ready=2026-01-01T00:00:00Z",
    "cost=-1,                       cost=0",
    "cost=1,                        cost=2",
    "cost=nonsense,                 cost=2",
    "ready=2026-01-02T00:00:00Z,    ready=2026-01-01T00:00:00Z",
    "restarts=3,                    restarts=1",
    "created=2026-01-02T00:00:00Z,  created=2026-01-01T00:00:00Z",
    "node= cost=5,                  node=n2 cost=0",
  })
  void whatServesLeastGoesFirst(String goes, String stays) {
    KubeObject first = pod("z", goes);
    KubeObject second = pod("a", stays);
    assertThat(Victims.choose(List.of(second, first), 1)).containsExactly(first);
    assertThat(Victims.choose(List.of(first, second), 1)).containsExactly(first);
  }

  @ParameterizedTest
  @CsvSource({"1, b", "2, b c", "3, b c a", "9, b c a"})
  void nodesWithManyGiveFirstThenNamesDecide(int count, String names) {
    List<KubeObject> pods = List.of(pod("c", "node=n2"), pod("a", "node=n1"), pod("b", "node=n2"));
    assertThat(
            String.join(" ", Victims.choose(pods, count).stream().map(KubeObject::name).toList()))
        .isEqualTo(names);
  }

  private static KubeObject pod(String name, String traits) {
    var pod = Json.object();
    var metadata = pod.putObject("metadata").put("name", name);
    for (String trait : (RUNNING + " " + traits).split(" +")) {
      String value = trait.substring(trait.indexOf('=') + 1);
      switch (trait.substring(0, trait.indexOf('='))) {
        case "node" -> Json.ensure(pod, "spec").put("nodeName", value);
        case "phase" -> Json.ensure(pod, "status").put("phase", value);
        case "created" -> metadata.put("creationTimestamp", value);
        case "cost" ->
            Json.ensure(metadata, "annotations")
                .put("controller.kubernetes.io/pod-deletion-cost", value);
        case "restarts" ->
            Json.ensure(pod, "status")
                .putArray("containerStatuses")
                .addObject()
                .put("restartCount", Integer.parseInt(value));
        case "ready" ->
            Json.ensure(pod, "status")
                .putArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", value.isEmpty() ? "False" : "True")
                .put("lastTransitionTime", value);
        default -> throw new IllegalArgumentException(trait);
      }
    }
    return new KubeObject(pod);
  }
}
