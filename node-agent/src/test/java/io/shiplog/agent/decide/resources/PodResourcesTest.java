package io.shiplog.agent.decide.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.pod.QosClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodResourcesTest {

  private static final long GI = 1L << 30;

  /**
   * Containers as {@code cpu/memory<cpu/memory} (requests below limits), after | init containers,
   * sidecars with an S, after # the pod's own; what the pod asks for and may use; its class.
   */
  @ParameterizedTest
  @CsvSource({
    "'-',                                 0/0,      0/0,      BEST_EFFORT",
    "100/16<-,                            100/16,   0/0,      BURSTABLE",
    "'100/16<-, 50/8<-',                  150/24,   0/0,      BURSTABLE",
    "-<100/16,                            100/16,   100/16,   GUARANTEED",
    "'-<100/16, -',                       100/16,   0/0,      BURSTABLE",
    "100/16<200/16,                       100/16,   200/16,   BURSTABLE",
    "100/16<- | 300/4<-,                  300/16,   0/0,      BURSTABLE",
    "100/16<- | S50/4<-,                  150/20,   0/0,      BURSTABLE",
    "100/16<- | S50/4<- 300/1<-,          350/20,   0/0,      BURSTABLE",
    "- # -<200/48,                        200/48,   200/48,   GUARANTEED",
    "10/8<- # 100/16<-,                   100/16,   0/0,      BURSTABLE",
    "-<10/8 # -<0/32,                     10/32,    10/32,    BURSTABLE",
  })
  void together(String pod, String requests, String limits, QosClass qos) {
    PodResources resources = PodResources.of(pod(pod));
    assertThat(text(resources.requests())).isEqualTo(requests);
    assertThat(text(resources.limits())).isEqualTo(limits);
    assertThat(resources.qos()).isEqualTo(qos);
  }

  /** The same, and the score of the first container on a machine with 1 Gi. */
  @ParameterizedTest
  @CsvSource({
    "-,                                   1000",
    "-<100/64,                            -997",
    "1/512<-,                             500",
    "1/4<-,                               997",
    "1/0<-,                               999",
    "1/1024<-,                            3",
    "- # 1/512<-,                         500",
    "'-, - # 1/512<-',                    750",
    "'1/128<-, 1/128<- # 1/512<-',        750",
  })
  void scores(String text, int score) {
    KubeObject pod = pod(text);
    assertThat(OomScores.of(pod, pod.spec().path("containers").path(0), GI)).isEqualTo(score);
  }

  @ParameterizedTest
  @CsvSource({"1/512<- | S1/4<-, 500", "1/4<- | S1/512<-, 500", "1/512<- | 1/4<-, 997"})
  void sidecarDiesNoSoonerThanTheOthers(String text, int score) {
    KubeObject pod = pod(text);
    assertThat(OomScores.of(pod, pod.spec().path("initContainers").path(0), GI)).isEqualTo(score);
  }

  @ParameterizedTest
  @CsvSource({"system-node-critical, -997", "system-cluster-critical, 1000"})
  void whatTheNodeNeedsDiesLast(String priorityClass, int score) {
    KubeObject pod =
        new KubeObject(
            Json.parseObject(
                "{\"spec\":{\"priorityClassName\":\"%s\",\"containers\":[{}]}}"
                    .formatted(priorityClass)));
    assertThat(OomScores.of(pod, pod.spec().path("containers").path(0), GI)).isEqualTo(score);
  }

  private static String text(Amounts amounts) {
    return amounts.cpu() + "/" + (amounts.memory() >> 20);
  }

  private static KubeObject pod(String text) {
    var pod = Json.object();
    var spec = pod.putObject("spec");
    String[] whole = text.split(" # ");
    if (whole.length > 1) {
      spec.set("resources", resources(whole[1]));
    }
    String[] parts = whole[0].split(" \\| ");
    for (String container : parts[0].split(", ")) {
      spec.withArray("containers").addObject().set("resources", resources(container));
    }
    for (String init : parts.length > 1 ? parts[1].split(" ") : new String[0]) {
      var json = spec.withArray("initContainers").addObject();
      if (init.startsWith("S")) {
        json.put("restartPolicy", "Always");
      }
      json.set("resources", resources(init.replace("S", "")));
    }
    return new KubeObject(pod);
  }

  private static com.fasterxml.jackson.databind.JsonNode resources(String text) {
    var resources = Json.object();
    String[] parts = (text.equals("-") ? "-<-" : text).split("<");
    for (int i = 0; i < 2; i++) {
      if (!parts[i].equals("-")) {
        String[] amounts = parts[i].split("/");
        resources
            .putObject(i == 0 ? "requests" : "limits")
            .put("cpu", amounts[0] + "m")
            .put("memory", amounts[1] + "Mi");
      }
    }
    return resources;
  }
}
