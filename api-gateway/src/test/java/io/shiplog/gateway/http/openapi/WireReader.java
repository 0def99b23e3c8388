package io.shiplog.gateway.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a protobuf message by field numbers, with protobuf's own parser. */
final class WireReader {

  private final UnknownFieldSet fields;

  WireReader(byte[] bytes) {
    try {
      fields = UnknownFieldSet.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("not a protobuf message", e);
    }
  }

  List<String> texts(int field) {
    return values(field).stream().map(v -> v.toString(StandardCharsets.UTF_8)).toList();
  }

  WireReader only(int field) {
    assertThat(values(field)).as("field " + field).hasSize(1);
    return new WireReader(values(field).getFirst().toByteArray());
  }

  Map<String, WireReader> named(int field) {
    Map<String, WireReader> entries = new LinkedHashMap<>();
    for (ByteString value : values(field)) {
      WireReader entry = new WireReader(value.toByteArray());
      entries.put(entry.texts(1).getFirst(), entry.only(2));
    }
    return entries;
  }

  private List<ByteString> values(int field) {
    return fields.getField(field).getLengthDelimitedList();
  }
}
