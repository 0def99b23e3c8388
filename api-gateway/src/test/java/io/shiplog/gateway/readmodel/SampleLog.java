package io.shiplog.gateway.readmodel;

import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.topics.Headers;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A log of ConfigMaps, written by hand, and what a store makes of it. */
final class SampleLog {

  private static final Runnable NOBODY = () -> {};

  private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
  private final Map<String, Integer> lives = new HashMap<>();
  private int version;

  /** The records; a test may take some away. */
  List<ConsumerRecord<String, byte[]>> records() {
    return records;
  }

  /** The next version: of an object, or that it is gone. */
  void write(String name, boolean exists, long timestamp) {
    var json = Json.object();
    if (!exists) {
      lives.merge(name, 1, Integer::sum);
    }
    json.putObject("metadata")
        .put("name", name)
        .put("uid", name + "-" + lives.getOrDefault(name, 0))
        .put("resourceVersion", Integer.toString(version + 1));
    append(name, exists ? Json.bytes(json) : null, timestamp);
  }

  void append(String name, byte[] value, long timestamp) {
    version++;
    RecordHeaders headers = new RecordHeaders();
    Headers.put(headers, Headers.RESOURCE_VERSION, Integer.toString(version));
    int size = value == null ? -1 : value.length;
    records.add(
        new ConsumerRecord<>(
            Topics.OBJECTS,
            0,
            version - 1,
            timestamp,
            TimestampType.CREATE_TIME,
            0,
            size,
            Catalogue.CONFIGMAPS.key("default", name).toString(),
            value,
            headers,
            Optional.empty()));
  }

  static LogApplier applier(ObjectStore store) {
    return new LogApplier(store, List.of(), RandomSeal.withKey(new byte[32]));
  }

  static List<String> objects(ObjectStore store) {
    return store.list(Selection.all(Catalogue.CONFIGMAPS, ""), null, 0).objects().stream()
        .map(one -> one.key().name() + "@" + one.resourceVersion())
        .toList();
  }

  static List<String> events(ObjectStore store, long from) {
    Watcher watcher = store.watchAfter(Selection.all(Catalogue.CONFIGMAPS, ""), from, NOBODY);
    List<String> items = events(watcher);
    watcher.close();
    return items;
  }

  static List<String> events(Watcher watcher) {
    List<String> items = new ArrayList<>();
    for (WatchItem item = watcher.poll(); item != null; item = watcher.poll()) {
      items.add(item.type() + " " + item.object().key().name() + "@" + item.resourceVersion());
    }
    return items;
  }
}
