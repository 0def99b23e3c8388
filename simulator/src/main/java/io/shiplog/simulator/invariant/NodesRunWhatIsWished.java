package io.shiplog.simulator.invariant;

import io.shiplog.agent.decide.Observed.Container;
import io.shiplog.model.Catalogue;
import io.shiplog.model.InboxRollCall;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.simulator.FakeRuntime;
import io.shiplog.topics.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** At rest a node's inbox holds the pods bound to it, and its runtime runs those and no others. */
public final class NodesRunWhatIsWished implements Invariant {

  @Override
  public Optional<String> atRest(Evidence evidence) {
    ObjectTable objects = evidence.told(0);
    for (Map.Entry<String, FakeRuntime> node : evidence.runtimes().entrySet()) {
      TreeSet<String> bound = new TreeSet<>();
      TreeSet<String> uids = new TreeSet<>();
      for (ObjectKey key : objects.podsOn(node.getKey())) {
        bound.add(key.toString());
        KubeObject pod = objects.get(key).orElseThrow();
        if (!pod.status().path("phase").asText().matches("Succeeded|Failed")) {
          uids.add(pod.uid());
        }
      }
      TreeSet<String> inbox = inbox(evidence, node.getKey());
      if (!inbox.equals(bound)) {
        return Optional.of(
            "the inbox of " + node.getKey() + " holds " + inbox + ", bound to it are " + bound);
      }
      TreeSet<String> running = new TreeSet<>();
      for (Container container : node.getValue().containers()) {
        if (container.running()) {
          running.add(node.getValue().podOf(container));
        }
      }
      if (!running.equals(uids)) {
        return Optional.of(
            node.getKey() + " runs the pods " + running + ", wished for are " + uids + " " + bound);
      }
    }
    return Optional.empty();
  }

  private static TreeSet<String> inbox(Evidence evidence, String node) {
    TreeSet<String> pods = new TreeSet<>();
    String prefix = Catalogue.PODS.qualifiedName() + "/";
    for (ConsumerRecord<String, byte[]> record :
        evidence.log().partition(Topics.desired(node), 0).all()) {
      if (record.key().equals(InboxRollCall.KEY)) {
        pods.removeAll(InboxRollCall.missing(Json.parseObject(record.value()), pods));
      }
      if (!record.key().startsWith(prefix)) {
        continue;
      }
      if (record.value() == null) {
        pods.remove(record.key());
      } else {
        pods.add(record.key());
      }
    }
    return pods;
  }
}
