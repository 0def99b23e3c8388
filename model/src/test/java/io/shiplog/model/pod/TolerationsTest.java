package io.shiplog.model.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TolerationsTest {

  /** The one rule for scheduler and eviction; the taint is {@code disk=full:NoExecute}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "[]                                                       | -",
        "[{'operator':'Exists'}]                                  | 1",
        "[{'key':'disk','operator':'Exists'}]                     | 1",
        "[{'key':'disk','value':'full'}]                          | 1",
        "[{'key':'disk','operator':'Equal','value':'full'}]       | 1",
        "[{'key':'disk'}]                                         | -",
        "[{'key':'disk','operator':'Like','value':'full'}]        | -",
        "[{}]                                                     | -",
        "[{'value':'full'}]                                       | -",
        "[{'key':'disc','operator':'Exists'}]                     | -",
        "[{'operator':'Exists','effect':'NoSchedule'}]            | -",
        "[{'operator':'Exists','effect':'NoExecute'}]             | 1",
        "[{'key':'other','operator':'Exists'},{'operator':'Exists'},{'operator':'Exists'}] | 2",
      })
  void theFirstThatMatches(String tolerations, Integer which) {
    JsonNode spec = Json.parseObject(("{'tolerations':" + tolerations + "}").replace('\'', '"'));
    JsonNode taint =
        Json.object().put("key", "disk").put("value", "full").put("effect", "NoExecute");
    JsonNode expected = which == null ? null : spec.path("tolerations").get(which - 1);
    assertThat(Tolerations.matching(spec, taint).orElse(null)).isSameAs(expected);
    assertThat(Tolerations.tolerates(spec, taint)).isEqualTo(which != null);
  }
}
