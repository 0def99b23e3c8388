package io.shiplog.benchmarks.load;

import io.shiplog.benchmarks.cluster.KubeClient;
import io.shiplog.benchmarks.report.Runs;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads all objects of a namespace, in one body or in pages, one reader at a time; a latency ends
 * with the last byte. The driver takes the bytes and looks at none but the page's token.
 */
final class Lists {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration NO_LIMIT = Duration.ofMinutes(5);
  private static final double MEGABYTE = 1e6;
  private static final Pattern CONTINUE = Pattern.compile("\"continue\":\\s*\"([^\"]+)\"");

  private final KubeClient client;
  private final Workspace workspace;
  private long bytes;

  Lists(KubeClient client, Workspace workspace) {
    this.client = client;
    this.workspace = workspace;
  }

  /** Reads the whole list so many times and adds what this run gave. */
  void whole(Runs runs, int times) {
    measure(runs, times, (sequence, slot) -> page(workspace.collection()));
  }

  /** Reads the list in pages of so many objects, so many times, and adds what this run gave. */
  void paged(Runs runs, int times, int limit) {
    String path = workspace.collection() + "?limit=" + limit;
    measure(
        runs,
        times,
        (sequence, slot) -> {
          bytes = 0;
          return pages(path, "");
        });
  }

  private void measure(Runs runs, int times, Work work) {
    Sample sample =
        KubeClient.await(
            "listing", PATIENCE, ClosedLoop.run(workspace.context(), work, 1, NO_LIMIT, times));
    sample.addLatenciesTo(runs, "");
    runs.add("body", "MB", bytes / MEGABYTE);
  }

  private Future<Long> page(String path) {
    return client.drain(path).onSuccess(length -> bytes = length);
  }

  /** From this page on; each asks for the next until one has no token. */
  private Future<Void> pages(String path, String token) {
    return client
        .send("GET", path + token, KubeClient.JSON, io.vertx.core.buffer.Buffer.buffer())
        .compose(
            reply -> {
              bytes += reply.body().length();
              if (!reply.ok()) {
                return Future.failedFuture("GET " + path + ": HTTP " + reply.status());
              }
              Matcher next = CONTINUE.matcher(head(reply));
              return next.find()
                  ? pages(path, "&continue=" + encoded(next.group(1)))
                  : Future.succeededFuture();
            });
  }

  /** The list's own metadata stands before its items. */
  private static String head(KubeClient.Reply reply) {
    return reply.body().getString(0, Math.min(2000, reply.body().length()));
  }

  private static String encoded(String token) {
    return java.net.URLEncoder.encode(token, StandardCharsets.UTF_8);
  }
}
