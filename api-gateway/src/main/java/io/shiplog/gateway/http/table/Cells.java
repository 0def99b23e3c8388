package io.shiplog.gateway.http.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What several kinds put into cells. */
final class Cells {

  static final String NONE = "<none>";

  private static final int SHOWN = 3;

  private Cells() {}

  /** The text, or {@code <none>}. */
  static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }

  /** The text, or {@code <unknown>}. */
  static String orUnknown(String text) {
    return text.isEmpty() ? "<unknown>" : text;
  }

  /** A map of labels as {@code a=1,b=2}, by key; {@code <none>} where it is empty. */
  static String labels(JsonNode map) {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(KubeObject.stringMap(map)).forEach((key, value) -> parts.add(key + "=" + value));
    return orNone(String.join(",", parts));
  }

  /** A label selector as its text form; {@code <none>} where it is empty. */
  static String selector(JsonNode selector) {
    Map<String, String> parts = new TreeMap<>();
    KubeObject.stringMap(selector.path("matchLabels"))
        .forEach((key, value) -> parts.put(key, key + "=" + value));
    for (JsonNode expression : selector.path("matchExpressions")) {
      String key = expression.path("key").asText();
      List<String> values = texts(expression.path("values"), "");
      values.sort(null);
      String list = " (" + String.join(",", values) + ")";
      parts.put(
          key + ' ' + expression.path("operator").asText(),
          switch (expression.path("operator").asText()) {
            case "In" -> key + " in" + list;
            case "NotIn" -> key + " notin" + list;
            case "DoesNotExist" -> "!" + key;
            default -> key;
          });
    }
    return orNone(String.join(",", parts.values()));
  }

  /** That field of every entry of a list, or the entries themselves where the field is empty. */
  static List<String> texts(JsonNode list, String field) {
    List<String> texts = new ArrayList<>();
    list.forEach(entry -> texts.add((field.isEmpty() ? entry : entry.path(field)).asText("")));
    return texts;
  }

  /** The first three, and how many more there are. */
  static String firstFew(List<String> all) {
    return all.size() <= SHOWN
        ? String.join(",", all)
        : String.join(",", all.subList(0, SHOWN)) + " + " + (all.size() - SHOWN) + " more...";
  }

  /** An address and a port as one text; IPv6 in brackets. */
  static String hostPort(String ip, long port) {
    return (ip.indexOf(':') < 0 ? ip : "[" + ip + "]") + ":" + port;
  }
}
