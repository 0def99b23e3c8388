package io.shiplog.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The two processes of an installation: the control plane, and the agent of this machine. */
final class Daemons {

  private static final Path APP = Home.project().resolve("standalone/target/quarkus-app");

  /** The JDK's AOT cache of the assembly, where {@link AotCommand} made one. */
  static final Path AOT_CACHE = APP.resolve("shiplog.aot");

  private final Home home;
  private final Daemon controlPlane;
  private final Daemon agent;

  Daemons(Home home) {
    this.home = home;
    this.controlPlane = new Daemon("control-plane", home);
    this.agent = new Daemon("node-agent", home);
  }

  Daemon controlPlane() {
    return controlPlane;
  }

  Daemon agent() {
    return agent;
  }

  /** In the order in which they start. */
  List<Daemon> all() {
    return List.of(controlPlane, agent);
  }

  /** Starts what does not run. */
  void start() {
    startControlPlane(List.of());
    startAgent();
  }

  /** Starts the control plane unless it runs, with further options for its JVM. */
  void startControlPlane(List<String> more) {
    List<String> options = new ArrayList<>(more);
    options.add(jvmOptions("control-plane"));
    options.addAll(controlPlaneHeap());
    start(
        controlPlane,
        "broker,api-gateway,scheduler-service,deployment-service,service-registry",
        options);
  }

  private void startAgent() {
    String most = System.getenv().getOrDefault("SHIPLOG_AGENT_HEAP", "128m");
    start(agent, "node-agent", List.of(jvmOptions("node-agent"), "-Xmx" + most));
  }

  /** The argument that has a JVM read its options from a file of the build. */
  private static String jvmOptions(String name) {
    return "@" + APP.resolve(name + ".options");
  }

  /**
   * The control plane holds every object in memory, so its heap grows with the cluster, up to a
   * quarter of the machine. It starts small, and stays so in a small cluster.
   */
  private static List<String> controlPlaneHeap() {
    String most = System.getenv("SHIPLOG_CONTROL_PLANE_HEAP");
    return most == null ? List.of("-Xms192m", "-XX:MaxRAMPercentage=25") : List.of("-Xmx" + most);
  }

  private void start(Daemon daemon, String roles, List<String> options) {
    if (daemon.process().isPresent()) {
      return;
    }
    Map<String, String> environment = new LinkedHashMap<>(home.ports());
    environment.put("SHIPLOG_HOME", home.directory().toString());
    environment.put("SHIPLOG_ROLES", roles);
    environment.put("SHIPLOG_NODE_NAME", home.nodeName());
    environment.put(
        "SHIPLOG_BOOTSTRAP_SERVERS", "127.0.0.1:" + environment.get("SHIPLOG_BROKER_PORT"));
    daemon.start(command(options), environment);
  }

  private static List<String> command(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Files.exists(AOT_CACHE)) {
      command.add("-XX:AOTCache=" + AOT_CACHE);
      // It warns of each adapter that it has to make anew, which is no concern of who reads the
      // log.
      command.add("-Xlog:aot*=error");
    }
    command.addAll(options);
    command.addAll(List.of("-jar", APP.resolve("quarkus-run.jar").toString()));
    return command;
  }
}
