package io.shiplog.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.TimeUnit;

/** Counts and times requests, under kube-apiserver's names for these metrics. */
final class RequestMetrics {

  private final MeterRegistry registry;

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Notes a request that was answered. A watch counts, but its length is no latency. */
  void answered(ApiVerb verb, ResourcePath path, int code, long nanos) {
    Tags what =
        Tags.of(
            "verb", verb.name(),
            "group", path.type().group(),
            "version", path.type().version(),
            "resource", path.type().plural(),
            "subresource", path.subresource());
    registry.counter("apiserver.request", what.and("code", Integer.toString(code))).increment();
    if (verb != ApiVerb.WATCH) {
      registry.timer("apiserver.request.duration", what).record(nanos, TimeUnit.NANOSECONDS);
    }
  }
}
