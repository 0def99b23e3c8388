package io.shiplog.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.shiplog.model.schema.Decoded;
import io.shiplog.model.schema.DuplicateFields;
import io.shiplog.model.schema.SchemaSource;
import io.shiplog.model.schema.StrictDecoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Request bodies as trees, whatever the media type, checked against their schema. The words of
 * refusals are kube-apiserver's.
 */
final class RequestDecoder {

  private static final int SHOWN = 30;

  private final JsonFactory json = new JsonFactory();
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
   * @param remarks what strict decoding objects to: duplicate fields, later unknown ones
   */
  record Body(ObjectNode object, List<String> remarks) {}

  /**
   * Reads an object of any of the media types that objects come in.
   *
   * @param kind the kind that is expected, for messages
   * @throws ApiException 400 if it cannot be read, 415 if the media type is unknown
   */
  Body read(byte[] body, String mediaType, String kind) {
    return switch (mediaType) {
      case "application/json" ->
          text(body, kind, json, "couldn't get version/kind; json parse error: ");
      case "application/yaml", "application/x-yaml", "text/yaml" ->
          text(body, kind, Yaml.lenientFactory(), "error converting YAML to JSON: yaml: ");
      case ProtobufBodies.MEDIA_TYPE -> new Body(protobuf.decode(body), List.of());
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
    Decoded decoded = strict.decode(kind.definition(), body.object(), body.remarks());
    decoded
        .refusal(kind, options.fieldValidation().equals("Strict"))
        .ifPresent(
            refusal -> {
              throw new ApiException(refusal);
            });
    boolean warn = options.fieldValidation().equals("Warn");
    return new Body(decoded.object(), warn ? decoded.strictErrors() : List.of());
  }

  /**
   * What is to be said of a patch document: fields that no object of the kind has. Directives of
   * strategic merge patches begin with a dollar sign and are none.
   */
  List<String> remarks(JsonNode patch, ResourceType kind, WriteOptions options) {
    if (!options.fieldValidation().equals("Warn") || !(patch instanceof ObjectNode object)) {
      return List.of();
    }
    return strict.decode(kind.definition(), object).strictErrors().stream()
        .filter(remark -> !remark.contains("$"))
        .toList();
  }

  private static Body text(byte[] body, String kind, JsonFactory factory, String complaint) {
    try (JsonParser parser = factory.createParser(body)) {
      DuplicateFields.Parsed parsed = DuplicateFields.read(parser);
      if (factory.getClass() == JsonFactory.class && parser.nextToken() != null) {
        throw unreadable(body, kind, complaint + "invalid character after top-level value");
      }
      if (parsed.tree() instanceof ObjectNode object) {
        return new Body(object, parsed.duplicates());
      }
      throw unreadable(body, kind, complaint + "the document is not an object");
    } catch (IOException e) {
      throw unreadable(body, kind, complaint + oneLine(e));
    }
  }

  private static ApiException unreadable(byte[] body, String kind, String why) {
    String text = new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8);
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
