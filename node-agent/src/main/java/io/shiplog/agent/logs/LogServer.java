package io.shiplog.agent.logs;

import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.decide.ContainerStatuses;
import io.shiplog.agent.machine.PodPaths;
import io.shiplog.model.Json;
import io.shiplog.model.error.Status;
import io.shiplog.topics.Headers;
import io.shiplog.topics.NodeRequest;
import io.shiplog.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/** Answers requests for container logs, each in a thread of its own, in pieces of at most 64 KB. */
public final class LogServer {

  private static final Logger LOG = Logger.getLogger(LogServer.class);
  private static final int PIECE_BYTES = 64 << 10;

  private final AgentConfig config;
  private final Consumer<ProducerRecord<String, byte[]>> replies;
  private final LoggedPods pods;
  private final Executor threads;
  private final InstantSource clock;

  /** What is being answered, from its request on: it may be cancelled before it was begun. */
  private final Map<String, CompletableFuture<Void>> open = new ConcurrentHashMap<>();

  public LogServer(
      AgentConfig config,
      Consumer<ProducerRecord<String, byte[]>> replies,
      LoggedPods pods,
      Executor threads,
      InstantSource clock) {
    this.config = config;
    this.replies = replies;
    this.pods = pods;
    this.threads = threads;
    this.clock = clock;
  }

  /** Begins to answer a request, or stops answering it where the request is null. */
  public void request(String id, NodeRequest request) {
    if (request == null) {
      CompletableFuture<Void> over = open.remove(id);
      if (over != null) {
        over.complete(null);
      }
    } else {
      CompletableFuture<Void> over = new CompletableFuture<>();
      open.put(id, over);
      threads.execute(() -> answer(id, request, over));
    }
  }

  private void answer(String id, NodeRequest request, CompletableFuture<Void> over) {
    try {
      answerUntil(id, request, over);
    } finally {
      open.remove(id, over);
    }
  }

  private void answerUntil(String id, NodeRequest request, CompletableFuture<Void> over) {
    if (!request.type().equals("logs")) {
      end(id, Json.bytes(bad("a node does not serve " + request.type())));
      return;
    }
    try {
      LogOptions options = LogOptions.of(request.options(), clock.instant());
      List<Path> starts = starts(request);
      int index = starts.size() - (options.previous() ? 2 : 1);
      if (index < 0) {
        end(id, Json.bytes(bad(absence(request, options.previous()))));
        return;
      }
      LogStream stream =
          new LogStream(starts.get(index), options, () -> running(request), out -> piece(id, out));
      over.thenRun(stream::cancel);
      stream.run();
      end(id, new byte[0]);
    } catch (IOException | IllegalArgumentException e) {
      end(id, Json.bytes(bad("the log cannot be read: " + e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.debugf("request %s ended with the agent", id);
    }
  }

  /** Why there is no log, in a kubelet's words. */
  private String absence(NodeRequest request, boolean previous) {
    String container = "container \"" + request.container() + "\" in pod \"" + request.pod() + "\"";
    if (previous) {
      return "previous terminated " + container + " not found";
    }
    String reason = ContainerStatuses.waitsFor(pods.desired(request.uid()), request.container());
    return container
        + switch (reason) {
          case "" -> " is waiting to start - no logs yet";
          case "ErrImagePull" -> " is waiting to start: image can't be pulled";
          case "ImagePullBackOff" -> " is waiting to start: trying and failing to pull image";
          default -> " is waiting to start: " + reason;
        };
  }

  /** The log files of a container, oldest start first. */
  private List<Path> starts(NodeRequest request) throws IOException {
    Path folder =
        PodPaths.logs(config, request.namespace(), request.pod(), request.uid())
            .resolve(request.container());
    if (!folder.normalize().startsWith(config.logsHome()) || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\d+\\.log"))
          .sorted(Comparator.comparingInt(LogServer::attempt))
          .toList();
    }
  }

  private static int attempt(Path file) {
    return Integer.parseInt(file.getFileName().toString().replace(".log", ""));
  }

  /** Whether a followed log may still grow. */
  private boolean running(NodeRequest request) {
    return pods.running(request.uid(), request.container());
  }

  private void piece(String id, byte[] bytes) {
    for (int from = 0; from < bytes.length; from += PIECE_BYTES) {
      int to = Math.min(bytes.length, from + PIECE_BYTES);
      replies.accept(
          new ProducerRecord<>(
              Topics.replies(config.nodeName()),
              id,
              java.util.Arrays.copyOfRange(bytes, from, to)));
    }
  }

  private void end(String id, byte[] value) {
    ProducerRecord<String, byte[]> last =
        new ProducerRecord<>(Topics.replies(config.nodeName()), id, value);
    Headers.put(last.headers(), Headers.END, "true");
    replies.accept(last);
  }

  private static Status bad(String message) {
    return new Status(400, "BadRequest", message, null);
  }
}
