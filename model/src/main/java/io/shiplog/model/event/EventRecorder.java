package io.shiplog.model.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.Names;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.WriteOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Makes Events of what one component has to tell, so that what repeats does not fill the log. The
 * same words about the same object are one Event that counts; many that differ in their message
 * alone are combined ({@link SimilarEvents}); who tells too much of one object is not heard ({@link
 * SpamFilter}). Source: client-go {@code tools/record/events_cache.go}, {@code EventCorrelator}.
 *
 * <p>What it remembers is what it was told since it was made: whoever starts anew counts anew, as
 * client-go does. Not thread-safe.
 */
public final class EventRecorder {

  /** The longest message, in bytes of UTF-8: {@code NoteLengthLimit} of events.k8s.io. */
  public static final int MESSAGE_BYTES = 1024;

  /** How a message begins that stands for several. */
  static final String COMBINED = "(combined from similar events): ";

  private static final long NANOS = 1_000_000_000L;

  /**
   * Names of what happened at a whole second fall into its first moment: what others tell with a
   * finer clock came of it and sorts behind.
   */
  private static final long MOMENT_NANOS = 1_000_000L;

  private record Counted(String name, Instant first, int count, String occasion) {}

  private final String component;
  private final String host;
  private final WriteOptions options;
  private final SimilarEvents similar = new SimilarEvents();
  private final SpamFilter filter = new SpamFilter();
  private final RecentlyUsed<Counted> counted = new RecentlyUsed<>();
  private long lastNanos;

  /**
   * A recorder that has told nothing yet.
   *
   * @param component who tells, such as {@code kubelet}: the Event's source
   * @param host on which node, or empty
   * @param fieldManager who owns the fields of the Events
   */
  public EventRecorder(String component, String host, String fieldManager) {
    this.component = component;
    this.host = host;
    this.options = WriteOptions.by(fieldManager);
  }

  /**
   * Tells something about an object.
   *
   * @param now the time that is handed in, by which tellings are bounded
   * @return the write that tells it; empty where it was told already, or too much was. It puts the
   *     whole Event, so that it does not matter whether the one it counts on is there still, and
   *     whether it is asked for twice
   */
  public Optional<Operation> record(KubeObject about, EventNote note, Instant now) {
    String object = key(about.kind(), about.namespace(), about.name(), about.uid());
    String alike = key(object, about.apiVersion(), note.type(), note.reason());
    String same = key(alike, note.fieldPath(), note.message());
    Counted before = counted.get(same);
    if (before != null && !note.occasion().isEmpty() && before.occasion.equals(note.occasion())) {
      return Optional.empty();
    }
    EventNote told = note;
    if (similar.tooMany(alike, note.message(), now)) {
      told = note.saying(COMBINED + note.message());
      if (!note.occasion().isEmpty()) {
        counted.put(same, new Counted("", note.at(), 0, note.occasion()));
      }
      same = alike;
      before = counted.get(same);
    }
    boolean repeated = before != null && before.count > 0;
    Counted event =
        repeated
            ? new Counted(before.name, before.first, before.count + 1, note.occasion())
            : new Counted(name(about, told), note.at(), 1, note.occasion());
    counted.put(same, event);
    return filter.pass(object, now) ? Optional.of(write(about, told, event)) : Optional.empty();
  }

  private static String key(String... parts) {
    return String.join("\0", parts);
  }

  /** {@code <object>.<nanoseconds, in hex>}: in the order of names is the order of time. */
  private String name(KubeObject about, EventNote note) {
    long nanos = note.at().getEpochSecond() * NANOS;
    if (note.occasion().isEmpty()) {
      nanos = Math.max(nanos + note.at().getNano(), lastNanos + 1);
      lastNanos = nanos;
    } else {
      String digest = Names.uid(about.uid(), note.reason(), note.message(), note.occasion());
      nanos += Long.parseLong(digest.substring(0, 8), 16) % MOMENT_NANOS;
    }
    return about.name() + "." + Long.toHexString(nanos);
  }

  private Operation write(KubeObject about, EventNote note, Counted told) {
    String namespace = about.namespace().isEmpty() ? "default" : about.namespace();
    ObjectNode event = Json.object().put("apiVersion", "v1").put("kind", "Event");
    event.putObject("metadata").put("name", told.name).put("namespace", namespace);
    ObjectNode involved = event.putObject("involvedObject");
    involved.put("kind", about.kind()).put("apiVersion", about.apiVersion());
    involved.put("name", about.name()).put("uid", about.uid());
    if (!about.namespace().isEmpty()) {
      involved.put("namespace", about.namespace());
    }
    if (about.resourceVersion() > 0) {
      involved.put("resourceVersion", Long.toString(about.resourceVersion()));
    }
    if (!note.fieldPath().isEmpty()) {
      involved.put("fieldPath", note.fieldPath());
    }
    event.put("type", note.type()).put("reason", note.reason()).put("message", cut(note.message()));
    event.put("firstTimestamp", time(told.first)).put("lastTimestamp", time(note.at()));
    event.put("count", told.count);
    ObjectNode source = event.putObject("source").put("component", component);
    if (!host.isEmpty()) {
      source.put("host", host);
    }
    event.put("reportingComponent", component).put("reportingInstance", host);
    return Operation.update(Catalogue.EVENTS.key(namespace, told.name), event, options);
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The message as far as it may reach; a letter is kept whole or not at all. */
  private static String cut(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MESSAGE_BYTES) {
      return message;
    }
    int end = MESSAGE_BYTES;
    while ((bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
