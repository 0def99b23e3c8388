package io.shiplog.topics;

import io.shiplog.model.Catalogue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names and the shape of every topic. */
public final class Topics {

  /**
   * Every write, by anyone. Key: the object key of the first operation. Value: a {@link
   * io.shiplog.model.command.Command} as JSON ({@link CommandRecords}). Partition: the shard.
   * Writers: anyone.
   */
  public static final String COMMANDS = "commands";

  /**
   * The table of all objects. Key: object key. Value: the whole object as JSON, a tombstone for a
   * deletion ({@link ObjectRecords}). Partition: the shard. Writer: the ledger alone.
   */
  public static final String OBJECTS = "objects";

  /**
   * What became of each command. Key: the command's id. Value: an {@link
   * io.shiplog.model.command.Outcome} as JSON. Partition: the shard. Writer: the ledger, and the
   * gateway's specs intake for manifests that never became a command.
   */
  public static final String OUTCOMES = "outcomes";

  /**
   * Of the commands that are to be decided once ({@link Headers#ONCE}) what became of each, so that
   * whoever leads the shard knows it when one comes again. Key: what that header says. Value and
   * partition as in {@link #OUTCOMES}; kept no shorter than {@link #SPECS}. Writer and reader: the
   * ledger alone.
   */
  public static final String OUTCOMES_ONCE = "outcomes.once";

  /**
   * Every accepted change, kept by time. Key and headers as in {@link #OBJECTS}; the value of a
   * deletion is the last state. Partition: the shard. Writer: the ledger alone.
   */
  public static final String HISTORY = "history";

  /**
   * The door for other systems: manifests as JSON or YAML, plain or as CloudEvents. Key: anything.
   * Writers: producers. Reader: the gateway's intake. A Secret lies there as it was sent, so it is
   * kept for hours only.
   */
  public static final String SPECS = "specs";

  /**
   * Refused specs, their bytes unchanged, the reason in headers. What holds a Secret, or could not
   * be read and so may hold one, is sealed ({@link SecretSeal}). Writer: the gateway's intake.
   */
  public static final String SPECS_REFUSED = "specs.refused";

  /**
   * Service to endpoints, and node to its pods' addresses. Key: {@link io.shiplog.model.RouteKey}.
   * Value: a route as JSON ({@link io.shiplog.model.reconcile.Effect.Route}). Writer:
   * service-registry alone.
   */
  public static final String ROUTES = "routes";

  /**
   * How long a compacted topic keeps what is superseded, in milliseconds: an hour. A reader that
   * lags by less sees every change. One that was away for longer still comes to the right table,
   * because it reads to the end before it acts ({@link io.shiplog.topics.streams.ObjectsTail}).
   */
  public static final long COMPACTION_LAG_MILLIS = 3_600_000L;

  /**
   * Where a broker begins a new file of a log. The newest file is not compacted, and is read by a
   * broker that was killed.
   */
  private static final int SEGMENT_BYTES = 64 << 20;

  private static final String NODE_PREFIX = "node.";
  private static final String INBOX_SUFFIX = ".desired";

  private Topics() {}

  /**
   * A node's inbox, compacted. Key: object key. Value: the object without its managedFields: the
   * node itself, the pods bound to it, and the ConfigMaps and Secrets they name; and under a key of
   * its own, which entries there are ({@link io.shiplog.model.InboxRollCall}). Writer:
   * scheduler-service alone.
   */
  public static String desired(String node) {
    return NODE_PREFIX + node + INBOX_SUFFIX;
  }

  /** The node whose inbox a topic is; empty where it is none. */
  public static Optional<String> nodeOfInbox(String topic) {
    boolean inbox =
        topic.length() > NODE_PREFIX.length() + INBOX_SUFFIX.length()
            && topic.startsWith(NODE_PREFIX)
            && topic.endsWith(INBOX_SUFFIX);
    return inbox
        ? Optional.of(topic.substring(NODE_PREFIX.length(), topic.length() - INBOX_SUFFIX.length()))
        : Optional.empty();
  }

