package io.shiplog.topics.streams;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.Reactor;
import io.shiplog.topics.Headers;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;

/**
 * The topology of a level-triggered service: {@code objects} feed an in-memory table, which the
 * topic itself restores; the reactor answers each change with effects, which go to {@code
 * commands}, the nodes' inboxes and {@code routes}.
 *
 * <p>Each shard is a task with a table and a reactor of its own; a reactor ignores kinds it does
 * not care for.
 */
public final class ReactorTopology {

  /** The table that Streams restores from {@code objects}. */
  public static final String STORE = "objects-table";

  /** Where commands are forwarded to. */
  public static final String COMMANDS_SINK = "to-commands";

  /** Where entries of inboxes are forwarded to; {@link #INBOX_HEADER} names the topic. */
  public static final String INBOX_SINK = "to-inboxes";

  /** Where routes are forwarded to. */
  public static final String ROUTES_SINK = "to-routes";

  /** The header that names the inbox a record goes to. */
  public static final String INBOX_HEADER = ReactorProcessor.TARGET_NODE;

  private static final String SOURCE = "objects-source";
  private static final String REACTOR = "reactor";

  private ReactorTopology() {}

  /** Wires a reactor whose driver hands over every record, and where every inbox exists. */
  public static Topology build(String service, Supplier<Reactor> reactors, SecretSeal seal) {
    return build(service, reactors, seal, () -> TaskSurroundings.plain(seal));
  }

  /**
   * Wires a reactor.
   *
   * @param service name of the service; prefix of the ids its commands get
   * @param reactors makes a fresh reactor for each task
   * @param seal opens Secrets, and seals them again on the way to a node
   * @param surroundings makes for each task what it is given besides
   */
  public static Topology build(
      String service,
      Supplier<Reactor> reactors,
      SecretSeal seal,
      Supplier<TaskSurroundings> surroundings) {
    Topology topology = new Topology();
    topology.addReadOnlyStateStore(
        new ObjectsStore.Builder(new ObjectRecords(seal)::object),
        SOURCE,
        Serdes.String().deserializer(),
        Serdes.ByteArray().deserializer(),
        Topics.OBJECTS,
        "table",
        TableUpdater::new);
    topology.addProcessor(
        REACTOR, () -> processor(service, reactors.get(), seal, surroundings.get()), SOURCE);
    topology.connectProcessorAndStateStores(REACTOR, STORE);
    addSinks(topology);
    return topology;
  }

  /**
   * The processor alone, for whoever drives it without Streams. It wants an {@link ObjectsStore},
   * which its driver has restored from the topic up to the committed position.
   */
  public static Processor<String, byte[], String, byte[]> processor(
      String service, Reactor reactor, SecretSeal seal, TaskSurroundings surroundings) {
    return new ReactorProcessor(service, reactor, seal, surroundings);
  }

  /** The partition of {@code commands} for a command with this key: that of the object's shard. */
  public static int partitionOfCommand(String key) {
    return Catalogue.shardOf(ObjectKey.parse(key));
  }

  private static void addSinks(Topology topology) {
    var keys = Serdes.String().serializer();
    var values = Serdes.ByteArray().serializer();
    StreamPartitioner<String, byte[]> byShard =
        (topic, key, value, partitions) -> Optional.of(Set.of(partitionOfCommand(key)));
    topology.addSink(COMMANDS_SINK, Topics.COMMANDS, keys, values, byShard, REACTOR);
    topology.addSink(
        INBOX_SINK,
        (key, value, context) -> Headers.text(context.headers(), INBOX_HEADER),
        keys,
        values,
        REACTOR);
    topology.addSink(ROUTES_SINK, Topics.ROUTES, keys, values, REACTOR);
  }
}
