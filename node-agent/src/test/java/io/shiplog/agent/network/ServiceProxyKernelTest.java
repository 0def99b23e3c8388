package io.shiplog.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules in a real kernel, in a network namespace of the test's own. */
class ServiceProxyKernelTest {

  private static final String NAMESPACE = "slproxy" + ProcessHandle.current().pid();

  @TempDir Path folder;

  private final List<Process> servers = new ArrayList<>();

  @BeforeEach
  void makeNamespace() throws Exception {
    boolean able =
        "root".equals(System.getProperty("user.name"))
            && Files.exists(Path.of("/usr/sbin/nft"))
            && Files.exists(Path.of("/usr/bin/curl"))
            && Files.exists(Path.of("/bin/busybox"));
    if (!able) {
      System.err.println(
          "SKIPPED: needs root, nftables, curl and busybox-static; CI runs this test");
    }
    assumeTrue(able, "needs root, nftables, curl and busybox-static");
    run("", "ip", "netns", "add", NAMESPACE);
    run("", "ip", "-n", NAMESPACE, "link", "set", "lo", "up");
    for (String address : List.of("10.244.9.2", "10.244.9.3", "10.244.9.9")) {
      run("", "ip", "-n", NAMESPACE, "addr", "add", address + "/32", "dev", "lo");
    }
    run(
        "",
        "ip",
        "-n",
        NAMESPACE,
        "route",
        "add",
        "10.96.0.0/16",
        "dev",
        "lo",
        "src",
        "10.244.9.9");
    serve("10.244.9.2");
    serve("10.244.9.3");
  }

  @AfterEach
  void removeNamespace() throws Exception {
    for (Process server : servers) {
      server.destroyForcibly().waitFor();
    }
    if (!servers.isEmpty()) {
      run("", "ip", "netns", "delete", NAMESPACE);
    }
  }

  @Test
  void endpointsTakeTurnsAndAServiceWithoutAnyRefusesAtOnce() throws Exception {
    ServiceProxy proxy = new ServiceProxy("shiplog", "10.244.9.0/24", "n1", this::nft);
    ObjectNode both = ServiceProxyTest.route("a", "10.96.0.5", "10.244.9.2", "10.244.9.3");
    proxy.routes(Map.of("d/a", both), Set.of("d/a"));
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      answers.add(fetch("http://10.96.0.5/"));
    }
    assertThat(answers.subList(0, 2)).containsExactlyInAnyOrder("10.244.9.2", "10.244.9.3");
    assertThat(answers.subList(2, 4)).isEqualTo(answers.subList(0, 2));
    assertThat(answers.subList(4, 6)).isEqualTo(answers.subList(0, 2));

    proxy.routes(
        Map.of("d/a", ServiceProxyTest.route("a", "10.96.0.5", "10.244.9.3")), Set.of("d/a"));
    assertThat(fetch("http://10.96.0.5/")).isEqualTo("10.244.9.3");
    assertThat(fetch("http://10.96.0.5/")).isEqualTo("10.244.9.3");

    proxy.routes(Map.of("d/a", ServiceProxyTest.route("a", "10.96.0.5")), Set.of("d/a"));
    assertThat(fetch("http://10.96.0.5/")).containsIgnoringCase("couldn't connect");

