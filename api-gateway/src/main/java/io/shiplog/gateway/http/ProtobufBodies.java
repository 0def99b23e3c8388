package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Autoscaling;
import io.kubernetes.client.proto.V1Batch;
import io.kubernetes.client.proto.V1Coordination;
import io.kubernetes.client.proto.V1Discovery;
import io.kubernetes.client.proto.V1Networking;
import io.kubernetes.client.proto.V1Policy;
import io.kubernetes.client.proto.V1Rbac;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.shiplog.model.schema.SchemaSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bodies in Kubernetes' protobuf encoding: four bytes of magic, then a {@code runtime.Unknown} that
 * names the kind and carries the message. A message is named as its schema definition is, but for
 * the first two parts: {@code k8s.io.api.core.v1.Pod}, {@code io.k8s.api.core.v1.Pod}.
 */
final class ProtobufBodies {

  static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

  private static final byte[] MAGIC = {'k', '8', 's', 0};

  /** Read by its descriptor, as all messages are: the generated readers warn about their age. */
  private static final Descriptor UNKNOWN =
      Runtime.getDescriptor().findMessageTypeByName("Unknown");

  private static final String DELETE_OPTIONS = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";

  private final ProtobufTree trees;
  private final Map<String, Descriptor> messages = new HashMap<>();

  ProtobufBodies(SchemaSource schemas) {
    this.trees = new ProtobufTree(schemas);
    for (FileDescriptor file :
        List.of(
            V1.getDescriptor(),
            V1Apps.getDescriptor(),
            V1Authentication.getDescriptor(),
            V1Authorization.getDescriptor(),
            V1Autoscaling.getDescriptor(),
            V1Batch.getDescriptor(),
            V1Coordination.getDescriptor(),
            V1Discovery.getDescriptor(),
            V1Networking.getDescriptor(),
            V1Policy.getDescriptor(),
            V1Rbac.getDescriptor(),
            Meta.getDescriptor())) {
      file.getMessageTypes().forEach(message -> messages.put(message.getFullName(), message));
    }
  }

  /** Whether a body has the prefix of this encoding. */
  static boolean begins(byte[] body) {
    return body.length >= MAGIC.length && Arrays.mismatch(body, MAGIC) == MAGIC.length;
  }

  /**
   * The tree of a body.
   *
   * @throws ApiException 400 if it is not such a body, or of a kind that is not known
   */
  ObjectNode decode(byte[] body) {
    if (!begins(body)) {
      throw bad("it does not begin with Kubernetes' protobuf prefix");
    }
    try {
      Message envelope = DynamicMessage.parseFrom(UNKNOWN, payload(body));
      Message typeMeta = (Message) get(envelope, "typeMeta");
      String apiVersion = get(typeMeta, "apiVersion").toString();
      String kind = get(typeMeta, "kind").toString();
      String definition = definition(apiVersion, kind);
      Descriptor message = messages.get("k8s.io" + definition.substring("io.k8s".length()));
      if (message == null) {
        throw bad("no kind \"" + kind + "\" is known for version \"" + apiVersion + "\"");
      }
      ObjectNode tree = Json.object().put("apiVersion", apiVersion).put("kind", kind);
      return tree.setAll(
          trees.object(
              DynamicMessage.parseFrom(message, (ByteString) get(envelope, "raw")), definition));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw bad(e.getMessage());
    }
  }

  private static ByteString payload(byte[] body) {
    return ByteString.copyFrom(body, MAGIC.length, body.length - MAGIC.length);
  }

  private static Object get(Message message, String field) {
    return message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  private static String definition(String apiVersion, String kind) {
    if (kind.equals("DeleteOptions")) {
      return DELETE_OPTIONS;
    }
    return Catalogue.byKind(apiVersion, kind)
        .map(ResourceType::definition)
        .orElseGet(() -> usualDefinition(apiVersion, kind));
  }

  private static String usualDefinition(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "core" : apiVersion.substring(0, slash).split("\\.", 2)[0];
    return "io.k8s.api." + group + "." + apiVersion.substring(slash + 1) + "." + kind;
  }

  private static ApiException bad(String why) {
    return new ApiException(
        Status.badRequest("the object provided is unrecognized (protobuf): " + why));
  }
}
