package io.shiplog.model.command;

/** What an {@link Operation} wants to do. */
public enum Verb {
  /** Make an object that is not there yet; with subresource {@code binding}, bind a pod. */
  CREATE,
  /** Replace an object, or the part of it that the subresource names. */
  UPDATE,
  /** Change an object by a patch document; see {@link PatchType}. */
  PATCH,
  /** Delete an object. */
  DELETE
}
