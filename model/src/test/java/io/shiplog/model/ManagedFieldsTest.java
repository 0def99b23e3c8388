package io.shiplog.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagedFieldsTest {

  private static final String FIELDS =
      "\"managedFields\":[{\"manager\":\"a \\\"]}\\\\\",\"fieldsV1\":{\"k:{\\\"ip\\\":1}\":{}}}]";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"metadata\":{%s}}",
        "{\"metadata\":{%s,\"name\":\"a\"},\"spec\":{}}",
        "{\"metadata\":{\"name\":\"a\",%s},\"spec\":{}}",
        "{\"kind\":\"Pod\",\"metadata\":{\"labels\":{\"x\":\"{[\\\\\"},%s,\"uid\":\"u\"}}",
        "{\"spec\":{\"a\":[{}]},\"metadata\":{\"annotations\":{\"managedFields\":\"[\"},%s}}",
      })
  void theyAreCutOutBeforeParsing(String text) {
    byte[] json = text.formatted(FIELDS).getBytes(StandardCharsets.UTF_8);
    ObjectNode expected = Json.parseObject(json);
    ((ObjectNode) expected.path("metadata")).remove("managedFields");
    assertThat(Json.parseObject(ManagedFields.cut(json))).isEqualTo(expected);
    assertThat(ManagedFields.parseWithout(json).json()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"spec\":{\"managedFields\":[1]}}",
        "{\"metadata\":\"x\",\"spec\":{\"managedFields\":[1]}}",
        "{\"managedFields\":[1],\"metadata\":{\"labels\":{\"managedFields\":\"[\"}}}",
        "{\"a\":{\"metadata\":{\"managedFields\":[1]}}}",
        "{\"data\":{\"k\":\"\\\"metadata\\\":{\\\"managedFields\\\":[1]}\"}}",
      })
  void whatIsElsewhereStays(String text) {
    byte[] json = text.getBytes(StandardCharsets.UTF_8);
    assertThat(ManagedFields.cut(json)).isSameAs(json);
    assertThat(ManagedFields.parseWithout(json).json()).isEqualTo(Json.parseObject(json));
  }

  /** Whatever the value is and wherever it stands, cutting before parsing is cutting after it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void cuttingTextComesToTheSameAsCuttingTheTree(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String text = RandomJson.objectWithMetadata(random);
      byte[] json = text.getBytes(StandardCharsets.UTF_8);
      ObjectNode expected = Json.parseWritten(json);
      if (expected.path("metadata") instanceof ObjectNode metadata) {
        metadata.remove("managedFields");
      }
      assertThat(ManagedFields.parseWithout(json).json()).as(text).isEqualTo(expected);
      assertThat(Json.parseObject(ManagedFields.cut(json))).as(text).isInstanceOf(ObjectNode.class);
    }
  }

  /** Anybody's JSON may stand in the log; where they are not seen before, they are afterwards. */
  @Test
  void otherWaysToWriteItComeToTheSame() {
    byte[] json =
        "{ \"metadata\" : { \"managedFields\" : [1], \"name\" : \"a\" } }"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(ManagedFields.parseWithout(json).json().toString())
        .isEqualTo("{\"metadata\":{\"name\":\"a\"}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3",
        "[]",
        "{\"metadata\":{\"managedFields\":[",
        "{\"metadata\":{\"managedFields\":[{}]",
        "{\"metadata\":{\"managedFields\":[\"",
        "{\"metadata\":{\"managedFields\":",
        "{\"a\\",
      })
  void whatIsNoObjectIsRefused(String text) {
    assertThatThrownBy(() -> ManagedFields.parseWithout(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
