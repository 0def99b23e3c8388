package io.shiplog.gateway.readmodel;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeapNeedTest {

  private static final long MB = 1 << 20;

  private static HeapNeed holding(long heap, int objects, int bytes) {
    HeapNeed need = new HeapNeed(heap * MB);
    for (int i = 0; i < objects; i++) {
      need.held(bytes);
    }
    return need;
  }

  /** Of a real one: 17,592 objects of 3.4 KB in 256 MB collected garbage for eight minutes. */
  @Test
  void whatDoesNotFitIsSaidAsSoonAsItIsRead() {
    assertThatThrownBy(() -> holding(256, 17_592, 3_400).check(1))
        .isInstanceOf(HeapTooSmallException.class)
        .hasMessageContaining("a heap of 256 MB; about 384 MB are needed")
        .hasMessageContaining("SHIPLOG_CONTROL_PLANE_HEAP=384m");
    assertThatThrownBy(() -> holding(256, 17_592, 3_400).check(0.25))
        .hasMessageContaining("about 1152 MB are needed");
    assertThatCode(() -> holding(384, 17_592, 3_400).check(1)).doesNotThrowAnyException();
    assertThatCode(() -> holding(256, 5_000, 3_400).check(0.1)).doesNotThrowAnyException();
  }

  @Test
  void whatIsLetGoDoesNotCount() {
    HeapNeed need = holding(128, 1_000, 1_000_000);
    for (int i = 0; i < 1_000; i++) {
      need.dropped(1_000_000);
    }
    assertThatCode(() -> need.check(1)).doesNotThrowAnyException();
  }
}
