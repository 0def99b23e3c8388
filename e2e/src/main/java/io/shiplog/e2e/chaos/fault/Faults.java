package io.shiplog.e2e.chaos.fault;

import io.shiplog.e2e.support.Api;
import io.shiplog.e2e.support.Await;
import io.shiplog.e2e.support.ShiplogProcess;
import io.shiplog.e2e.support.SpreadCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/** Breaks and mends the processes of a cluster. */
public final class Faults {

  private static final Logger LOG = Logger.getLogger(Faults.class);
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** Group ids from here on, one a process; nobody else has them. */
  public static final int FIRST_GROUP = 62_000;

  private final SpreadCluster cluster;
  private final Optional<Links> links;
  private final Optional<Disks> disks;

  /**
   * Faults for that cluster.
   *
   * @param links where links can be broken
   * @param disks where disks can be filled
   */
  public Faults(SpreadCluster cluster, Optional<Links> links, Optional<Disks> disks) {
    this.cluster = cluster;
    this.links = links;
    this.disks = disks;
  }

  /** The process that a plan's target is now; empty while nobody is. */
  public Optional<String> resolve(String target) throws InterruptedException {
    try {
      return switch (target) {
        case Planned.LEDGER -> Optional.of(cluster.gatewayThatLeadsTheLedger());
        case Planned.COMMANDS -> Optional.of(cluster.brokerThatLeadsTheCommands());
        default -> Optional.of(target);
      };
    } catch (ExecutionException | RuntimeException e) {
      LOG.debugf(e, "nobody knows who is %s now", target);
      return Optional.empty();
    }
  }

  /** Breaks a process. */
  public void begin(Planned.Kind kind, String name) throws IOException, InterruptedException {
    ShiplogProcess process = cluster.process(name);
    switch (kind) {
      case KILL -> process.kill();
      case PAUSE -> process.pause();
      case CUT -> cut(name);
      case SLOW -> links.orElseThrow().slow(name, cluster.port(name));
      case FULL_DISK -> disks.orElseThrow().fill(name);
    }
  }

  private void cut(String name) throws IOException {
    int group = FIRST_GROUP + cluster.number(name);
    List<String> brokers = cluster.names().stream().filter(n -> n.startsWith("broker-")).toList();
    if (brokers.contains(name)) {
      List<Integer> all =
          brokers.stream().flatMap(broker -> cluster.brokerPorts(broker).stream()).toList();
      links.orElseThrow().cutBroker(name, group, cluster.brokerPorts(name), all);
    } else {
      links.orElseThrow().cut(name, group, brokers.stream().map(cluster::port).toList());
    }
  }

  /**
   * Mends it, starts it again if it is gone, and waits until it takes part; what it did in the
   * meantime, in words.
   */
  public String end(Planned.Kind kind, String name) throws IOException, InterruptedException {
    ShiplogProcess process = cluster.process(name);
    switch (kind) {
      case KILL -> {}
      case PAUSE -> process.resume();
      case CUT, SLOW -> links.orElseThrow().mend(name);
      case FULL_DISK -> disks.orElseThrow().empty(name);
    }
    boolean restart = !process.alive();
    if (restart) {
      process.restart();
    }
    long before = System.nanoTime();
    awaitPart(name);
    long millis = Duration.ofNanos(System.nanoTime() - before).toMillis();
    return (restart
            ? (kind == Planned.Kind.KILL ? "restarted" : "it had ended: restarted")
            : "mended")
        + ", takes part again after "
        + millis
        + " ms";
  }

  /** Waits until a process does its part. */
  public void awaitPart(String name) throws IOException {
    Await.until(name + " takes part", PATIENCE, () -> takesPart(name), part -> part);
  }

  private boolean takesPart(String name) throws IOException {
    if (name.startsWith("gateway-")) {
      Api api = cluster.api(name).waiting(Duration.ofSeconds(2));
      return api.get("/readyz").status() == 200;
    }
    // A service or a broker: a port that takes connections will do, what it does is checked later.
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), cluster.port(name))) {
      return socket.isConnected();
    }
  }
}
