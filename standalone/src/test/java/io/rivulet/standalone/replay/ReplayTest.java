package io.rivulet.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final String ONE = "{\"messageId\":\"1\",\"n\":0.10000000000000000000000001}";
  private static final String TWO = "{ \"messageId\" : \"2\" }";

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  private Path folder;

  private final FakeCollector collector = new FakeCollector();

  @AfterEach
  void stop() {
    collector.close();
  }

  @Test
  void lines_travel_as_they_stand_in_the_file() throws IOException {
    int exit = replay(file(ONE, TWO));

    assertThat(exit).isZero();
    assertThat(collector.bodies()).containsExactly("{\"batch\":[" + ONE + "," + TWO + "]}");
  }

  @Test
  void the_write_key_is_the_user_name_of_basic_authentication() throws IOException {
    replay(file(ONE));

    assertThat(collector.authorizations()).containsExactly("Basic a2V5Og==");
  }

  @Test
  void without_a_url_the_collector_is_where_its_variable_says() throws IOException {
    String port = Integer.toString(URI.create(collector.url()).getPort());
    System.setProperty("RIVULET_INGEST_PORT", port); // stands for the variable, which cannot be set
    try {
      assertThat(Replay.execute(file(ONE).toString(), "--key", "key")).isZero();
    } finally {
      System.clearProperty("RIVULET_INGEST_PORT");
    }
  }

  @Test
  void a_packed_file_is_known_by_its_first_bytes_not_by_its_name() throws IOException {
    Path file = folder.resolve("events.txt");
    try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
      gzip.write((ONE + "\n" + TWO + "\n").getBytes(StandardCharsets.UTF_8));
    }

    int exit = replay(file);

    assertThat(exit).isZero();
    assertThat(collector.bodies()).containsExactly("{\"batch\":[" + ONE + "," + TWO + "]}");
  }

  @Test
  void a_dash_is_the_standard_input() {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(ONE.getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(Replay.execute("-", "--key", "key", "--url", collector.url())).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(collector.bodies()).containsExactly("{\"batch\":[" + ONE + "]}");
  }

  @Test
  void blank_lines_are_skipped() throws IOException {
    int exit = replay(file("", ONE, "   ", "\r", TWO));

    assertThat(exit).isZero();
    assertThat(collector.bodies()).containsExactly("{\"batch\":[" + ONE + "," + TWO + "]}");
  }

  @Test
  void a_broken_line_is_left_out_and_its_neighbours_travel() throws IOException {
    int exit = replay(file(ONE, "{\"messageId\":", "[1]", ONE + ONE, TWO));

    assertThat(exit).isEqualTo(1);
    assertThat(collector.bodies()).containsExactly("{\"batch\":[" + ONE + "," + TWO + "]}");
  }

  @Test
  void a_broken_line_is_named_by_file_and_line_number() throws IOException {
    Path file = file("", ONE, "{\"messageId\":");

    assertThat(output(file)).contains(file + ":3 not sent: line is no JSON");
  }

  @Test
  void a_batch_has_no_more_lines_than_asked() throws IOException {
    int exit = replay(file(ONE, ONE, ONE, ONE, ONE), "--batch-size", "2", "--in-order");

    assertThat(exit).isZero();
    assertThat(collector.bodies()).hasSize(3);
  }

  @Test
  void a_batch_stays_below_a_megabyte() throws IOException {
    String large = "{\"messageId\":\"1\",\"x\":\"" + "x".repeat(400_000) + "\"}";

    int exit = replay(file(large, large, large));

    assertThat(exit).isZero();
    assertThat(collector.bodies())
        .hasSize(2)
        .allSatisfy(body -> assertThat(body.length()).isLessThanOrEqualTo(1_000_000));
  }

  @Test
  void a_line_that_no_request_can_carry_is_left_out() throws IOException {
    int exit = replay(file("{\"messageId\":\"1\",\"x\":\"" + "x".repeat(1_000_000) + "\"}", TWO));

    assertThat(exit).isEqualTo(1);
    assertThat(collector.bodies()).containsExactly("{\"batch\":[" + TWO + "]}");
  }

  @Test
  void an_overloaded_collector_gets_the_batch_again() throws IOException {
    collector.thenRetryAfter(429, "0").thenRetryAfter(503, "0");

    int exit = replay(file(ONE));

    assertThat(exit).isZero();
    assertThat(collector.bodies()).hasSize(3);
  }

  @Test
  void a_refused_batch_is_not_sent_again_and_the_next_one_is() throws IOException {
    collector.then(400, "{\"success\":false,\"code\":\"invalid_json\",\"message\":\"no\"}");

    int exit = replay(file(ONE, TWO), "--batch-size", "1", "--in-order");

    assertThat(exit).isEqualTo(1);
    assertThat(collector.bodies()).hasSize(2);
  }

  @Test
  void a_rejected_event_is_named_by_file_line_and_reason() throws IOException {
    collector.then(
        200,
        "{\"success\":true,\"accepted\":1,\"rejected\":"
            + "[{\"index\":1,\"messageId\":\"2\",\"reason\":\"missing_id\",\"message\":\"whose?\"}]}");
    Path file = file(ONE, TWO);

    assertThat(output(file))
        .contains(file + ":2 rejected: missing_id, whose?")
        .containsPattern("lines read +2")
        .containsPattern("accepted +1")
        .containsPattern("rejected +1")
        .containsPattern("missing_id +1");
  }

  @Test
  void an_unknown_key_ends_the_replay_at_once() throws IOException {
    collector.then(401, "{\"code\":\"unknown_key\",\"message\":\"invalid write key\"}");

    int exit = replay(file(ONE, TWO), "--batch-size", "1", "--in-order");

    assertThat(exit).isEqualTo(2);
    assertThat(collector.bodies()).hasSize(1);
  }

  @Test
  void an_answer_that_does_not_account_for_all_events_is_no_success() throws IOException {
    collector.then(200, "{\"success\":true,\"accepted\":1,\"rejected\":[]}");

    assertThat(replay(file(ONE, TWO))).isEqualTo(2);
  }

  @Test
  void it_gives_up_on_a_collector_that_stays_overloaded() throws IOException {
    collector.thenRetryAfter(429, "60");

    assertThat(replay(file(ONE), "--give-up-after", "1s")).isEqualTo(3);
  }

  @Test
  void it_gives_up_where_nothing_listens() throws IOException {
    collector.close();

    assertThat(replay(file(ONE), "--give-up-after", "1s")).isEqualTo(3);
  }

  @Test
  void a_missing_file_is_wrong_usage() {
    assertThat(replay(folder.resolve("none"))).isEqualTo(2);
  }

  @Test
  void shuffled_lines_are_the_same_lines_in_another_order() throws IOException {
    String[] lines =
        IntStream.range(0, 50)
            .mapToObj(n -> "{\"messageId\":\"" + n + "\"}")
            .toArray(String[]::new);

    int exit = replay(file(lines), "--batch-size", "1", "--in-order", "--shuffle", "--seed", "7");

    List<String> sent =
        collector.bodies().stream()
            .map(body -> body.substring("{\"batch\":[".length(), body.length() - 2))
            .toList();
    assertThat(exit).isZero();
    assertThat(sent).containsExactlyInAnyOrder(lines).isNotEqualTo(Arrays.asList(lines));
  }

  private Path file(String... lines) throws IOException {
    Path file = folder.resolve("events.ndjson");
    return Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private int replay(Path file, String... options) {
    List<String> arguments = new ArrayList<>(List.of(file.toString()));
    arguments.addAll(List.of("--key", "key", "--url", collector.url()));
    arguments.addAll(List.of(options));
    return Replay.execute(arguments.toArray(String[]::new));
  }

  private String output(Path file) {
    java.io.PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new java.io.PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      replay(file);
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
