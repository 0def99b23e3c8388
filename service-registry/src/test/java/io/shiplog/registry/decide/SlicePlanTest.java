package io.shiplog.registry.decide;

import static io.shiplog.registry.Objects.service;
import static io.shiplog.registry.Objects.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.KubeObject;
import io.shiplog.model.command.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How endpoints are cut into slices, and with how few writes that follows the pods. */
class SlicePlanTest {

  private final Harness cluster = new Harness();

  private static KubeObject pod(int number) {
    return io.shiplog.registry.Objects.pod(
        "p%03d".formatted(number), "web", "10.244.%d.%d".formatted(number / 200, number % 200));
  }

  private List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    cluster.slices().forEach(slice -> sizes.add(slice.at("endpoints").size()));
    sizes.sort(null);
    return sizes;
  }

  private Set<String> addresses() {
    Set<String> all = new HashSet<>();
    for (KubeObject slice : cluster.slices()) {
      Slices.endpoints(slice).forEach(e -> assertThat(all.add(e.ip())).as(e.ip()).isTrue());
    }
    return all;
  }

  private void pods(int from, int to) {
    for (int i = from; i < to; i++) {
      cluster.table.apply(Harness.key(pod(i)), pod(i));
    }
  }

  @Test
  void manyEndpointsAreCutIntoHundreds() {
    pods(0, 250);
    cluster.see(service("web", "{}"));
    cluster.settle();
    assertThat(sizes()).containsExactly(50, 100, 100);
    assertThat(addresses()).hasSize(250);
    assertThat(cluster.endpoints("web").json().at("/subsets/0/addresses")).hasSize(250);
  }

  @Test
  void anEndpointThatGoesTouchesOnlyItsSliceAndItsPlaceIsTakenByTheNext() {
    pods(0, 150);
    cluster.see(service("web", "{}"));
    cluster.settle();
    cluster.gone(pod(3));
    assertThat(cluster.underway()).as("a large Service is looked at once a second").isEmpty();
    cluster.tick(1);
    assertThat(cluster.underway())
        .filteredOn(op -> op.key().resource().startsWith("endpointslices"))
        .hasSize(1);
    cluster.settle();
    assertThat(sizes()).containsExactly(50, 99);
    cluster.see(pod(200));
    cluster.tick(1);
    cluster.settle();
    assertThat(sizes()).containsExactly(50, 100);
    assertThat(addresses()).hasSize(150);
  }

  @Test
  void aSliceThatRunsEmptyIsDeletedButTheLast() {
    pods(0, 101);
    cluster.see(service("web", "{}"));
    cluster.settle();
    List<KubeObject> before = new ArrayList<>(cluster.slices());
    KubeObject small =
        before.stream().filter(s -> s.at("endpoints").size() == 1).findFirst().orElseThrow();
    String ip = Slices.endpoints(small).getFirst().ip();
    for (int i = 0; i < 101; i++) {
      if (pod(i).at("status", "podIP").asText().equals(ip)) {
        cluster.gone(pod(i));
      }
    }
    cluster.tick(1);
    cluster.settle();
    assertThat(sizes()).containsExactly(100);
    for (int i = 0; i < 101; i++) {
      cluster.gone(pod(i));
    }
    cluster.settle();
    assertThat(sizes()).containsExactly(0);
  }

  @Test
  void podsWithOtherPortsHaveASliceOfTheirOwn() {
    cluster.see(service("web", "{}"));
    cluster.see(pod(1));
    cluster.see(
        with(pod(2), "{'spec':{'containers':[{'ports':[{'name':'http','containerPort':9}]}]}}"));
    cluster.settle();
    assertThat(cluster.slices())
        .extracting(slice -> slice.json().at("/ports/0/port").asInt())
        .containsExactlyInAnyOrder(8080, 9);
    assertThat(cluster.routes.get("default/web").path("endpoints"))
        .extracting(e -> e.path("ports").path("").asInt())
        .containsExactly(8080, 9);
  }

  @Test
  void aServiceThatChangesItsPortsUsesItsSlicesAgain() {
    pods(0, 3);
    cluster.see(service("web", "{}"));
    cluster.settle();
    String name = cluster.slice().name();
    cluster.see(service("web", "{'ports':[{'name':'x','port':80,'targetPort':7}]}"));
    cluster.settle();
    assertThat(cluster.slices()).extracting(KubeObject::name).containsExactly(name);
    assertThat(cluster.slice().json().at("/ports/0/port").asInt()).isEqualTo(7);
    assertThat(cluster.slice().json().at("/ports/0/name").asText()).isEqualTo("x");
  }

  @Test
  void anUpdateIsOfTheVersionThatWasSeen() {
    cluster.see(service("web", "{}"));
    cluster.settle();
    String version = cluster.slice().at("metadata", "resourceVersion").asText();
    cluster.see(pod(1));
    Operation update = cluster.underway().getFirst();
    assertThat(update.body().at("/metadata/resourceVersion").asText()).isEqualTo(version);
  }

  @ParameterizedTest(name = "target {0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'targetPort':8443               | 8443
          'targetPort':'http'             | 8080
          'targetPort':'admin'            | 0
          'port':80                       | 80
          'targetPort':'http','protocol':'UDP' | 0
          """)
  void targetPorts(String port, int expected) {
    cluster.see(service("web", "{'ports':[{%s}]}".formatted(port)));
    cluster.see(pod(1));
    cluster.settle();
    assertThat(cluster.slice().json().at("/ports/0/port").asInt(0)).isEqualTo(expected);
  }
}
