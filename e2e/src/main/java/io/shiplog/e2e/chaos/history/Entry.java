package io.shiplog.e2e.chaos.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/** One line of a history. Times are nanoseconds since the history began. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Entry.Asked.class, name = "asked"),
  @JsonSubTypes.Type(value = Entry.Listed.class, name = "listed"),
  @JsonSubTypes.Type(value = Entry.Watched.class, name = "watched"),
  @JsonSubTypes.Type(value = Entry.Decided.class, name = "decided"),
  @JsonSubTypes.Type(value = Entry.Ids.class, name = "ids"),
  @JsonSubTypes.Type(value = Entry.Containers.class, name = "containers"),
  @JsonSubTypes.Type(value = Entry.Host.class, name = "host"),
  @JsonSubTypes.Type(value = Entry.Rested.class, name = "rested"),
  @JsonSubTypes.Type(value = Entry.Broke.class, name = "broke")
})
public sealed interface Entry {

  /** What a client does to one object. */
  enum Verb {
    GET,
    CREATE,
    UPDATE,
    MERGE,
    APPLY,
    DELETE
  }

  /** What a client knows afterwards. Unknown: it may have happened, or may yet happen. */
  enum Answer {
    DONE,
    REFUSED,
    UNKNOWN
  }

  /**
   * One request of one client.
   *
   * @param gateway whom it asked
   * @param called when it was sent
   * @param returned when the answer came, or the client gave up
   * @param key the object, as in the log
   * @param value what a write writes; no two writes of a history write the same
   * @param expected the resourceVersion that an update asks for; 0 for none
   * @param status the HTTP status; 0 where none came
   * @param resourceVersion of the object in the answer; 0 where it shows none
   * @param data what the object in the answer carries
   */
  record Asked(
      String client,
      String gateway,
      long called,
      long returned,
      Verb verb,
      String key,
      String value,
      long expected,
      Answer answer,
      int status,
      long resourceVersion,
      Map<String, String> data)
      implements Entry {

    /** Whether it can have changed anything. */
    public boolean write() {
      return verb != Verb.GET;
    }

    /** The same request, of which is known that it took effect at this version. */
    public Asked at(long version) {
      return new Asked(
          client, gateway, called, returned, verb, key, value, expected, answer, status, version,
          data);
    }
  }

  /** An object as somebody was shown it. */
  record Shown(String key, long resourceVersion, Map<String, String> data) {}

  /**
   * A watcher starts over from a list: at first, and when its version is too old (410).
   *
   * @param scope what it watches: the keys that begin so
   * @param resourceVersion of the list
   */
  record Listed(
      String watcher,
      String scope,
      long at,
      String gateway,
      long resourceVersion,
      List<Shown> items)
      implements Entry {}

  /**
   * A watcher is shown a change, or a bookmark, whose key is empty.
   *
   * @param type ADDED, MODIFIED, DELETED or BOOKMARK
   */
  record Watched(
      String watcher,
      long at,
      String gateway,
      String type,
      String key,
      long resourceVersion,
      Map<String, String> data)
      implements Entry {}

  /**
   * A change that the log has, from the topic {@code history}, in its order.
   *
   * @param shard its partition
   * @param type ADDED, MODIFIED or DELETED
   */
  record Decided(int shard, String type, String key, long resourceVersion, Map<String, String> data)
      implements Entry {}

  /**
   * The ids in a topic, in order, each as often as it is there.
   *
   * @param topic {@code commands} or {@code outcomes}
   */
  record Ids(String topic, List<String> ids) implements Entry {}

  /**
   * The running containers of a node at one moment, as the runtime lists them.
   *
   * @param running {@code <pod uid>/<container name>}, each as often as it runs
   */
  record Containers(String node, long at, List<String> running) implements Entry {}

  /**
   * What of ours is on the host: mounts, network namespaces, links, tables, cgroups, processes.
   *
   * @param when {@code before} or {@code after} the run
   */
  record Host(String when, List<String> things) implements Entry {}

  /** What the cluster came to, once nothing was broken any more, and what was desired. */
  record Rested(String what, String desired, String found) implements Entry {}

  /** What was broken or mended on purpose. */
  record Broke(long at, String what) implements Entry {}
}
