package io.shiplog.ledger.decide;

import static io.shiplog.ledger.decide.World.line;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceAllocationTest {

  private static final String KEY = "services/default/web";
  private static final String IP_ERROR =
      "422 Invalid: Service \"web\" is invalid: spec.clusterIPs: Invalid value: [\"%s\"]: failed to"
          + " allocate IP %s: ";
  private final World world = new World();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          10.96.9.9   | ACCEPTED
          None        | ACCEPTED
          10.96.5.5   | provided IP is already allocated
          10.97.0.1   | the provided IP (10.97.0.1) is not in the valid range. The range of valid IPs is 10.96.0.0/16
          10.96.0.0   | the provided IP (10.96.0.0) is not in the valid range. The range of valid IPs is 10.96.0.0/16
          10.96.1.256 | the provided IP (10.96.1.256) is not in the valid range. The range of valid IPs is 10.96.0.0/16
          """)
  void askedForAddresses(String address, String expected) {
    world.create("services/default/other", service("clusterIP: '10.96.5.5'", "port: 80"));
    String answer = line(world.create(KEY, service("clusterIP: '" + address + "'", "port: 80")));
    if (expected.equals("ACCEPTED")) {
      assertThat(answer).isEqualTo(expected);
      assertThat(world.text(KEY, "spec", "clusterIP")).isEqualTo(address);
    } else if (address.endsWith("256")) {
      assertThat(answer).startsWith("422 Invalid: ");
    } else {
      assertThat(answer).isEqualTo(IP_ERROR.formatted(address, address) + expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30080 | ACCEPTED
          30001 | 422 Invalid: Service "web" is invalid: spec.ports[0].nodePort: Invalid value: 30001: provided port is already allocated
          29999 | 422 Invalid: Service "web" is invalid: spec.ports[0].nodePort: Invalid value: 29999: provided port is not in the valid range. The range of valid ports is 30000-32767
          """)
  void askedForPorts(int port, String expected) {
    world.create(
        "services/default/other", service("type: 'NodePort'", "port: 80, nodePort: 30001"));
    assertThat(line(world.create(KEY, service("type: 'NodePort'", "port: 80, nodePort: " + port))))
        .isEqualTo(expected);
  }

  @Test
  void addressesDifferAndComeBack() {
    Set<String> addresses = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      String key = "services/default/s" + i;
      world.create(key, service("type: 'NodePort'", "port: 80"));
      assertThat(addresses.add(world.text(key, "spec", "clusterIP"))).isTrue();
      assertThat(addresses.add(port(key, 0))).isTrue();
    }
    String address = world.text("services/default/s7", "spec", "clusterIP");
    world.delete("services/default/s7");
    assertThat(line(world.create(KEY, service("clusterIP: '" + address + "'", "port: 80"))))
        .isEqualTo("ACCEPTED");
  }

  @Test
  void anAllocatedServiceIsComplete() {
    world.create(KEY, service("type: 'ClusterIP'", "port: 80"));
    var spec = world.get(KEY).spec();
    assertThat(spec.path("clusterIPs").path(0)).isEqualTo(spec.path("clusterIP"));
    assertThat(spec.path("ipFamilies").path(0).asText()).isEqualTo("IPv4");
    assertThat(spec.path("ipFamilyPolicy").asText()).isEqualTo("SingleStack");
  }

  @Test
  void updatesKeepWhatTheyLeaveOut() {
    world.create(KEY, service("type: 'NodePort'", "name: 'a', port: 80"));
    String address = world.text(KEY, "spec", "clusterIP");
    String port = port(KEY, 0);
    assertThat(
            line(
                world.update(
                    KEY,
                    service("type: 'NodePort'", "name: 'b', port: 81}, {name: 'a', port: 80"))))
        .isEqualTo("ACCEPTED");
    assertThat(world.text(KEY, "spec", "clusterIP")).isEqualTo(address);
    assertThat(port(KEY, 1)).isEqualTo(port);
    assertThat(port(KEY, 0)).isNotEqualTo(port).isNotEmpty();
  }

  @Test
  void typesChange() {
    world.create(KEY, service("type: 'ClusterIP'", "port: 80"));
    String address = world.text(KEY, "spec", "clusterIP");
    world.merge(KEY, "{spec: {type: 'NodePort'}}");
    String port = port(KEY, 0);
    assertThat(port).isNotEmpty();
    assertThat(world.state.holder("nodePort/" + port)).isPresent();
    assertThat(line(world.merge(KEY, "{spec: {type: 'ClusterIP'}}"))).isEqualTo("ACCEPTED");
    assertThat(port(KEY, 0)).isEmpty();
    assertThat(world.state.holder("nodePort/" + port)).isEmpty();
    assertThat(
            line(
                world.merge(
                    KEY,
                    "{spec: {type: 'ExternalName', externalName: 'example.org', clusterIP: null,"
                        + " clusterIPs: null}}")))
        .isEqualTo("ACCEPTED");
    assertThat(world.get(KEY).spec().has("clusterIP")).isFalse();
    assertThat(world.state.holder("clusterIP/" + address)).isEmpty();
  }

  private String port(String key, int index) {
    return world.get(key).spec().path("ports").path(index).path("nodePort").asText("");
  }

  private static String service(String spec, String port) {
    return "{spec: {" + spec + ", ports: [{" + port + "}]}}";
  }
}
