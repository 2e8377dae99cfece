package io.rivulet.etl;

import static io.rivulet.etl.EtlParts.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rivulet.etl.run.RunContext;
import io.rivulet.etl.verify.VerifyJob;
import io.rivulet.event.Event;
import io.rivulet.event.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * ETL services in processes of their own that are killed at random moments while events come
 * shuffled, in pieces, each twice; at the end two at once. More than two kills: {@code
 * -Drivulet.faults.kills=20 -Drivulet.faults.seed=7}.
 */
class KilledIT {
  private static final int KILLS = Integer.getInteger("rivulet.faults.kills", 2);
  private static final long SEED = Long.getLong("rivulet.faults.seed", 3L);
  private static final int PIECE = 40;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  static Path folder;
  static EtlParts parts;

  @BeforeAll
  static void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    parts = EtlParts.start(folder);
    Files.writeString(folder.resolve("projects.yml"), "projects: [{id: shop, write-keys: [k]}]");
  }

  @AfterAll
  static void stop() {
    parts.close();
  }

  @Test
  void kills_and_two_instances_at_once_leave_every_number_right() throws Exception {
    Random random = new Random(SEED);
    List<List<Event>> pieces = shuffledPieces(random, 2 * KILLS + 4);
    int next = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      parts.archive(pieces.get(next++));
      parts.archive(pieces.get(next++));
      Process etl = process("kill-" + kill);
      Path output = folder.resolve("kill-" + kill + ".log");
      await().atMost(PATIENCE).until(() -> Files.readString(output).contains("Started"));
      // the first run reads them now; not to wait for anything: at any moment
      Thread.sleep(random.nextInt(2_500));
      etl.destroyForcibly().waitFor();
    }
    Process one = process("one");
    Process two = process("two");
    try {
      for (List<Event> piece : pieces.subList(next, pieces.size())) {
        parts.archive(piece);
      }
      long objects = pieces.size();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  number("select count(*) from mart.lake_object") == objects
                      && number(
                              "select coalesce((select max(publication_id) from mart.curated_partition), 1)"
                                  + " - coalesce((select publication_id from mart.bookmark where job = 'report'), 0)")
                          == 0);
    } finally {
      one.destroyForcibly().waitFor();
      two.destroyForcibly().waitFor();
    }

    long events = (long) pieces.size() * PIECE / 2;
    assertThat(
            parts.rows(
                "select sum(accepted), sum(curated), sum(duplicates), sum(difference) from bi.closing_balance"))
        .containsExactly(2 * events + "|" + events + "|" + events + "|0");
    assertThat(parts.rows("select sum(events) from bi.daily_activity"))
        .containsExactly("" + events);
    try (var etl = parts.startEtl("projects: [{id: shop, write-keys: [k]}]")) {
      etl.getBean(VerifyJob.class).run(new RunContext(1_000_000, Map.of()));
    }
    assertThat(number("select differences from mart.verification where run_id = 1000000")).isZero();
  }

  /** Events of some actors over ten days, each twice, in random order. */
  private static List<List<Event>> shuffledPieces(Random random, int pieces) {
    Instant received = Instant.now().truncatedTo(ChronoUnit.HOURS);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < pieces * PIECE / 2; i++) {
      Instant at = Instant.parse("2026-03-01T00:00:00Z").plusSeconds(300L * random.nextInt(2_880));
      var event = event("e" + i, "i" + random.nextInt(9), at.toString()).receivedAt(received);
      events.add(
          switch (random.nextInt(8)) {
            case 0, 1 -> event.userId("u" + random.nextInt(5)).build();
            case 2 -> event.protocol("revolt").name("user.signedOut").userId("u1").build();
            case 3 -> event.type(EventType.ALIAS).previousId("u2").userId("u3").build();
            default -> event.build();
          });
    }
    events.addAll(List.copyOf(events));
    Collections.shuffle(events, random);
    List<List<Event>> cut = new ArrayList<>();
    for (int piece = 0; piece < pieces; piece++) {
      cut.add(events.subList(piece * PIECE, piece * PIECE + PIECE));
    }
    return cut;
  }

  private static Process process(String name) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:TieredStopAtLevel=1");
    System.getProperties().stringPropertyNames().stream()
        .filter(property -> property.startsWith("aws."))
        .forEach(property -> command.add("-D" + property + "=" + System.getProperty(property)));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(EtlApplication.class.getName());
    command.addAll(
        parts.arguments(folder.resolve("projects.yml"), folder.resolve("etl-" + name), "1s"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()))
        .start();
  }

  private static long number(String sql) {
    try {
      return JdbcClient.create(parts.dataSource("analytics", "rivulet", "rivulet"))
          .sql(sql)
          .query(Long.class)
          .single();
    } catch (DataAccessException e) {
      // before the first migration
      return 0;
    }
  }
}
