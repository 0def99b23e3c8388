package io.shiplog.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
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

  /** Whatever stands there, in whatever surroundings: what is cut out is that field alone. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyValueIsCutOutOfAnyObject(long seed) {
    RandomTrees trees = new RandomTrees(seed);
    for (int round = 0; round < 500; round++) {
      ObjectNode object = trees.object(3);
      ObjectNode metadata = trees.object(3);
      metadata.set("managedFields", trees.any(3));
      metadata.setAll(trees.object(1));
      object.set("metadata", metadata);
      object.setAll(trees.object(2));
      ObjectNode expected = object.deepCopy();
      if (expected.path("metadata") instanceof ObjectNode left) {
        left.remove("managedFields");
      }
      byte[] json = Json.bytes(object);
      assertThat(Json.parseObject(ManagedFields.cut(json))).as("%s", object).isEqualTo(expected);
      assertThat(ManagedFields.parseWithout(json).json()).isEqualTo(expected);
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
