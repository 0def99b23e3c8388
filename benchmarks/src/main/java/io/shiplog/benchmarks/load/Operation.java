package io.shiplog.benchmarks.load;

import java.util.List;

/** What can be measured; a door is how a request comes in. */
enum Operation {
  create("http"),
  update("http", "commands"),
  patch("http"),
  apply("specs"),
  get("http"),
  list("http"),
  watch("http");

  private final List<String> doors;

  Operation(String... doors) {
    this.doors = List.of(doors);
  }

  /** The doors it can come through. */
  List<String> doors() {
    return doors;
  }

  /** Whether it is measured at different numbers in flight. */
  boolean isSmall() {
    return this != list && this != watch;
  }
}
