package io.shiplog.agent.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.runtime.cri.DNSConfig;
import io.shiplog.model.KubeObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Which name servers a pod asks, by its dnsPolicy and dnsConfig. */
public final class ResolvConf {

  private static final Logger LOG = Logger.getLogger(ResolvConf.class);

  /** What the node itself uses. */
  private static final Path HOST = Path.of("/etc/resolv.conf");

  /** The servers behind systemd-resolved, which itself listens on loopback. */
  private static final Path RESOLVED = Path.of("/run/systemd/resolve/resolv.conf");

  private final AgentConfig config;
  private final Path host;
  private final Path resolved;

  public ResolvConf(AgentConfig config) {
    this(config, HOST, RESOLVED);
  }

  /** The same with the node's files somewhere else. */
  public ResolvConf(AgentConfig config, Path host, Path resolved) {
    this.config = config;
    this.host = host;
    this.resolved = resolved;
  }

  /** The resolver that a pod asks for by its {@code dnsPolicy} and {@code dnsConfig}. */
  public DNSConfig of(KubeObject pod) {
    String policy = pod.spec().path("dnsPolicy").asText("ClusterFirst");
    boolean hostNetwork = pod.spec().path("hostNetwork").asBoolean();
    boolean cluster =
        !config.clusterDns().isEmpty()
            && (policy.equals("ClusterFirstWithHostNet")
                || (policy.equals("ClusterFirst") && !hostNetwork));
    DNSConfig base =
        policy.equals("None")
            ? DNSConfig.getDefaultInstance()
            : cluster ? cluster(pod.namespace()) : hostNetwork ? read(host) : reachable();
    return merged(base, pod.spec().path("dnsConfig"));
  }

  private DNSConfig cluster(String namespace) {
    DNSConfig host = reachable();
    String domain = config.clusterDomain();
    return DNSConfig.newBuilder()
        .addServers(config.clusterDns())
        .addSearches(namespace + ".svc." + domain)
        .addSearches("svc." + domain)
        .addSearches(domain)
        .addAllSearches(host.getSearchesList())
        .addOptions("ndots:5")
        .build();
  }

  /** The node's servers that pods can reach: what is loopback to the node is not so to a pod. */
  private DNSConfig reachable() {
    DNSConfig own = read(host);
    boolean local = own.getServersList().stream().anyMatch(ResolvConf::loopback);
    DNSConfig wide = local && Files.exists(resolved) ? read(resolved) : own;
    List<String> servers = wide.getServersList().stream().filter(s -> !loopback(s)).toList();
    if (local && servers.isEmpty()) {
      LOG.warnf("pods have no name server: those in %s listen on loopback alone", host);
    }
    return wide.toBuilder().clearServers().addAllServers(servers).build();
  }

  private static boolean loopback(String server) {
    return server.startsWith("127.") || server.equals("::1");
  }

  private static DNSConfig read(Path file) {
    DNSConfig.Builder dns = DNSConfig.newBuilder();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.strip().split("\\s+");
        List<String> rest = List.of(words).subList(1, words.length);
        switch (words[0]) {
          case "nameserver" -> dns.addAllServers(rest);
          case "search" -> dns.clearSearches().addAllSearches(rest);
          case "options" -> dns.addAllOptions(rest);
          default -> {
            // A comment, or an option that pods have no use for.
          }
        }
      }
    } catch (IOException e) {
      LOG.warnf("%s cannot be read; pods get no name server from it: %s", file, e.getMessage());
    }
    return dns.build();
  }

  private static DNSConfig merged(DNSConfig base, JsonNode extra) {
    Set<String> servers = new LinkedHashSet<>(base.getServersList());
    extra.path("nameservers").forEach(node -> servers.add(node.asText()));
    Set<String> searches = new LinkedHashSet<>(base.getSearchesList());
    extra.path("searches").forEach(node -> searches.add(node.asText()));
    List<String> options = new ArrayList<>(base.getOptionsList());
    for (JsonNode option : extra.path("options")) {
      String name = option.path("name").asText();
      options.removeIf(existing -> existing.equals(name) || existing.startsWith(name + ":"));
      options.add(option.hasNonNull("value") ? name + ":" + option.path("value").asText() : name);
    }
    return DNSConfig.newBuilder()
        .addAllServers(servers)
        .addAllSearches(searches)
        .addAllOptions(options)
        .build();
  }
}
