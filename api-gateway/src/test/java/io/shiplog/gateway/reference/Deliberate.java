package io.shiplog.gateway.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.manifests.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A difference that is meant, from {@code differences.yaml}.
 *
 * @param because the reason
 * @param requests which requests; an asterisk stands for any text
 * @param places where in their answers; the like
 */
record Deliberate(String because, List<Pattern> requests, List<Pattern> places) {

  static List<Deliberate> all() throws IOException {
    try (InputStream file = Deliberate.class.getResourceAsStream("/reference/differences.yaml")) {
      List<Deliberate> all = new ArrayList<>();
      for (JsonNode entry : Yaml.parse(file.readAllBytes())) {
        all.add(
            new Deliberate(
                entry.path("because").asText(),
                patterns(entry.path("in")),
                patterns(entry.path("at"))));
      }
      return all;
    }
  }

  boolean covers(Difference difference) {
    return any(requests, difference.request()) && any(places, difference.at());
  }

  /** The requests and the places of this entry at which nothing differs any more. */
  List<String> gone(Collection<Difference> found) {
    List<Difference> covered = found.stream().filter(this::covers).toList();
    List<String> gone = new ArrayList<>();
    for (Pattern request : requests) {
      if (covered.stream().noneMatch(one -> request.matcher(one.request()).matches())) {
        gone.add(request.pattern());
      }
    }
    for (Pattern place : places) {
      if (covered.stream().noneMatch(one -> place.matcher(one.at()).matches())) {
        gone.add(requests + " at " + place);
      }
    }
    return gone;
  }

  private static boolean any(List<Pattern> patterns, String text) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches());
  }

  private static List<Pattern> patterns(JsonNode texts) {
    List<Pattern> patterns = new ArrayList<>();
    for (JsonNode text : texts) {
      String parts =
          Arrays.stream(text.asText().split("\\*", -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(".*"));
      patterns.add(Pattern.compile(parts, Pattern.DOTALL));
    }
    return patterns;
  }
}
