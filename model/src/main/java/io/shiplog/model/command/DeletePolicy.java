package io.shiplog.model.command;

/**
 * How a delete is to be done.
 *
 * @param gracePeriodSeconds seconds a pod gets to stop; null takes the object's own; 0 removes the
 *     object at once
 * @param propagation {@code Background}, {@code Foreground}, {@code Orphan}, or null for the kind's
 *     default
 */
public record DeletePolicy(Long gracePeriodSeconds, String propagation) {

  /** The kind's own defaults. */
  public static final DeletePolicy DEFAULT = new DeletePolicy(null, null);

  /** At once: what a node agent says when a pod's containers are gone. */
  public static final DeletePolicy NOW = new DeletePolicy(0L, null);
}
