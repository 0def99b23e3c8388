package io.shiplog.model;

/**
 * Which nodes follow an inbox. A node's agent asks for one by an annotation of its Node; a Node
 * without it follows the API instead, or nobody follows it at all, and nothing is written for it.
 */
public final class NodeInbox {

  /** The annotation by which a Node asks for an inbox: {@value #WANTED} does. */
  public static final String ANNOTATION = "shiplog.io/inbox";

  /** The value of {@link #ANNOTATION} that asks for one. */
  public static final String WANTED = "true";

  private NodeInbox() {}

  /** Whether a Node asks for an inbox; null does not. */
  public static boolean wanted(KubeObject node) {
    return node != null && node.annotation(ANNOTATION).equals(WANTED);
  }
}
