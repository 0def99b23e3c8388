package io.shiplog.architecture.decide;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Decisions of which each has one thing that it must not have, and one that is pure. */
@SuppressWarnings("unused")
final class Planted {

  private Planted() {}

  static final class ByCall {
    Instant at() {
      return Instant.now();
    }
  }

  static final class ByOverload {
    LocalTime at(Clock clock) {
      return LocalTime.now(clock);
    }
  }

  static final class ByReference {
    Supplier<UUID> chance() {
      return UUID::randomUUID;
    }
  }

  static final class ByLambda {
    LongSupplier time() {
      return () -> System.nanoTime();
    }
  }

  static final class ByConstructor {
    int chance() {
      return new Random(1).nextInt();
    }
  }

  static final class BySubclass {
    int chance() {
      return new SecureRandom().nextInt();
    }
  }

  static final class ByShuffle {
    void chance(List<String> list) {
      Collections.shuffle(list);
    }
  }

  static final class ByEnvironment {
    Optional<String> home() {
      return Optional.ofNullable(System.getenv("HOME"));
    }
  }

  static final class ByFile {
    boolean there(Path path) {
      return Files.exists(path);
    }
  }

  static final class ByUnit {
    void later() throws InterruptedException {
      TimeUnit.SECONDS.sleep(1);
    }
  }

  static final class ByParking {
    void later() {
      LockSupport.parkNanos(1);
    }
  }

  static final class Pure {
    Instant later(Instant now, List<String> names) {
      String[] copy = new String[1];
      System.arraycopy(names.toArray(new String[0]), 0, copy, 0, 1);
      return now.plusSeconds(copy[0].length());
    }
  }
}
