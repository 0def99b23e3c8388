package io.shiplog.topics;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What the records of all objects of a shard come to: how many there are, and a checksum that does
 * not depend on their order. The ledger writes it into its bookkeeping record with each batch;
 * whoever reads the log from its beginning adds up the same, and knows whether all is there.
 *
 * @param count how many objects
 * @param sum the sum of their prints ({@link #print}), modulo 2^64
 */
public record LogSum(long count, long sum) {

  /** Of no object. */
  public static final LogSum NOTHING = new LogSum(0, 0);

  /**
   * What one record adds to the sum: 64 bits of its key, its resourceVersion and its value as it
   * lies in the log, sealed or not, so that a record that nobody can read is proved like any other.
   */
  public static long print(String key, long resourceVersion, byte[] value) {
    long content = (long) crc(value) << 32 | Integer.toUnsignedLong(crc(utf8(key)));
    return mix(content + mix(resourceVersion));
  }

  /** With one object more. */
  public LogSum with(long print) {
    return new LogSum(count + 1, sum + print);
  }

  /** With one object less. */
  public LogSum without(long print) {
    return new LogSum(count - 1, sum - print);
  }

  /** As a header of the bookkeeping record. */
  public String text() {
    return count + " " + Long.toHexString(sum);
  }

  /**
   * Reads {@link #text}.
   *
   * @return empty where there is none, as in a log of former times
   * @throws IllegalArgumentException if it is no such text
   */
  static Optional<LogSum> parse(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = text.split(" ", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("\"" + text + "\" is not a count and a checksum");
    }
    return Optional.of(new LogSum(Long.parseLong(parts[0]), Long.parseUnsignedLong(parts[1], 16)));
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Spreads all bits over all bits (the finalizer of SplitMix64), so that sums do not cancel. */
  private static long mix(long bits) {
    long mixed = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
