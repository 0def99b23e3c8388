package io.shiplog.e2e.chaos.workload;

import io.shiplog.e2e.chaos.history.Entry.Answer;
import io.shiplog.e2e.chaos.history.Entry.Asked;
import io.shiplog.e2e.chaos.history.Entry.Verb;
import io.shiplog.e2e.support.Api;
import io.shiplog.e2e.support.Await;
import io.shiplog.topics.KafkaSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Clients, watchers and the scaling of a Deployment, all at once. */
public final class Workload implements AutoCloseable {

  private static final int WATCHERS_EACH = 2;
  private static final String LAST = "last";

  /** For what must succeed before and after, however busy the machine is. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Recorder recorder;
  private final Api anyGateway;
  private final Scaling scaling;
  private final List<Client> clients = new ArrayList<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private final List<Future<?>> writes = new ArrayList<>();
  private final List<Future<?>> watches = new ArrayList<>();
  private final ExecutorService writing = Executors.newCachedThreadPool();
  private final ExecutorService watching = Executors.newCachedThreadPool();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  private Workload(Map<String, Api> gateways, Recorder recorder, long seed, Load load) {
    this.recorder = recorder;
    this.anyGateway = gateways.values().iterator().next().waiting(PATIENCE);
    this.scaling = new Scaling(gateways, seed);
    for (int number = 1; number <= load.writers(); number++) {
      clients.add(Client.writer("writer-" + number, gateways, recorder, load, seed + number));
    }
    for (int number = 1; number <= load.readers(); number++) {
      clients.add(Client.reader("reader-" + number, gateways, recorder, load, seed - number));
    }
    for (Target target : Target.ALL) {
      for (int number = 1; number <= WATCHERS_EACH; number++) {
        String name = target.kind() + "-" + number;
        watchers.add(new Watcher(name, target, gateways, recorder, clock));
      }
    }
  }

  /** Makes what the workload needs and sets it going. */
  public static Workload start(
      Map<String, Api> gateways, KafkaSettings kafka, Recorder recorder, long seed, Load load)
      throws IOException {
    Workload workload = new Workload(gateways, recorder, seed, load);
    Scaling.made(
        workload.anyGateway.post("/api/v1/namespaces", Scaling.namespace(Target.NAMESPACE)));
    Scaling.prepare(workload.anyGateway, kafka);
    workload.watchers.forEach(it -> workload.watches.add(workload.watching.submit(it)));
    workload.clients.forEach(it -> workload.writes.add(workload.writing.submit(it)));
    workload.writes.add(workload.writing.submit(workload.scaling));
    return workload;
  }

  /**
   * Ends the clients, lets the watchers catch up, and waits until the pods are as desired.
   *
   * @throws ExecutionException if a client or a watcher had ended by itself, for a bug of its own
   */
  public void finish(Duration patience)
      throws IOException, InterruptedException, ExecutionException {
    clients.forEach(Client::end);
    scaling.end();
    writing.shutdown();
    if (!writing.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("clients do not end");
    }
    for (Future<?> write : writes) {
      write.get();
    }
    Map<Target, Long> ends = new HashMap<>();
    for (Target target : Target.ALL) {
      ends.put(target, writeLast(target));
    }
    for (Watcher watcher : watchers) {
      long last = ends.get(watcher.target());
      try {
        Await.until("a watcher has seen everything", patience, watcher::seen, v -> v >= last);
      } catch (AssertionError e) {
        // The check of the history will say what it lacks.
        System.err.println(watcher.target().kind() + ": " + e.getMessage());
      }
    }
    for (Future<?> watch : watches) {
      if (watch.isDone()) {
        watch.get();
      }
    }
    recorder.add(scaling.rest(anyGateway, patience));
  }

  /**
   * Makes an object that nobody else touches: who was shown it was shown all that was written
   * before, deletions too, whose versions no answer tells.
   */
  private long writeLast(Target target) throws IOException {
    long called = recorder.now();
    Api.Reply reply =
        anyGateway.post(target.path(), target.manifest(LAST, "value", LAST + target.kind(), 0));
    if (reply.status() != 201) {
      throw new IOException("nothing can be written any more: " + reply);
    }
    Asked asked =
        new Asked(
            LAST,
            "any",
            called,
            recorder.now(),
            Verb.CREATE,
            target.key(LAST),
            LAST + target.kind(),
            0,
            Answer.DONE,
            reply.status(),
            Target.version(reply.json()),
            Target.data(reply.json()));
    recorder.add(asked);
    return asked.resourceVersion();
  }

  @Override
  public void close() {
    clients.forEach(Client::end);
    scaling.end();
    watchers.forEach(Watcher::end);
    writing.shutdownNow();
    watching.shutdownNow();
    clock.shutdownNow();
  }
}
