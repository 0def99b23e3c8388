package io.shiplog.ledger.decide.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each form against the regular expression that people are shown, for all short texts. */
class SyntaxTest {

  private static final String ALPHABET = "aZ0-._/= \u00e9\n";
  private static final int LONGEST = 4;

  static List<Arguments> forms() {
    String label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    String qualified = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    return List.of(
        form(label, Syntax::label),
        form(label + "(\\." + label + ")*", Syntax::subdomain),
        form(qualified, Syntax::qualified),
        form("(" + qualified + ")?", Syntax::labelValue),
        form("[-._a-zA-Z0-9]+", Syntax::configKey),
        form("[ -<>-~]+", Syntax::envName));
  }

  private static Arguments form(String regex, Predicate<String> form) {
    return Arguments.of(regex, form);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void aFormIsThatOfItsRegularExpression(String regex, Predicate<String> form) {
    Pattern pattern = Pattern.compile(regex);
    List<String> texts = new ArrayList<>(List.of(""));
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      assertThat(form.test(text)).as(text).isEqualTo(pattern.matcher(text).matches());
      if (text.length() < LONGEST) {
        ALPHABET.chars().forEach(c -> texts.add(text + (char) c));
      }
    }
  }
}
