package io.shiplog.topics;

import java.util.Map;

/**
 * A streaming request to a node agent, value of {@link Topics#requests}.
 *
 * @param id names the stream; the record key too
 * @param type what is asked for: {@code logs}
 * @param namespace the pod's namespace
 * @param pod the pod's name
 * @param uid the pod's uid
 * @param container which container
 * @param options as in the URL: {@code follow}, {@code tailLines}, {@code previous}, {@code
 *     timestamps}, {@code sinceSeconds}, {@code sinceTime}, {@code limitBytes}
 */
public record NodeRequest(
    String id,
    String type,
    String namespace,
    String pod,
    String uid,
    String container,
    Map<String, String> options) {

  public NodeRequest {
    options = options == null ? Map.of() : Map.copyOf(options);
  }
}
