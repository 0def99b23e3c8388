package io.shiplog.agent;

import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.SecretSeal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * What a node agent has to know.
 *
 * @param nodeName the node's name, unique in the cluster
 * @param kafka how to reach the log
 * @param seal opens the Secrets in the inbox
 * @param home where everything of this agent lives; made if absent
 * @param hostIp the node's address; empty to look it up
 * @param clusterDns the cluster's DNS server, for pods with dnsPolicy ClusterFirst; empty for none:
 *     such pods then use the node's servers
 * @param clusterDomain the cluster's DNS domain
 * @param clusterCidr the addresses of all pods: what pods send there keeps its source address
 * @param maxPods how many pods the node takes
 * @param runtimeHandler {@code runc} or {@code crun}
 */
public record AgentConfig(
    String nodeName,
    KafkaSettings kafka,
    SecretSeal seal,
    Path home,
    String hostIp,
    String clusterDns,
    String clusterDomain,
    String clusterCidr,
    int maxPods,
    String runtimeHandler) {

  private static final int LONGEST_SOCKET_PATH = 100;

  public AgentConfig {
    home = home.toAbsolutePath().normalize();
  }

  /** The usual: no cluster DNS server, 10.244.0.0/16, 110 pods, runc. */
  public static AgentConfig of(String nodeName, KafkaSettings kafka, SecretSeal seal, Path home) {
    return new AgentConfig(
        nodeName, kafka, seal, home, "", "", "cluster.local", "10.244.0.0/16", 110, "runc");
  }

  /** The same with the node's address given. */
  public AgentConfig withHostIp(String ip) {
    return new AgentConfig(
        nodeName,
        kafka,
        seal,
        home,
        ip,
        clusterDns,
        clusterDomain,
        clusterCidr,
        maxPods,
        runtimeHandler);
  }

  /** The same with a cluster DNS server. */
  public AgentConfig withClusterDns(String server) {
    return new AgentConfig(
        nodeName,
        kafka,
        seal,
        home,
        hostIp,
        server,
        clusterDomain,
        clusterCidr,
        maxPods,
        runtimeHandler);
  }

  /** The same with other addresses for the cluster's pods. */
  public AgentConfig withClusterCidr(String cidr) {
    return new AgentConfig(
        nodeName,
        kafka,
        seal,
        home,
        hostIp,
        clusterDns,
        clusterDomain,
        cidr,
        maxPods,
        runtimeHandler);
  }

  public Path containerdHome() {
    return home.resolve("containerd");
  }

  /** containerd's socket: in the home, or under /run where that path is too long for a socket. */
  public Path containerdSocket() {
    Path socket = containerdHome().resolve("containerd.sock");
    return socket.toString().length() <= LONGEST_SOCKET_PATH
        ? socket
        : Path.of("/run/shiplog-" + tag(), "containerd.sock");
  }

  public Path cniHome() {
    return home.resolve("cni");
  }

  public Path podsHome() {
    return home.resolve("pods");
  }

  public Path logsHome() {
    return home.resolve("logs");
  }

  public Path imagesHome() {
    return home.resolve("images");
  }

  /** Eight characters that stand for this home: keeps agents on one machine apart. */
  public String tag() {
    CRC32 crc = new CRC32();
    crc.update((nodeName + " " + home).getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", crc.getValue());
  }

  /** The parent of all cgroups of this agent's pods. */
  public String cgroupParent() {
    return "/shiplog-" + tag();
  }

  /** The nftables table that makes Service addresses work. */
  public String serviceTable() {
    return "shiplog_svc_" + tag();
  }

  /** The nftables table that hides pods behind the node's address. */
  public String masqueradeTable() {
    return "shiplog_masq_" + tag();
  }
}
