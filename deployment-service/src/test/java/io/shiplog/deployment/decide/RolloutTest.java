package io.shiplog.deployment.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.Operation;
import io.shiplog.model.pod.PodState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole rollouts against the mini ledger, with the bounds checked after every change. */
class RolloutTest {

  private final Loop loop = new Loop();

  private void deployment(int replicas, String image, String strategy) {
    loop.create(
        Catalogue.DEPLOYMENTS,
        "web",
        """
        {'spec':{'replicas':%d,'selector':{'matchLabels':{'app':'web'}},%s
         'progressDeadlineSeconds':600,'revisionHistoryLimit':10,
         'template':{'metadata':{'labels':{'app':'web'}},
          'spec':{'containers':[{'name':'c','image':'%s'}]}}}}"""
            .formatted(replicas, strategy.isEmpty() ? "" : "'strategy':" + strategy + ",", image));
  }

  private void image(String image) {
    loop.patch(
        Catalogue.DEPLOYMENTS,
        "web",
        "{'spec':{'template':{'spec':{'containers':[{'name':'c','image':'%s'}]}}}}"
            .formatted(image));
  }

  private KubeObject web() {
    return loop.list(Catalogue.DEPLOYMENTS).getFirst();
  }

  private KubeObject replicaSet(String image) {
    return loop.list(Catalogue.REPLICASETS).stream()
        .filter(rs -> image(rs.spec().path("template")).equals(image))
        .findFirst()
        .orElseThrow();
  }

  private static String image(JsonNode template) {
    return template.path("spec").path("containers").path(0).path("image").asText();
  }

  private void guard(int most, int fewest) {
    loop.invariant =
        () -> {
          List<KubeObject> active = loop.activePods();
          assertThat(active.size()).as("pods").isLessThanOrEqualTo(most);
          assertThat(active.stream().filter(PodState::ready).count())
              .as("ready pods")
              .isGreaterThanOrEqualTo(fewest);
        };
  }

  @ParameterizedTest(name = "{0} replicas, surge {1}, unavailable {2}, each change seen {5} times")
  @CsvSource({
    "10, '\"25%\"', '\"25%\"', 13, 8, 1",
    "10, '\"25%\"', '\"25%\"', 13, 8, 3",
    "3,  0, 1, 3, 2, 2",
    "1,  1, 0, 2, 1, 1",
    "5,  '\"100%\"', 0, 10, 5, 2",
  })
  void aRollingUpdateStaysWithinItsBounds(
      int replicas, String surge, String unavailable, int most, int fewest, int repeats) {
    deployment(
        replicas,
        "web:1",
        "{'type':'RollingUpdate','rollingUpdate':{'maxSurge':%s,'maxUnavailable':%s}}"
            .formatted(surge, unavailable));
    loop.run();
    loop.repeats = repeats;
    guard(most, fewest);
    image("web:2");
    loop.run();
    assertThat(loop.activePods())
        .hasSize(replicas)
        .allMatch(pod -> image(pod.json()).equals("web:2"));
    assertThat(replicaSet("web:1").spec().path("replicas").asInt()).isZero();
    assertThat(web().annotation("deployment.kubernetes.io/revision")).isEqualTo("2");
    assertThat(web().condition("Progressing").path("reason").asText())
        .isEqualTo("NewReplicaSetAvailable");
    assertThat(loop.ledger.refused).as("commands that could not succeed").isEmpty();
  }

  @Test
  void theStatusSaysWhatKubectlRolloutStatusReads() {
    deployment(2, "web:1", "");
    KubeObject fresh = web();
    assertThat(fresh.status().path("observedGeneration").asLong()).isEqualTo(1);
    assertThat(fresh.status().path("updatedReplicas").asInt()).isEqualTo(2);
    assertThat(fresh.status().path("unavailableReplicas").asInt()).isEqualTo(2);
    assertThat(fresh.condition("Available").path("reason").asText())
        .isEqualTo("MinimumReplicasUnavailable");
    loop.run();
    KubeObject done = web();
    assertThat(done.status().path("availableReplicas").asInt()).isEqualTo(2);
    assertThat(done.status().has("unavailableReplicas")).isFalse();
    assertThat(done.conditionTrue("Available")).isTrue();
    assertThat(done.condition("Progressing").path("message").asText())
        .isEqualTo(
            "ReplicaSet \"" + replicaSet("web:1").name() + "\" has successfully progressed.");
  }

  @Test
  void goingBackReusesTheOldReplicaSetAndNumbersItAnew() {
    deployment(3, "web:1", "");
    loop.run();
    String first = replicaSet("web:1").uid();
    image("web:2");
    loop.run();
    image("web:1");
    loop.run();
    assertThat(loop.list(Catalogue.REPLICASETS)).hasSize(2);
    KubeObject again = replicaSet("web:1");
    assertThat(again.uid()).isEqualTo(first);
    assertThat(again.annotation("deployment.kubernetes.io/revision")).isEqualTo("3");
    assertThat(again.annotation("deployment.kubernetes.io/revision-history")).isEqualTo("1");
    assertThat(web().annotation("deployment.kubernetes.io/revision")).isEqualTo("3");
    assertThat(loop.activePods()).hasSize(3).allMatch(pod -> image(pod.json()).equals("web:1"));
  }

  @Test
  void recreateWaitsUntilTheLastOldPodIsGone() {
    deployment(3, "web:1", "{'type':'Recreate'}");
    loop.run();
    loop.invariant =
        () ->
            assertThat(
                    loop.list(Catalogue.PODS).stream()
                        .map(pod -> image(pod.json()))
                        .distinct()
                        .count())
                .isLessThanOrEqualTo(1);
    image("web:2");
    assertThat(loop.list(Catalogue.PODS)).hasSize(3).allMatch(KubeObject::terminating);
    loop.run();
    assertThat(loop.activePods()).hasSize(3).allMatch(pod -> image(pod.json()).equals("web:2"));
  }

