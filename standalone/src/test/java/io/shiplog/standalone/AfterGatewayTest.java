package io.shiplog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AfterGatewayTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicBoolean ready = new AtomicBoolean();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicBoolean wasReady = new AtomicBoolean();
  private final CountDownLatch started = new CountDownLatch(1);

  private AfterGateway waiting(Duration patience) {
    AfterGateway after = new AfterGateway(this::look, patience, this::start);
    after.begin();
    return after;
  }

  /** The gateway is there when it has been looked for three times. */
  private boolean look() {
    ready.compareAndSet(false, looks.incrementAndGet() > 3);
    return ready.get();
  }

  private void start() {
    wasReady.set(ready.get());
    started.countDown();
  }

  @Test
  void servicesStartWhenTheGatewayIsReady() throws InterruptedException {
    try (AfterGateway after = waiting(LONG)) {
      assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(wasReady).isTrue();
  }

  @Test
  void aGatewayThatNeverIsDoesNotKeepThemForEver() throws InterruptedException {
    looks.set(Integer.MIN_VALUE);
    try (AfterGateway after = waiting(Duration.ofMillis(50))) {
      assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(wasReady).isFalse();
  }

  @Test
  void aProcessThatStopsMeanwhileStartsNoServices() {
    looks.set(Integer.MIN_VALUE);
    waiting(LONG).close();
    assertThat(started.getCount()).isOne();
  }
}
