package io.shiplog.model.patch;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Who writes, through which door, and when.
 *
 * @param manager the field manager's name
 * @param subresource the subresource written through, such as {@code status}; empty for the object
 *     itself
 * @param time when; kept to the second
 */
public record Writer(String manager, String subresource, Instant time) {

  public Writer {
    time = time.truncatedTo(ChronoUnit.SECONDS);
  }
}
