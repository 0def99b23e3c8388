package io.shiplog.e2e.spread;

import io.shiplog.e2e.support.Api;
import io.shiplog.e2e.support.Await;
import io.shiplog.e2e.support.Ports;
import io.shiplog.e2e.support.ShiplogProcess;
import io.shiplog.topics.KafkaCredentials;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Principals;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The whole control plane in one process, as {@code ./shiplog up} runs it, without a node. */
final class ControlPlane implements AutoCloseable {

  private static final Duration SLOW_MACHINE = Duration.ofSeconds(90);

  private final Path folder;
  private final List<Integer> ports;
  private ShiplogProcess process;

  private ControlPlane(Path folder, List<Integer> ports) {
    this.folder = folder;
    this.ports = ports;
  }

  private static ControlPlane start() {
    try {
      ControlPlane plane =
          new ControlPlane(Files.createTempDirectory("shiplog-doors"), Ports.free(3));
      plane.run();
      return plane;
    } catch (IOException e) {
      throw new UncheckedIOException("the control plane does not start", e);
    }
  }

  private void run() throws IOException {
    process =
        ShiplogProcess.start(
            "control-plane",
            256,
            folder,
            Map.of(
                "SHIPLOG_BIND", "127.0.0.1",
                "SHIPLOG_API_PORT", Integer.toString(ports.get(0)),
                "SHIPLOG_BROKER_PORT", Integer.toString(ports.get(1)),
                "SHIPLOG_CONTROLLER_PORT", Integer.toString(ports.get(2))));
    try {
      Await.until(
          "the control plane is ready",
          SLOW_MACHINE,
          () -> api().get("/readyz").status(),
          status -> status == 200);
    } catch (AssertionError e) {
      String log = process.tail();
      process.close();
      throw new AssertionError(e.getMessage() + "\n" + log, e);
    }
  }

  /** Kills the process without a warning and starts it on what it left behind. */
  void killAndRestart() throws IOException, InterruptedException {
    process.kill();
    run();
  }

  Path pki() {
    return folder.resolve("control-plane").resolve("pki");
  }

  int apiPort() {
    return ports.get(0);
  }

  Api api() throws IOException {
    return Api.of(pki(), apiPort());
  }

  /** Its broker, for those who may do everything there. */
  KafkaSettings kafka() {
    return KafkaSettings.local("127.0.0.1:" + ports.get(1))
        .as(new KafkaCredentials(pki()), Principals.ADMIN);
  }

  SecretSeal seal() throws IOException {
    return RandomSeal.fromFile(pki().resolve("secrets.key"));
  }

  @Override
  public void close() throws IOException {
    process.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Gives test classes one control plane between them, which ends with the last test. */
  static final class Shared implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ControlPlane.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(ControlPlane.class))
          .computeIfAbsent(ControlPlane.class, key -> start());
    }
  }
}
