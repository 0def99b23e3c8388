package io.shiplog.agent.network;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * What one Service contributes to the node's nftables table. Fragments of different Services share
 * no chain and no element, so that one can be replaced without looking at the others.
 *
 * @param chains rules of each chain, in order; the name derives from Service, port and endpoint
 * @param elements what each shared map or set holds for this Service: {@code key} to verdict, or to
 *     the empty string in a set
 * @param affinitySets the sets that remember which client an endpoint serves, with their timeout in
 *     seconds
 */
record Fragment(
    SortedMap<String, List<String>> chains,
    SortedMap<String, SortedMap<String, String>> elements,
    SortedMap<String, Integer> affinitySets) {

  /** Contributes nothing. */
  static final Fragment EMPTY =
      new Fragment(new java.util.TreeMap<>(), new java.util.TreeMap<>(), new java.util.TreeMap<>());

  /** The keys of a map or set that this fragment fills. */
  Set<String> keys(String map) {
    SortedMap<String, String> own = elements.get(map);
    return own == null ? Set.of() : own.keySet();
  }
}
