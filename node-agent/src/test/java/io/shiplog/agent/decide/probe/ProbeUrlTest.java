package io.shiplog.agent.decide.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeUrlTest {

  /** What is sent for a path, as Go's net/url makes it of any text. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "'' -> /",
        "/healthz -> /healthz",
        "ok -> /ok",
        "/ok?a=b&c=d -> /ok?a=b&c=d",
        "?a -> /?a",
        "/ok ay -> /ok%20ay",
        "/ok?q=%20x&r=a%2Fb -> /ok?q=%20x&r=a%2Fb",
        "/ok?q=a|b&r={x}&s=100% -> /ok?q=a|b&r={x}&s=100%",
        "/a|b -> /a%7Cb",
        "/a%2Fb(c) -> /a%2Fb(c)",
        "/a%2Fb|c -> /a/b%7Cc",
        "/100% -> /100%25",
        "/100%?x=1 -> /100%25%3Fx=1",
        "/ü -> /%C3%BC",
        "/ü%zz -> /%C3%BC%25zz",
        "/a#part -> /a",
        "/a;b,c@d:e -> /a;b,c@d:e",
      })
  void paths(String path, String target) {
    var get = Json.object().put("path", path);
    assertThat(ProbeUrl.of(get, "10.0.0.7", 80).target()).isEqualTo(target);
  }

  @Test
  void noLineEndGetsIntoTheFirstLine() {
    var get = Json.object().put("path", "/a HTTP/1.1\r\nX: y").put("scheme", "HTTPS");
    assertThat(ProbeUrl.of(get, "10.0.0.7", 443))
        .hasToString("https://10.0.0.7:443/a%20HTTP/1.1%0D%0AX:%20y");
  }

  /** Redirects from http://10.0.0.7:80/a/b?c. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "/404 -> http://10.0.0.7:80/404",
        "d -> http://10.0.0.7:80/a/d",
        "../d/./e?f -> http://10.0.0.7:80/d/e?f",
        ".. -> http://10.0.0.7:80/",
        "?x=y -> http://10.0.0.7:80/a/b?x=y",
        "//other:81/z -> http://other:81/z",
        "HTTPS://10.0.0.7/z -> https://10.0.0.7/z",
        "http://u:p@192.0.2.250?q -> http://192.0.2.250/?q",
        "http://[fd00::1]:8080/ -> http://[fd00::1]:8080/",
      })
  void redirects(String location, String url) {
    var get = Json.object().put("path", "/a/b?c");
    assertThat(ProbeUrl.of(get, "10.0.0.7", 80).resolve(location)).hasToString(url);
  }
}
