package io.shiplog.model.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/**
 * The schemas of the Kubernetes API's types, as the build derived them. Less than a megabyte of
 * text is kept; a definition is parsed when it is first asked for. Safe for concurrent use.
 *
 * <p>Values whose Go types have a JSON form of their own are plain here: times are strings of
 * format {@code date-time}, quantities {@link Schema.Type#INT_OR_STRING} of format {@link
 * #QUANTITY}, ports and the like the same type of format {@link #INT_OR_STRING}, byte slices
 * strings of format {@code byte}, raw extensions and managed field sets {@link Schema.Type#ANY}.
 */
public final class Schemas implements SchemaSource {

  /** The format of a quantity: a string such as {@code 100m}, or a number. */
  public static final String QUANTITY = "quantity";

  /** The format of a value that is a string or a 32-bit integer. */
  public static final String INT_OR_STRING = "int-or-string";

  // A description is text like any other: no limit of Json.MAPPER concerns the build's own file.
  private static final ObjectMapper MAPPER = new JsonMapper();

  private final byte[] text;
  private final Map<String, Line> lines;
  private final Map<String, Schema> parsed = new ConcurrentHashMap<>();

  private record Line(int start, int length) {}

  private static final class Builtin {
    static final Schemas INSTANCE = read("definitions.gz");
  }

  private Schemas(byte[] text) {
    this.text = text;
    this.lines = index(text);
  }

  /** The schemas of all types that come with Shiplog; read when first asked for. */
  public static Schemas builtin() {
    return Builtin.INSTANCE;
  }

  @Override
  public Optional<Schema> definition(String name) {
    Schema known = parsed.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Line line = lines.get(name);
    return line == null
        ? Optional.empty()
        : Optional.of(parsed.computeIfAbsent(name, absent -> parse(line)));
  }

  /** The names of all definitions, such as {@code io.k8s.api.apps.v1.Deployment}. */
  public Set<String> names() {
    return Collections.unmodifiableSet(lines.keySet());
  }

  private Schema parse(Line line) {
    try {
      return SchemaReader.read((ObjectNode) MAPPER.readTree(text, line.start(), line.length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Schemas read(String resource) {
    try (InputStream in = Schemas.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            resource + " is not packaged: the build's schema-generator step did not run");
      }
      return new Schemas(new GZIPInputStream(in).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Each line is a name, a tab, and JSON, which holds no tab and no line break of its own.
  private static Map<String, Line> index(byte[] text) {
    Map<String, Line> lines = new HashMap<>();
    int start = 0;
    int tab = -1;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\t' && tab < start) {
        tab = i;
      } else if (text[i] == '\n') {
        String name = new String(text, start, tab - start, StandardCharsets.UTF_8);
        lines.put(name, new Line(tab + 1, i - tab - 1));
        start = i + 1;
      }
    }
    return lines;
  }
}
