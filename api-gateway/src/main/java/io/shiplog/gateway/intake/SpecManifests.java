package io.shiplog.gateway.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
   * @param id names it in {@code outcomes}: {@code <id>@<source>} of the CloudEvent, else the
   *     header {@code command-id}, else {@code specs-<partition>@<offset>}
   * @param once by what it is known when it comes again: the id of a CloudEvent; of another record
   *     the id and what it holds, since one id may stand for several
   * @param operations in the order of the documents
   */
  record Spec(String id, String once, List<Operation> operations) {}

  /**
   * The name of a record, also where it cannot be read; its place where it is given none to use.
   */
  static String id(ConsumerRecord<String, byte[]> record) {
    String event = Headers.text(record.headers(), "ce_id");
    String id =
        event.isEmpty()
            ? Headers.text(record.headers(), Headers.COMMAND_ID)
            : SpecEvents.id(event, Headers.text(record.headers(), "ce_source"));
    return id.isEmpty() || id.length() > Limits.MAX_ID_CHARS ? position(record) : id;
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
    Optional<CloudEvent> read = SpecEvents.of(record);
    if (read.isEmpty()) {
      requireId(Headers.text(record.headers(), Headers.COMMAND_ID));
      String once = id(record) + " " + digest(record.value());
      return new Spec(id(record), once, operations(record.value(), false));
    }
    CloudEvent event = read.get();
    String id = SpecEvents.id(event);
    requireId(id);
    if (event.getData() == null) {
      throw new IllegalArgumentException("the CloudEvent " + id + " has no data");
    }
    String type = event.getType().toLowerCase(Locale.ROOT);
    boolean delete = type.endsWith("delete") || type.endsWith("deleted");
    return new Spec(id, id, operations(event.getData().toBytes(), delete));
  }

  private static String digest(byte[] value) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void requireId(String id) {
    if (id.length() > Limits.MAX_ID_CHARS) {
      throw new IllegalArgumentException(
          "the id is longer than " + Limits.MAX_ID_CHARS + " characters");
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
