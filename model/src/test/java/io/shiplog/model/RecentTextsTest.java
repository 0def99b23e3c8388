package io.shiplog.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RecentTextsTest {

  private final RecentTexts texts = new RecentTexts();

  @Test
  void aTextThatComesAgainIsTheSame() {
    TextNode first = texts.textNode(copy("default"));
    assertThat(texts.textNode(copy("default"))).isSameAs(first);
    assertThat(texts.text(copy("default"))).isSameAs(first.textValue());
  }

  /** They fall on one place: neither may stand for the other. */
  @Test
  void textsWithOneHashCodeAreNotMixedUp() {
    for (String text : new String[] {"Aa", "BB", "Aa", "BB"}) {
      assertThat(texts.textNode(copy(text)).textValue()).isEqualTo(text);
    }
  }

  @Test
  void whateverIsReadIsWhatWasWritten() {
    for (int i = 0; i < 20_000; i++) {
      assertThat(texts.textNode("text-" + i % 9_000).textValue()).isEqualTo("text-" + i % 9_000);
    }
    assertThat(texts.textNode("x".repeat(1000)).textValue()).hasSize(1000);
    assertThat(texts.textNode("").textValue()).isEmpty();
    assertThat(texts.textNode(null)).isNull();
  }

  @Test
  void objectsThatAreReadShareThem() {
    JsonNode one = Json.parseWritten("{\"a\":\"default\"}".getBytes(StandardCharsets.UTF_8));
    JsonNode other = Json.parseWritten("{\"b\":\"default\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(one.path("a")).isSameAs(other.path("b"));
    assertThat(ObjectKey.parse("pods/default/x").namespace()).isSameAs(one.path("a").textValue());
  }

  private static String copy(String text) {
    return String.valueOf(text.toCharArray());
  }
}
