package io.shiplog.topics;

/** How large things may be. */
public final class Limits {

  /** A request's body, as in kube-apiserver: 3 MiB. */
  public static final int MAX_REQUEST_BYTES = 3 << 20;

  /** The largest object, as etcd has it: 1.5 MiB, not counting escapes. */
  public static final int MAX_OBJECT_BYTES = 3 << 19;

  /** How many bytes a byte of text takes in JSON at most: a control character takes six. */
  private static final int ESCAPED = 6;

  /**
   * The largest record a broker takes: the largest object if all of it is control characters, and
   * the command or outcome around it.
   */
  public static final int MAX_RECORD_BYTES = ESCAPED * MAX_OBJECT_BYTES + (1 << 20);

  /** The longest id of a command: it stands in records beside what fills them. In characters. */
  public static final int MAX_ID_CHARS = 256;

  /** The longest that a transaction may be open, in milliseconds. */
  public static final int TRANSACTION_MILLIS = 15_000;

  private Limits() {}
}
