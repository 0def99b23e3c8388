package io.shiplog.agent.runtime;

import io.shiplog.agent.AgentConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The pod network of this node: CNI's ptp plugin gives each pod an address of the node's podCIDR
 * and a link of its own to the node, which needs no bridge netfilter; nftables hides pods behind
 * the node's address when they leave the cluster.
 */
final class PodNetwork {

  private final AgentConfig config;
  private final Path confDir;

  PodNetwork(AgentConfig config, Path confDir) {
    this.config = config;
    this.confDir = confDir;
  }

  /** Sets the network up for this range of addresses, such as 10.244.3.0/24. May be repeated. */
  void ensure(String podCidr) {
    try {
      Files.createDirectories(confDir);
      Path file = confDir.resolve("10-shiplog.conflist");
      String wished = conflist(podCidr);
      if (!Files.exists(file) || !Files.readString(file).equals(wished)) {
        Path fresh = confDir.resolve("10-shiplog.tmp");
        Files.writeString(fresh, wished);
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      }
      Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
    } catch (IOException e) {
      throw new UncheckedIOException("the pod network cannot be set up: " + e.getMessage(), e);
    }
    Shell.run(masquerade(podCidr), List.of("nft", "-f", "-"));
  }

  private String conflist(String podCidr) {
    return """
        {
          "cniVersion": "0.4.0",
          "name": "shiplog-%s",
          "plugins": [
            {
              "type": "ptp",
              "mtu": 1500,
              "ipam": {
                "type": "host-local",
                "ranges": [[{"subnet": "%s"}]],
                "routes": [{"dst": "0.0.0.0/0"}],
                "dataDir": "%s"
              }
            },
            {"type": "portmap", "capabilities": {"portMappings": true}, "snat": true}
          ]
        }
        """
        .formatted(config.tag(), podCidr, config.cniHome().resolve("ipam"));
  }

  private String masquerade(String podCidr) {
    return """
        table ip %1$s
        delete table ip %1$s
        table ip %1$s {
          chain postrouting {
            type nat hook postrouting priority srcnat + 5; policy accept;
            ip saddr %2$s ip daddr != %3$s ip daddr != 224.0.0.0/4 masquerade
          }
        }
        """
        .formatted(config.masqueradeTable(), podCidr, config.clusterCidr());
  }
}
