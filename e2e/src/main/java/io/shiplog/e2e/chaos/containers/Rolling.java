package io.shiplog.e2e.chaos.containers;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.e2e.support.Api;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** Scales a Deployment and rolls it out anew, again and again, whatever answers it gets. */
final class Rolling implements Runnable {

  private static final Logger LOG = Logger.getLogger(Rolling.class);
  private static final String DEPLOYMENT =
      "/apis/apps/v1/namespaces/default/deployments/nginx-deployment";
  private static final String PODS = "/api/v1/namespaces/default/pods";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST = 4;
  private static final int LONGEST_PAUSE_MILLIS = 3_000;

  private final Installed installed;
  private final Random dice;
  private int rolls;
  private volatile boolean ended;

  Rolling(Installed installed, long seed) {
    this.installed = installed;
    this.dice = new Random(seed);
  }

  void end() {
    ended = true;
  }

  @Override
  public void run() {
    while (!ended) {
      try {
        ask(dice.nextInt(MOST + 1), dice.nextInt(3) == 0);
      } catch (IOException e) {
        LOG.debugf(e, "not scaled");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(dice.nextInt(LONGEST_PAUSE_MILLIS)));
    }
  }

  /** Asks for so many replicas, of another template where it rolls. */
  void ask(int replicas, boolean roll) throws IOException {
    rolls += roll ? 1 : 0;
    String body =
        """
        {"spec":{"replicas":%d,"template":{"metadata":{"annotations":{"roll":"%d"}}}}}
        """
            .formatted(replicas, rolls);
    Api.Reply reply =
        installed
            .api()
            .waiting(PATIENCE)
            .send("PATCH", DEPLOYMENT, "application/merge-patch+json", body);
    if (reply.status() != 200) {
      throw new IOException("not asked: " + reply);
    }
  }

  /**
   * The pods of the Deployment that are there, and whether each is ready; those leaving included.
   */
  List<String> pods() throws IOException {
    List<String> pods = new ArrayList<>();
    for (JsonNode pod : installed.api().waiting(PATIENCE).get(PODS).json().path("items")) {
      boolean ready = pod.at("/status/containerStatuses/0/ready").asBoolean();
      boolean leaving = pod.path("metadata").has("deletionTimestamp");
      pods.add(
          pod.at("/metadata/uid").asText()
              + "/nginx"
              + (leaving ? " leaves" : ready ? "" : " is not ready"));
    }
    return List.copyOf(new TreeSet<>(pods));
  }
}
