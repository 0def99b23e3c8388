package io.shiplog.ledger.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.KubeObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodLevelResourcesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{limits: {memory: '48Mi', cpu: '200m'}} | {} | {'memory':'48Mi','cpu':'200m'} | Guaranteed",
        "{limits: {memory: '48Mi'}} | {} | {'memory':'48Mi'} | Burstable",
        "{limits: {memory: '48Mi'}} | {requests: {memory: '8Mi', cpu: '1'}} |"
            + " {'cpu':'1','memory':'8Mi'} | Burstable",
        "{limits: {memory: '48Mi'}} | {requests: {ephemeral-storage: '8Mi'}} | {'memory':'48Mi'} |"
            + " Burstable",
        "{requests: {memory: '48Mi'}} | {} | {'memory':'48Mi'} | Burstable",
      })
  void requestsFollowContainersAndLimits(
      String pod, String container, String requests, String qosClass) {
    World world = new World();
    world.create(
        "pods/default/p",
        "{spec: {resources: %s, containers: [{name: 'c', image: 'i', resources: %s}]}}"
            .formatted(quoted(pod), quoted(container)));
    KubeObject made = world.get("pods/default/p");
    assertThat(made.at("spec", "resources", "requests").toString())
        .isEqualTo(requests.replace('\'', '"'));
    assertThat(made.status().path("qosClass").asText()).isEqualTo(qosClass);
  }

  private static String quoted(String text) {
    return text.replace("ephemeral-storage", "'ephemeral-storage'");
  }
}
