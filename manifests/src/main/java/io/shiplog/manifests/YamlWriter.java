package io.shiplog.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Writes a tree as kube-apiserver writes YAML: keys in order, lists not indented, texts of several
 * lines as blocks. A text is quoted wherever a reader might take it for anything else: by the rules
 * of Go ({@link Scalars}) or by those of YAML 1.1 as Python and Ruby have them.
 */
final class YamlWriter {

  /** {@code 12:30:45} is a number of base 60 in YAML 1.1. */
  private static final Pattern BASE_60 =
      Pattern.compile("[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?");

  private static final ImplicitTuple ANY = new ImplicitTuple(true, true);

  /** SnakeYAML's rules of YAML 1.1, times and base 60 included. */
  private static final Resolver OTHERS = new Resolver();

  private final Emitter out;

  private YamlWriter(Writer out) {
    DumperOptions options = new DumperOptions();
    options.setSplitLines(false);
    options.setAllowUnicode(true);
    this.out = new Emitter(out, options);
  }

  static byte[] bytes(JsonNode tree) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer text = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
      YamlWriter writer = new YamlWriter(text);
      writer.emit(new StreamStartEvent(null, null));
      writer.emit(new DocumentStartEvent(null, null, false, null, Map.of()));
      writer.value(tree);
      writer.emit(new DocumentEndEvent(null, null, false));
      writer.emit(new StreamEndEvent(null, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void emit(Event event) throws IOException {
    out.emit(event);
  }

  private void value(JsonNode tree) throws IOException {
    if (tree.isObject()) {
      FlowStyle style = tree.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
      emit(new MappingStartEvent(null, null, true, null, null, style));
      Map<String, JsonNode> sorted = new TreeMap<>();
      tree.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
      for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
        text(field.getKey());
        value(field.getValue());
      }
      emit(new MappingEndEvent(null, null));
    } else if (tree.isArray()) {
      FlowStyle style = tree.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
      emit(new SequenceStartEvent(null, null, true, null, null, style));
      for (JsonNode item : tree) {
        value(item);
      }
      emit(new SequenceEndEvent(null, null));
    } else if (tree.isTextual()) {
      text(tree.textValue());
    } else {
      scalar(tree.isNumber() ? number(tree) : tree.asText("null"), ScalarStyle.PLAIN);
    }
  }

  /** As Go writes it, but that there is always a point: without one YAML 1.1 knows no exponent. */
  private static String number(JsonNode number) {
    if (number.isIntegralNumber()) {
      return number.asText();
    }
    String shown = GoText.shortest(new BigDecimal(number.asText()).stripTrailingZeros());
    int exponent = shown.indexOf('e');
    return exponent < 0 || shown.contains(".")
        ? shown
        : shown.substring(0, exponent) + ".0" + shown.substring(exponent);
  }

  private void text(String text) throws IOException {
    ScalarStyle style =
        !isVisible(text)
            ? ScalarStyle.DOUBLE_QUOTED
            : text.contains("\n")
                ? ScalarStyle.LITERAL
                : isText(text) ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED;
    scalar(text, style);
  }

  private void scalar(String text, ScalarStyle style) throws IOException {
    emit(new ScalarEvent(null, null, ANY, text, null, null, style));
  }

  /** Whether it holds nothing that readers drop or take for the end of a line. */
  private static boolean isVisible(String text) {
    return text.chars()
        .noneMatch(
            c ->
                c < ' ' && c != '\n' && c != '\t'
                    || c >= 0x7F && c < 0xA0
                    || c == 0x2028
                    || c == 0x2029
                    || c == 0xFEFF);
  }

  /** Whether every reader takes these characters for a text without quotes. */
  private static boolean isText(String text) {
    return text.equals(Scalars.plain(text))
        && !text.equals("=")
        && !BASE_60.matcher(text).matches()
        && OTHERS.resolve(NodeId.scalar, text, true).equals(Tag.STR);
  }
}
