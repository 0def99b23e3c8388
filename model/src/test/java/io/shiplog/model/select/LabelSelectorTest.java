package io.shiplog.model.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorTest {

  private static final Map<String, String> LABELS =
      Map.of("app", "web", "tier", "front", "age", "7", "none", "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                   | true",
        "app=web, tier == front               | true",
        "app!=web                             | false",
        "app in (db, web),tier notin (back)   | true",
        "app notin (db,web)                   | false",
        "app,!canary                          | true",
        "!app                                 | false",
        "none=                                | true",
        "none in (,x)                         | true",
        "in in (x)                            | false",
        "age>6,age<8                          | true",
        "age>7                                | false",
        "app>1                                | false",
      })
  void aTextSelects(String text, boolean matches) {
    assertThat(LabelSelector.parse(text).matches(LABELS)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a b       | unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
        "a in x    | unable to parse requirement: found 'x', expected: '('",
        "a in (x   | unable to parse requirement: found '', expected: ',' or ')'",
        "a==!b     | unable to parse requirement: found '!', expected: identifier",
        "!=b       | found '!=', expected: !, identifier, or 'end of string'",
        "a=x y     | found 'y', expected: ',' or 'end of string'",
        "a,,b      | found ',', expected: identifier after ','",
        ",         | found ',', expected: !, identifier, or 'end of string'",
      })
  void whatIsNoSelectorIsToldWhatWasFound(String text, String wrong) {
    assertThatThrownBy(() -> LabelSelector.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(wrong);
  }
}
