package io.shiplog.gateway.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Records what a kube-apiserver with an empty store answers to the corpus. Runs only where {@code
 * shiplog.reference} names the kubeconfig of one; it must have no controllers, which would change
 * objects between the requests.
 */
@EnabledIfSystemProperty(named = "shiplog.reference", matches = ".+")
class RecordingTest {

  @Test
  void theReferenceAnswers() throws Exception {
    Path kubeconfig = Path.of(System.getProperty("shiplog.reference"));
    Player player = new Player(Kubeconfig.server(kubeconfig));
    for (Theme theme : Theme.all()) {
      Map<String, ObjectNode> answers = player.play(theme);
      assertThat(answers).hasSameSizeAs(theme.asks());
      Answers.write(theme, answers);
    }
  }
}
