package io.shiplog.model.event;

import java.time.Instant;

/**
 * What an Event says.
 *
 * @param type {@code Normal} or {@code Warning}
 * @param reason one word for machines
 * @param message for people; cut where it is longer than {@link EventRecorder#MESSAGE_BYTES}
 * @param fieldPath which part of the object, such as {@code spec.containers{web}}; empty for all
 * @param occasion what tells this happening from another with the same words: told twice, it is one
 *     Event and counts once, also by a writer that forgot that it told it. Empty where each telling
 *     is a happening of its own
 * @param at when it happened. With an occasion it is to follow from facts, to the second, since the
 *     Event's name follows from it
 */
public record EventNote(
    String type, String reason, String message, String fieldPath, String occasion, Instant at) {

  /** Something went as it should. */
  public static EventNote normal(String reason, String message, Object occasion, Instant at) {
    return new EventNote("Normal", reason, message, "", occasion.toString(), at);
  }

  /** Something that people should know of. */
  public static EventNote warning(String reason, String message, Object occasion, Instant at) {
    return new EventNote("Warning", reason, message, "", occasion.toString(), at);
  }

  /** The same with other words. */
  EventNote saying(String other) {
    return new EventNote(type, reason, other, fieldPath, occasion, at);
  }
}
