package io.shiplog.e2e.chaos.history;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Histories as JSON lines. */
public final class HistoryFile {

  /** How the file is called, beside the logs. */
  public static final String NAME = "history.jsonl";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private HistoryFile() {}

  /** Writes one entry a line. */
  public static void write(Path file, History history) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (Entry entry : history.entries()) {
        writer.write(MAPPER.writerFor(Entry.class).writeValueAsString(entry));
        writer.newLine();
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException also if a line is no entry
   */
  public static History read(Path file) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      entries.add(MAPPER.readValue(line, Entry.class));
    }
    return new History(entries);
  }
}
