package io.shiplog.agent.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

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
 */
public record PodMemory(
    Map<String, Image> images,
    Map<String, Failure> failures,
    Map<String, Probes> probes,
    Map<String, Instant> killing,
    Failure sandboxFailure,
    Instant terminatingSince) {

  /** Nothing remembered. */
  public static final PodMemory EMPTY =
      new PodMemory(Map.of(), Map.of(), Map.of(), Map.of(), null, null);

  public PodMemory {
    images = Map.copyOf(images);
    failures = Map.copyOf(failures);
    probes = Map.copyOf(probes);
    killing = Map.copyOf(killing);
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
    return new PodMemory(
        with(images, container, image),
        same ? failures : with(failures, container, null),
        probes,
        killing,
        sandboxFailure,
        terminatingSince);
  }

  /** Remembers a failure of a container, or forgets it where it is null. */
  public PodMemory withFailure(String container, Failure failure) {
    return new PodMemory(
        images,
        with(failures, container, failure),
        probes,
        killing,
        sandboxFailure,
        terminatingSince);
  }

  /** Forgets why containers could not be made. */
  public PodMemory withoutFailures() {
    return new PodMemory(images, Map.of(), probes, killing, sandboxFailure, terminatingSince);
  }

  /** Forgets which images could not be had. */
  public PodMemory withoutMissingImages() {
    Map<String, Image> rest = new HashMap<>(images);
    rest.values().removeIf(image -> image.state() == ImageState.FAILED);
    return new PodMemory(rest, failures, probes, killing, sandboxFailure, terminatingSince);
  }

  public PodMemory withProbes(Map<String, Probes> results) {
    return new PodMemory(images, failures, results, killing, sandboxFailure, terminatingSince);
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
    return new PodMemory(images, failures, probes, ends, sandboxFailure, terminatingSince);
  }

  public PodMemory withSandboxFailure(Failure failure) {
    return new PodMemory(images, failures, probes, killing, failure, terminatingSince);
  }

  public PodMemory withTerminatingSince(Instant since) {
    return new PodMemory(images, failures, probes, killing, sandboxFailure, since);
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
