package io.shiplog.gateway.readmodel;

import java.time.Duration;

/**
 * How much of the past is kept, for watches and lists that begin there.
 *
 * @param events how many events of a kind at most
 * @param bytes how many bytes the events of all kinds may hold together, roughly
 * @param age how long an event is kept at most
 */
public record WindowBounds(int events, long bytes, Duration age) {

  /**
   * As much as clients need: the longest watch that ends by itself lasts an hour, and goes on from
   * the last event that it was told.
   */
  public static final WindowBounds USUAL =
      new WindowBounds(10_000, 192L << 20, Duration.ofHours(1));
}
