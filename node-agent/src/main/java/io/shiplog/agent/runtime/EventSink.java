package io.shiplog.agent.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.AgentConfig;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.WriteOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says what happened to a pod or the node, as Events; not the same thing over and over. */
final class EventSink {

  /** An event that repeats within this time is not sent again. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  private static final int REMEMBERED = 2000;

  private final AgentConfig config;
  private final Outbox outbox;
  private final InstantSource clock;
  private final Map<String, Instant> sent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  EventSink(AgentConfig config, Outbox outbox, InstantSource clock) {
    this.config = config;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Something went as it should. */
  void normal(KubeObject about, String container, String reason, String message) {
    send(about, container, "Normal", reason, message);
  }

  /** Something did not. */
  void warning(KubeObject about, String container, String reason, String message) {
    send(about, container, "Warning", reason, message);
  }

  private synchronized void send(
      KubeObject about, String container, String type, String reason, String message) {
    Instant now = clock.instant();
    String same = about.uid() + container + reason + message;
    Instant last = sent.get(same);
    if (last != null && last.plus(QUIET).isAfter(now)) {
      return;
    }
    sent.put(same, now);
    String namespace = about.namespace().isEmpty() ? "default" : about.namespace();
    String name = about.name() + "." + Long.toHexString(nanos(now));
    ObjectKey key = Catalogue.EVENTS.key(namespace, name);
    ObjectNode event = event(about, container, now);
    Json.ensure(event, "metadata").put("name", name).put("namespace", namespace);
    event.put("type", type).put("reason", reason).put("message", message);
    outbox.send(Operation.create(key, event, WriteOptions.by("node-agent")));
  }

  private static long nanos(Instant now) {
    return now.getEpochSecond() * 1_000_000_000L + now.getNano() + (System.nanoTime() & 0x3ff);
  }

  private ObjectNode event(KubeObject about, String container, Instant now) {
    ObjectNode event = Json.object();
    event.put("apiVersion", "v1").put("kind", "Event");
    ObjectNode involved = event.putObject("involvedObject");
    involved.put("kind", about.kind()).put("apiVersion", about.apiVersion());
    involved.put("name", about.name()).put("uid", about.uid());
    if (!about.namespace().isEmpty()) {
      involved.put("namespace", about.namespace());
    }
    if (!container.isEmpty()) {
      involved.put("fieldPath", "spec.containers{" + container + "}");
    }
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    event.put("firstTimestamp", time).put("lastTimestamp", time).put("count", 1);
    event.putObject("source").put("component", "kubelet").put("host", config.nodeName());
    event.put("reportingComponent", "kubelet").put("reportingInstance", config.nodeName());
    return event;
  }
}
