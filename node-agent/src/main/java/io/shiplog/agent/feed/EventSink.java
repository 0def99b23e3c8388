package io.shiplog.agent.feed;

import io.shiplog.agent.AgentConfig;
import io.shiplog.model.KubeObject;
import io.shiplog.model.event.EventNote;
import io.shiplog.model.event.EventRecorder;
import java.time.Instant;
import java.time.InstantSource;

/** Says what happened to a pod or the node, as Events, counted and combined as the kubelet's. */
public final class EventSink {

  private final Outbox outbox;
  private final InstantSource clock;
  private final EventRecorder recorder;

  public EventSink(AgentConfig config, Outbox outbox, InstantSource clock) {
    this.outbox = outbox;
    this.clock = clock;
    this.recorder = new EventRecorder("kubelet", config.nodeName(), "node-agent");
  }

  /** Something went as it should. */
  public void normal(KubeObject about, String container, String reason, String message) {
    send(about, container, "Normal", reason, message);
  }

  /** Something did not. */
  public void warning(KubeObject about, String container, String reason, String message) {
    send(about, container, "Warning", reason, message);
  }

  private synchronized void send(
      KubeObject about, String container, String type, String reason, String message) {
    Instant now = clock.instant();
    String path = container.isEmpty() ? "" : "spec.containers{" + container + "}";
    EventNote note = new EventNote(type, reason, message, path, "", now);
    recorder.record(about, note, now).ifPresent(outbox::send);
  }
}
