package io.shiplog.standalone;

import io.shiplog.topics.KafkaCredentials;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Principals;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How this process runs, from environment variables.
 *
 * @param home {@code SHIPLOG_HOME}: where state lives; {@code .shiplog} by default
 * @param pki {@code SHIPLOG_PKI}: where the credentials are that all processes of a cluster share;
 *     {@code pki} in the home by default
 * @param roles {@code SHIPLOG_ROLES}: what this process is; the standalone set by default
 * @param bind {@code SHIPLOG_BIND}: the address the API listens on; 0.0.0.0 by default
 * @param apiPort {@code SHIPLOG_API_PORT}: HTTPS port of the gateway; 6443 by default
 * @param httpPort {@code SHIPLOG_HTTP_PORT}: plain HTTP port for health and metrics of a process
 *     that is no gateway; 8080 by default, on loopback unless SHIPLOG_BIND says otherwise
 * @param broker how the embedded broker runs, where the broker is among the roles
 * @param kafka where the log is; {@link #kafka(Role)} knows also who asks
 * @param nodeName {@code SHIPLOG_NODE_NAME}: the node agent's name; {@code node-1} by default
 * @param instance {@code SHIPLOG_INSTANCE}: a name that this process keeps when it restarts and no
 *     other process has; the host's name by default
 * @param advertised {@code SHIPLOG_ADVERTISED_ADDRESS} with the API port: where pods reach this
 *     gateway; this host's first address that is not loopback by default
 * @param hostNames {@code SHIPLOG_HOST_NAMES}: further names and addresses for the certificate
 */
record Settings(
    Path home,
    Path pki,
    Set<Role> roles,
    String bind,
    int apiPort,
    int httpPort,
    BrokerSettings broker,
    KafkaSettings kafka,
    String nodeName,
    String instance,
    String advertised,
    List<String> hostNames) {

  /**
   * How an embedded broker runs.
   *
   * @param id {@code SHIPLOG_BROKER_ID}; 1 by default
   * @param port {@code SHIPLOG_BROKER_PORT} on loopback; 19092 by default
   * @param controllerPort {@code SHIPLOG_CONTROLLER_PORT} on loopback; 19093 by default
   * @param voters {@code SHIPLOG_QUORUM_VOTERS}: {@code id@host:port,…}; this one alone by default
   * @param replicationFactor {@code SHIPLOG_REPLICATION_FACTOR}: copies of each topic; 1 by default
   * @param fsync {@code SHIPLOG_FSYNC}: flush every append to disk before it is acknowledged
   */
  record BrokerSettings(
      int id, int port, int controllerPort, String voters, short replicationFactor, boolean fsync) {

    /** Whether it is the only one. */
    boolean alone() {
      return !voters.contains(",");
    }
  }

  /**
   * Whose only broker is in its own process has no successor in a hurry, and next to nothing to do
   * while nothing happens: fewer heartbeats, and fetches that wait longer before they are answered
   * with nothing. (One that has something to answer with is answered at once.)
   */
  private static final Map<String, String> UNHURRIED =
      Map.of(
          "session.timeout.ms", "6000",
          "heartbeat.interval.ms", "2000",
          "fetch.max.wait.ms", "2000");

  static Settings of(Map<String, String> env) {
    Path home = Path.of(env.getOrDefault("SHIPLOG_HOME", ".shiplog")).toAbsolutePath().normalize();
    Set<Role> roles =
        env.containsKey("SHIPLOG_ROLES") ? Role.parse(env.get("SHIPLOG_ROLES")) : Role.STANDALONE;
    BrokerSettings broker = broker(env);
    String bootstrap = env.getOrDefault("SHIPLOG_BOOTSTRAP_SERVERS", "127.0.0.1:" + broker.port());
    String names = env.getOrDefault("SHIPLOG_HOST_NAMES", "");
    String pki = env.get("SHIPLOG_PKI");
    boolean gateway = roles.contains(Role.API_GATEWAY);
    return new Settings(
        home,
        pki == null ? home.resolve("pki") : Path.of(pki).toAbsolutePath().normalize(),
        roles,
        env.getOrDefault("SHIPLOG_BIND", gateway ? "0.0.0.0" : "127.0.0.1"),
        number(env, "SHIPLOG_API_PORT", 6443),
        number(env, "SHIPLOG_HTTP_PORT", 8080),
        broker,
        new KafkaSettings(
            bootstrap,
            broker.replicationFactor(),
            clientOverrides(env, roles.contains(Role.BROKER) && broker.alone())),
        env.getOrDefault("SHIPLOG_NODE_NAME", "node-1"),
        env.getOrDefault("SHIPLOG_INSTANCE", env.getOrDefault("HOSTNAME", "shiplog")),
        advertised(env),
        names.isBlank() ? List.of() : List.of(names.split(",")));
  }

  boolean has(Role role) {
    return roles.contains(role);
  }

  /** How a role reaches the log, under its own name. */
  KafkaSettings kafka(Role role) {
    return kafka.as(new KafkaCredentials(pki), principal(role));
  }

  /** The names among the broker's clients that this process needs, or makes for others. */
  Set<String> principals() {
    Set<String> names = new TreeSet<>();
    if (has(Role.BROKER) || has(Role.CREDENTIALS)) {
      names.addAll(Principals.CLUSTER);
    }
    roles.stream()
        .filter(role -> role != Role.CREDENTIALS)
        .map(this::principal)
        .forEach(names::add);
    return names;
  }

  private String principal(Role role) {
    return role == Role.NODE_AGENT ? Principals.node(nodeName) : role.label();
  }

  /** Whether this process is the whole control plane: it has the broker, and there is no other. */
  boolean alone() {
    return has(Role.BROKER) && broker.alone();
  }

  private static String advertised(Map<String, String> env) {
    String address = env.get("SHIPLOG_ADVERTISED_ADDRESS");
    return (address == null ? HostAddress.first() : address)
        + ":"
        + number(env, "SHIPLOG_API_PORT", 6443);
  }

  private static BrokerSettings broker(Map<String, String> env) {
    int id = number(env, "SHIPLOG_BROKER_ID", 1);
    int controllerPort = number(env, "SHIPLOG_CONTROLLER_PORT", 19093);
    return new BrokerSettings(
        id,
        number(env, "SHIPLOG_BROKER_PORT", 19092),
        controllerPort,
        env.getOrDefault("SHIPLOG_QUORUM_VOTERS", id + "@127.0.0.1:" + controllerPort),
        (short) number(env, "SHIPLOG_REPLICATION_FACTOR", 1),
        Boolean.parseBoolean(env.getOrDefault("SHIPLOG_FSYNC", "false")));
  }

  /** {@code SHIPLOG_KAFKA_SASL_MECHANISM} becomes the client property {@code sasl.mechanism}. */
  private static Map<String, String> clientOverrides(Map<String, String> env, boolean alone) {
    String prefix = "SHIPLOG_KAFKA_";
    Map<String, String> overrides = new HashMap<>();
    env.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            String property = name.substring(prefix.length()).toLowerCase(java.util.Locale.ROOT);
            overrides.put(property.replace('_', '.'), value);
          }
        });
    if (alone) {
      UNHURRIED.forEach(overrides::putIfAbsent);
    }
    return overrides;
  }

  private static int number(Map<String, String> env, String name, int otherwise) {
    String text = env.get(name);
    if (text == null || text.isBlank()) {
      return otherwise;
    }
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a number, not '" + text + "'", e);
    }
  }
}
