package io.shiplog.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Whatever is written is read as the same tree: here, and by the rules of YAML 1.1 as others have
 * them.
 */
class YamlRoundTripTest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Texts that some reader of YAML takes for something else, or for structure. */
  private static final List<String> TEXTS =
      Arrays.asList(
          "",
          "a",
          "y",
          "n",
          "Y",
          "yes",
          "No",
          "on",
          "OFF",
          "true",
          "False",
          "null",
          "Null",
          "~",
          "1",
          "-1",
          "+1",
          "0x1F",
          "0o7",
          "0755",
          "08",
          "0b11",
          "1_000",
          "1.5",
          "1.",
          ".5",
          "1e5",
          "1e+5",
          "1.0e+5",
          "1e400",
          ".inf",
          "-.Inf",
          ".nan",
          "12:30:45",
          "190:20:30.15",
          "22:22",
          "1:70",
          "2024-01-01",
          "2024-01-01T00:00:00Z",
          "2001-12-14 21:59:43.10 -5",
          "=",
          "<<",
          "-",
          "--",
          "- a",
          "-a",
          "?",
          "? a",
          ":",
          ": a",
          "a:",
          "a: b",
          "a:b",
          "#",
          "#a",
          "a #b",
          "a#b",
          " a",
          "a ",
          "\t",
          "\ta",
          "a\tb",
          "\n",
          "\n\n",
          "a\n",
          "a\n\n",
          "a\nb",
          "a\nb\n",
          "a\n\nb\n\n\n",
          " a\nb",
          "\n a",
          "a \nb",
          "a\n b\n  c\n",
          "a\r\nb",
          "a\rb",
          "\"",
          "'",
          "it's",
          "\\",
          "\\n",
          "{",
          "{a: b}",
          "[",
          "[a]",
          "]",
          ",",
          ",a",
          "*x",
          "&x",
          "!x",
          "!!str x",
          "%x",
          "@x",
          "`x",
          "|",
          ">",
          "|-\n x",
          "---",
          "--- a",
          "...",
          "...\na",
          "---\na",
          "é",
          "☸",
          "😀",
          "\0",
          "\u0007",
          "\u001b[0m",
          "\u007f",
          "\u0085",
          "a\u2028b",
          "\u2029",
          "\u00a0",
          "x".repeat(200),
          "many words ".repeat(30),
          "many words ".repeat(30) + "\nand lines",
          "key: |\n  text",
          "https://host:80/a?b=c#d",
          "10Gi",
          "100m",
          "1.2.3.4",
          "sha256:0123",
          "-----BEGIN X-----\nMIIB\n-----END X-----\n");

  static Stream<String> texts() {
    return TEXTS.stream();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextStaysThatText(String text) {
    for (JsonNode tree :
        List.of(
            object("a", NODES.textNode(text)),
            object(text, NODES.textNode("a")),
            Json.array().add(text),
            object("a", Json.array().add(object("b", NODES.textNode(text)))))) {
      assertSame(tree);
    }
  }

  @Test
  void anyTreeStaysThatTree() {
    Random random = new Random(20261201);
    for (int i = 0; i < 3000; i++) {
      assertSame(object("root", tree(random, 5)));
    }
  }

  private static void assertSame(JsonNode tree) {
    byte[] yaml = Yaml.bytes(tree);
    String shown = new String(yaml, StandardCharsets.UTF_8);
    assertThat(Yaml.parse(yaml)).as(shown).isEqualTo(sorted(tree));
    Object others =
        new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions())).load(shown);
    assertThat(plain(others)).as(shown).isEqualTo(sorted(tree));
  }

  /** What a reader of YAML 1.1 made of it; a time or bytes are none of what was written. */
  private static JsonNode plain(Object read) {
    return switch (read) {
      case null -> NODES.nullNode();
      case Map<?, ?> map -> {
        ObjectNode object = Json.object();
        map.forEach(
            (key, value) ->
                object.set(
                    key.getClass() == String.class ? (String) key : "NOT A TEXT " + key,
                    plain(value)));
        yield sorted(object);
      }
      case List<?> list -> {
        ArrayNode array = Json.array();
        list.forEach(item -> array.add(plain(item)));
        yield array;
      }
      case String text -> NODES.textNode(text);
      case Boolean flag -> NODES.booleanNode(flag);
      case Integer number -> NODES.numberNode(number);
      case Long number -> NODES.numberNode(number);
      case java.math.BigInteger number -> NODES.numberNode(number);
      case Double number -> NODES.numberNode(number);
      case Date time -> NODES.pojoNode(time);
      default -> NODES.pojoNode(read);
    };
  }

  private static JsonNode tree(Random random, int levels) {
    int kind = levels == 0 ? random.nextInt(6) : random.nextInt(10);
    return switch (kind) {
      case 0, 1, 2 -> NODES.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
      case 3 -> NODES.numberNode(random.nextInt());
      case 4 -> number(random);
      case 5 ->
          List.of(
                  NODES.booleanNode(random.nextBoolean()),
                  NODES.nullNode(),
                  Json.object(),
                  Json.array())
              .get(random.nextInt(4));
      case 6, 7 -> {
        ArrayNode array = Json.array();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(tree(random, levels - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = Json.object();
        for (int i = random.nextInt(5); i > 0; i--) {
          object.set(
              random.nextBoolean()
                  ? "k" + random.nextInt(20)
                  : TEXTS.get(random.nextInt(TEXTS.size())),
              tree(random, levels - 1));
        }
        yield object;
      }
    };
  }

  /** Whole numbers of 64 bits, and fractions; a fraction of nothing is a whole number in JSON. */
  private static JsonNode number(Random random) {
    return random.nextBoolean()
        ? NODES.numberNode((1L << 40) + random.nextLong(1L << 62))
        : NODES.numberNode((random.nextInt(2000) + 0.5) * Math.pow(10, random.nextInt(-12, 1)));
  }

  private static ObjectNode object(String key, JsonNode value) {
    return Json.object().set(key, value);
  }

  private static JsonNode sorted(JsonNode tree) {
    if (tree.isArray()) {
      ArrayNode array = Json.array();
      tree.forEach(item -> array.add(sorted(item)));
      return array;
    }
    if (!tree.isObject()) {
      return tree;
    }
    Map<String, JsonNode> fields = new TreeMap<>();
    tree.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
    ObjectNode object = Json.object();
    fields.forEach(object::set);
    return object;
  }
}
