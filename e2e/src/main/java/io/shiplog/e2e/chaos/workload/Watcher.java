package io.shiplog.e2e.chaos.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.e2e.chaos.history.Entry;
import io.shiplog.e2e.chaos.history.Entry.Shown;
import io.shiplog.e2e.support.Api;
import io.shiplog.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Follows the objects of one kind as an informer does: lists once, watches from there, connects
 * again from the last version it saw whenever a stream ends, to whichever gateway answers, and
 * lists again when it is told that its version is too old.
 */
public final class Watcher implements Runnable {

  private static final Logger LOG = Logger.getLogger(Watcher.class);
  private static final int GONE = 410;
  private static final int STREAM_SECONDS = 5;
  private static final int SILENCE_SECONDS = 8;
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final String name;
  private final Target target;
  private final List<Map.Entry<String, Api>> gateways;
  private final Recorder recorder;
  private final ScheduledExecutorService clock;
  private int turn;
  private volatile long seen;
  private volatile boolean ended;

  /**
   * A watcher.
   *
   * @param gateways by name, asked in turn
   * @param clock hangs up on streams that have fallen silent
   */
  public Watcher(
      String name,
      Target target,
      Map<String, Api> gateways,
      Recorder recorder,
      ScheduledExecutorService clock) {
    this.name = name;
    this.target = target;
    this.gateways = List.copyOf(gateways.entrySet());
    this.recorder = recorder;
    this.clock = clock;
  }

  /** The version up to which it has seen everything; 0 while it has seen nothing. */
  public long seen() {
    return seen;
  }

  public Target target() {
    return target;
  }

  /** It stops with the stream that is open. */
  public void end() {
    ended = true;
  }

  @Override
  public void run() {
    while (!ended) {
      Map.Entry<String, Api> gateway = gateways.get(turn++ % gateways.size());
      try {
        if (seen == 0) {
          list(gateway.getKey(), gateway.getValue());
        }
        if (seen == 0) {
          // Nothing was ever written there. A watch from 0 is one from any version: it would begin
          // with what is there by then, and not with each change.
          LockSupport.parkNanos(RETRY_NANOS);
        } else {
          watch(gateway.getKey(), gateway.getValue());
        }
      } catch (IOException e) {
        LOG.debugf(e, "%s goes on to the next gateway", name);
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private void list(String gateway, Api api) throws IOException {
    Api.Reply reply = api.get(target.path());
    if (reply.status() != 200) {
      throw new IOException("no list: " + reply);
    }
    List<Shown> items = new ArrayList<>();
    for (JsonNode item : reply.json().path("items")) {
      items.add(new Shown(target.keyOf(item), Target.version(item), Target.data(item)));
    }
    long version = Target.version(reply.json());
    recorder.add(new Entry.Listed(name, target.scope(), recorder.now(), gateway, version, items));
    seen = version;
  }

  private void watch(String gateway, Api api) throws IOException {
    String path =
        "%s?watch=true&allowWatchBookmarks=true&timeoutSeconds=%d&resourceVersion=%d"
            .formatted(target.path(), STREAM_SECONDS, seen);
    HttpResponse<InputStream> response = api.open(path);
    InputStream stream = response.body();
    ScheduledFuture<?> hangUp =
        clock.schedule(() -> close(stream), SILENCE_SECONDS, TimeUnit.SECONDS);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      if (response.statusCode() != 200) {
        expired(response.statusCode());
        throw new IOException("no watch: " + reader.readLine());
      }
      String line = reader.readLine();
      while (line != null && event(gateway, line)) {
        line = reader.readLine();
      }
    } finally {
      hangUp.cancel(false);
    }
  }

  /** One event; whether the stream goes on. */
  private boolean event(String gateway, String line) throws IOException {
    JsonNode event;
    try {
      event = Json.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IOException("half an event: the stream broke", e);
    }
    String type = event.path("type").asText();
    JsonNode object = event.path("object");
    if (type.equals("ERROR")) {
      expired(object.path("code").asInt());
      return false;
    }
    boolean bookmark = type.equals("BOOKMARK");
    long version = Target.version(object);
    recorder.add(
        new Entry.Watched(
            name,
            recorder.now(),
            gateway,
            type,
            bookmark ? "" : target.keyOf(object),
            version,
            bookmark ? Map.of() : Target.data(object)));
    seen = version;
    return true;
  }

  /** After a 410 it starts over from a list; anything else may pass. */
  private void expired(int code) {
    seen = code == GONE ? 0 : seen;
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      LOG.debugf(e, "a silent stream was broken already");
    }
  }
}
