package io.shiplog.launcher;

import java.util.List;

/** What the gateway says somebody has to look at. */
final class Alarms {

  private static final String MARK = "[!]";

  private Alarms() {}

  /** All that are raised; none where nobody answers. */
  static List<String> of(ApiClient api) {
    return api.get("/readyz?verbose").stream()
        .flatMap(answer -> answer.text().lines())
        .filter(line -> line.startsWith(MARK))
        .map(line -> line.substring(MARK.length()))
        .toList();
  }

  /** Those because of which a shard of the log cannot be led. */
  static List<String> brokenShards(ApiClient api) {
    return of(api).stream().filter(alarm -> alarm.startsWith("shard ")).toList();
  }
}
