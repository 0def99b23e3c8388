package io.shiplog.e2e.spread;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.e2e.support.Api;
import io.shiplog.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTPS door of a running control plane: who comes in, what it shows, what it survives. */
@ExtendWith(ControlPlane.Shared.class)
class HttpDoorTest {

  private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer wrong", "Basic YTpi"})
  void nobodyReadsWithoutACredential(String authorization, ControlPlane plane) throws IOException {
    Api nobody = plane.api().as(authorization);
    for (String path : new String[] {"/api/v1/pods", "/metrics", "/api"}) {
      Api.Reply reply = nobody.get(path);
      assertThat(reply.status()).as(path + ": " + reply.body()).isEqualTo(401);
      assertThat(reply.json().at("/kind").asText()).isEqualTo("Status");
    }
    assertThat(nobody.post(CONFIG_MAPS, configMap("never")).status()).isEqualTo(401);
  }

  @Test
  void healthIsOpenAndMetricsAreForTheAdministrator(ControlPlane plane) throws IOException {
    for (String path : new String[] {"/livez", "/readyz", "/healthz"}) {
      assertThat(plane.api().as("").get(path).status()).as(path).isEqualTo(200);
    }
    assertThat(plane.api().get("/readyz?verbose").body()).contains("[+]ledger", "[+]read-model");
    assertThat(plane.api().get("/metrics").body()).contains("apiserver_storage_objects");
  }

  @Test
  void aWatchGoesOnFromTheListItFollows(ControlPlane plane) throws IOException {
    Api api = plane.api();
    String version = api.get(CONFIG_MAPS).json().at("/metadata/resourceVersion").asText();
    var watch =
        api.open(
            CONFIG_MAPS
                + "?watch=true&fieldSelector=metadata.name%3Dwatched&resourceVersion="
                + version);
    assertThat(watch.statusCode()).isEqualTo(200);
    try (BufferedReader events = lines(watch.body())) {
      assertThat(api.post(CONFIG_MAPS, configMap("watched")).status()).isEqualTo(201);
      assertThat(type(events)).isEqualTo("ADDED");
      api.send(
          "PATCH",
          CONFIG_MAPS + "/watched",
          "application/merge-patch+json",
          "{\"data\":{\"is\":\"changed\"}}");
      assertThat(type(events)).isEqualTo("MODIFIED");
      api.send("DELETE", CONFIG_MAPS + "/watched", "application/json", "");
      assertThat(type(events)).isEqualTo("DELETED");
    }
  }

  @Test
  void aKilledControlPlaneComesBackWithEverythingAndWatchesGoOn(ControlPlane plane)
      throws Exception {
    String secret =
        """
        {"apiVersion":"v1","kind":"Secret","metadata":{"name":"kept"},"stringData":{"is":"kept"}}
        """;
    String secrets = "/api/v1/namespaces/default/secrets";
    Api.Reply made = plane.api().post(secrets, secret);
    assertThat(made.status()).isEqualTo(201);
    String version = made.json().at("/metadata/resourceVersion").asText();
    plane.api().post(CONFIG_MAPS, configMap("before-the-restart"));
    plane.killAndRestart();
    Api api = plane.api();
    assertThat(api.get(secrets + "/kept").json()).isEqualTo(made.json());
    Api.Reply next = api.post(CONFIG_MAPS, configMap("after-the-restart"));
    assertThat(next.json().at("/metadata/resourceVersion").asLong())
        .isGreaterThan(Long.parseLong(version));
    var watch =
        api.open(
            CONFIG_MAPS
                + "?watch=true&fieldSelector=metadata.name!%3Dkube-root-ca.crt&resourceVersion="
                + version);
    try (BufferedReader events = lines(watch.body())) {
      assertThat(name(events)).isEqualTo("before-the-restart");
      assertThat(name(events)).isEqualTo("after-the-restart");
    }
  }

  private static BufferedReader lines(java.io.InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  private static String type(BufferedReader events) throws IOException {
    return Json.MAPPER.readTree(events.readLine()).at("/type").asText();
  }

  private static String name(BufferedReader events) throws IOException {
    return Json.MAPPER.readTree(events.readLine()).at("/object/metadata/name").asText();
  }

  private static String configMap(String name) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\"}}"
        .formatted(name);
  }
}