  /**
   * A node's outbox. Key: object key. Value: a command as JSON, by user {@code system:node:<name>}.
   * Writer: that node's agent alone. Reader: the gateway's intake.
   */
  public static String observed(String node) {
    return NODE_PREFIX + node + ".observed";
  }

  /**
   * Requests that stream (container logs), kept for minutes. Key: request id. Value: {@link
   * NodeRequest} as JSON, a tombstone cancels. Writers: the gateways.
   */
  public static String requests(String node) {
    return NODE_PREFIX + node + ".requests";
  }

  /**
   * Answers to {@link #requests}, in order. Key: request id. Value: bytes as they are; header
   * {@code end} on the last, whose value is empty or a Status as JSON. Writer: that node's agent.
   */
  public static String replies(String node) {
    return NODE_PREFIX + node + ".replies";
  }

  /** Matches the outbox of every node. */
  public static final String OBSERVED_PATTERN = "node\\.[^.]+(\\.[^.]+)*\\.observed";

  /**
   * One topic to make.
   *
   * @param name topic name
   * @param partitions how many
   * @param config topic configuration
   */
  public record Spec(String name, int partitions, Map<String, String> config) {}

  /** The topics that every cluster has. */
  public static List<Spec> cluster() {
    return List.of(
        new Spec(COMMANDS, Catalogue.SHARDS, keptFor(Retention.DAY, Limits.MAX_RECORD_BYTES)),
        new Spec(OBJECTS, Catalogue.SHARDS, compacted()),
        new Spec(OUTCOMES, Catalogue.SHARDS, keptFor(Retention.DAY, Limits.MAX_RECORD_BYTES)),
        new Spec(OUTCOMES_ONCE, Catalogue.SHARDS, keptFor(Retention.WEEK, Limits.MAX_RECORD_BYTES)),
        new Spec(HISTORY, Catalogue.SHARDS, keptFor(Retention.WEEK, Limits.MAX_RECORD_BYTES)),
        new Spec(SPECS, 1, keptFor(Retention.HOURS, Limits.MAX_RECORD_BYTES)),
        new Spec(SPECS_REFUSED, 1, keptFor(Retention.WEEK, Limits.MAX_RECORD_BYTES)),
        new Spec(ROUTES, 1, compacted()));
  }

  /** The inbox of one node. */
  public static Spec inbox(String node) {
    return new Spec(desired(node), 1, compacted());
  }

  /** The topics of one node. */
  public static List<Spec> node(String node) {
    return List.of(
        inbox(node),
        new Spec(observed(node), 1, keptFor(Retention.DAY, Limits.MAX_RECORD_BYTES)),
        new Spec(requests(node), 1, keptFor(Retention.MINUTES, Limits.MAX_RECORD_BYTES)),
        new Spec(replies(node), 1, keptFor(Retention.MINUTES, Limits.MAX_RECORD_BYTES)));
  }

  private static Map<String, String> compacted() {
    return Map.of(
        "cleanup.policy",
        "compact",
        "min.compaction.lag.ms",
        Long.toString(COMPACTION_LAG_MILLIS),
        "min.cleanable.dirty.ratio",
        "0.3",
        "segment.bytes",
        Integer.toString(SEGMENT_BYTES),
        "max.message.bytes",
        Integer.toString(Limits.MAX_RECORD_BYTES));
  }

  private static Map<String, String> keptFor(Retention retention, int maxBytes) {
    return Map.of(
        "cleanup.policy", "delete",
        "retention.ms", Long.toString(retention.millis),
        "segment.bytes", Integer.toString(SEGMENT_BYTES),
        "max.message.bytes", Integer.toString(maxBytes));
  }

  private enum Retention {
    MINUTES(10 * 60_000L),
    HOURS(6 * 3_600_000L),
    DAY(24 * 3_600_000L),
    WEEK(7 * 24 * 3_600_000L);

    private final long millis;

    Retention(long millis) {
      this.millis = millis;
    }
  }
}
