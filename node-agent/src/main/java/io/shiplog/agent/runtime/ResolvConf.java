package io.shiplog.agent.runtime;

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
final class ResolvConf {

  private static final Logger LOG = Logger.getLogger(ResolvConf.class);
  private static final Path HOST = Path.of("/etc/resolv.conf");

  private final AgentConfig config;

  ResolvConf(AgentConfig config) {
    this.config = config;
  }

  DNSConfig of(KubeObject pod) {
    String policy = pod.spec().path("dnsPolicy").asText("ClusterFirst");
    boolean hostNetwork = pod.spec().path("hostNetwork").asBoolean();
    boolean cluster =
        !config.clusterDns().isEmpty()
            && (policy.equals("ClusterFirstWithHostNet")
                || (policy.equals("ClusterFirst") && !hostNetwork));
    DNSConfig base =
        policy.equals("None")
            ? DNSConfig.getDefaultInstance()
            : cluster ? cluster(pod.namespace()) : host();
    return merged(base, pod.spec().path("dnsConfig"));
  }

  private DNSConfig cluster(String namespace) {
    DNSConfig host = host();
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

  private static DNSConfig host() {
    DNSConfig.Builder dns = DNSConfig.newBuilder();
    try {
      for (String line : Files.readAllLines(HOST)) {
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
      LOG.warnf("%s cannot be read; pods get no name server from it: %s", HOST, e.getMessage());
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
