package io.shiplog.manifests;

import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.scanner.ScannerException;

/** What is wrong with a text, in the words that clients of kube-apiserver know: go-yaml's. */
final class YamlWords {

  private static final String NO_COLON = "could not find expected ':'";

  /** How what SnakeYAML says begins, and what go-yaml says. */
  private static final Map<String, String> WORDS = words();

  private YamlWords() {}

  static YamlException of(YAMLException failure) {
    if (failure instanceof MarkedYAMLException marked && marked.getProblem() != null) {
      return marked(marked);
    }
    String problem =
        failure instanceof ReaderException
            ? "control characters are not allowed"
            : String.valueOf(failure.getMessage()).lines().findFirst().orElse("unreadable");
    return YamlException.at(0, problem);
  }

  private static YamlException marked(MarkedYAMLException marked) {
    String problem = problem(marked);
    int found = line(marked.getProblemMark());
    boolean key = problem.equals(NO_COLON);
    boolean ended = key || marked.getProblem().contains("<stream end>");
    if (ended && marked.getProblemMark().getColumn() > 0) {
      // Go's reader ends the last line itself.
      found++;
    }
    // Go counts from one only while it makes out words, and names no first line.
    int shown = found;
    if (shown == 0 && marked.getContextMark() != null && !(marked instanceof ScannerException)) {
      shown = line(marked.getContextMark());
    } else if (found > 0 && marked instanceof ScannerException) {
      shown++;
    }
    String where = shown == 0 ? "" : "line " + shown + ": ";
    return new YamlException("yaml: " + where + problem, problem, found + (ended ? 0 : 1));
  }

  private static int line(Mark mark) {
    return mark.getLine();
  }

  private static String problem(MarkedYAMLException marked) {
    String said = marked.getProblem();
    if (said.startsWith("expected <block end>")) {
      return String.valueOf(marked.getContext()).endsWith("mapping")
          ? "did not find expected key"
          : "did not find expected '-' indicator";
    }
    return WORDS.entrySet().stream()
        .filter(words -> said.startsWith(words.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(said);
  }

  private static Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("mapping values are", "mapping values are not allowed in this context");
    words.put("mapping keys are", "mapping keys are not allowed in this context");
    words.put("sequence entries", "block sequence entries are not allowed in this context");
    words.put("found character", "found character that cannot start any token");
    words.put("expected ',' or '}'", "did not find expected ',' or '}'");
    words.put("expected ',' or ']'", "did not find expected ',' or ']'");
    words.put("expected the node content", "did not find expected node content");
    words.put("expected '<document start>'", "did not find expected <document start>");
    words.put("found unexpected document separator", "found unexpected document indicator");
    words.put("found unknown escape character", "found unknown escape character");
    words.put("found undefined tag handle", "found undefined tag handle");
    words.put("expected chomping", "did not find expected comment or line break");
    words.put("expected a comment", "did not find expected comment or line break");
    words.put(
        "expected alphabetic or numeric", "did not find expected alphabetic or numeric character");
    words.put(
        "unexpected character found", "did not find expected alphabetic or numeric character");
    words.put("expected ' ', but found", "did not find expected whitespace or line break");
    words.put("expected escape sequence", "did not find expected hexdecimal number");
    words.put("found incompatible YAML", "found incompatible YAML document");
    words.put("expected URI", "did not find expected tag URI");
    words.put("expected indentation indicator", "found an indentation indicator equal to 0");
    return words;
  }
}
