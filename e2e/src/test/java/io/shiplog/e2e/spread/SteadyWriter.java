package io.shiplog.e2e.spread;

import io.shiplog.e2e.support.Api;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that creates one ConfigMap after the other, whatever happens to the cluster, as careful
 * clients do: when a gateway does not answer or answers 5xx, it asks the next for the same thing.
 */
final class SteadyWriter implements AutoCloseable {

  private static final String PATH = "/api/v1/namespaces/default/configmaps";
  private static final long PAUSE_NANOS = 20_000_000;

  private final List<Api> gateways;
  private final List<String> acknowledged = new ArrayList<>();
  private final List<String> surprises = new ArrayList<>();
  private final Thread thread;
  private volatile boolean ended;

  /** Begins writing, through the first gateway while it answers. */
  SteadyWriter(List<Api> gateways) {
    this.gateways = List.copyOf(gateways);
    this.thread = Thread.ofPlatform().name("steady-writer").daemon().start(this::run);
  }

  /** How many writes were acknowledged so far. */
  synchronized int count() {
    return acknowledged.size();
  }

  /** The names of what was acknowledged, in order. */
  synchronized List<String> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** Answers that no healthy cluster gives, such as a conflict over a name never used before. */
  synchronized List<String> surprises() {
    return List.copyOf(surprises);
  }

  @Override
  public void close() throws InterruptedException {
    ended = true;
    thread.join();
  }

  private void run() {
    int gateway = 0;
    for (int number = 0; !ended; number++) {
      String name = "written-%05d".formatted(number);
      boolean askedBefore = false;
      while (!ended && !write(gateways.get(gateway), name, askedBefore)) {
        gateway = (gateway + 1) % gateways.size();
        askedBefore = true;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Whether the object is there for certain. */
  private boolean write(Api api, String name, boolean askedBefore) {
    String body =
        """
        {"apiVersion":"v1","kind":"ConfigMap",
         "metadata":{"name":"%1$s","labels":{"by":"steady-writer"}},"data":{"is":"%1$s"}}
        """
            .formatted(name);
    try {
      Api.Reply reply = api.post(PATH, body);
      boolean made = reply.status() == 201 || (reply.status() == 409 && askedBefore);
      synchronized (this) {
        if (made) {
          acknowledged.add(name);
        } else if (reply.status() < 500) {
          surprises.add(name + ": " + reply);
        }
      }
      return made || reply.status() < 500;
    } catch (IOException e) {
      LockSupport.parkNanos(PAUSE_NANOS);
      return false;
    }
  }
}
