package io.shiplog.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.simulator.invariant.Answer;
import io.shiplog.simulator.invariant.Evidence;
import io.shiplog.simulator.invariant.Written;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What users and faults are to bring about, watched for in what is written. That somebody did what
 * usually leads there is not enough: it counts when it is seen.
 */
final class Sightings {

  private static final String EVICTION =
      "system:serviceaccount:kube-system:taint-eviction-controller";

  private static final String NONSENSE = "a node's nonsense is refused";

  private static final String PAST = "a list goes on in the past";

  /** Something to be seen in one write, of one kind. */
  private record Sighting(String name, ResourceType type, BiPredicate<Written, ObjectTable> seen) {}

  private final Tally tally;
  private int pagesOfThePast;

  /** The last owner of each pod that has, or had, one. */
  private final Map<String, String> owners = new HashMap<>();

  private final List<Sighting> sightings =
      List.of(
          new Sighting("a pod moves to another owner", Catalogue.PODS, this::moves),
          new Sighting("a taint evicts a pod", Catalogue.PODS, Sightings::evicted),
          new Sighting(
              "Endpoints of users are mirrored", Catalogue.ENDPOINTSLICES, Sightings::mirrored),
          pod("a pod ends well", pod -> phase(pod).equals("Succeeded")),
          pod("a pod fails", pod -> phase(pod).equals("Failed")),
          pod("a pod's time is over", pod -> reason(pod).equals("DeadlineExceeded")),
          pod("a pod finds no node", pod -> unschedulable(pod)),
          pod("an image cannot be had", pod -> waits(pod, "ErrImagePull")),
          pod("a container cannot be started", pod -> waits(pod, "RunContainerError")),
          pod("a container lacks an object", pod -> waits(pod, "CreateContainerConfigError")),
          pod("a volume lacks an object", Sightings::lacksVolume),
          pod("a container fails again and again", pod -> waits(pod, "CrashLoopBackOff")),
          new Sighting(
              "a namespace goes during a rollout", Catalogue.NAMESPACES, Sightings::busyGoes),
          new Sighting(
              "a namespace goes with a Lease", Catalogue.NAMESPACES, Sightings::leasedGoes),
          new Sighting(
              "an Event goes with its namespace",
              Catalogue.EVENTS,
              (written, objects) ->
                  written.after() == null && written.user().equals("system:apiserver")),
          new Sighting(
              "a held ConfigMap is deleted",
              Catalogue.CONFIGMAPS,
              (written, objects) -> begins(written) && !written.after().finalizers().isEmpty()));

  /** A pod that comes into a state. */
  private static Sighting pod(String name, Predicate<KubeObject> state) {
    return new Sighting(
        name,
        Catalogue.PODS,
        (written, objects) ->
            written.after() != null
                && state.test(written.after())
                && (written.before() == null || !state.test(written.before())));
  }

  private static boolean mirrored(Written written, ObjectTable objects) {
    return written.before() == null
        && written.after().label("endpointslice.kubernetes.io/managed-by").contains("mirroring");
  }

  private static String phase(KubeObject pod) {
    return pod.status().path("phase").asText();
  }

  private static String reason(KubeObject pod) {
    return pod.status().path("reason").asText();
  }

  private static boolean unschedulable(KubeObject pod) {
    return pod.condition("PodScheduled").path("reason").asText().equals("Unschedulable");
  }

  private static boolean waits(KubeObject pod, String reason) {
    return Stream.of("containerStatuses", "initContainerStatuses")
        .flatMap(list -> pod.status().path(list).valueStream())
        .anyMatch(one -> one.at("/state/waiting/reason").asText().equals(reason));
  }

  /** It has an address, and what starts in it waits all the same. */
  private static boolean lacksVolume(KubeObject pod) {
    return !pod.spec().path("volumes").isEmpty()
        && pod.status().hasNonNull("podIP")
        && waits(pod, "ContainerCreating");
  }

  Sightings(Tally tally) {
    this.tally = tally;
    sightings.forEach(sighting -> tally.expect(sighting.name()));
    tally.expect(NONSENSE);
    tally.expect(PAST);
  }

  /** Looks at what is new. */
  void look(Evidence evidence) {
    evidence.answers().stream()
        .filter(Sightings::nonsense)
        .forEach(answer -> tally.count(NONSENSE));
    int pages = evidence.watchers().stream().mapToInt(FakeWatcher::pagesOfThePast).sum();
    if (pages > pagesOfThePast) {
      tally.count(PAST);
    }
    pagesOfThePast = pages;
    for (Written written : evidence.news()) {
      for (Sighting sighting : sightings) {
        if (written.key().resource().equals(sighting.type().qualifiedName())
            && sighting.seen().test(written, evidence.told(written.shard()))) {
          tally.count(sighting.name());
        }
      }
    }
  }

  /** Whether it answers a record of a node's outbox that has no id. */
  private static boolean nonsense(Answer answer) {
    return answer.outcome().commandId().startsWith("node.");
  }

  private boolean moves(Written written, ObjectTable objects) {
    if (written.after() == null || written.after().controller().isEmpty()) {
      return false;
    }
    String owner = written.after().controller().get().uid();
    String before = owners.put(written.after().uid(), owner);
    return before != null && !before.equals(owner);
  }

  private static boolean evicted(Written written, ObjectTable objects) {
    return written.user().equals(EVICTION) && (written.after() == null || begins(written));
  }

  /** Whether the deletion of an object that stays for a while begins. */
  private static boolean begins(Written written) {
    return written.before() != null
        && written.after() != null
        && !written.before().terminating()
        && written.after().terminating();
  }

  private static boolean busyGoes(Written written, ObjectTable objects) {
    return begins(written)
        && objects.list(Catalogue.DEPLOYMENTS, written.key().name()).stream()
            .anyMatch(Sightings::rollingOut);
  }

  private static boolean leasedGoes(Written written, ObjectTable objects) {
    return begins(written) && !objects.list(Catalogue.LEASES, written.key().name()).isEmpty();
  }

  private static boolean rollingOut(KubeObject deployment) {
    JsonNode status = deployment.status();
    int replicas = deployment.spec().path("replicas").asInt();
    return replicas > 0
        && (status.path("observedGeneration").asLong() < deployment.generation()
            || status.path("updatedReplicas").asInt() < replicas);
  }
}
