package io.shiplog.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;

/** The record headers in use, all UTF-8 text. */
public final class Headers {

  /** On {@code commands} and {@code objects}: the command's id. */
  public static final String COMMAND_ID = "command-id";

  /**
   * Of a command that is decided once, however often it comes: the key by which its shard knows it
   * again, for as long as {@link Topics#OUTCOMES_ONCE} keeps it.
   */
  public static final String ONCE = "once";

  /** On {@code objects}: the ledger's counter, decimal. */
  public static final String RESOURCE_VERSION = "resource-version";

  /** On {@code objects}: ADDED, MODIFIED or DELETED. */
  public static final String VERB = "verb";

  /** On {@code objects}: the user who asked. */
  public static final String USER = "user";

  /** On the bookkeeping record of {@code objects}: the next command's offset, decimal. */
  public static final String NEXT_COMMAND = "next-command";

  /** On the bookkeeping record of {@code objects}: starts of the ledger that came to nothing. */
  public static final String ATTEMPTS = "attempts";

  /** On the bookkeeping record of {@code objects}: what all objects come to ({@link LogSum}). */
  public static final String LOG_SUM = "log-sum";

  /** On {@code specs.refused}: why, as text. */
  public static final String REASON = "reason";

  /** On {@code specs.refused}: the value is sealed, since it holds a Secret, or may. */
  public static final String SEALED = "sealed";

  /** On {@code node.*.replies}: the stream ends here. */
  public static final String END = "end";

  private Headers() {}

  /** The text of a header, or the empty string where there is none. */
  public static String text(org.apache.kafka.common.header.Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** Sets a header. */
  public static void put(
      org.apache.kafka.common.header.Headers headers, String name, String value) {
    headers.remove(name);
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
