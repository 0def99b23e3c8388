package io.shiplog.topics.streams;

import io.shiplog.model.WrittenObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jboss.logging.Logger;

/**
 * What Streams restores of {@code objects}: the records as they are, in memory, and shared with all
 * of this process that hold the same. Nothing is parsed here. Not thread-safe: Streams hands it
 * from the thread that restores to the one that processes.
 */
public final class ObjectsStore implements StateStore {

  private static final Logger LOG = Logger.getLogger(ObjectsStore.class);

  private final Function<byte[], WrittenObject> reader;
  private final Map<String, WrittenObject> objects = new TreeMap<>();
  private boolean open;

  /**
   * An empty store.
   *
   * @param reader makes an object of a record's value; throws {@link IllegalArgumentException} if
   *     it cannot
   */
  public ObjectsStore(Function<byte[], WrittenObject> reader) {
    this.reader = reader;
  }

  @Override
  public String name() {
    return ReactorTopology.STORE;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    open = true;
    context.register(root, (key, value) -> put(new String(key, StandardCharsets.UTF_8), value));
  }

  /**
   * Takes a record in; one that cannot be opened is kept as it came, for whoever goes through the
   * store is to find that it is there and cannot be read.
   *
   * @param value as in the record; null takes out what is there
   */
  public void put(String key, byte[] value) {
    if (value == null) {
      objects.remove(key);
      return;
    }
    try {
      objects.put(key, reader.apply(value));
    } catch (IllegalArgumentException e) {
      LOG.errorf("record %s cannot be opened: %s", key, e.getMessage());
      objects.put(key, new WrittenObject(value));
    }
  }

  /** Everything, in the order of the keys. */
  void forEach(BiConsumer<String, WrittenObject> visitor) {
    objects.forEach(visitor);
  }

  @Override
  public void close() {
    open = false;
    objects.clear();
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  /** Makes such stores; the topic itself is their log. */
  static final class Builder implements StoreBuilder<ObjectsStore> {

    private final Function<byte[], WrittenObject> reader;

    Builder(Function<byte[], WrittenObject> reader) {
      this.reader = reader;
    }

    @Override
    public ObjectsStore build() {
      return new ObjectsStore(reader);
    }

    @Override
    public String name() {
      return ReactorTopology.STORE;
    }

    @Override
    public boolean loggingEnabled() {
      return false;
    }

    @Override
    public Map<String, String> logConfig() {
      return Map.of();
    }

    @Override
    public Builder withLoggingDisabled() {
      return this;
    }

    @Override
    public Builder withCachingDisabled() {
      return this;
    }

    @Override
    public Builder withLoggingEnabled(Map<String, String> config) {
      throw new UnsupportedOperationException("the topic is the log of this store");
    }

    @Override
    public Builder withCachingEnabled() {
      throw new UnsupportedOperationException("this store is in memory");
    }
  }
}
