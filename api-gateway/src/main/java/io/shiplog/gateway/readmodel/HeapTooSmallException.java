package io.shiplog.gateway.readmodel;

/** What is in the log does not fit into the heap: there is no use in trying again. */
public final class HeapTooSmallException extends RuntimeException {

  private static final long serialVersionUID = 1;

  HeapTooSmallException(long heapMegabytes, long neededMegabytes) {
    super(
        ("the objects in the log do not fit into a heap of %d MB; about %d MB are needed: start with"
                + " SHIPLOG_CONTROL_PLANE_HEAP=%dm, or with -Xmx%dm where java is started by"
                + " something else than ./shiplog up")
            .formatted(heapMegabytes, neededMegabytes, neededMegabytes, neededMegabytes));
  }
}
