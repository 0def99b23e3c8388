package io.shiplog.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.regex.Pattern;

/**
 * What would let something into a decision that is not among its arguments: clocks, chance,
 * threads, the process and its environment, files, the network.
 */
public final class Impure {

  /** The beginning of the full name of what is called; a dot stands for itself. */
  private static final Pattern NAMES =
      Pattern.compile(
          String.join(
              "|",
              "java.time.[^(]*.(now|system|systemUTC|systemDefaultZone|tick[A-Z][a-z]*)[(]",
              "java.lang.System.(?!arraycopy|identityHashCode)",
              "java.lang.(Thread|ThreadLocal|Runtime|Process|ProcessBuilder|ProcessHandle)[.]",
              "java.lang.(Math|StrictMath).random[(]",
              "java.util.Date.<init>[(][)]",
              "java.util.UUID.randomUUID",
              "java.util.(Random|SplittableRandom|Timer).<init>",
              "java.util.random[.]",
              "java.util.Collections.shuffle[(]java.util.List[)]",
              "java.security.SecureRandom[.]",
              "java.util.concurrent.(ThreadLocalRandom|Executor|ForkJoin)",
              "java.util.concurrent.TimeUnit.(sleep|timedJoin|timedWait)[(]",
              "java.util.concurrent.locks.LockSupport[.]",
              "java.util.concurrent.CompletableFuture.[a-zA-Z]*(Async|Timeout)[(]",
              "java.util.[^(]*.(parallel|parallelStream)[(]",
              "java.io.(File|RandomAccessFile)[a-zA-Z]*[.]",
              "java.nio.(file.Files|channels)[.]",
              "java.net.(?!URI|URLDecoder|URLEncoder)",
              "org.apache.kafka.clients.[a-z]+.(Kafka|Admin)[a-zA-Z]*[.]"));

  private Impure() {}

  /** Whether an access to a method, constructor or field, by its full name, is one of these. */
  public static boolean isNamed(String target) {
    return NAMES.matcher(target).lookingAt();
  }

  /** Calls, references to methods, and reads of fields that are one of these. */
  public static DescribedPredicate<JavaAccess<?>> accesses() {
    return DescribedPredicate.describe(
        "is a clock, chance, a thread, the process, a file or the network",
        access -> isNamed(access.getTarget().getFullName()));
  }
}
