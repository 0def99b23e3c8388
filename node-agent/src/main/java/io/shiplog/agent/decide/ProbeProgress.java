package io.shiplog.agent.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.decide.PodMemory.Result;

/**
 * How a probe is doing: it takes as many equal answers in a row as its threshold says to change the
 * result (core/v1 Probe).
 *
 * @param result what the probe stands at
 * @param lastGood the last answer
 * @param run how many equal answers there were in a row
 */
public record ProbeProgress(Result result, boolean lastGood, int run) {

  /** No answer yet. */
  public static final ProbeProgress NONE = new ProbeProgress(Result.UNKNOWN, false, 0);

  /**
   * The state after one more answer.
   *
   * @param good whether the probe succeeded
   * @param probe the probe's spec, for its thresholds
   */
  public ProbeProgress after(boolean good, JsonNode probe) {
    int next = run > 0 && good == lastGood ? run + 1 : 1;
    int threshold =
        good ? probe.path("successThreshold").asInt(1) : probe.path("failureThreshold").asInt(3);
    Result reached = good ? Result.SUCCESS : Result.FAILURE;
    return new ProbeProgress(next >= threshold ? reached : result, good, next);
  }
}
