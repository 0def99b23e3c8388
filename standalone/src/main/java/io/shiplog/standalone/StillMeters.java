package io.shiplog.standalone;

import com.yammer.metrics.core.Metric;
import com.yammer.metrics.core.MetricName;
import com.yammer.metrics.core.MetricsRegistryListener;
import com.yammer.metrics.core.Stoppable;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;

/**
 * Stops the clocks of the broker's meters. Each of more than a hundred works out its rates anew
 * every five seconds, a tenth of an idle control plane's wake-ups, and nobody asks for them. What
 * they count is counted all the same.
 */
final class StillMeters implements MetricsRegistryListener {

  private StillMeters() {}

  /** Stops the meters of this process: those that are there, and each that comes. */
  static void stopAll() {
    KafkaYammerMetrics.defaultRegistry().addListener(new StillMeters());
  }

  @Override
  public void onMetricAdded(MetricName name, Metric metric) {
    if (metric instanceof Stoppable clocked) {
      clocked.stop();
    }
  }

  @Override
  public void onMetricRemoved(MetricName name) {
    // It was stopped when it came.
  }
}
