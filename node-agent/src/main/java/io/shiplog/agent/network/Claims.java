package io.shiplog.agent.network;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gives an address that several Services claim to one of them: external addresses are whatever
 * their writers say, and nftables refuses a table in which one leads to two. A Service's cluster
 * address goes before somebody's external one; else the first by name has it.
 */
final class Claims {

  /** What each Service wants. */
  private final Map<String, Fragment> wanted = new HashMap<>();

  /** Who wants an element that is shared by a map, the one who has it first. */
  private final Map<String, TreeSet<Claim>> claims = new HashMap<>();

  private record Claim(boolean external, String service) implements Comparable<Claim> {
    @Override
    public int compareTo(Claim other) {
      return Comparator.comparing(Claim::external)
          .thenComparing(Claim::service)
          .compare(this, other);
    }
  }

  /** Remembers what these Services want now; returns those whose part may be another by that. */
  Set<String> want(Map<String, Fragment> next) {
    Set<String> touched = new HashSet<>(next.keySet());
    next.forEach(
        (service, fragment) -> {
          Fragment before = wanted.getOrDefault(service, Fragment.EMPTY);
          each(before, (element, external) -> release(element, external, service, touched));
          each(fragment, (element, external) -> claim(element, external, service, touched));
          if (fragment == Fragment.EMPTY) {
            wanted.remove(service);
          } else {
            wanted.put(service, fragment);
          }
        });
    return touched;
  }

  /** What a Service gets of what it wants. */
  Fragment granted(String service) {
    Fragment all = wanted.getOrDefault(service, Fragment.EMPTY);
    SortedMap<String, SortedMap<String, String>> elements = new TreeMap<>();
    all.elements()
        .forEach(
            (map, own) ->
                own.forEach(
                    (key, value) -> {
                      if (claims.get(map + " " + key).getFirst().service().equals(service)) {
                        elements.computeIfAbsent(map, name -> new TreeMap<>()).put(key, value);
                      }
                    }));
    return elements.equals(all.elements())
        ? all
        : new Fragment(all.chains(), elements, all.affinitySets());
  }

  /** Forgets everything. */
  void clear() {
    wanted.clear();
    claims.clear();
  }

  private interface Each {
    void element(String element, boolean external);
  }

  private static void each(Fragment fragment, Each action) {
    fragment
        .elements()
        .forEach(
            (map, own) ->
                own.forEach(
                    (key, value) ->
                        action.element(map + " " + key, value.startsWith("goto ext-"))));
  }

  private void release(String element, boolean external, String service, Set<String> touched) {
    TreeSet<Claim> all = claims.get(element);
    all.remove(new Claim(external, service));
    all.forEach(other -> touched.add(other.service()));
    if (all.isEmpty()) {
      claims.remove(element);
    }
  }

  private void claim(String element, boolean external, String service, Set<String> touched) {
    TreeSet<Claim> all = claims.computeIfAbsent(element, key -> new TreeSet<>());
    all.add(new Claim(external, service));
    if (all.size() > 1) {
      all.forEach(other -> touched.add(other.service()));
    }
  }
}