  @Test
  void scalingInTheMiddleOfARolloutSharesOut() {
    deployment(
        10, "web:1", "{'type':'RollingUpdate','rollingUpdate':{'maxSurge':3,'maxUnavailable':2}}");
    loop.run();
    image("web:2");
    assertThat(replicaSet("web:1").spec().path("replicas").asInt()).isEqualTo(8);
    assertThat(replicaSet("web:2").spec().path("replicas").asInt()).isEqualTo(5);
    loop.patch(Catalogue.DEPLOYMENTS, "web", "{'spec':{'replicas':15}}");
    assertThat(replicaSet("web:1").spec().path("replicas").asInt()).isEqualTo(11);
    assertThat(replicaSet("web:2").spec().path("replicas").asInt()).isEqualTo(7);
    loop.run();
    assertThat(loop.activePods()).hasSize(15).allMatch(pod -> image(pod.json()).equals("web:2"));
  }

  @Test
  void aPausedDeploymentScalesButDoesNotRollOut() {
    deployment(2, "web:1", "");
    loop.run();
    loop.patch(Catalogue.DEPLOYMENTS, "web", "{'spec':{'paused':true}}");
    image("web:2");
    loop.patch(Catalogue.DEPLOYMENTS, "web", "{'spec':{'replicas':4}}");
    loop.run();
    assertThat(loop.activePods()).hasSize(4).allMatch(pod -> image(pod.json()).equals("web:1"));
    assertThat(web().condition("Progressing").path("reason").asText())
        .isEqualTo("DeploymentPaused");
    loop.patch(Catalogue.DEPLOYMENTS, "web", "{'spec':{'paused':false}}");
    loop.run();
    assertThat(loop.activePods()).hasSize(4).allMatch(pod -> image(pod.json()).equals("web:2"));
    assertThat(web().condition("Progressing").path("reason").asText())
        .isEqualTo("NewReplicaSetAvailable");
  }

  @Test
  void aRolloutThatGetsNowhereMissesItsDeadline() {
    deployment(2, "web:1", "");
    loop.pass(Duration.ofSeconds(590));
    assertThat(web().conditionTrue("Progressing")).isTrue();
    loop.pass(Duration.ofSeconds(20));
    JsonNode late = web().condition("Progressing");
    assertThat(late.path("status").asText()).isEqualTo("False");
    assertThat(late.path("reason").asText()).isEqualTo("ProgressDeadlineExceeded");
    loop.run();
    assertThat(web().condition("Progressing").path("reason").asText())
        .isEqualTo("NewReplicaSetAvailable");
  }

  @Test
  void minReadySecondsPassBeforeAPodIsAvailable() {
    deployment(1, "web:1", "");
    loop.patch(Catalogue.DEPLOYMENTS, "web", "{'spec':{'minReadySeconds':10}}");
    loop.agents();
    loop.pass(Duration.ofSeconds(9));
    assertThat(web().status().path("readyReplicas").asInt()).isEqualTo(1);
    assertThat(web().status().has("availableReplicas")).isFalse();
    loop.pass(Duration.ofSeconds(2));
    assertThat(web().status().path("availableReplicas").asInt()).isEqualTo(1);
  }

  @Test
  void historyIsKeptUpToItsLimit() {
    deployment(1, "web:1", "");
    loop.patch(Catalogue.DEPLOYMENTS, "web", "{'spec':{'revisionHistoryLimit':2}}");
    for (int version = 2; version <= 5; version++) {
      loop.run();
      image("web:" + version);
    }
    loop.run();
    assertThat(loop.list(Catalogue.REPLICASETS))
        .extracting(rs -> rs.annotation("deployment.kubernetes.io/revision"))
        .containsExactlyInAnyOrder("3", "4", "5");
  }

  @Test
  void aNameThatIsTakenIsACollision() {
    deployment(1, "web:1", "");
    String taken = replicaSet("web:1").name();
    Loop other = new Loop();
    other.create(
        Catalogue.REPLICASETS,
        taken,
        "{'spec':{'replicas':0,'selector':{'matchLabels':{'app':'else'}},"
            + "'template':{'metadata':{'labels':{'app':'else'}}}}}");
    KubeObject web = web();
    other.create(Catalogue.DEPLOYMENTS, "web", web.json().toString());
    other.run();
    assertThat(other.activePods()).hasSize(1);
    assertThat(other.list(Catalogue.DEPLOYMENTS).getFirst().status().path("collisionCount").asInt())
        .isEqualTo(1);
  }

  @Test
  void aRestartInTheMiddleOfARolloutChangesNothing() {
    deployment(4, "web:1", "");
    loop.run();
    guard(5, 3);
    image("web:2");
    for (int round = 0; round < 10; round++) {
      loop.restart();
      loop.agents();
    }
    loop.run();
    assertThat(loop.activePods()).hasSize(4).allMatch(pod -> image(pod.json()).equals("web:2"));
  }

  @Test
  void peopleCanReadWhatHappened() {
    deployment(2, "web:1", "");
    loop.run();
    String name = replicaSet("web:1").name();
    assertThat(loop.asked)
        .filteredOn(op -> op.key().resource().equals(Catalogue.EVENTS.qualifiedName()))
        .extracting(Operation::body)
        .extracting(body -> body.path("reason").asText() + ": " + body.path("message").asText())
        .contains("ScalingReplicaSet: Scaled up replica set " + name + " from 0 to 2")
        .filteredOn(text -> text.startsWith("SuccessfulCreate: Created pod: " + name + "-"))
        .hasSize(2);
  }
}
