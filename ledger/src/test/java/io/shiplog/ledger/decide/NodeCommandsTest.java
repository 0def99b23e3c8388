package io.shiplog.ledger.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.Verb;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Node n1, on which pod default/mine runs; default/other runs on n2; default/gone is no more. */
class NodeCommandsTest {

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource({
    "CREATE, nodes//n1, '', allowed",
    "UPDATE, nodes//n1, status, allowed",
    "DELETE, nodes//n1, '', refused",
    "UPDATE, nodes//n2, status, refused",
    "UPDATE, pods/default/mine, status, allowed",
    "PATCH, pods/default/mine, status, allowed",
    "DELETE, pods/default/mine, '', allowed",
    "UPDATE, pods/default/mine, '', refused",
    "CREATE, pods/default/mine, binding, refused",
    "CREATE, pods/default/new, '', refused",
    "UPDATE, pods/default/other, status, refused",
    "DELETE, pods/default/other, '', refused",
    "DELETE, pods/default/gone, '', allowed",
    "CREATE, events/default/e, '', allowed",
    "DELETE, events/default/e, '', refused",
    "CREATE, leases.coordination.k8s.io/kube-node-lease/n1, '', allowed",
    "UPDATE, leases.coordination.k8s.io/kube-node-lease/n2, '', refused",
    "UPDATE, leases.coordination.k8s.io/default/n1, '', refused",
    "CREATE, secrets/default/s, '', refused",
    "UPDATE, deployments.apps/default/d, status, refused",
  })
  void aNodeMayOnlyAskForItsOwn(Verb verb, String key, String subresource, String expected) {
    Operation operation =
        new Operation(
            verb, ObjectKey.parse(key), subresource, null, Json.object(), null, null, null);
    Command command = Command.of("c", UserInfo.node("n1"), operation);
    Optional<String> refusal = NodeCommands.refusal("n1", command, NodeCommandsTest::find);
    assertThat(refusal.isPresent()).isEqualTo(expected.equals("refused"));
    refusal.ifPresent(why -> assertThat(why).contains("n1").contains(key));
  }

  private static Optional<KubeObject> find(ObjectKey key) {
    return switch (key.name()) {
      case "mine" -> Optional.of(podOn("n1"));
      case "other" -> Optional.of(podOn("n2"));
      default -> Optional.empty();
    };
  }

  private static KubeObject podOn(String node) {
    return new KubeObject(Json.parseObject("{\"spec\":{\"nodeName\":\"%s\"}}".formatted(node)));
  }
}
