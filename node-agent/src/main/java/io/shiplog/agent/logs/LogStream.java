package io.shiplog.agent.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One reading of one container's log, from its beginning or its tail, to its end or for ever. */
final class LogStream {

  private static final int BUFFER_BYTES = 32 << 10;
  private static final long LOOK_AGAIN_MILLIS = 200;
  private static final Pattern FRACTION =
      Pattern.compile("(.*T\\d{2}:\\d{2}:\\d{2})(?:\\.(\\d{1,9}))?(Z|[+-]\\d{2}:\\d{2})");

  private final Path file;
  private final LogOptions options;
  private final BooleanSupplier running;
  private final Consumer<byte[]> sink;
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private Object opened;
  private boolean lineStart = true;
  private long left;

  /**
   * A reading.
   *
   * @param running whether the container may still write
   * @param sink takes the pieces in order
   */
  LogStream(Path file, LogOptions options, BooleanSupplier running, Consumer<byte[]> sink) {
    this.file = file;
    this.options = options;
    this.running = running;
    this.sink = sink;
    this.left = options.limitBytes() < 0 ? Long.MAX_VALUE : options.limitBytes();
  }

  /** Ends the reading soon. */
  void cancel() {
    cancelled.countDown();
  }

  /** Reads until the end, or until nothing more can come where it follows. */
  void run() throws IOException, InterruptedException {
    FileChannel channel = open();
    try {
      long size = channel.size();
      if (options.tailLines() >= 0) {
        channel.position(LogTail.start(channel, options.tailLines(), size));
      }
      // What is written meanwhile would make more lines of it than were asked for.
      long end = options.follow() ? Long.MAX_VALUE : size;
      while (left > 0 && cancelled.getCount() > 0) {
        boolean alive = running.getAsBoolean();
        drain(channel, end);
        if (!options.follow() || left == 0) {
          return;
        }
        if (rotated(channel)) {
          channel.close();
          channel = open();
        } else if (!alive) {
          return;
        } else if (cancelled.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } finally {
      channel.close();
    }
  }

  /** Whether the file's name now belongs to another file, or to less than was read. */
  private boolean rotated(FileChannel channel) throws IOException {
    return Files.exists(file)
        && (!Files.readAttributes(file, BasicFileAttributes.class).fileKey().equals(opened)
            || Files.size(file) < channel.position());
  }

  private FileChannel open() throws IOException {
    opened = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  private void drain(FileChannel channel, long end) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (left > 0
        && channel.position() < end
        && channel.read(LogTail.within(end - channel.position(), buffer)) > 0) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        byte b = buffer.get();
        if (b == '\n') {
          entry(line.toString(StandardCharsets.UTF_8));
          line.reset();
        } else {
          line.write(b);
        }
      }
      flush();
    }
  }

  private void entry(String text) {
    CriLog entry = CriLog.parse(text).orElse(null);
    if (entry == null || tooOld(entry)) {
      return;
    }
    if (options.timestamps() && lineStart) {
      out.writeBytes((fixed(entry.time()) + " ").getBytes(StandardCharsets.UTF_8));
    }
    out.writeBytes(entry.text().getBytes(StandardCharsets.UTF_8));
    lineStart = !entry.partial();
    if (lineStart) {
      out.write('\n');
    }
  }

  /** With nine digits behind the point, as kubelets write times; the runtime leaves out zeros. */
  private static String fixed(String time) {
    Matcher matcher = FRACTION.matcher(time);
    if (!matcher.matches()) {
      return time;
    }
    String digits = matcher.group(2) == null ? "" : matcher.group(2);
    return matcher.group(1) + "." + digits + "0".repeat(9 - digits.length()) + matcher.group(3);
  }

  private boolean tooOld(CriLog entry) {
    if (options.since() == null) {
      return false;
    }
    try {
      Instant time = OffsetDateTime.parse(entry.time()).toInstant();
      return time.isBefore(options.since());
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private void flush() {
    byte[] bytes = out.toByteArray();
    out.reset();
    int take = (int) Math.min(left, bytes.length);
    if (take > 0) {
      sink.accept(take == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, take));
      left -= take;
    }
  }
}
