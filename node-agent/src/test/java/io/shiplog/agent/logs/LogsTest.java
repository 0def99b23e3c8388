package io.shiplog.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:10Z");
  private static final String LOG =
      """
      2026-03-01T12:00:01.000000000Z stdout F one
      2026-03-01T12:00:02.000000000Z stdout P tw
      2026-03-01T12:00:02.100000000Z stdout F o
      no such entry
      2026-03-01T12:00:03.000000000Z stderr F\s
      2026-03-01T12:00:04.000000000Z stdout F three
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'t stdout F a b', t, stdout, false, a b",
    "'t stderr P x',   t, stderr, true,  x",
    "'t stdout F:9 x', t, stdout, false, x",
    "'t stdout F',     t, stdout, false, ''",
  })
  void entries(String line, String time, String stream, boolean partial, String text) {
    assertThat(CriLog.parse(line)).contains(new CriLog(time, stream, partial, text));
  }

  @ParameterizedTest
  @CsvSource({"''", "x", "a b", "t stdout Q x", "' stdout F x'"})
  void noEntries(String line) {
    assertThat(CriLog.parse(line)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'',                       'one/two//three/'",
    "'tailLines=1',            'three/'",
    "'tailLines=3',            'two//three/'",
    "'tailLines=9',            'one/two//three/'",
    "'tailLines=0',            ''",
    "'limitBytes=5',           'one/t'",
    "'sinceSeconds=7',         '/three/'",
    "'sinceTime=2026-03-01T12:00:02Z', 'two//three/'",
    "'timestamps=true&tailLines=1', '2026-03-01T12:00:04.000000000Z three/'",
  })
  void reads(String options, String expected) throws Exception {
    Map<String, String> map = new java.util.HashMap<>();
    for (String option : options.isEmpty() ? new String[0] : options.split("&")) {
      map.put(option.split("=")[0], option.split("=")[1]);
    }
    assertThat(read(map).replace('\n', '/')).isEqualTo(expected);
  }

  /** A last line without an end is a line: written in pieces, or just begun. */
  @ParameterizedTest
  @CsvSource({
    "'t stdout P no end',               1, 'no end'",
    "'t stdout P no end',               2, 'three/no end'",
    "'t stdout P no /t stdout P end',   1, 'no end'",
  })
  void lineWithoutEndCounts(String more, int lines, String expected) throws Exception {
    Path file = folder.resolve("0.log");
    Files.writeString(file, LOG + more.replace('/', '\n') + "\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LogOptions options = LogOptions.of(Map.of("tailLines", "" + lines), NOW);
    new LogStream(file, options, () -> false, out::writeBytes).run();
    assertThat(out.toString(StandardCharsets.UTF_8).replace('\n', '/')).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:00:01Z,                2026-03-01T12:00:01.000000000Z",
    "2026-03-01T12:00:01.5+02:00,         2026-03-01T12:00:01.500000000+02:00",
    "2026-03-01T12:00:01.123456789Z,      2026-03-01T12:00:01.123456789Z",
  })
  void timestampsHaveNineDigits(String written, String shown) throws Exception {
    Path file = folder.resolve("0.log");
    Files.writeString(file, written + " stdout F x\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LogOptions options = LogOptions.of(Map.of("timestamps", "true"), NOW);
    new LogStream(file, options, () -> false, out::writeBytes).run();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(shown + " x\n");
  }

  /** FallbackToLogsOnError: the last 80 lines, and of these 2048 bytes, of the text alone. */
  @Test
  void lastWordsAreTextAndNotTheLogsFormat() {
    StringBuilder many = new StringBuilder("cut in the middle\n");
    for (int i = 1; i <= 200; i++) {
      many.append("t stdout F line ").append(i).append('\n');
    }
    String tail = CriLog.tail(many.toString().getBytes(StandardCharsets.UTF_8), 80, 2048);
    assertThat(tail).startsWith("line 121\nline 122\n").endsWith("line 200\n");
    assertThat(tail.lines()).hasSize(80);
    String wide = "t stdout P " + "ü".repeat(3000) + "\nt stdout F " + "y".repeat(2047) + "\n";
    assertThat(CriLog.tail(wide.getBytes(StandardCharsets.UTF_8), 80, 2048))
        .isEqualTo("y".repeat(2047) + "\n");
    assertThat(CriLog.tail("t stderr P no end\n".getBytes(StandardCharsets.UTF_8), 80, 2048))
        .isEqualTo("no end");
    assertThat(CriLog.tail("t stderr F ü\n".getBytes(StandardCharsets.UTF_8), 80, 2048))
        .isEqualTo("ü\n");
  }

  /** As with --tail=1: a line that is written meanwhile would be one too many. */
  @Test
  void showsWhatThereWasWhenItBegan() throws Exception {
    Path file = folder.resolve("0.log");
    Files.writeString(file, LOG);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LogOptions last = LogOptions.of(Map.of("tailLines", "1"), NOW);
    new LogStream(file, last, () -> append(file, 1), out::writeBytes).run();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("three\n");
  }

  @Test
  void followsUntilTheContainerEnds() throws Exception {
    Path file = folder.resolve("0.log");
    Files.writeString(file, LOG);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int[] looks = {0};
    LogStream stream =
        new LogStream(
            file,
            LogOptions.of(Map.of("follow", "true", "tailLines", "1"), NOW),
            () -> append(file, ++looks[0]),
            out::writeBytes);
    stream.run();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("three\nmore 1\nmore 2\n");
  }

  @Test
  void followsIntoTheFileThatReplacedTheFirst() throws Exception {
    Path file = folder.resolve("0.log");
    Files.writeString(file, "t stdout F old\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int[] looks = {0};
    LogStream stream =
        new LogStream(
            file,
            LogOptions.of(Map.of("follow", "true"), NOW),
            () -> rotate(file, ++looks[0]),
            out::writeBytes);
    stream.run();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("old\nnew, and longer\n");
  }

  /** Puts another file in its place at the second look; the container has ended at the third. */
  private static boolean rotate(Path file, int look) {
    try {
      if (look == 2) {
        Files.move(file, file.resolveSibling("0.log.1"));
        Files.writeString(file, "t stdout F new, and longer\n");
      }
      return look < 3;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Writes a line at each of the first looks; the container has ended at the third. */
  private static boolean append(Path file, int look) {
    if (look > 2) {
      return false;
    }
    try {
      Files.writeString(
          file, "t stdout F more " + look + "\n", java.nio.file.StandardOpenOption.APPEND);
      return true;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String read(Map<String, String> options) throws Exception {
    Path file = folder.resolve("0.log");
    Files.writeString(file, LOG);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new LogStream(file, LogOptions.of(options, NOW), () -> false, out::writeBytes).run();
    return out.toString(StandardCharsets.UTF_8);
  }
}
