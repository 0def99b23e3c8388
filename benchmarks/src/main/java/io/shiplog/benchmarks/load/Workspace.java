package io.shiplog.benchmarks.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.benchmarks.cluster.KubeClient;
import io.shiplog.benchmarks.cluster.KubeClient.Reply;
import io.shiplog.benchmarks.cluster.Waiting;
import io.shiplog.model.ObjectKey;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A namespace of one's own in the cluster that is measured, and the requests that write in it. It
 * is deleted with everything in it by {@link #close}.
 */
final class Workspace implements AutoCloseable {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int QUICKLY = 64;
  private static final int SOME = 20;
  private static final String MARKER = "@name@";

  private final KubeClient client;
  private final Context context;
  private final Kind kind;
  private final String namespace;
  private final Map<Integer, Template[]> updates = new HashMap<>();
  private final Map<Integer, Integer> entries = new HashMap<>();
  private final Map<Integer, Integer> shownSizes = new HashMap<>();
  private final AtomicLong changes = new AtomicLong();

  /** Makes the namespace and waits until objects can be created in it. */
  Workspace(KubeClient client, Kind kind, String namespace) {
    this.client = client;
    this.context = client.vertx().getOrCreateContext();
    this.kind = kind;
    this.namespace = namespace;
    String manifest =
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}";
    client.must("POST", "/api/v1/namespaces", KubeClient.JSON, manifest.formatted(namespace));
    Waiting.until("objects can be created in " + namespace, PATIENCE, () -> creates("probe"));
    client.must("DELETE", path("probe"), KubeClient.JSON, "");
  }

  /** False while a new namespace lacks what the server's admission wants there. */
  private boolean creates(String name) {
    Buffer manifest = Buffer.buffer(kind.manifest(namespace, name, 0));
    return client.call("POST", collection(), KubeClient.JSON, manifest).ok();
  }

  Context context() {
    return context;
  }

  /**
   * A manifest whose object the server shows as so many bytes, with its defaults and managedFields;
   * the bare object where that is larger.
   */
  private String manifest(String name, int size) {
    int needed =
        entries.computeIfAbsent(
            size,
            wanted -> {
              int bare = shown(0);
              return Math.max(0, (wanted - bare) * SOME / (shown(SOME) - bare));
            });
    return kind.manifest(namespace, name, needed);
  }

  /** How many bytes the server makes of a manifest with so many entries; it keeps nothing. */
  private int shown(int count) {
    String manifest = kind.manifest(namespace, "probe", count);
    String path = collection() + "?dryRun=All";
    return client.must("POST", path, KubeClient.JSON, manifest).body().length();
  }

  /** What the objects of this nominal size really have, such as {@code 3.1 KB}. */
  String trueSize(int size) {
    objects(size, 1);
    return String.format(Locale.ROOT, "%.1f KB", shownSizes.get(size) / 1024.0);
  }

  /** What no object of this workspace ever held: an update that changes nothing is cheaper. */
  String unique() {
    return "change-" + changes.incrementAndGet();
  }

  /** The path of all objects. */
  String collection() {
    return "/api/v1/namespaces/" + namespace + "/" + kind.plural();
  }

  /** The key of one object in the log. */
  ObjectKey key(String name) {
    return new ObjectKey(kind.plural(), namespace, name);
  }

  /** The path of one object. */
  String path(String name) {
    return collection() + "/" + name;
  }

  /** The name of the object of this size that belongs to a slot. */
  static String name(int size, long slot) {
    return "o" + size + "-" + slot;
  }

  /** Creates new objects, named after the sequence. */
  Work creates(String prefix, int size) {
    Template manifest = Template.of(manifest(MARKER, size), MARKER);
    return (sequence, slot) ->
        send("POST", collection(), KubeClient.JSON, manifest.with(prefix + "-" + sequence));
  }

  /** Deletes what {@link #creates} made. */
  Work deletes(String prefix) {
    return (sequence, slot) -> send("DELETE", path(prefix + "-" + sequence), KubeClient.JSON, "");
  }

  /** Replaces the slot's object by one with another annotation. */
  Work updates(int size, int slots) {
    Template[] bodies = objects(size, slots);
    return (sequence, slot) ->
        send("PUT", path(name(size, slot)), KubeClient.JSON, bodies[slot].with(unique()));
  }

  /** Changes an annotation of the slot's object by a merge patch. */
  Work patches(int size, int slots) {
    objects(size, slots);
    Template patch =
        Template.of(
            "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(Kind.COUNTER, Kind.FIRST),
            Kind.FIRST);
    return (sequence, slot) ->
        send("PATCH", path(name(size, slot)), KubeClient.MERGE_PATCH, patch.with(unique()));
  }

  /** Reads the slot's object. */
  Work gets(int size, int slots) {
    objects(size, slots);
    return (sequence, slot) -> send("GET", path(name(size, slot)), KubeClient.JSON, "");
  }

  /** Creates so many objects as fast as it goes. */
  void fill(String prefix, int size, int count) {
    KubeClient.await(
        "creating " + count + " objects",
        LONG,
        ClosedLoop.run(context, creates(prefix, size), QUICKLY, LONG, count));
  }

  /** Deletes what {@link #fill} created. */
  void empty(String prefix, int count) {
    KubeClient.await(
        "deleting " + count + " objects",
        LONG,
        ClosedLoop.run(context, deletes(prefix), QUICKLY, LONG, count));
  }

  /** Manifests to apply with another annotation, of objects that are not those of the slots. */
  Template[] manifests(int size, int slots) {
    return IntStream.range(0, slots)
        .mapToObj(slot -> Template.of(manifest("s" + size + "-" + slot, size), Kind.FIRST))
        .toArray(Template[]::new);
  }

  /** The objects of the slots, made where they are missing, as bodies of a PUT. */
  Template[] objects(int size, int slots) {
    Template[] made = updates.getOrDefault(size, new Template[0]);
    if (made.length >= slots) {
      return made;
    }
    Template[] all = java.util.Arrays.copyOf(made, slots);
    for (int slot = made.length; slot < slots; slot++) {
      String manifest = manifest(name(size, slot), size);
      Reply created = client.must("POST", collection(), KubeClient.JSON, manifest);
      all[slot] = Template.of(replacement(created), Kind.FIRST);
      shownSizes.put(size, created.body().length());
    }
    updates.put(size, all);
    return all;
  }

  /** What a client sends that read the object, left its history out and changed one field. */
  private static String replacement(Reply created) {
    ObjectNode object = (ObjectNode) created.json();
    ObjectNode metadata = (ObjectNode) object.get("metadata");
    metadata.remove("managedFields");
    metadata.remove("resourceVersion");
    return object.toString();
  }

  /** Fails unless the answer is a success. */
  private Future<Void> send(String method, String path, String type, String body) {
    return client
        .send(method, path, type, Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)))
        .compose(
            reply ->
                reply.ok()
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        method + " " + path + ": HTTP " + reply.status() + " " + reply.body()));
  }

  /** Deletes the namespace; where the server is gone there is nothing left to delete. */
  @Override
  public void close() {
    try {
      client.must("DELETE", "/api/v1/namespaces/" + namespace, KubeClient.JSON, "");
    } catch (IllegalStateException e) {
      System.err.println("bench: the namespace may be left behind: " + e.getMessage());
    }
  }
}
