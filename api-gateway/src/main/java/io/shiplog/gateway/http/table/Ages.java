package io.shiplog.gateway.http.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import java.time.Duration;
import java.time.Instant;

/** Spans of time as kubectl prints them. Source: apimachinery's {@code duration.HumanDuration}. */
final class Ages {

  private static final String UNKNOWN = "<unknown>";

  private Ages() {}

  /** How old an object is. */
  static String of(KubeObject object, Instant now) {
    return since(object.metadata().path("creationTimestamp"), now);
  }

  /** How long ago a time was; {@code <unknown>} where there is none. */
  static String since(JsonNode time, Instant now) {
    return KubeObject.instant(time).map(then -> human(Duration.between(then, now))).orElse(UNKNOWN);
  }

  /** Two units at most, and the second only while the first is small: {@code 5m3s}, {@code 47h}. */
  static String human(Duration span) {
    long seconds = span.toMillis() / 1000;
    if (seconds < -1) {
      return "<invalid>"; // clocks may differ by a second, not by more
    }
    long minutes = seconds / 60;
    long hours = minutes / 60;
    long days = hours / 24;
    if (seconds < 120) {
      return Math.max(0, seconds) + "s";
    } else if (minutes < 10) {
      return two(minutes, "m", seconds % 60, "s");
    } else if (minutes < 180) {
      return minutes + "m";
    } else if (hours < 8) {
      return two(hours, "h", minutes % 60, "m");
    } else if (hours < 48) {
      return hours + "h";
    } else if (days < 8) {
      return two(days, "d", hours % 24, "h");
    } else if (days < 2 * 365) {
      return days + "d";
    } else if (days < 8 * 365) {
      return two(days / 365, "y", days % 365, "d");
    }
    return days / 365 + "y";
  }

  private static String two(long first, String unit, long second, String smaller) {
    return first + unit + (second == 0 ? "" : second + smaller);
  }
}