    proxy.routes(Map.of(), Set.of("d/a"));
    proxy.remove();
    assertThat(run("", "ip", "netns", "exec", NAMESPACE, "nft", "list", "tables")).isBlank();
  }

  /** As whoever restarts a firewall does. */
  @Test
  void aTableThatSomebodyTookAwayIsMadeAnewByTheNextLook() throws Exception {
    ServiceProxy proxy = new ServiceProxy("shiplog", "10.244.9.0/24", "n1", this::nft);
    ObjectNode route = ServiceProxyTest.route("a", "10.96.0.5", "10.244.9.2");
    proxy.routes(Map.of("d/a", route), Set.of("d/a"));
    String before = run("", "ip", "netns", "exec", NAMESPACE, "nft", "list", "ruleset");
    proxy.routes(Map.of("d/a", route), Set.of());
    assertThat(run("", "ip", "netns", "exec", NAMESPACE, "nft", "list", "ruleset"))
        .isEqualTo(before);
    run("", "ip", "netns", "exec", NAMESPACE, "nft", "flush", "ruleset");
    assertThat(fetch("http://10.96.0.5/")).isNotEqualTo("10.244.9.2");
    proxy.routes(Map.of("d/a", route), Set.of());
    assertThat(fetch("http://10.96.0.5/")).isEqualTo("10.244.9.2");
  }

  @Test
  void nodePortsAndStickyClientsWork() throws Exception {
    ServiceProxy proxy = new ServiceProxy("shiplog", "10.244.9.0/24", "n1", this::nft);
    ObjectNode route = ServiceProxyTest.route("a", "10.96.0.5", "10.244.9.2", "10.244.9.3");
    route.put("sessionAffinity", "ClientIP");
    ((ObjectNode) route.path("ports").path(0)).put("nodePort", 30080);
    proxy.routes(Map.of("d/a", route), Set.of("d/a"));
    String first = fetch("http://10.96.0.5/");
    assertThat(first).startsWith("10.244.9.");
    for (int i = 0; i < 3; i++) {
      assertThat(fetch("http://10.96.0.5/")).isEqualTo(first);
    }
    assertThat(fetch("http://10.244.9.9:30080/")).startsWith("10.244.9.");
  }

  @Test
  void externalAndBalancersAddressesAnswerAndSourcesAreChecked() throws Exception {
    run(
        "",
        "ip",
        "-n",
        NAMESPACE,
        "route",
        "add",
        "192.0.2.0/24",
        "dev",
        "lo",
        "src",
        "10.244.9.9");
    ServiceProxy proxy = new ServiceProxy("shiplog", "10.244.0.0/16", "n1", this::nft);
    ObjectNode route =
        ServiceProxyTest.external(
            ServiceProxyTest.route("a", "10.96.0.5", "10.244.9.2"), "192.0.2.200");
    route.withArray("loadBalancerIPs").add("192.0.2.201");
    route.withArray("loadBalancerSourceRanges").add("10.244.0.0/16").add("10.244.9.0/24");
    proxy.routes(Map.of("d/a", route), Set.of("d/a"));
    assertThat(fetch("http://192.0.2.200/")).isEqualTo("10.244.9.2");
    assertThat(fetch("http://192.0.2.201/")).isEqualTo("10.244.9.2");
    ObjectNode closed = route.deepCopy();
    closed.putArray("loadBalancerSourceRanges").add("198.51.100.0/24");
    proxy.routes(Map.of("d/a", closed), Set.of("d/a"));
    assertThat(fetch("http://192.0.2.200/")).isEqualTo("10.244.9.2");
    assertThat(fetch("http://192.0.2.201/")).contains("timed out");
    ObjectNode empty = closed.deepCopy();
    empty.putArray("endpoints");
    proxy.routes(Map.of("d/a", empty), Set.of("d/a"));
    assertThat(fetch("http://192.0.2.200/")).containsIgnoringCase("couldn't connect");
  }

  /** The node itself may use all endpoints from outside, and inside only its own. */
  @Test
  void localPoliciesKeepToTheNode() throws Exception {
    run(
        "",
        "ip",
        "-n",
        NAMESPACE,
        "route",
        "add",
        "192.0.2.0/24",
        "dev",
        "lo",
        "src",
        "10.244.9.9");
    ServiceProxy proxy = new ServiceProxy("shiplog", "10.254.0.0/16", "n1", this::nft);
    ObjectNode route =
        ServiceProxyTest.external(
            ServiceProxyTest.route("a", "10.96.0.5", "10.244.9.2", "10.244.9.3"), "192.0.2.200");
    route.put("internalTrafficPolicy", "Local").put("externalTrafficPolicy", "Local");
    ((ObjectNode) route.path("endpoints").path(0)).put("node", "n2");
    ((ObjectNode) route.path("endpoints").path(1)).put("node", "n1");
    proxy.routes(Map.of("d/a", route), Set.of("d/a"));
    assertThat(List.of(fetch("http://10.96.0.5/"), fetch("http://10.96.0.5/")))
        .containsOnly("10.244.9.3");
    ((ObjectNode) route.path("endpoints").path(1)).put("node", "n3");
    proxy.routes(Map.of("d/a", route), Set.of("d/a"));
    assertThat(fetch("http://10.96.0.5/")).contains("timed out");
    assertThat(fetch("http://192.0.2.200/")).startsWith("10.244.9.");
  }

  @Test
  void theLibraryAppliesScriptsAndTellsWhatItRefuses() {
    String table = NAMESPACE + "lib";
    try (Nftables nft = new Nftables()) {
      nft.run("add table ip " + table + "\n");
      nft.run("delete table ip " + table + "\n");
      assertThatThrownBy(() -> nft.run("delete table ip " + table + "\n"))
          .isInstanceOf(NftException.class)
          .hasMessageContaining("No such file or directory")
          .hasMessageContaining("delete table ip " + table);
    }
  }

  private void serve(String address) throws Exception {
    Path root = Files.createDirectories(folder.resolve(address));
    Files.writeString(root.resolve("index.html"), address);
    servers.add(
        new ProcessBuilder(
                "ip",
                "netns",
                "exec",
                NAMESPACE,
                "busybox",
                "httpd",
                "-f",
                "-p",
                address + ":8080",
                "-h",
                root.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
    String answer = "";
    for (int tries = 0; !answer.equals(address) && tries < 100; tries++) {
      answer = fetch("http://" + address + ":8080/");
    }
    assertThat(answer).as("the test's own server on " + address).isEqualTo(address);
  }

  private String fetch(String url) throws Exception {
    return run("", "ip", "netns", "exec", NAMESPACE, "curl", "-sS", "-m", "3", url).strip();
  }

  private void nft(String script) {
    try {
      String output = run(script, "ip", "netns", "exec", NAMESPACE, "nft", "-f", "-");
      if (!output.isBlank()) {
        throw new NftException(output, script);
      }
    } catch (Exception e) {
      throw e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
    }
  }

  /** What the command prints, on either stream. */
  private static String run(String input, String... command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(String.join(" ", command)).isTrue();
    return output;
  }
}
