package io.shiplog.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Nesting;
import java.util.HashMap;
import java.util.Map;

/**
 * What the anchors of a document stand for, and how much may be made of them: a few lines of
 * aliases of aliases would fill any memory. The rule is go-yaml's, which counts the values that
 * aliases repeat; a bound of the characters is added, which Go has not.
 */
final class Anchors {

  /** How many characters aliases may repeat: more than any request or record may hold. */
  private static final long MAX_REPEATED_CHARS = 8 << 20;

  /** Of up to so many values 99 of 100 may be repetitions, and of ten times as many one in ten. */
  private static final long FEW = 400_000;

  private static final long MANY = 4_000_000;

  private final Map<String, Anchor> anchors = new HashMap<>();
  private long values;
  private long repeated;
  private long chars;
  private long repeatedChars;

  /** A value with an anchor; of one that has not ended the meaning is null. */
  private record Anchor(Object meant, long values, long chars) {}

  /** Forgets the document before. */
  void clear() {
    anchors.clear();
    values = 0;
    repeated = 0;
    chars = 0;
    repeatedChars = 0;
  }

  /** So many values more are made. */
  void count(long more) {
    values += more;
    boolean small = repeated <= 100 || values <= 1000;
    if (!small && (double) repeated / values > allowed() || repeatedChars > MAX_REPEATED_CHARS) {
      throw YamlException.at(0, "document contains excessive aliasing");
    }
  }

  /** So many characters more are kept. */
  void charge(long more) {
    chars += more;
  }

  /** A value with that anchor, or none, begins. */
  void begin(String anchor) {
    if (anchor != null) {
      // Its own value is counted already.
      anchors.put(anchor, new Anchor(null, values - 1, chars));
    }
  }

  /** The value ended. */
  void end(String anchor, Object meant) {
    Anchor begun = anchor == null ? null : anchors.get(anchor);
    if (begun != null && begun.meant() == null) {
      anchors.put(anchor, new Anchor(meant, values - begun.values(), chars - begun.chars()));
    }
  }

  /**
   * What an alias stands for, as a copy of its own.
   *
   * @param levels how many levels may yet lie within each other
   * @throws YamlException if there is no such anchor before it, the alias is part of its value, or
   *     all that is repeated is too much
   */
  Object resolve(String alias, int levels, int line) {
    Anchor anchor = anchors.get(alias);
    if (anchor == null) {
      throw YamlException.at(line, "unknown anchor '" + alias + "' referenced");
    }
    if (anchor.meant() == null) {
      throw YamlException.at(line, "anchor '" + alias + "' value contains itself");
    }
    repeated += anchor.values();
    repeatedChars += anchor.chars();
    chars += anchor.chars();
    count(anchor.values());
    if (anchor.meant() instanceof JsonNode tree) {
      if (!Nesting.fits(tree, levels)) {
        throw YamlReader.tooDeep(line);
      }
      return tree.deepCopy();
    }
    return anchor.meant();
  }

  private double allowed() {
    if (values <= FEW) {
      return 0.99;
    }
    return values >= MANY ? 0.10 : 0.99 - 0.89 * (values - FEW) / (MANY - FEW);
  }
}
