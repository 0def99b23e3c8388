package io.shiplog.gateway.http.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgesTest {

  @ParameterizedTest
  @CsvSource({
    "PT-5S,<invalid>",
    "PT-1S,0s",
    "PT0S,0s",
    "PT119.9S,119s",
    "PT2M,2m",
    "PT9M59S,9m59s",
    "PT10M5S,10m",
    "PT179M,179m",
    "PT3H,3h",
    "PT7H59M,7h59m",
    "PT8H30M,8h",
    "PT47H59M,47h",
    "PT48H,2d",
    "PT191H,7d23h",
    "P8D,8d",
    "P729D,729d",
    "P730D,2y",
    "P2919D,7y364d",
    "P2920D,8y",
  })
  void human(Duration span, String text) {
    assertThat(Ages.human(span)).isEqualTo(text);
  }
}
