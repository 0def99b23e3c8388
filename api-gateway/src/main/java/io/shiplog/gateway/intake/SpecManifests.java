package io.shiplog.gateway.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.shiplog.manifests.Manifest;
import io.shiplog.manifests.Manifests;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.topics.Headers;
import io.shiplog.topics.Limits;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads a record of {@code specs}: manifests as JSON or YAML (several documents in one record are
 * accepted together or not at all), plain or as the data of a CloudEvent in binary or structured
 * mode. A manifest is applied, as server-side apply by field manager {@code specs}; an event whose
 * type ends in {@code delete} or {@code deleted} deletes what its manifests name.
 */
final class SpecManifests {

  private static final WriteOptions OPTIONS = new WriteOptions("specs", true, false, "Strict");

  private SpecManifests() {}

  /**
   * What a record asks for.
   *
   * @param id names it in {@code outcomes}: the CloudEvent's id, else the header {@code
   *     command-id}, else {@code specs-<partition>@<offset>}
   * @param operations in the order of the documents
   */
  record Spec(String id, List<Operation> operations) {}

  /**
   * The name of a record, also where it cannot be read; its place where it is given none to use.
   */
  static String id(ConsumerRecord<String, byte[]> record) {
    for (String header : List.of("ce_id", Headers.COMMAND_ID)) {
      String id = Headers.text(record.headers(), header);
      if (!id.isEmpty() && id.length() <= Limits.MAX_ID_CHARS) {
        return id;
      }
    }
    return position(record);
  }

  /** Where a record stands, as text. */
  static String position(ConsumerRecord<String, byte[]> record) {
    return record.topic() + "-" + record.partition() + "@" + record.offset();
  }

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static Spec read(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null || record.value().length == 0) {
      throw new IllegalArgumentException("the record is empty");
    }
    String header = Headers.text(record.headers(), Headers.COMMAND_ID);
    if (!isCloudEvent(record)) {
      requireId(header);
      return new Spec(id(record), operations(record.value(), false));
    }
    CloudEvent event = event(record);
    requireId(event.getId());
    if (event.getData() == null) {
      throw new IllegalArgumentException("the CloudEvent " + event.getId() + " has no data");
    }
    String type = event.getType().toLowerCase(Locale.ROOT);
    boolean delete = type.endsWith("delete") || type.endsWith("deleted");
    return new Spec(event.getId(), operations(event.getData().toBytes(), delete));
  }

  private static void requireId(String id) {
    if (id.length() > Limits.MAX_ID_CHARS) {
      throw new IllegalArgumentException(
          "the id is longer than " + Limits.MAX_ID_CHARS + " characters");
    }
  }

  private static boolean isCloudEvent(ConsumerRecord<String, byte[]> record) {
    return !Headers.text(record.headers(), "ce_specversion").isEmpty()
        || Headers.text(record.headers(), "content-type").startsWith("application/cloudevents");
  }

  private static CloudEvent event(ConsumerRecord<String, byte[]> record) {
    try {
      MessageReader reader = KafkaMessageFactory.createReader(record.headers(), record.value());
      return reader.toEvent();
    } catch (RuntimeException e) {
      // The library tells a broken event in half a dozen exceptions without a common type.
      throw new IllegalArgumentException("not a CloudEvent: " + e.getMessage(), e);
    }
  }

  private static List<Operation> operations(byte[] text, boolean delete) {
    Manifests.Found found = Manifests.read(text);
    if (!found.duplicates().isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", found.duplicates()));
    }
    if (found.objects().isEmpty()) {
      throw new IllegalArgumentException("the record holds no manifest");
    }
    return found.objects().stream().map(manifest -> operation(manifest, delete)).toList();
  }

  private static Operation operation(Manifest manifest, boolean delete) {
    KubeObject object = manifest.object();
    ResourceType type =
        Catalogue.byKind(object.apiVersion(), object.kind())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s: no matches for kind \"%s\" in version \"%s\""
                            .formatted(manifest.place(), object.kind(), object.apiVersion())));
    if (object.name().isEmpty()) {
      String generated = object.metadata().path("generateName").asText("");
      throw new IllegalArgumentException(
          manifest.place()
              + ": "
              + (generated.isEmpty()
                  ? type.kind() + ": metadata.name: Required value: a spec must name its object"
                  : "from " + generated + ": cannot use generate name with apply"));
    }
    String namespace = object.namespace().isEmpty() ? "default" : object.namespace();
    ObjectKey key = type.key(namespace, object.name());
    if (delete) {
      return Operation.delete(key, Preconditions.NONE, DeletePolicy.DEFAULT);
    }
    ObjectNode json = object.copy();
    if (type.namespaced()) {
      ((ObjectNode) json.get("metadata")).put("namespace", namespace);
    }
    return Operation.patch(key, "", PatchType.APPLY, json, Preconditions.NONE, OPTIONS);
  }
}
