package io.shiplog.agent.network;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Writes nftables transactions: the whole table at first, then only what changed. Every script is
 * applied by nftables as one: a packet sees all of it or none.
 */
final class NftScript {

  private static final List<String> SHARED =
      List.of(
          ServiceFragments.SERVICE_IPS,
          ServiceFragments.NODE_PORTS,
          ServiceFragments.REFUSED_IPS,
          ServiceFragments.REFUSED_NODE_PORTS,
          ServiceFragments.DROPPED_IPS,
          ServiceFragments.DROPPED_NODE_PORTS,
          ServiceFragments.FIREWALL_IPS);

  private final String table;
  private final String mark;

  /**
   * Scripts for one table.
   *
   * @param table name of the ip table that is ours
   * @param mark the packet mark that asks for masquerading, such as {@code 0x4000}
   */
  NftScript(String table, String mark) {
    this.table = table;
    this.mark = mark;
  }

  /** Makes the table anew, without any Service. */
  String base() {
    return """
        add table ip %1$s
        delete table ip %1$s
        table ip %1$s {
          map service-ips { type ipv4_addr . inet_proto . inet_service : verdict ; }
          map node-ports { type inet_proto . inet_service : verdict ; }
          set refused-ips { type ipv4_addr . inet_proto . inet_service ; }
          set refused-node-ports { type inet_proto . inet_service ; }
          set dropped-ips { type ipv4_addr . inet_proto . inet_service ; }
          set dropped-node-ports { type inet_proto . inet_service ; }
          map firewall-ips { type ipv4_addr . inet_proto . inet_service : verdict ; }
          chain mark-for-masquerade { meta mark set meta mark or %2$s ; }
          chain services {
            ip daddr . meta l4proto . th dport vmap @service-ips
            fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport vmap @node-ports
          }
          chain answer-refusal {
            meta l4proto tcp reject with tcp reset
            reject
          }
          chain refuse {
            ip daddr . meta l4proto . th dport @refused-ips goto answer-refusal
            fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport @refused-node-ports goto answer-refusal
          }
          chain discard {
            ip daddr . meta l4proto . th dport @dropped-ips drop
            fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport @dropped-node-ports drop
          }
          chain firewall { ip daddr . meta l4proto . th dport vmap @firewall-ips ; }
          chain filter-prerouting { type filter hook prerouting priority -110 ; ct state new jump firewall ; }
          chain nat-prerouting { type nat hook prerouting priority dstnat ; jump services ; }
          chain nat-output { type nat hook output priority -100 ; jump services ; }
          chain nat-postrouting {
            type nat hook postrouting priority srcnat
            meta mark and %2$s == 0 return
            meta mark set meta mark xor %2$s
            masquerade fully-random
          }
          chain filter-input {
            type filter hook input priority -110
            ct state new jump refuse
            ct state new jump discard
          }
          chain filter-forward {
            type filter hook forward priority -110
            ct state new jump refuse
            ct state new jump discard
          }
          chain filter-output {
            type filter hook output priority -110
            ct state new jump firewall
            ct state new jump refuse
          }
          chain filter-sent { type filter hook output priority 0 ; ct state new jump discard ; }
        }
        """
        .formatted(table, mark);
  }

  /** Changes nothing, and is refused where the table is not there. */
  String look() {
    return "add chain ip %s services%n".formatted(table);
  }

  /** Removes the table; harmless where there is none. */
  String removal() {
    return "add table ip %1$s%ndelete table ip %1$s%n".formatted(table);
  }

  /**
   * Takes away the elements of one Service's part of the table that its next lacks. Before anybody
   * gets one: an address may move from one Service to another in one step.
   */
  String withdraw(Fragment before, Fragment after) {
    StringBuilder script = new StringBuilder();
    removeElements(script, before, after);
    return script.toString();
  }

  /** Turns the rest of that part into the next; empty where nothing differs. */
  String change(Fragment before, Fragment after) {
    StringBuilder script = new StringBuilder();
    addSets(script, before, after);
    addChains(script, before, after);
    addElements(script, before, after);
    removeChains(script, before, after);
    removeSets(script, before, after);
    return script.toString();
  }

  private void removeElements(StringBuilder script, Fragment before, Fragment after) {
    for (String map : SHARED) {
      for (String key : before.keys(map)) {
        if (!Objects.equals(value(before, map, key), value(after, map, key))) {
          line(script, "delete element ip %s %s { %s }", table, map, key);
        }
      }
    }
  }

  private void addElements(StringBuilder script, Fragment before, Fragment after) {
    for (String map : SHARED) {
      for (String key : after.keys(map)) {
        String value = value(after, map, key);
        if (!Objects.equals(value(before, map, key), value)) {
          String element = value.isEmpty() ? key : key + " : " + value;
          line(script, "add element ip %s %s { %s }", table, map, element);
        }
      }
    }
  }

  private void addSets(StringBuilder script, Fragment before, Fragment after) {
    after
        .affinitySets()
        .forEach(
            (set, seconds) -> {
              if (!before.affinitySets().containsKey(set)) {
                line(
                    script,
                    "add set ip %s %s { type ipv4_addr ; flags dynamic,timeout ; timeout %ds ; }",
                    table,
                    set,
                    seconds);
              }
            });
  }

  /** All chains are made before any rule, since rules go from one to another. */
  private void addChains(StringBuilder script, Fragment before, Fragment after) {
    List<Map.Entry<String, List<String>>> changed =
        after.chains().entrySet().stream()
            .filter(chain -> !chain.getValue().equals(before.chains().get(chain.getKey())))
            .toList();
    for (Map.Entry<String, List<String>> chain : changed) {
      boolean known = before.chains().containsKey(chain.getKey());
      line(script, "%s chain ip %s %s", known ? "flush" : "add", table, chain.getKey());
    }
    for (Map.Entry<String, List<String>> chain : changed) {
      for (String rule : chain.getValue()) {
        line(script, "add rule ip %s %s %s", table, chain.getKey(), rule);
      }
    }
  }

  /** Chains that go to others are emptied first: nftables refuses to delete one still in use. */
  private void removeChains(StringBuilder script, Fragment before, Fragment after) {
    TreeSet<String> gone = new TreeSet<>(before.chains().keySet());
    gone.removeAll(after.chains().keySet());
    gone.forEach(chain -> line(script, "flush chain ip %s %s", table, chain));
    gone.forEach(chain -> line(script, "delete chain ip %s %s", table, chain));
  }

  private void removeSets(StringBuilder script, Fragment before, Fragment after) {
    for (String set : before.affinitySets().keySet()) {
      if (!after.affinitySets().containsKey(set)) {
        line(script, "delete set ip %s %s", table, set);
      }
    }
  }

  private static String value(Fragment fragment, String map, String key) {
    var own = fragment.elements().get(map);
    return own == null ? null : own.get(key);
  }

  private static void line(StringBuilder script, String format, Object... arguments) {
    script.append(String.format(format, arguments)).append('\n');
  }
}
