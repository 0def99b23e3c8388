package io.shiplog.benchmarks.footprint;

import io.shiplog.benchmarks.cluster.Installation;
import io.shiplog.benchmarks.report.Result;
import io.shiplog.benchmarks.report.Runs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * How large the distribution is: the folder that runs every role, which is the layer that the image
 * adds to its base, and what of it goes over the network when it is pulled.
 */
final class Sizes {

  private static final double MEGABYTE = 1e6;

  private Sizes() {}

  /** The sizes; they do not vary, but every figure of a report is taken more than once. */
  static Result measure(int runs) {
    Path folder = Installation.assembly().getParent();
    Runs all = new Runs("size", Map.of("of", "standalone/target/quarkus-app"));
    for (int i = 0; i < runs; i++) {
      List<Path> files = filesIn(folder);
      all.add("files", "", files.size());
      all.add("on disk", "MB", sum(files) / MEGABYTE);
      all.add("download (gzip)", "MB", compressed(files) / MEGABYTE);
    }
    return all.result();
  }

  /** All but AOT caches, which are made where they are used. */
  private static List<Path> filesIn(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".aot"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  private static double sum(List<Path> files) {
    return files.stream().mapToDouble(file -> file.toFile().length()).sum();
  }

  private static double compressed(List<Path> files) {
    AtomicLong bytes = new AtomicLong();
    try (GZIPOutputStream out = new GZIPOutputStream(new Counter(bytes), 1 << 16)) {
      for (Path file : files) {
        Files.copy(file, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compress the distribution", e);
    }
    return bytes.get();
  }

  /** Keeps nothing. */
  private static final class Counter extends OutputStream {

    private final AtomicLong bytes;

    Counter(AtomicLong bytes) {
      this.bytes = bytes;
    }

    @Override
    public void write(int one) {
      bytes.incrementAndGet();
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      bytes.addAndGet(length);
    }
  }
}
