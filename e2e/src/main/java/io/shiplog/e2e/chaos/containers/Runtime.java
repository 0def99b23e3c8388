package io.shiplog.e2e.chaos.containers;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.e2e.support.Commands;
import io.shiplog.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What containerd itself says that it runs: the truth about containers, whatever the API shows. */
final class Runtime {

  private final Installed installed;
  private final Map<String, Description> known = new ConcurrentHashMap<>();
  private final Set<String> namespaces = ConcurrentHashMap.newKeySet();

  Runtime(Installed installed) {
    this.installed = installed;
  }

  /**
   * One running container.
   *
   * @param name {@code <pod uid>/<container name>}
   * @param pid of its first process
   */
  record Running(String name, long pid) {}

  private record Description(boolean sandbox, String name) {}

  /**
   * The containers that run now, without the pods' sandboxes.
   *
   * @throws IOException if containerd does not answer
   */
  List<Running> running() throws IOException {
    List<Running> running = new ArrayList<>();
    for (String line : ctr("tasks", "ls").lines().skip(1).toList()) {
      String[] columns = line.trim().split("\\s+");
      if (columns.length < 3 || !columns[2].equals("RUNNING")) {
        continue;
      }
      Description description = describe(columns[0]);
      if (!description.sandbox) {
        running.add(new Running(description.name, Long.parseLong(columns[1])));
      }
    }
    return running;
  }

  /** Every network namespace that a pod of this installation was ever seen to have. */
  Set<String> networkNamespaces() {
    return Set.copyOf(namespaces);
  }

  private Description describe(String id) throws IOException {
    Description found = known.get(id);
    if (found == null) {
      JsonNode info = Json.parse(ctr("containers", "info", id).getBytes(StandardCharsets.UTF_8));
      JsonNode labels = info.path("Labels");
      for (JsonNode namespace : info.at("/Spec/linux/namespaces")) {
        if (namespace.path("type").asText().equals("network")) {
          namespaces.add(namespace.path("path").asText());
        }
      }
      found =
          new Description(
              labels.path("io.cri-containerd.kind").asText().equals("sandbox"),
              labels.path("io.kubernetes.pod.uid").asText()
                  + "/"
                  + labels.path("io.kubernetes.container.name").asText());
      known.put(id, found);
    }
    return found;
  }

  private String ctr(String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "timeout",
                "10",
                "ctr",
                "-a",
                installed.containerdSocket().toString(),
                "-n",
                "k8s.io"));
    command.addAll(List.of(words));
    return Commands.run("", command);
  }
}
