package io.shiplog.benchmarks.load;

import io.vertx.core.Future;

/** One kind of request, sent again and again. */
@FunctionalInterface
interface Work {

  /**
   * Sends one request.
   *
   * @param sequence counts the requests of a run, from 0
   * @param slot which of those in flight it is, from 0; two with one slot never overlap in closed
   *     loop
   * @return completes on the event loop when the answer is whole; fails when the answer is not the
   *     one that was hoped for
   */
  Future<?> send(long sequence, int slot);
}
