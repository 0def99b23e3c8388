package io.shiplog.benchmarks.load;

import io.shiplog.benchmarks.cluster.KubeClient;
import io.shiplog.benchmarks.report.Runs;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * One change to many watchers: each latency runs from sending the change until the first and until
 * the last watcher has the whole line of its event. The watchers take the bytes and count lines; as
 * they share this machine, their share of its time is in the figures. Lives on the watchers' event
 * loop alone.
 */
final class FanOut implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Context loop;
  private final Work change;
  private final List<HttpClientResponse> watches;
  private Promise<Void> all = Promise.promise();
  private long changed;
  private long firstSeen;
  private int seen;

  /**
   * Opens the watches on the workspace's objects from now on.
   *
   * @param client of the watchers, with a stream for each
   * @param change the requests that change one object, sent by another client
   */
  FanOut(KubeClient client, Workspace workspace, Work change, int watchers) {
    this.loop = client.vertx().getOrCreateContext();
    this.change = change;
    String version =
        client
            .must("GET", workspace.collection() + "?limit=1", KubeClient.JSON, "")
            .json()
            .at("/metadata/resourceVersion")
            .asText();
    String path = workspace.collection() + "?watch=true&resourceVersion=" + version;
    List<Future<HttpClientResponse>> opening = new ArrayList<>();
    for (int i = 0; i < watchers; i++) {
      opening.add(client.stream(path, this::received));
    }
    watches = KubeClient.await("opening watches", Future.all(opening)).list();
  }

  /** Makes so many changes, one after another, and adds what this run gave. */
  void run(Runs runs, int changes) {
    Histogram first = Sample.histogram();
    Histogram last = Sample.histogram();
    Work work =
        (sequence, slot) ->
            announce(sequence)
                .onSuccess(
                    now -> {
                      first.recordValue(firstSeen - changed);
                      last.recordValue(System.nanoTime() - changed);
                    });
    KubeClient.await(
        "changes to " + watches.size() + " watchers",
        PATIENCE,
        ClosedLoop.run(loop, work, 1, PATIENCE, changes));
    new Sample(first, 1).addLatenciesTo(runs, "first ");
    new Sample(last, 1).addLatenciesTo(runs, "last ");
  }

  /** Completes when every watcher has the change. */
  private Future<Void> announce(long sequence) {
    Promise<Void> everyone = Promise.promise();
    all = everyone;
    seen = 0;
    changed = System.nanoTime();
    change.send(sequence, 0).onFailure(everyone::tryFail);
    return everyone.future();
  }

  private void received(Buffer bytes) {
    if (bytes.getByte(bytes.length() - 1) != '\n') {
      return;
    }
    if (seen++ == 0) {
      firstSeen = System.nanoTime();
    }
    if (seen == watches.size()) {
      all.tryComplete();
    }
  }

  @Override
  public void close() {
    watches.forEach(watch -> watch.request().reset());
  }
}
