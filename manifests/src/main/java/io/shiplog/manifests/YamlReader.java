package io.shiplog.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.Nesting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;

/**
 * Makes JSON trees of a text, document by document, in one pass. SnakeYAML finds the events; what
 * they mean is decided here, by the rules of go-yaml 2: what scalars are ({@link Scalars}), aliases
 * are what they stand for, merge keys are merged where they stand, and the last of equal keys
 * counts.
 */
final class YamlReader {

  private final Parser events;
  private final Anchors anchors = new Anchors();
  private final List<String> duplicates = new ArrayList<>();

  /** On which lines the values of mappings with an anchor stand: duplicates name them. */
  private final Map<String, Map<String, Integer>> anchoredLines = new HashMap<>();

  /** The same of the mapping that ended last. */
  private Map<String, Integer> lastLines = Map.of();

  private int depth;

  YamlReader(String text) {
    LoaderOptions options = new LoaderOptions();
    // The doors bound the length of a text; this is the library's own bound, which is lower.
    options.setCodePointLimit(Integer.MAX_VALUE);
    try {
      this.events = new ParserImpl(new TabScanner(text, options));
    } catch (YAMLException e) {
      throw YamlWords.of(e);
    }
  }

  /** What an empty text says. */
  static YamlDocument nothing() {
    return new YamlDocument(NullNode.getInstance(), 1, List.of());
  }

  /** The next document, or none at the end of the text. */
  Optional<YamlDocument> next() {
    try {
      while (true) {
        Event event = events.getEvent();
        if (event.is(Event.ID.StreamEnd)) {
          return Optional.empty();
        }
        if (event.is(Event.ID.DocumentStart)) {
          return Optional.of(document());
        }
      }
    } catch (YAMLException e) {
      throw YamlWords.of(e);
    }
  }

  private YamlDocument document() {
    anchors.clear();
    anchoredLines.clear();
    duplicates.clear();
    anchors.count(1);
    int line = line(events.peekEvent());
    JsonNode tree = json(value());
    // To see that the document ends the parser looks at what is next, as Go's does.
    events.getEvent();
    return new YamlDocument(tree, line, List.copyOf(duplicates));
  }

  /** A value and the line where it begins: a scalar of {@link Scalars}, or a tree. */
  record Value(Object meant, int line) {}

  /** A mapping, and on which lines its values stand, by their keys in Go's syntax. */
  private record Mapping(ObjectNode fields, Map<String, Integer> lines) {}

  private static JsonNode json(Value value) {
    return value.meant() instanceof JsonNode tree ? tree : GoText.json(value.meant(), value.line());
  }

  private Value value() {
    NodeEvent event = (NodeEvent) events.getEvent();
    int line = line(event);
    anchors.count(1);
    if (event instanceof AliasEvent alias) {
      return new Value(anchors.resolve(alias.getAnchor(), Nesting.MAX - depth, line), line);
    }
    anchors.begin(event.getAnchor());
    Object meant =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar, line);
          case SequenceStartEvent _ -> sequence(line);
          case MappingStartEvent _ -> mapping(line).fields();
          default -> throw new IllegalStateException("no value begins with " + event);
        };
    anchors.end(event.getAnchor(), meant);
    if (event.getAnchor() != null && event instanceof MappingStartEvent) {
      anchoredLines.put(event.getAnchor(), lastLines);
    }
    return new Value(meant, line);
  }

  private Object scalar(ScalarEvent scalar, int line) {
    String text = scalar.getValue();
    anchors.charge(text.length());
    if (scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED && !isUnicode(text)) {
      throw YamlException.at(line, "found invalid Unicode character escape code");
    }
    if (scalar.getTag() != null && !scalar.getTag().equals("!")) {
      return Scalars.tagged(scalar.getTag(), text, line);
    }
    boolean quoted = scalar.getTag() != null || !scalar.isPlain();
    return quoted ? text : Scalars.plain(text);
  }

  /** Escapes can name halves of characters, which no text may hold. */
  private static boolean isUnicode(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  private ArrayNode sequence(int line) {
    descend(line);
    ArrayNode items = Json.array();
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      items.add(json(value()));
    }
    events.getEvent();
    depth--;
    return items;
  }

  private Mapping mapping(int line) {
    descend(line);
    Mapping mapping = new Mapping(Json.object(), new HashMap<>());
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      if (isMerge(events.peekEvent())) {
        int at = line(events.getEvent());
        merge(mapping, at);
      } else {
        field(mapping);
      }
    }
    events.getEvent();
    depth--;
    lastLines = mapping.lines();
    return mapping;
  }

  private void field(Mapping mapping) {
    Value key = value();
    if (key.meant() instanceof JsonNode tree) {
      throw YamlException.at(key.line(), "invalid map key: " + GoText.syntax(tree));
    }
    Value value = value();
    JsonNode tree = json(value);
    String shown = key.meant() instanceof String text ? GoText.quoted(text) : null;
    String name = GoText.key(key.meant(), tree, key.line());
    put(mapping, name, shown == null ? name : shown, tree, value.line());
  }

  private void put(Mapping mapping, String name, String shown, JsonNode value, int line) {
    if (mapping.lines().put(shown, line) != null) {
      duplicates.add("line " + line + ": key " + shown + " already set in map");
    }
    // Where a key comes again it comes last, as one that was not there before.
    mapping.fields().remove(name);
    mapping.fields().set(name, value);
  }

  private static boolean isMerge(Event event) {
    return event instanceof ScalarEvent scalar
        && scalar.getValue().equals("<<")
        && (scalar.getImplicit().canOmitTagInPlainScalar()
            || Scalars.MERGE.equals(scalar.getTag()));
  }

  /** Merges a mapping, or several of which the first ones win, into the one that says so. */
  private void merge(Mapping into, int line) {
    List<Mapping> sources = new ArrayList<>();
    if (events.checkEvent(Event.ID.SequenceStart)) {
      events.getEvent();
      anchors.count(1);
      while (!events.checkEvent(Event.ID.SequenceEnd)) {
        sources.addFirst(source(line));
      }
      events.getEvent();
    } else {
      sources.add(source(line));
    }
    for (Mapping source : sources) {
      for (Map.Entry<String, JsonNode> field : source.fields().properties()) {
        String quoted = GoText.quoted(field.getKey());
        // What is not there as a text was a number or a flag.
        String shown = source.lines().containsKey(quoted) ? quoted : field.getKey();
        int at = source.lines().getOrDefault(shown, line);
        put(into, field.getKey(), shown, field.getValue(), at);
      }
    }
  }

  private Mapping source(int line) {
    String alias = events.peekEvent() instanceof AliasEvent event ? event.getAnchor() : null;
    if (value().meant() instanceof ObjectNode fields) {
      return new Mapping(fields, alias == null ? lastLines : anchoredLines.get(alias));
    }
    throw YamlException.at(line, "map merge requires map or sequence of maps as the value");
  }

  private void descend(int line) {
    if (++depth > Nesting.MAX) {
      throw tooDeep(line);
    }
  }

  static YamlException tooDeep(int line) {
    return YamlException.at(line, Nesting.EXCEEDED.strip() + " of " + Nesting.MAX);
  }

  private static int line(Event event) {
    return event.getStartMark().getLine() + 1;
  }
}
