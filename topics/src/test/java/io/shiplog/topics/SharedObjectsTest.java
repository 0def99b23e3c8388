package io.shiplog.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.model.Json;
import io.shiplog.model.WrittenObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class SharedObjectsTest {

  private final SharedObjects shared = new SharedObjects();

  @Test
  void theSameContentIsOneObjectWithOneTree() {
    WrittenObject first = shared.of(pod("1", "n1"));
    WrittenObject second = shared.of(pod("1", "n1"));
    assertThat(second).isSameAs(first);
    assertThat(second.unmanaged()).isSameAs(first.unmanaged());
  }

  /** As where a transaction was aborted and decided again, or of two clusters in one process. */
  @Test
  void oneKeyAndVersionWithTwoContentsIsTwoObjects() {
    WrittenObject first = shared.of(pod("7", "n1"));
    WrittenObject second = shared.of(pod("7", "n2"));
    assertThat(first.unmanaged().spec().path("nodeName").asText()).isEqualTo("n1");
    assertThat(second.unmanaged().spec().path("nodeName").asText()).isEqualTo("n2");
    assertThat(shared.of(pod("7", "n1")).unmanaged()).isEqualTo(first.unmanaged());
  }

  @Test
  void contentsWithOneAddressAreNotMixedUp() {
    Map<Long, byte[]> bySum = new HashMap<>();
    byte[] one = null;
    byte[] other = null;
    // Among so many of one length two have the same checksum, as good as surely.
    for (int i = 1; one == null && i < 1_000_000; i++) {
      other = pod("7", "%016x".formatted(i * 0x9E3779B97F4A7C15L));
      CRC32C sum = new CRC32C();
      sum.update(other);
      one = bySum.putIfAbsent((long) other.length << 32 | sum.getValue(), other);
    }
    assertThat(one).isNotNull().isNotEqualTo(other).hasSameSizeAs(other);
    WrittenObject first = shared.of(one);
    WrittenObject second = shared.of(other);
    assertThat(second.json()).isEqualTo(other);
    assertThat(shared.of(one.clone()).json()).isEqualTo(one);
    assertThat(first.json()).isEqualTo(one);
  }

  @Test
  void readersInManyThreadsGetWhatTheyBring() throws Exception {
    int threads = 4;
    CountDownLatch together = new CountDownLatch(threads);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        results.add(pool.submit(() -> readAll(together)));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(500);
      }
    }
  }

  private int readAll(CountDownLatch together) throws InterruptedException {
    together.countDown();
    together.await();
    int right = 0;
    for (int i = 0; i < 500; i++) {
      byte[] json = pod("1", "node-" + i);
      WrittenObject found = shared.of(json);
      boolean same = found.unmanaged().spec().path("nodeName").asText().equals("node-" + i);
      right += same && Arrays.equals(found.json(), json) ? 1 : 0;
    }
    return right;
  }

  @Test
  void whatNobodyHoldsIsForgotten() {
    WrittenObject held = shared.of(pod("1", "held"));
    for (int i = 0; i < 100; i++) {
      shared.of(pod("1", "node-" + i));
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (shared.size() > 1 && System.nanoTime() < deadline) {
      System.gc();
    }
    assertThat(shared.size()).isEqualTo(1);
    assertThat(shared.of(pod("1", "held"))).isSameAs(held);
  }

  @Test
  void aSealedObjectIsOpenedByItsKeyAlone() {
    SecretSeal mine = RandomSeal.withKey(new byte[32]);
    byte[] other = new byte[32];
    other[0] = 1;
    byte[] sealed = mine.seal(pod("1", "n1"));
    WrittenObject opened = new ObjectRecords(mine).object(sealed);
    assertThat(opened.unmanaged().spec().path("nodeName").asText()).isEqualTo("n1");
    ObjectRecords stranger = new ObjectRecords(RandomSeal.withKey(other));
    assertThatThrownBy(() -> stranger.object(sealed)).isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] pod(String version, String node) {
    var pod = Json.object();
    pod.putObject("metadata").put("name", "a").put("resourceVersion", version);
    pod.putObject("spec").put("nodeName", node);
    return Json.bytes(pod);
  }
}
