package io.shiplog.controller;

import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.Change;

/**
 * One control loop: it compares what an object asks for with what the table shows, and asks for
 * what is missing. The reactor calls it for each key it wanted to look at.
 */
public interface Controller {

  /**
   * The controller's name: field manager of what it writes, and {@code
   * system:serviceaccount:kube-system:<name>}.
   */
  String name();

  /**
   * Says which keys the change makes worth a look ({@link Work#look}). When the service starts,
   * every object of the table comes by with {@code before} equal to {@code after}.
   */
  void changed(Change change, Work work);

  /**
   * Told of the end of an object that the table never had: the log was compacted in between. Only
   * who publishes something for its objects has something to take back.
   */
  default void ended(ObjectKey key, Work work) {}

  /** Looks at one key; the object under it may be gone. Repeats must be harmless. */
  void reconcile(ObjectKey key, Work work);
}
