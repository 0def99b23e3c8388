package io.shiplog.e2e.support;

import io.shiplog.topics.KafkaCredentials;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Principals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The control plane that {@code ./shiplog up} runs: broker, gateway, ledger and services in one
 * process, on loopback.
 */
public final class AllInOne implements AutoCloseable {

  /** The name of the process, its folder and its log. */
  public static final String NAME = "control-plane";

  private static final String SERVERS = "broker,api-gateway";
  private static final String EVERYTHING =
      SERVERS + ",scheduler-service,deployment-service,service-registry";
  private static final int HEAP_MEGABYTES = 320;
  private static final int FIRST_PORT = 20_300;
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Path folder;
  private final Map<String, String> settings;
  private final int apiPort;
  private final KafkaSettings kafka;
  private ShiplogProcess process;
  private Api api;

  private AllInOne(Path folder) {
    this.folder = folder;
    List<Integer> ports = Ports.from(FIRST_PORT, 3);
    this.apiPort = ports.get(0);
    this.kafka = KafkaSettings.local("127.0.0.1:" + ports.get(1));
    this.settings =
        Map.of(
            "SHIPLOG_BIND", "127.0.0.1",
            "SHIPLOG_API_PORT", Integer.toString(apiPort),
            "SHIPLOG_BROKER_PORT", Integer.toString(ports.get(1)),
            "SHIPLOG_CONTROLLER_PORT", Integer.toString(ports.get(2)));
  }

  /** Sets one going in that folder; {@link #ready} tells when it serves. */
  public static AllInOne start(Path folder) throws IOException {
    AllInOne control = new AllInOne(folder);
    control.launch(EVERYTHING);
    return control;
  }

  private void launch(String roles) throws IOException {
    Map<String, String> all = new HashMap<>(settings);
    all.put("SHIPLOG_ROLES", roles);
    process = ShiplogProcess.start(NAME, HEAP_MEGABYTES, folder, all);
  }

  /** What {@code kill -9} does; returns when the process is gone. */
  public void kill() throws InterruptedException {
    process.kill();
  }

  /** Starts it again on the folder that it left behind. It must be gone. */
  public void restart() throws IOException {
    process.restart();
  }

  /** Kills it and starts broker, gateway and ledger alone: then nobody adds commands by himself. */
  public void restartWithoutServices() throws IOException, InterruptedException {
    process.kill();
    launch(SERVERS);
  }

  /**
   * Whether the gateway says that it is ready.
   *
   * @throws IOException if nobody answers
   */
  public boolean ready() throws IOException {
    return api().waiting(LOOK).get("/readyz").status() == 200;
  }

  /** Its API, once it has made its credentials. */
  public Api api() throws IOException {
    if (api == null) {
      api = Api.of(pki(), apiPort);
    }
    return api;
  }

  /** The folder of its credentials. */
  public Path pki() {
    return folder.resolve(NAME).resolve("pki");
  }

  /** How to reach its broker, as one who may do everything; once it has made its credentials. */
  public KafkaSettings kafka() {
    return kafka.as(new KafkaCredentials(pki()), Principals.ADMIN);
  }

  @Override
  public void close() {
    process.close();
  }
}
