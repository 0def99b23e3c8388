package io.shiplog.benchmarks.footprint;

import io.shiplog.benchmarks.cluster.Installation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the JDK offers, each against the options of {@code ./shiplog up}. */
enum Variant {
  up("as in up, but without its AOT cache"),
  aot("with the AOT cache of the build, as in up"),
  headers("without compact object headers", "-XX:-UseCompactObjectHeaders"),
  tiers("with C1 alone", "-XX:TieredStopAtLevel=1"),
  g1("with G1", "-XX:+UseG1GC"),
  serial("with Serial", "-XX:+UseSerialGC"),
  zgc("with ZGC", "-XX:+UseZGC");

  private final String title;
  private final List<String> instead;

  Variant(String title, String... instead) {
    this.title = title;
    this.instead = List.of(instead);
  }

  /** What a table says. */
  String title() {
    return title;
  }

  /**
   * The JVM's options but for the heap's size.
   *
   * @throws IllegalStateException if the build that this needs made no AOT cache
   */
  List<String> options() {
    List<String> options = new ArrayList<>(Installation.jvmOptions());
    if (this == g1 || this == serial || this == zgc) {
      options.removeAll(List.of("-XX:+UseParallelGC", "-XX:GCTimeRatio=19"));
    }
    options.addAll(instead);
    if (this == aot) {
      options.add("-XX:AOTCache=" + builtCache());
    }
    return options;
  }

  private static Path builtCache() {
    return Installation.aotCache()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "there is no AOT cache beside the assembly; make one: ./shiplog build"));
  }
}
