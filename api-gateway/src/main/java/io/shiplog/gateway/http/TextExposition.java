package io.shiplog.gateway.http;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Measurements in Prometheus' text format 0.0.4, for registries that do not bring their own. Times
 * are in seconds, as their names say.
 */
public final class TextExposition implements Supplier<String> {

  private final MeterRegistry registry;

  /** Shows what this registry holds; its base unit of time must be seconds. */
  public TextExposition(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public String get() {
    Map<String, StringBuilder> families = new TreeMap<>();
    for (Meter meter : registry.getMeters()) {
      String name = name(meter);
      StringBuilder family =
          families.computeIfAbsent(
              name, absent -> new StringBuilder("# TYPE " + name + " " + type(meter) + "\n"));
      for (Measurement measurement : meter.measure()) {
        line(family, name, meter, measurement);
      }
    }
    StringBuilder text = new StringBuilder();
    families.values().forEach(text::append);
    return text.toString();
  }

  private static void line(
      StringBuilder family, String name, Meter meter, Measurement measurement) {
    if (measurement.getStatistic() == Statistic.MAX) {
      return;
    }
    family.append(name);
    if (type(meter).equals("summary")) {
      family.append(measurement.getStatistic() == Statistic.COUNT ? "_count" : "_sum");
    }
    String comma = "{";
    for (Tag tag : meter.getId().getTagsAsIterable()) {
      family.append(comma).append(tag.getKey()).append("=\"");
      family.append(tag.getValue().replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      comma = ",";
    }
    family.append(comma.equals("{") ? "" : "}");
    family.append(' ').append(measurement.getValue()).append('\n');
  }

  private static String name(Meter meter) {
    String name = meter.getId().getName().replaceAll("[^a-zA-Z0-9_]", "_");
    return switch (type(meter)) {
      case "counter" -> name + "_total";
      case "summary" -> meter.getId().getType() == Meter.Type.TIMER ? name + "_seconds" : name;
      default -> name;
    };
  }

  private static String type(Meter meter) {
    return switch (meter.getId().getType()) {
      case COUNTER -> "counter";
      case TIMER, DISTRIBUTION_SUMMARY -> "summary";
      default -> "gauge";
    };
  }
}
