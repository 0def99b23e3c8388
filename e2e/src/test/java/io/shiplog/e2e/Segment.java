package io.shiplog.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A network segment of our own: a namespace with a bridge, where the control plane runs, and one
 * for each node. Nothing of the machine's own network is touched. An all-in-one's broker listens on
 * loopback alone, so every node finds it on its loopback, too.
 */
final class Segment implements AutoCloseable {

  /** The address of the control plane. */
  static final String CONTROL = "192.0.2.1";

  private static final int BROKER_PORT = 19092;
  private static final int FIRST_NODE = 11;

  private final String prefix = "sl" + ProcessHandle.current().pid() + "-";
  private final List<String> hosts = new ArrayList<>();

  private Segment() {}

  /** Makes one with these nodes, whose names are short. */
  static Segment of(String... nodes) {
    Segment segment = new Segment();
    try {
      segment.makeControl();
      for (int i = 0; i < nodes.length; i++) {
        segment.makeNode(nodes[i], "192.0.2." + (FIRST_NODE + i));
      }
      return segment;
    } catch (RuntimeException | Error e) {
      segment.close();
      throw e;
    }
  }

  /** The words under which a process runs on a node, or with an empty name on the control plane. */
  List<String> under(String node) {
    return List.of("nsenter", "--net=/run/netns/" + prefix + node);
  }

  /** Runs a command there. */
  Ran run(String node, Map<String, String> environment, List<String> command) {
    return Ran.run(60, environment, Stream.concat(under(node).stream(), command.stream()).toList());
  }

  private void makeControl() {
    make("");
    ip("-n", prefix, "link", "add", "segment", "type", "bridge");
    ip("-n", prefix, "addr", "add", CONTROL + "/24", "dev", "segment");
    ip("-n", prefix, "link", "set", "segment", "up");
    nat("", "type nat hook prerouting priority -150", "tcp dport %d dnat to 127.0.0.1");
  }

  private void makeNode(String node, String address) {
    make(node);
    String there = prefix + node;
    // A name of its own: short ones are short for words that ip knows.
    String port = "to-" + node;
    ip("-n", there, "link", "add", "eth0", "type", "veth", "peer", "name", port, "netns", prefix);
    ip("-n", prefix, "link", "set", port, "master", "segment", "up");
    ip("-n", there, "addr", "add", address + "/24", "dev", "eth0");
    ip("-n", there, "link", "set", "eth0", "up");
    ip("-n", there, "route", "add", "default", "via", CONTROL);
    nat(
        node,
        "type nat hook output priority -150",
        "ip daddr 127.0.0.1 tcp dport %d dnat to " + CONTROL);
    nft(node, "add chain ip segment out { type nat hook postrouting priority 150 ; }");
    nft(node, "add rule ip segment out oifname eth0 ip saddr 127.0.0.1 masquerade");
  }

  private void make(String node) {
    ip("netns", "add", prefix + node);
    hosts.add(prefix + node);
    ip("-n", prefix + node, "link", "set", "lo", "up");
    run(node, Map.of(), List.of("sh", "-c", "echo 1 > /proc/sys/net/ipv4/conf/all/route_localnet"))
        .ok();
  }

  private void nat(String node, String hook, String rule) {
    nft(node, "add table ip segment");
    nft(node, "add chain ip segment broker { " + hook + " ; }");
    nft(node, "add rule ip segment broker " + rule.formatted(BROKER_PORT));
  }

  private void nft(String node, String command) {
    run(node, Map.of(), List.of("nft", command)).ok();
  }

  private static void ip(String... words) {
    Ran.run(20, Map.of(), Stream.concat(Stream.of("ip"), Stream.of(words)).toList()).ok();
  }

  @Override
  public void close() {
    hosts.forEach(host -> ip("netns", "del", host));
    hosts.clear();
  }
}
