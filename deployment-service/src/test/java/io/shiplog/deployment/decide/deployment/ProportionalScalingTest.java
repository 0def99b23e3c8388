package io.shiplog.deployment.decide.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.deployment.decide.deployment.ProportionalScaling.Share;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionalScalingTest {

  /** Shares are {@code replicas of most}, the oldest first; sizes come in the order of size. */
  @ParameterizedTest(name = "{0}: {2} of {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          to twice as many                               | 10 | 5 of 6, 1 of 6         | 9, 2
          to half as many                                |  4 | 5 of 9, 4 of 9         | 3, 2
          an adopted one does not grow while all shrink  |  3 | 2 of 2, 3 of 4         | 2, 2
          an adopted one does not shrink while all grow  |  5 | 3 of 20, 2 of 3        | 3, 3
          to none                                        |  0 | 3 of 4, 1 of 4         | 0, 0
          """)
  void eachGetsItsPart(String what, int desired, String shares, String sizes) {
    List<Share> all = new ArrayList<>();
    for (String share : shares.split(", ")) {
      String[] parts = share.split(" of ");
      int replicas = Integer.parseInt(parts[0]);
      Size size = new Size("rs-" + all.size(), replicas, replicas);
      all.add(new Share(size, Integer.parseInt(parts[1]), all.size()));
    }
    Bounds bounds = new Bounds(desired, desired == 0 ? 0 : 1, 0);
    List<String> scaled =
        ProportionalScaling.scale(bounds, all).stream()
            .map(size -> Integer.toString(size.replicas()))
            .toList();
    assertThat(String.join(", ", scaled)).isEqualTo(sizes);
  }
}
