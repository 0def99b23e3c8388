package io.shiplog.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;

/** A pod's /etc/hosts. */
final class EtcHosts {

  private EtcHosts() {}

  static String text(KubeObject pod, String podIp, String clusterDomain) {
    StringBuilder text = new StringBuilder();
    if (pod.spec().path("hostNetwork").asBoolean()) {
      text.append(hostFile());
    } else {
      text.append("127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n");
      text.append(podIp).append('\t').append(names(pod, clusterDomain)).append('\n');
    }
    for (JsonNode alias : pod.spec().path("hostAliases")) {
      StringJoiner line = new StringJoiner("\t", "", "\n").add(alias.path("ip").asText());
      alias.path("hostnames").forEach(name -> line.add(name.asText()));
      text.append(line);
    }
    return text.toString();
  }

  private static String names(KubeObject pod, String clusterDomain) {
    String hostname = SandboxConfigs.hostname(pod);
    String subdomain = pod.spec().path("subdomain").asText("");
    return subdomain.isEmpty()
        ? hostname
        : String.join(".", hostname, subdomain, pod.namespace(), "svc", clusterDomain)
            + "\t"
            + hostname;
  }

  private static String hostFile() {
    try {
      return Files.readString(Path.of("/etc/hosts"));
    } catch (IOException e) {
      throw new UncheckedIOException("the node's /etc/hosts cannot be read", e);
    }
  }
}
