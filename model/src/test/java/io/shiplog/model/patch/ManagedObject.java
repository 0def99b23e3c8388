package io.shiplog.model.patch;

import static io.shiplog.model.patch.PatchesTest.json;
import static io.shiplog.model.patch.PatchesTest.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.error.ApiException;
import java.time.Instant;

/** An object that tests apply and update as several writers, a second after each other. */
abstract class ManagedObject {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

  ObjectNode live;
  private int seconds;

  /** Applies a spec and moves the clock on. */
  void apply(String manager, String spec) {
    apply(manager, spec, false);
  }

  void apply(String manager, String spec, boolean force) {
    live =
        FieldManagement.apply(
            TestSchemas.SOURCE,
            TestSchemas.DEPLOYMENT,
            live,
            whole(spec),
            writer(manager, ""),
            force);
  }

  void update(String manager, String spec) {
    store(manager, "", whole(spec));
  }

  /** Stores an object as an update; what it does not say of managedFields comes from live. */
  void store(String manager, String subresource, ObjectNode after) {
    live =
        FieldManagement.recordUpdate(
            TestSchemas.SOURCE, TestSchemas.DEPLOYMENT, live, after, writer(manager, subresource));
  }

  Writer writer(String manager, String subresource) {
    return new Writer(manager, subresource, START.plusSeconds(seconds++));
  }

  static ObjectNode whole(String spec) {
    return object(
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web'},'spec':"
            + containers(spec)
            + "}");
  }

  /** {@code C[…]} stands for the containers of the pod template. */
  static String containers(String spec) {
    return spec.replaceAll("C(\\[.*\\])C", "'template':{'spec':{'containers':$1}}");
  }

  void expectSpec(String spec) {
    assertThat(live.get("spec")).isEqualTo(json(containers(spec)));
  }

  void expectOwned(String manager, String operation, String fields) {
    assertThat(entry(manager, operation).path("fieldsV1")).isEqualTo(json(fields));
  }

  JsonNode entry(String manager, String operation) {
    for (JsonNode entry : Json.at(live, "metadata", "managedFields")) {
      if (entry.path("manager").asText().equals(manager)
          && entry.path("operation").asText().equals(operation)) {
        return entry;
      }
    }
    return Json.object().path("none");
  }

  void expectConflict(Runnable apply, String message) {
    assertThatThrownBy(apply::run)
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.status().code()).isEqualTo(409);
              assertThat(e.status().message()).isEqualTo(message);
              assertThat(e.status().details().causes())
                  .isNotEmpty()
                  .allMatch(cause -> cause.reason().equals("FieldManagerConflict"));
            });
  }

  ObjectNode metadata(String fields, String manager) {
    return FieldManagement.apply(
        TestSchemas.SOURCE,
        TestSchemas.DEPLOYMENT,
        live,
        object(
            "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web',"
                + fields
                + "}}"),
        writer(manager, ""),
        false);
  }
}
