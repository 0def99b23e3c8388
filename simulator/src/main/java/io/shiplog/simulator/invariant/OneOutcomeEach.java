package io.shiplog.simulator.invariant;

import io.shiplog.model.Catalogue;
import io.shiplog.simulator.VirtualLog;
import io.shiplog.simulator.VirtualPartition;
import io.shiplog.topics.Headers;
import io.shiplog.topics.Topics;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Every command that was decided has exactly one outcome, and outcomes come in commands' order. */
public final class OneOutcomeEach implements Invariant {

  private final int[] answered = new int[Catalogue.SHARDS];
  private final int[] read = new int[Catalogue.SHARDS];

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      Optional<String> broken = check(evidence, shard);
      if (broken.isPresent()) {
        return broken;
      }
    }
    return Optional.empty();
  }

  private Optional<String> check(Evidence evidence, int shard) {
    VirtualPartition commands = evidence.log().partition(Topics.COMMANDS, shard);
    VirtualPartition outcomes = evidence.log().partition(Topics.OUTCOMES, shard);
    for (; read[shard] < outcomes.end(); read[shard]++) {
      ConsumerRecord<String, byte[]> outcome = outcomes.all().get(read[shard]);
      if (!VirtualLog.writer(outcome).startsWith("ledger")) {
        continue;
      }
      if (answered[shard] >= evidence.decided(shard)) {
        return Optional.of("outcome " + outcome.key() + " is one too many");
      }
      ConsumerRecord<String, byte[]> command = commands.all().get(answered[shard]);
      if (!id(command).equals(outcome.key())) {
        return Optional.of(
            "command "
                + id(command)
                + " at "
                + command.offset()
                + " is answered by an outcome of "
                + outcome.key());
      }
      answered[shard]++;
    }
    return answered[shard] == evidence.decided(shard)
        ? Optional.empty()
        : Optional.of(
            evidence.decided(shard)
                + " commands of shard "
                + shard
                + " were decided, "
                + answered[shard]
                + " have an outcome");
  }

  /** What an outcome calls a command; garbage goes by its place. */
  private static String id(ConsumerRecord<String, byte[]> command) {
    String id = Headers.text(command.headers(), Headers.COMMAND_ID);
    String bodyId =
        command.value() != null
                && new String(command.value(), java.nio.charset.StandardCharsets.UTF_8)
                    .contains("\"id\":\"x\",\"operations\":[{")
            ? "x"
            : "";
    String place = command.topic() + "-" + command.partition() + "@" + command.offset();
    return !id.isEmpty() ? id : !bodyId.isEmpty() ? bodyId : place;
  }
}
