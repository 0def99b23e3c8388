package io.shiplog.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.RouteKey;
import io.shiplog.simulator.VirtualPartition;
import io.shiplog.topics.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * No address is written behind a Service as ready unless its pod was ready, and not on its way out,
 * in some state that the registry may have seen: all since it last knew all there was. That holds
 * for slices, Endpoints and routes; but not for the routes of a Service without a selector: what
 * its slices say is nobody's but their writer's, and those that were there when the selector went
 * stay as they were.
 */
public final class NothingReadyBeforeItIs implements Invariant {

  private static final String WRITER = "system:serviceaccount:kube-system:endpointslice-controller";

  /** The addresses of the pods that are ready. */
  private final Map<ObjectKey, String> ready = new HashMap<>();

  /** The addresses that were ready since the registry last knew all. */
  private final Set<String> wereReady = new HashSet<>();

  /** The Services without a selector. */
  private final Set<String> unselected = new HashSet<>();

  /** Those that were so since the registry last knew all. */
  private final Set<String> wereUnselected = new HashSet<>();

  private int read;

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (Written written : evidence.news()) {
      if (written.key().resource().equals(Catalogue.PODS.qualifiedName())) {
        take(written.key(), written.after());
      } else if (written.key().resource().equals(Catalogue.SERVICES.qualifiedName())) {
        takeService(written.key(), written.after());
      }
      Optional<String> broken = check(written);
      if (broken.isPresent()) {
        return broken;
      }
    }
    Optional<String> broken = checkRoutes(evidence.log().partition(Topics.ROUTES, 0));
    if (evidence.knowsAll("service-registry")) {
      wereReady.clear();
      wereReady.addAll(ready.values());
      wereUnselected.clear();
      wereUnselected.addAll(unselected);
    }
    return broken;
  }

  private void take(ObjectKey key, KubeObject pod) {
    if (pod != null && pod.conditionTrue("Ready") && !pod.terminating()) {
      String ip = pod.status().path("podIP").asText();
      ready.put(key, ip);
      wereReady.add(ip);
    } else {
      ready.remove(key);
    }
  }

  private void takeService(ObjectKey key, KubeObject service) {
    String name = RouteKey.of(key);
    if (service != null && service.spec().path("selector").isEmpty()) {
      unselected.add(name);
      wereUnselected.add(name);
    } else {
      unselected.remove(name);
    }
  }

  private Optional<String> check(Written written) {
    boolean slice = written.key().resource().equals(Catalogue.ENDPOINTSLICES.qualifiedName());
    boolean endpoints = written.key().resource().equals(Catalogue.ENDPOINTS.qualifiedName());
    if (written.after() == null || !written.user().equals(WRITER) || !(slice || endpoints)) {
      return Optional.empty();
    }
    Set<String> said = slice ? readyInSlice(written.after()) : readyInEndpoints(written.after());
    return check(written.key().toString(), said);
  }

  private Optional<String> check(String name, Set<String> said) {
    said.removeAll(wereReady);
    return said.isEmpty()
        ? Optional.empty()
        : Optional.of(name + " says that " + said + " are ready; only " + wereReady + " were");
  }

  private Optional<String> checkRoutes(VirtualPartition routes) {
    for (; read < routes.end(); read++) {
      ConsumerRecord<String, byte[]> record = routes.all().get(read);
      boolean ofPods =
          record.value() != null
              && !RouteKey.isNode(record.key())
              && !wereUnselected.contains(record.key());
      if (!ofPods) {
        continue;
      }
      Set<String> said = new HashSet<>();
      for (JsonNode endpoint : Json.parse(record.value()).path("endpoints")) {
        if (endpoint.path("ready").asBoolean()) {
          said.add(endpoint.path("ip").asText());
        }
      }
      Optional<String> broken = check("the route " + record.key(), said);
      if (broken.isPresent()) {
        return broken;
      }
    }
    return Optional.empty();
  }

  private static Set<String> readyInSlice(KubeObject slice) {
    Set<String> said = new HashSet<>();
    for (JsonNode endpoint : slice.at("endpoints")) {
      if (endpoint.path("conditions").path("ready").asBoolean() && aboutPod(endpoint)) {
        said.add(endpoint.path("addresses").path(0).asText());
      }
    }
    return said;
  }

  private static Set<String> readyInEndpoints(KubeObject endpoints) {
    Set<String> said = new HashSet<>();
    for (JsonNode subset : endpoints.at("subsets")) {
      for (JsonNode address : subset.path("addresses")) {
        if (aboutPod(address)) {
          said.add(address.path("ip").asText());
        }
      }
    }
    return said;
  }

  private static boolean aboutPod(JsonNode endpoint) {
    return endpoint.path("targetRef").path("kind").asText().equals("Pod");
  }
}
