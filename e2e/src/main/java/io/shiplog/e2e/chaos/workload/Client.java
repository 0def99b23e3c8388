package io.shiplog.e2e.chaos.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.e2e.chaos.history.Entry.Answer;
import io.shiplog.e2e.chaos.history.Entry.Asked;
import io.shiplog.e2e.chaos.history.Entry.Verb;
import io.shiplog.e2e.support.Api;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * One client that keeps reading and writing a few objects through one gateway at a time, and goes
 * to another when that does not answer. It asks for nothing twice: what got no answer stays
 * unknown.
 */
public final class Client implements Runnable {

  private static final Logger LOG = Logger.getLogger(Client.class);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final List<Verb> ALL_VERBS =
      List.of(
          Verb.GET,
          Verb.GET,
          Verb.GET,
          Verb.CREATE,
          Verb.UPDATE,
          Verb.UPDATE,
          Verb.UPDATE,
          Verb.MERGE,
          Verb.MERGE,
          Verb.APPLY,
          Verb.DELETE);

  private final String name;
  private final Map<String, Api> gateways;
  private final Recorder recorder;
  private final List<Verb> verbs;
  private final Random dice;
  private final int longestPauseMillis;
  private final Map<String, Long> versions = new HashMap<>();
  private String gateway;
  private int written;
  private boolean unsure;
  private volatile boolean ended;

  private Client(
      String name,
      Map<String, Api> gateways,
      Recorder recorder,
      List<Verb> verbs,
      int longestPauseMillis,
      long seed) {
    this.name = name;
    this.gateways = new TreeMap<>(gateways);
    this.recorder = recorder;
    this.verbs = verbs;
    this.longestPauseMillis = longestPauseMillis;
    this.dice = new Random(seed);
    this.gateway = any();
  }

  /**
   * A client that reads and writes.
   *
   * @param gateways by name; it begins with any
   * @param seed decides what it does
   */
  static Client writer(
      String name, Map<String, Api> gateways, Recorder recorder, Load load, long seed) {
    return new Client(name, gateways, recorder, ALL_VERBS, load.longestPauseMillis(), seed);
  }

  /** A client that only reads. */
  static Client reader(
      String name, Map<String, Api> gateways, Recorder recorder, Load load, long seed) {
    return new Client(name, gateways, recorder, List.of(Verb.GET), load.longestPauseMillis(), seed);
  }

  private String any() {
    return List.copyOf(gateways.keySet()).get(dice.nextInt(gateways.size()));
  }

  /** It stops after the request under way. */
  public void end() {
    ended = true;
  }

  @Override
  public void run() {
    while (!ended) {
      Target target = Target.ALL.get(dice.nextInt(Target.ALL.size()));
      String object = Target.NAMES.get(dice.nextInt(Target.NAMES.size()));
      Verb verb = verbs.get(dice.nextInt(verbs.size()));
      boolean blind = verb == Verb.UPDATE && !versions.containsKey(target.key(object));
      ask(target, object, blind || unsure ? Verb.GET : verb);
      long pause = TimeUnit.MILLISECONDS.toNanos(dice.nextInt(longestPauseMillis + 1));
      LockSupport.parkNanos(unsure ? Math.max(pause, RETRY_NANOS) : pause);
    }
  }

  private void ask(Target target, String object, Verb verb) {
    String key = target.key(object);
    String value = verb == Verb.GET || verb == Verb.DELETE ? "" : name + "-" + ++written;
    long expected = verb == Verb.UPDATE ? versions.get(key) : 0;
    long called = recorder.now();
    Api.Reply reply = null;
    JsonNode shown = null;
    try {
      reply = send(gateways.get(gateway), target, object, verb, value, expected);
      shown = reply.status() < 300 && verb != Verb.DELETE ? reply.json() : null;
    } catch (IOException e) {
      LOG.debugf(e, "%s got no answer, or half of one", name);
      reply = null;
    }
    Asked asked = asked(key, verb, value, expected, called, reply, shown);
    recorder.add(asked);
    // It reads until it is answered: whoever is away is not sent writes of which nobody will know.
    unsure = asked.answer() == Answer.UNKNOWN;
    if (unsure || verbs.size() == 1) {
      gateway = any();
    }
    if (asked.resourceVersion() != 0) {
      versions.put(key, asked.resourceVersion());
    }
  }

  private Asked asked(
      String key,
      Verb verb,
      String value,
      long expected,
      long called,
      Api.Reply reply,
      JsonNode shown) {
    int status = reply == null ? 0 : reply.status();
    boolean refused = status >= 400 && status < 500 && status != 429;
    Answer answer =
        status >= 200 && status < 300 ? Answer.DONE : refused ? Answer.REFUSED : Answer.UNKNOWN;
    return new Asked(
        name,
        gateway,
        called,
        recorder.now(),
        verb,
        key,
        value,
        expected,
        answer,
        status,
        shown == null ? 0 : Target.version(shown),
        shown == null ? Map.of() : Target.data(shown));
  }

  private Api.Reply send(
      Api api, Target target, String object, Verb verb, String value, long expected)
      throws IOException {
    String path = target.path() + "/" + object;
    return switch (verb) {
      case GET -> api.get(path);
      case CREATE -> api.post(target.path(), target.manifest(object, "value", value, 0));
      case UPDATE ->
          api.send(
              "PUT", path, "application/json", target.manifest(object, "value", value, expected));
      case MERGE ->
          api.send(
              "PATCH",
              path,
              "application/merge-patch+json",
              "{\"metadata\":{\"annotations\":{\"merged\":\"" + value + "\"}}}");
      case APPLY ->
          api.send(
              "PATCH",
              path + "?fieldManager=chaos&force=true",
              "application/apply-patch+yaml",
              target.manifest(object, "applied", value, 0));
      case DELETE -> api.send("DELETE", path, "application/json", "");
    };
  }
}
