package io.shiplog.topics;

/** How large things may be. */
public final class Limits {

  /** A request body and an object, as in kube-apiserver and etcd: 3 MiB and 1.5 MiB. */
  public static final int MAX_REQUEST_BYTES = 3 << 20;

  /** The largest object the ledger accepts, serialized. */
  public static final int MAX_OBJECT_BYTES = 3 << 19;

  /** The largest record a broker takes: a request with its envelope. */
  public static final int MAX_RECORD_BYTES = 4 << 20;

  /** The longest id of a command: it stands in records beside what fills them. In characters. */
  public static final int MAX_ID_CHARS = 256;

  private Limits() {}
}
