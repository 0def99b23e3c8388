package io.shiplog.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.shiplog.architecture.Impure;
import io.shiplog.ledger.decide.Ledger;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.RandomSeal;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing but the seed decides: neither the simulator nor anything of the product that it leads to,
 * call by call ({@link Reach}), has a clock, chance, a thread, a file or a network of its own. What
 * the JDK and Kafka's classes for tests do by themselves is not looked into; for that the same
 * histories are compared in other JVMs ({@link SimulationTest}).
 */
class PurityTest {

  private static final String SIMULATOR = "io.shiplog.simulator";

  /** The one part of the simulator that people start, and that tells them how long it took. */
  private static final String CLI = "io.shiplog.simulator.cli";

  /** What is reached and may be: who calls, and what. */
  private static final List<String> ALLOWED =
      List.of(
          // The dice, which take the seed.
          "io.shiplog.simulator.Dice.<init>(long) java.util.SplittableRandom.<init>(long)");

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.shiplog");

  private static final Reach REACH = Reach.of(OURS, PurityTest::isSimulator);

  @Test
  void nothingIsLeftToChance() {
    assertThat(impure(REACH)).isEmpty();
  }

  /**
   * The walk does go to the ledger, the services and the agents, and not to where processes begin.
   */
  @Test
  void theProductIsReached() {
    List<String> classes =
        REACH.units().stream().map(unit -> unit.getOwner().getSimpleName()).distinct().toList();
    assertThat(classes)
        .contains(Ledger.class.getSimpleName(), "ShardLedger", "LedgerState", "DeploymentRules")
        .contains(
            "SchedulerReactor",
            "ControllerReactor",
            "GarbageCollector",
            "ServiceController",
            "ReactorProcessor")
        .contains("PodLifecycle", "PodStatuses", "SecretSeal", "CommandRecords", "ObjectRecords")
        .doesNotContain(RandomSeal.class.getSimpleName(), KafkaSettings.class.getSimpleName());
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        ByLambda.class,
        ByReference.class,
        ByInterface.class,
        ByCallback.class,
        ByStart.class,
        ByReflection.class
      })
  void itIsSeenHoweverItIsCalled(Class<?> planted) {
    JavaClasses ours = new ClassFileImporter().importClasses(PurityTest.class.getDeclaredClasses());
    assertThat(impure(Reach.of(ours, type -> type.isEquivalentTo(planted)))).hasSize(1);
  }

  private static boolean isSimulator(JavaClass type) {
    return type.getPackageName().startsWith(SIMULATOR) && !type.getPackageName().equals(CLI);
  }

  private static List<String> impure(Reach reach) {
    List<String> found = new ArrayList<>();
    for (JavaCodeUnit unit : reach.units()) {
      for (JavaAccess<?> access : unit.getAccessesFromSelf()) {
        String target = access.getTarget().getFullName();
        if (Impure.isNamed(target) && !ALLOWED.contains(unit.getFullName() + " " + target)) {
          found.add(target + " by\n  " + String.join("\n  ", reach.way(unit)));
        }
      }
    }
    return found;
  }

  static final class ByLambda {
    LongSupplier chance() {
      return () -> System.nanoTime();
    }
  }

  static final class ByReference {
    Supplier<UUID> chance() {
      return UUID::randomUUID;
    }
  }

  interface Source {
    Object next();
  }

  record Drawn() implements Source {
    @Override
    public Object next() {
      return new SecureRandom();
    }
  }

  static final class ByInterface {
    Object chance(Source source) {
      return source.next();
    }

    Source source() {
      return new Drawn();
    }
  }

  static final class Listed implements Comparable<Listed> {
    @Override
    public int compareTo(Listed other) {
      return Instant.now().compareTo(Instant.EPOCH);
    }
  }

  static final class ByCallback {
    List<Listed> chance() {
      return Stream.of(new Listed()).sorted().toList();
    }
  }

  static final class Started {
    static final int VARIABLES = System.getenv().size();
  }

  static final class ByStart {
    int chance() {
      return Started.VARIABLES;
    }
  }

  record Read(double at) {
    Read {
      at = Math.random();
    }
  }

  static final class ByReflection {
    Class<?> chance() {
      return Read.class;
    }
  }
}
