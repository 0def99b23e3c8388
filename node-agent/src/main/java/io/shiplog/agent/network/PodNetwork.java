package io.shiplog.agent.network;

import io.shiplog.agent.AgentConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * The pod network of this node: CNI's ptp plugin gives each pod an address of the node's podCIDR
 * and a link of its own to the node, which needs no bridge netfilter; nftables hides pods behind
 * the node's address when they leave the cluster.
 */
public final class PodNetwork implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(PodNetwork.class);

  private final AgentConfig config;
  private final Path confDir;
  private final Nftables nft = new Nftables();
  private boolean closed;

  /**
   * The network of this node's pods.
   *
   * @param confDir where containerd looks for it
   */
  public PodNetwork(AgentConfig config, Path confDir) {
    this.config = config;
    this.confDir = confDir;
  }

  /** Sets the network up for this range of addresses, such as 10.244.3.0/24. May be repeated. */
  public synchronized void ensure(String podCidr) {
    try {
      Files.createDirectories(confDir);
      Path file = confDir.resolve("10-shiplog.conflist");
      String desired = conflist(podCidr);
      if (!Files.exists(file) || !Files.readString(file).equals(desired)) {
        Path fresh = confDir.resolve("10-shiplog.tmp");
        Files.writeString(fresh, desired);
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      }
      Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
    } catch (IOException e) {
      throw new UncheckedIOException("the pod network cannot be set up: " + e.getMessage(), e);
    }
    setRules(masquerade(podCidr));
  }

  /** Makes the rules anew where they are gone, as after a restart of the machine's firewall. */
  public synchronized void look(String podCidr) {
    try {
      setRules("add chain ip %s postrouting%n".formatted(config.masqueradeTable()));
    } catch (NftException e) {
      LOG.warnf("the rules of the pod network were gone and are made anew: %s", e.getMessage());
      setRules(masquerade(podCidr));
    }
  }

  private void setRules(String script) {
    if (!closed) {
      nft.run(script);
    }
  }

  /** Lets go of libnftables; the network stays. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      nft.close();
    }
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
