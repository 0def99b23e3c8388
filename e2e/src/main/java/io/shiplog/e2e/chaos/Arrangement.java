package io.shiplog.e2e.chaos;

import io.shiplog.e2e.chaos.fault.Disks;
import io.shiplog.e2e.chaos.fault.Faults;
import io.shiplog.e2e.chaos.fault.Links;
import io.shiplog.e2e.support.Api;
import io.shiplog.e2e.support.Layout;
import io.shiplog.e2e.support.SpreadCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A cluster of processes that takes part, and the means to break it. */
final class Arrangement implements AutoCloseable {

  /** How long clients wait for an answer. */
  static final Duration CLIENT_PATIENCE = Duration.ofSeconds(10);

  private final SpreadCluster cluster;
  private final Faults faults;

  private Arrangement(SpreadCluster cluster, Faults faults) {
    this.cluster = cluster;
    this.faults = faults;
  }

  /** Starts it in an empty folder and waits until every process takes part. */
  static Arrangement start(Options options, Screen screen)
      throws IOException, InterruptedException {
    Path folder = options.folder();
    empty(folder);
    Optional<Links> links = Optional.empty();
    Optional<Disks> disks = Optional.empty();
    if (options.isolated()) {
      links = Optional.of(new Links());
      disks = Optional.of(disks(folder));
      screen.say("links are cut by nftables and slowed by HTB; no delays, no reordering: netem");
      screen.say("is not asked of the kernel. Disks are file systems in memory that get filled.");
    } else {
      screen.say("SKIPPED: cut and slowed links, full disks: no namespaces of our own here");
      screen.say("(they need root, unshare, setpriv, ip, tc and nft)");
    }
    screen.say("starting three brokers, two gateways and the services in %s", folder);
    Layout layout =
        Layout.of(
            folder,
            options.compact() ? Layout.TOGETHER : Layout.APART,
            options.compact() ? 1 : 2,
            number -> options.isolated() ? Isolation.group(number) : List.of());
    SpreadCluster cluster = SpreadCluster.start(layout);
    Arrangement arrangement = new Arrangement(cluster, new Faults(cluster, links, disks));
    try {
      arrangement.awaitAll();
      return arrangement;
    } catch (IOException | RuntimeException | Error e) {
      arrangement.close();
      throw e;
    }
  }

  private static Disks disks(Path folder) throws IOException {
    Disks disks = new Disks(folder);
    for (String name : List.of("broker-1", "broker-2", "broker-3", "gateway-1", "gateway-2")) {
      disks.mount(name);
    }
    return disks;
  }

  /** Makes a folder, or empties the one that is there. */
  static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(folder);
  }

  /** Waits until every process takes part. */
  void awaitAll() throws IOException {
    for (String name : cluster.names()) {
      faults.awaitPart(name);
    }
  }

  SpreadCluster cluster() {
    return cluster;
  }

  Faults faults() {
    return faults;
  }

  /** The processes that are neither brokers nor gateways. */
  List<String> services() {
    return cluster.names().stream().filter(name -> name.contains("service")).toList();
  }

  /** The gateways by name, for clients who wait ten seconds for an answer. */
  Map<String, Api> gateways() throws IOException {
    Map<String, Api> gateways = new TreeMap<>();
    for (String gateway : cluster.gateways()) {
      gateways.put(gateway, cluster.api(gateway).waiting(CLIENT_PATIENCE));
    }
    return gateways;
  }

  @Override
  public void close() {
    cluster.close();
  }
}
