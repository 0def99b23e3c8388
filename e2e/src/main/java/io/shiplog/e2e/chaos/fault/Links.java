package io.shiplog.e2e.chaos.fault;

import io.shiplog.e2e.support.Commands;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Breaks links on the loopback device of a network namespace of our own. Processes are told apart
 * by their group id, which each has to itself. A link is cut by an nftables rule that drops its
 * packets, as a switch that died would, and slowed by a class of the HTB scheduler; the kernel of
 * many machines lacks netem, so nothing is delayed but what has to queue.
 */
public final class Links {

  private static final String TABLE = "shiplog_chaos";
  private static final String SLOW_CLASS = "1:20";
  private static final String RATE = "600kbit";

  private final Map<String, String> rules = new LinkedHashMap<>();

  /** Prepares the namespace this process is in, which must be one of its own. */
  public Links() throws IOException {
    Commands.run("ip", "link", "set", "lo", "up");
    // With packets of 64 KiB a slow link would be all bursts.
    Commands.run("ip", "link", "set", "lo", "mtu", "1500");
    Commands.run("tc", "qdisc", "add", "dev", "lo", "root", "handle", "1:", "htb");
    Commands.run(
        ("tc class add dev lo parent 1: classid " + SLOW_CLASS + " htb rate " + RATE + " burst 8k")
            .split(" "));
    render();
  }

  /**
   * Cuts a process off from the brokers.
   *
   * @param group the process's group id
   * @param brokers the ports of the brokers
   */
  public synchronized void cut(String name, int group, Collection<Integer> brokers)
      throws IOException {
    rules.put(name, "meta skgid " + group + " tcp dport " + set(brokers) + " drop");
    render();
  }

  /**
   * Cuts a broker off from everybody: from its clients, and as a controller and from the others.
   *
   * @param group the process's group id
   * @param own the ports it listens on
   * @param all the ports of all brokers, their controllers' too
   */
  public synchronized void cutBroker(
      String name, int group, Collection<Integer> own, Collection<Integer> all) throws IOException {
    rules.put(
        name,
        "meta skgid %d tcp dport %s drop\n    tcp dport %s drop\n    tcp sport %s drop"
            .formatted(group, set(all), set(own), set(own)));
    render();
  }

  private static String set(Collection<Integer> ports) {
    return ports.stream().map(String::valueOf).collect(Collectors.joining(", ", "{ ", " }"));
  }

  /** Slows down what goes to and comes from a port. */
  public synchronized void slow(String name, int port) throws IOException {
    String slow = " meta priority set " + SLOW_CLASS;
    rules.put(name, "tcp dport " + port + slow + "\n    tcp sport " + port + slow);
    render();
  }

  /** Mends what was broken under that name. */
  public synchronized void mend(String name) throws IOException {
    rules.remove(name);
    render();
  }

  private void render() throws IOException {
    String text =
        """
        table inet %1$s {}
        delete table inet %1$s
        table inet %1$s {
          chain out {
            type filter hook output priority 0; policy accept;
            %2$s
          }
        }
        """
            .formatted(TABLE, String.join("\n    ", rules.values()));
    Commands.run(text, List.of("nft", "-f", "-"));
  }
}
