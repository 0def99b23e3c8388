package io.shiplog.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text costs more than its length lets one expect. */
class YamlBoundsTest {

  private static final int MUCH = 1 << 20;

  @Test
  void aliasesOfAliasesAreRefusedBeforeTheyGrow() {
    String bomb =
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + IntStream.range(1, 30)
                .mapToObj(
                    i -> "a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)))
                .collect(Collectors.joining());
    assertThatThrownBy(() -> read(bomb)).hasMessage("yaml: document contains excessive aliasing");
  }

  @Test
  void aliasesOfALargeTextAreRefusedBeforeTheyGrow() {
    String large = "a: &a " + "x".repeat(1 << 20) + "\nb: [" + "*a, ".repeat(90) + "]\n";
    assertThatThrownBy(() -> read(large)).hasMessage("yaml: document contains excessive aliasing");
  }

  @Test
  void aFewAliasesOfAFewValuesAreNone() {
    String few = "a: &a {k: v}\nb: [" + "*a, ".repeat(90) + "]\n";
    assertThat(read(few).path("b"))
        .hasSize(90)
        .allMatch(item -> item.path("k").asText().equals("v"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "a:\n"})
  void whatNestsTooDeepIsRefused(String level) {
    String deep =
        level.endsWith("\n")
            ? IntStream.range(0, 2_000)
                .mapToObj(i -> " ".repeat(i) + level)
                .collect(Collectors.joining())
            : level.repeat(50_000);
    assertThatThrownBy(() -> read(deep)).hasMessage("yaml: exceeded max depth of 400");
  }

  @Test
  void aliasesCannotNestDeeperEither() {
    String nested =
        "a0: &a0 "
            + "[".repeat(90)
            + "]".repeat(90)
            + "\n"
            + IntStream.range(1, 9)
                .mapToObj(
                    i ->
                        "a%d: &a%d %s*a%d%s\n"
                            .formatted(i, i, "[".repeat(90), i - 1, "]".repeat(90)))
                .collect(Collectors.joining());
    assertThatThrownBy(() -> read(nested)).hasMessage("yaml: exceeded max depth of 400");
  }

  /** Together that takes seconds, or minutes if it is not linear. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: %s",
        "a: \"%s\"",
        "a: '%s'",
        "a: |\n  %s",
        "a: >\n  %s",
        "%s: a",
        "\"%s\": a",
        "# %s",
        "a: !!binary %s",
        "a: !!int %s",
        "a: &%s b",
        "a: *%s",
        "a: !%s b",
        "%%%s"
      })
  void aTextOfAMegabyteIsReadOrRefused(String where) {
    for (String part : new String[] {"x", "x ", "x\n  ", "\t"}) {
      String text = where.formatted(part.repeat(MUCH / part.length()));
      try {
        assertThat(read(text)).isNotNull();
      } catch (YamlException e) {
        assertThat(e).hasMessageStartingWith("yaml: ");
      }
    }
  }

  @Test
  void manyTabsBetweenTokensAreReadOrRefused() {
    String some = "a: \tb\n".repeat(9_000).replaceAll("(?m)^a", "- a");
    assertThat(read(some)).hasSize(9_000);
    String many = some.repeat(10);
    assertThatThrownBy(() -> read(many))
        .hasMessageEndingWith("found character that cannot start any token");
  }

  private static JsonNode read(String text) {
    return Yaml.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
