package io.shiplog.model.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoJsonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\": [1, -2.5e+3, true, null, \"\\u00e9\\n\"]} | ``",
        "``                    | unexpected end of JSON input",
        "{\"a\":               | unexpected end of JSON input",
        "hello                 | invalid character 'h' looking for beginning of value",
        "{a: 1}                | invalid character 'a' looking for beginning of object key string",
        "{\"a\" 1}             | invalid character '1' after object key",
        "{\"a\": 1 \"b\": 2}   | invalid character '\"' after object key:value pair",
        "[1 2]                 | invalid character '2' after array element",
        "{} x                  | invalid character 'x' after top-level value",
        "trub                  | invalid character 'b' in literal true (expecting 'e')",
        "-x                    | invalid character 'x' in numeric literal",
        "1.x                   | invalid character 'x' after decimal point in numeric literal",
        "1ex                   | invalid character 'x' in exponent of numeric literal",
        "\"\\x\"               | invalid character 'x' in string escape code",
        "\"\\u12x4\"           | invalid character 'x' in \\u hexadecimal character escape",
        "'a'                   | invalid character '\\'' looking for beginning of value",
      })
  void theFirstWrongIsToldAsGoTellsIt(String text, String wrong) {
    assertThat(GoJson.syntaxError(text.getBytes(UTF_8)).orElse("")).isEqualTo(wrong);
  }

  @Test
  void depthIsBounded() {
    assertThat(GoJson.syntaxError(("[".repeat(400) + "]".repeat(400)).getBytes(UTF_8))).isEmpty();
    assertThat(GoJson.syntaxError("{\"a\":[".repeat(100_000).getBytes(UTF_8)))
        .contains("invalid character '{' exceeded max depth");
  }

  @ParameterizedTest
  @CsvSource({
    "[], array",
    "1, number",
    "true, bool",
    "'\"x\"', string",
  })
  void whatIsNoObjectIsToldSo(String text, String kind) {
    assertThat(GoJson.objectError(text.getBytes(UTF_8)))
        .hasValue(
            "json: cannot unmarshal " + kind + " into Go value of type map[string]interface {}");
  }
}
