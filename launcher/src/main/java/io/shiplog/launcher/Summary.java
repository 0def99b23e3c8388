package io.shiplog.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.machine.Polling;
import io.shiplog.launcher.Manifests.Manifest;
import io.shiplog.model.Catalogue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The last words of {@code up}: what runs, where it answers and what to do next. */
final class Summary {

  /** A node hears of a pod a moment after the Deployment does. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int CONNECT_MILLIS = 1000;

  private final ApiClient api;
  private final Screen screen;

  Summary(ApiClient api, Screen screen) {
    this.api = api;
    this.screen = screen;
  }

  /** Prints it; where a Service should answer, that is tried. */
  void print(List<Manifest> manifests, Path kubeconfig) {
    screen.print("");
    for (Manifest manifest : manifests) {
      if (manifest.type() == Catalogue.DEPLOYMENTS) {
        JsonNode replicas = api.read(manifest.path()).path("status").path("availableReplicas");
        screen.print("  %s runs with %s replicas".formatted(manifest.label(), replicas));
      } else if (manifest.type() == Catalogue.SERVICES) {
        service(manifest, api.read(manifest.path()).path("spec"));
      }
    }
    screen.print(
        """

          Next:
            export KUBECONFIG=%s
            kubectl get nodes,deployments,pods,services -o wide
            ./shiplog status        what runs
            ./shiplog down          stop it (--purge: and delete it)
        """
            .formatted(kubeconfig));
  }

  private void service(Manifest manifest, JsonNode spec) {
    String address = spec.path("clusterIP").asText();
    for (JsonNode port : spec.path("ports")) {
      int number = port.path("port").asInt();
      if (!spec.has("selector") || !isTcp(port) || address.isEmpty() || address.equals("None")) {
        continue;
      }
      if (Polling.within(PATIENCE, () -> answers(address, number))) {
        screen.print("  %s answers at http://%s:%d".formatted(manifest.label(), address, number));
      } else {
        screen.print(
            "  %s has the address %s:%d, where nobody answers yet; see: kubectl describe %s -n %s"
                .formatted(
                    manifest.label(), address, number, manifest.label(), manifest.namespace()));
      }
    }
  }

  private static boolean isTcp(JsonNode port) {
    return port.path("protocol").asText("TCP").equals("TCP");
  }

  private static boolean answers(String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      // Refused or lost: whoever asks tells that nobody answers.
      return false;
    }
  }
}
