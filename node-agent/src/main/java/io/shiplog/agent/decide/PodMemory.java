package io.shiplog.agent.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the agent remembers of a pod beyond what it can observe. Losing it (the agent restarts) only
 * costs time: an image is looked up again, a back-off starts over.
 *
 * @param images how far each container's image is, by container name
 * @param failures why a container could not be made, by container name
 * @param probes what the probes say, by container id
 * @param killing the containers that are being stopped, by id, and when their time is over
 * @param sandboxFailure why no sandbox could be made; null if there is no such thing
 * @param terminatingSince when the agent first saw that the pod is to go; null before
 * @param trouble why the pod could not be looked after the last time; null if it could
 * @param admitted whether the node has taken the pod
 * @param ending why the node ends the pod, or did not take it; null if it does neither
 */
public record PodMemory(
    Map<String, Image> images,
    Map<String, Failure> failures,
    Map<String, Probes> probes,
    Map<String, Instant> killing,
    Failure sandboxFailure,
    Instant terminatingSince,
    Failure trouble,
    boolean admitted,
    Ending ending) {

  /** Nothing remembered. */
  public static final PodMemory EMPTY =
      new PodMemory(Map.of(), Map.of(), Map.of(), Map.of(), null, null, null, false, null);

  public PodMemory {
    images = Map.copyOf(images);
    failures = Map.copyOf(failures);
    probes = Map.copyOf(probes);
    killing = Map.copyOf(killing);
  }

  /**
   * The node has pronounced the pod failed.
   *
   * @param reason CamelCase: {@code status.reason}
   * @param message for people: {@code status.message}
   * @param graceSeconds what its containers get to stop; empty where it was never let in
   */
  public record Ending(String reason, String message, OptionalLong graceSeconds) {

    /** Whether the pod was never let in. */
    boolean refused() {
      return graceSeconds.isEmpty();
    }
  }

  /** How far an image is. */
  public enum ImageState {
    PULLING,
    PRESENT,
    FAILED
  }

  /**
   * An image for one start of a container.
   *
   * @param name as the pod spells it
   * @param attempt which start it is for
   * @param failure why it is not there, or was not the last time; null if it never failed
   */
  public record Image(String name, ImageState state, int attempt, Failure failure) {

    /** The same once it is on the node. */
    public Image present() {
      return new Image(name, ImageState.PRESENT, attempt, null);
    }

    /** The same after a pull that failed. */
    public Image failed(Failure why) {
      return new Image(name, ImageState.FAILED, attempt, why);
    }

    /** Whether this is about that image for that start. */
    boolean isFor(String image, int start) {
      return name.equals(image) && attempt == start;
    }
  }

  /**
   * Something that did not work and will be tried again.
   *
   * @param reason CamelCase, as in {@code state.waiting.reason}
   * @param message for people
   * @param since when it failed
   * @param delay how long to wait until the next try
   */
  public record Failure(String reason, String message, Instant since, Duration delay) {

    public Instant until() {
      return since.plus(delay);
    }

    /** Whether the next try has to wait still. */
    public boolean holds(Instant now) {
      return now.isBefore(until());
    }
  }

  /** What a probe has found. */
  public enum Result {
    UNKNOWN,
    SUCCESS,
    FAILURE
  }

  /**
   * The results of a container's three probes.
   *
   * @param message the last failure's words, of the probe that killed or unreadied the container
   */
  public record Probes(Result startup, Result readiness, Result liveness, String message) {
    /** Nothing known yet. */
    public static final Probes UNKNOWN =
        new Probes(Result.UNKNOWN, Result.UNKNOWN, Result.UNKNOWN, "");
  }

  public Probes probesOf(String containerId) {
    return probes.getOrDefault(containerId, Probes.UNKNOWN);
  }

  /** Remembers how far an image is; what another image did is not held against it. */
  public PodMemory withImage(String container, Image image) {
    Image before = images.get(container);
    boolean same = before == null || before.name().equals(image.name());
    return with(with(images, container, image), same ? failures : with(failures, container, null));
  }

  /** Remembers a failure of a container, or forgets it where it is null. */
  public PodMemory withFailure(String container, Failure failure) {
    return with(images, with(failures, container, failure));
  }

  /** Forgets why containers could not be made. */
  public PodMemory withoutFailures() {
    return with(images, Map.of());
  }

  /** Forgets which images could not be had. */
  public PodMemory withoutMissingImages() {
    Map<String, Image> rest = new HashMap<>(images);
    rest.values().removeIf(image -> image.state() == ImageState.FAILED);
    return with(rest, failures);
  }

  private PodMemory with(Map<String, Image> allImages, Map<String, Failure> allFailures) {
    return new PodMemory(
        allImages,
        allFailures,
        probes,
        killing,
        sandboxFailure,
        terminatingSince,
        trouble,
        admitted,
        ending);
  }

  /** Remembers what the probes say. */
  public PodMemory withProbes(Map<String, Probes> results) {
    return new PodMemory(
        images,
        failures,
        results,
        killing,
        sandboxFailure,
        terminatingSince,
        trouble,
        admitted,
        ending);
  }

  /**
   * Whether a container is being stopped already, and will have ended by then. Times are granted in
   * whole seconds: less than one makes no difference.
   */
  boolean ends(String id, Instant by) {
    Instant end = killing.get(id);
    return end != null && !end.isAfter(by.plusSeconds(1));
  }

  /** Remembers when the time of a container that is being stopped is over. */
  public PodMemory withKilling(String id, Instant end) {
    return withKilling(with(killing, id, end));
  }

  /** Forgets a stop that has come to its end, unless a quicker one began meanwhile. */
  public PodMemory withoutKilling(String id, Instant end) {
    return end.equals(killing.get(id)) ? withKilling(with(killing, id, null)) : this;
  }

  private PodMemory withKilling(Map<String, Instant> ends) {
    return new PodMemory(
        images,
        failures,
        probes,
        ends,
        sandboxFailure,
        terminatingSince,
        trouble,
        admitted,
        ending);
  }

  /** Remembers why no sandbox could be made, or forgets it where it is null. */
  public PodMemory withSandboxFailure(Failure failure) {
    return pod(failure, terminatingSince, trouble, admitted, ending);
  }

  public PodMemory withTerminatingSince(Instant since) {
    return pod(sandboxFailure, since, trouble, admitted, ending);
  }

  /** Remembers why the pod could not be looked after, or forgets it where it is null. */
  public PodMemory withTrouble(Failure failure) {
    return pod(sandboxFailure, terminatingSince, failure, admitted, ending);
  }

  /** Remembers that the node has taken the pod. */
  public PodMemory withAdmission() {
    return pod(sandboxFailure, terminatingSince, trouble, true, ending);
  }

  /** Remembers why the node ends the pod; the first reason counts. */
  public PodMemory withEnding(Ending why) {
    return pod(sandboxFailure, terminatingSince, trouble, admitted, ending == null ? why : ending);
  }

  private PodMemory pod(
      Failure sandbox, Instant leaving, Failure problem, boolean taken, Ending end) {
    return new PodMemory(images, failures, probes, killing, sandbox, leaving, problem, taken, end);
  }

  private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    Map<String, V> copy = new HashMap<>(map);
    if (value == null) {
      copy.remove(key);
    } else {
      copy.put(key, value);
    }
    return copy;
  }
}
