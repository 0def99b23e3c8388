package io.shiplog.gateway.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.http.Gateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What kube-apiserver was recorded to answer, the gateway answers too, but for the differences that
 * are listed with their reasons in {@code differences.yaml}.
 */
class CorpusTest {

  private static final Map<String, List<Difference>> FOUND = new java.util.LinkedHashMap<>();
  private static List<Deliberate> deliberate;

  @BeforeAll
  static void play() throws Exception {
    deliberate = Deliberate.all();
    Gateway gateway = Gateway.shared();
    Player player =
        new Player(
            new Server(
                gateway.client(), gateway.uri("http", "").toString(), "Bearer " + Gateway.ADMIN));
    for (Theme theme : Theme.all()) {
      JsonNode recorded = Answers.read(theme);
      Map<String, ObjectNode> given = player.play(theme);
      List<Difference> found = new ArrayList<>();
      for (Ask ask : theme.asks()) {
        found.addAll(
            Difference.between(
                theme.name() + ": " + ask.name(),
                recorded.path(ask.name()),
                given.get(ask.name())));
      }
      FOUND.put(theme.name(), found);
    }
  }

  static List<Theme> themes() {
    return Theme.all();
  }

  @ParameterizedTest
  @MethodSource("themes")
  void answersAreThoseOfTheReference(Theme theme) {
    List<Difference> unexplained =
        FOUND.get(theme.name()).stream()
            .filter(difference -> deliberate.stream().noneMatch(one -> one.covers(difference)))
            .toList();
    assertThat(unexplained).describedAs(lines(unexplained)).isEmpty();
  }

  @Test
  void everyDifferenceThatIsListedIsThere() {
    List<Difference> all = FOUND.values().stream().flatMap(List::stream).toList();
    assertThat(deliberate).flatExtracting(one -> one.gone(all)).isEmpty();
  }

  private static String lines(List<Difference> differences) {
    return differences.stream().map(Difference::toString).collect(Collectors.joining("\n"));
  }
}
