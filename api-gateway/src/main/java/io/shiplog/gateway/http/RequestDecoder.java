package io.shiplog.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.manifests.Yaml;
import io.shiplog.manifests.YamlDocument;
import io.shiplog.manifests.YamlException;
import io.shiplog.model.Json;
import io.shiplog.model.Nesting;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.shiplog.model.schema.Decoded;
import io.shiplog.model.schema.DuplicateFields;
import io.shiplog.model.schema.GoJson;
import io.shiplog.model.schema.SchemaSource;
import io.shiplog.model.schema.StrictDecoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Request bodies as trees, whatever the media type, checked against their schema. The words of
 * refusals are kube-apiserver's.
 */
final class RequestDecoder {

  private static final int SHOWN = 30;
  private static final String UNNAMED = "couldn't get version/kind; json parse error: ";
  private static final String NAMES =
      "APIVersion string \"json:\\\"apiVersion,omitempty\\\"\";"
          + " Kind string \"json:\\\"kind,omitempty\\\"\"";

  private final JsonFactory json =
      JsonFactory.builder().streamReadConstraints(Nesting.CONSTRAINTS).build();
  private final ProtobufBodies protobuf;
  private final StrictDecoding strict;

  RequestDecoder(SchemaSource schemas) {
    this.protobuf = new ProtobufBodies(schemas);
    this.strict = new StrictDecoding(schemas);
  }

  /**
   * A body that was read.
   *
   * @param object what it says
   * @param warnings what strict decoding objects to: duplicate fields, later unknown ones
   */
  record Body(ObjectNode object, List<String> warnings) {}

  /**
   * Reads an object of any of the media types that objects come in.
   *
   * @param kind the kind that is expected, for messages
   * @throws ApiException 400 if it cannot be read, 415 if the media type is unknown
   */
  Body read(byte[] body, String mediaType, String kind) {
    return switch (mediaType) {
      case "application/json" -> named(json(body, kind), body, kind);
      case "application/yaml", "application/x-yaml", "text/yaml" ->
          named(yaml(body, kind), body, kind);
      case ProtobufBodies.MEDIA_TYPE -> protobuf(body, kind);
      default ->
          throw new ApiException(
              Status.unsupportedMediaType(
                  "the body of the request was in an unknown format - accepted media types include:"
                      + " application/json, application/yaml, "
                      + ProtobufBodies.MEDIA_TYPE));
    };
  }

  /**
   * Checks a body against the schema of its kind.
   *
   * @return the object without what the schema does not know, and what was to say about that
   * @throws ApiException 400 if a value has the wrong type, or under strict validation a field is
   *     unknown or given twice
   */
  Body check(Body body, ResourceType kind, WriteOptions options) {
    Decoded decoded = strict.decode(kind.definition(), body.object(), body.warnings());
    decoded
        .refusal(kind, options.fieldValidation().equals("Strict"))
        .ifPresent(
            refusal -> {
              throw new ApiException(refusal);
            });
    boolean warn = options.fieldValidation().equals("Warn");
    return new Body(decoded.object(), warn ? warnings(decoded.strictErrors()) : List.of());
  }

  /** A warning has one line: that YAML sets keys twice becomes as many. */
  private static List<String> warnings(List<String> strictErrors) {
    return strictErrors.stream()
        .map(error -> error.replaceFirst("^yaml: unmarshal errors:\n", ""))
        .flatMap(String::lines)
        .map(String::strip)
        .toList();
  }

  /**
   * What is to be said of a patch document: fields that no object of the kind has. Directives of
   * strategic merge patches begin with a dollar sign and are none.
   */
  List<String> warnings(JsonNode patch, ResourceType kind, WriteOptions options) {
    if (!options.fieldValidation().equals("Warn") || !(patch instanceof ObjectNode object)) {
      return List.of();
    }
    return strict.decode(kind.definition(), object).strictErrors().stream()
        .filter(warning -> !warning.contains("$"))
        .toList();
  }

  private Body json(byte[] body, String kind) {
    try (JsonParser parser = json.createParser(body)) {
      DuplicateFields.Parsed parsed = DuplicateFields.read(parser);
      if (parser.nextToken() == null && body.length > 0) {
        return object(parsed.tree(), parsed.duplicates(), GoJson.kind(body), body, kind);
      }
      throw unreadable(
          body, kind, UNNAMED + GoJson.syntaxError(body).orElse("more than one value"));
    } catch (IOException e) {
      throw unreadable(body, kind, UNNAMED + GoJson.syntaxError(body).orElse(oneLine(e)));
    }
  }

  private static Body yaml(byte[] body, String kind) {
    try {
      YamlDocument document = Yaml.read(body);
      String found = document.tree().isArray() ? "array" : "string";
      return object(document.tree(), document.strictErrors(), Optional.of(found), body, kind);
    } catch (YamlException e) {
      throw unreadable(body, kind, e.getMessage());
    }
  }

  /** Null stands for an object without anything. */
  private static Body object(
      JsonNode tree, List<String> warnings, Optional<String> found, byte[] body, String kind) {
    if (tree instanceof ObjectNode object) {
      return new Body(object, warnings);
    }
    if (tree.isNull()) {
      return new Body(Json.object(), List.of());
    }
    String why = GoJson.mismatch(found.orElse("value"), "struct { " + NAMES + " }");
    throw unreadable(body, kind, UNNAMED + why);
  }

  /** What names the object must be text, or nothing can be said of the rest. */
  private static Body named(Body read, byte[] body, String kind) {
    for (String field : List.of("apiVersion", "kind")) {
      JsonNode value = read.object().path(field);
      if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
        String found = GoJson.kind(value.toString().getBytes(StandardCharsets.UTF_8)).orElse("");
        throw unreadable(
            body,
            kind,
            UNNAMED
                + "json: cannot unmarshal "
                + found
                + " into Go struct field ."
                + field
                + " of type string");
      }
    }
    String version = read.object().path("apiVersion").asText("");
    if (version.indexOf('/') != version.lastIndexOf('/')) {
      throw unreadable(body, kind, "unexpected GroupVersion string: " + version);
    }
    return read;
  }

  private Body protobuf(byte[] body, String kind) {
    if (!ProtobufBodies.begins(body)) {
      throw unreadable(
          body,
          kind,
          "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
    }
    ObjectNode object = protobuf.decode(body);
    // A message may hold JSON of its own, such as the managed fields.
    if (!Nesting.fits(object)) {
      throw unreadable(body, kind, "proto:" + Nesting.EXCEEDED);
    }
    return new Body(object, List.of());
  }

  private static ApiException unreadable(byte[] body, String kind, String why) {
    int shown = Math.min(body.length, SHOWN);
    // What looks like JSON is shown as it is; anything else might not be text.
    String text =
        body.length == 0
            ? "<empty>"
            : body[0] == '{'
                ? new String(body, 0, shown, StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(body, 0, shown);
    return new ApiException(
        Status.badRequest(
            "the object provided is unrecognized (must be of type "
                + kind
                + "): "
                + why
                + " ("
                + text
                + (body.length > SHOWN ? " ..." : "")
                + ")"));
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
  }
}
