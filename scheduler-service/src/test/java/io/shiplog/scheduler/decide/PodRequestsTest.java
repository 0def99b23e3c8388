package io.shiplog.scheduler.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodRequestsTest {

  /** Thousandths of a core and MiB. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'containers':[{'resources':{'requests':{'cpu':'1','memory':'8Mi'}}},"
            + "{'resources':{'requests':{'cpu':'1'}}}]} | 2000 | 8",
        "{'resources':{'requests':{'cpu':'3','memory':'48Mi'}},'containers':["
            + "{'resources':{'requests':{'cpu':'1','memory':'8Mi'}}}]} | 3000 | 48",
        "{'resources':{'requests':{'memory':'48Mi'}},'overhead':{'memory':'2Mi'},'containers':["
            + "{'resources':{'requests':{'cpu':'1','memory':'8Mi'}}}]} | 1000 | 50",
        "{'resources':{'limits':{'memory':'48Mi'}},'containers':[{}]} | 0 | 0",
      })
  void whatThePodAsksForAsAWholeCounts(String spec, long cpu, long mebibytes) {
    Resources requests = PodRequests.of(Json.parseObject(spec.replace('\'', '"')));
    assertThat(requests.cpu()).isEqualTo(cpu);
    assertThat(requests.memory()).isEqualTo(mebibytes << 20);
  }
}
