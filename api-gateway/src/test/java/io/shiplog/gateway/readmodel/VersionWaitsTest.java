package io.shiplog.gateway.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class VersionWaitsTest {

  private final VersionWaits waits = new VersionWaits();

  @Test
  void thoseWhoseVersionIsReachedAreTold() {
    CompletableFuture<Void> five = waits.await(5, () -> 4);
    CompletableFuture<Void> six = waits.await(6, () -> 4);
    waits.reached(5);
    assertThat(five).isCompleted();
    assertThat(six).isNotDone();
    assertThat(waits.await(5, () -> 5)).isCompleted();
    assertThat(waits.size()).isEqualTo(1);
  }

  @Test
  void whoComesTellsNobodyElse() {
    CompletableFuture<Void> five = waits.await(5, () -> 4);
    assertThat(waits.await(5, () -> 5)).isCompleted();
    assertThat(five).isNotDone();
  }

  @Test
  void whoGivesUpWaitsNoLonger() {
    waits.await(5, () -> 4).completeExceptionally(new TimeoutException());
    assertThat(waits.size()).isZero();
  }
}
