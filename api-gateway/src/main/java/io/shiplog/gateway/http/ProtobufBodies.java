package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;

/** Bodies in Kubernetes' protobuf encoding: four bytes of magic, then a {@code runtime.Unknown}. */
final class ProtobufBodies {

  private ProtobufBodies() {}

  static ObjectNode decode(byte[] body) {
    throw new ApiException(Status.unsupportedMediaType("protobuf of " + body.length + " bytes"));
  }
}
