package io.rivulet.etl.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawLinesTest {
  @Test
  void names_that_are_ids_make_no_more_tables_than_a_project_may_have(@TempDir Path folder)
      throws Exception {
    Set<TableKey> known =
        IntStream.range(0, Limits.TABLES - 1)
            .mapToObj(i -> TableKey.of("track", "Known " + i))
            .collect(Collectors.toSet());
    RawLines lines = new RawLines(Limits.DEFAULT, known);

    lines.read(events(folder, "Order 1", "Order 2", "Order 1", "Known 7", "Order 3"));

    assertThat(lines.tables())
        .containsOnlyKeys(TableKey.of("track", "Order 1"), TableKey.of("track", "Known 7"));
    assertThat(lines.tables().values()).extracting(EventTable::events).containsExactly(1L, 2L);
    assertThat(lines.withoutRoom()).isEqualTo(2);
    assertThat(lines.events()).isEqualTo(5);
    assertThat(lines.unreadable()).isZero();
  }

  private static Path events(Path folder, String... names) throws IOException {
    Path file = folder.resolve("events.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (String name : names) {
        String line =
            "{\"type\": \"track\", \"name\": \""
                + name
                + "\", \"occurred_at\": \"2026-03-01T10:00:00Z\","
                + " \"received_at\": \"2026-03-01T10:00:01Z\"}\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }
}
