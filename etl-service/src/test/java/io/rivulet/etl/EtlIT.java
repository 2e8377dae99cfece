package io.rivulet.etl;

import static io.rivulet.etl.EtlParts.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Dataset;
import io.rivulet.etl.analytics.Warehouse;
import io.rivulet.etl.lake.Lake;
import io.rivulet.etl.preprocess.PreprocessJob;
import io.rivulet.etl.report.ReportJob;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.Event;
import io.rivulet.event.EventType;
import io.rivulet.event.RejectedEvent;
import io.rivulet.event.RejectedEventBuilder;
import io.rivulet.event.RejectionReason;
import io.rivulet.event.SessionRule;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Raw objects in a real S3, run through both jobs, read back from the BI views. */
class EtlIT {
  private static final String PROJECTS =
      """
      projects:
        - {id: shop, write-keys: [k1]}
        - {id: vienna, write-keys: [k2], time-zone: Europe/Vienna}
        - {id: late, write-keys: [k3]}
        - {id: order, write-keys: [k4]}
        - {id: twice, write-keys: [k5]}
        - {id: robots, write-keys: [k6]}
        - {id: joined, write-keys: [k7]}
        - {id: cut, write-keys: [k8]}
        - {id: refused, write-keys: [k9]}
        - {id: cohort, write-keys: [k10]}
        - {id: broken, write-keys: [k11]}
        - {id: split, write-keys: [k12], time-zone: Europe/Vienna, session: {split-at-midnight: true, split-on-campaign: true}}
        - {id: servers, write-keys: [k13]}
        - {id: found, write-keys: [k14], time-zone: Europe/Vienna}
      """;

  /** Objects received long before the last run would not be looked for. */
  static Instant today;

  static Path folder;
  static EtlParts parts;
  static ConfigurableApplicationContext etl;

  @BeforeAll
  static void start(@TempDir Path temporary) {
    folder = temporary;
    today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    parts = EtlParts.start(folder);
    etl = parts.startEtl(PROJECTS);
    parts.awaitFirstRuns();
  }

  @AfterAll
  static void stop() {
    etl.close();
    parts.close();
  }

  @Test
  void an_event_becomes_a_session_and_a_days_activity() throws Exception {
    parts.archive(
        List.of(
            event("a1", "i1", "2026-03-01T10:00:00Z").build(),
            event("a2", "i1", "2026-03-01T10:30:00Z").build(),
            event("a3", "i1", "2026-03-01T11:00:00.000001Z").build()));
    parts.archive(List.of(event("a4", "i2", "2026-03-02T10:00:00Z").userId("u2").build()));

    run("shop");

    assertThat(
            rows(
                "select actor_id, started_at::text, ended_at::text, duration_seconds::text, events,"
                    + " is_engaged from bi.sessions where project = 'shop' order by started_at"))
        .containsExactly(
            "i1|2026-03-01 10:00:00|2026-03-01 10:30:00|1800.000000|2|t",
            "i1|2026-03-01 11:00:00.000001|2026-03-01 11:00:00.000001|0.000000|1|f",
            "i2|2026-03-02 10:00:00|2026-03-02 10:00:00|0.000000|1|f");
    assertThat(
            rows(
                "select day, active_users, new_users, wau, mau, sessions, engaged_sessions, events,"
                    + " median_session_seconds::text, is_complete from bi.daily_activity"
                    + " where project = 'shop' order by day"))
        .containsExactly(
            "2026-03-01|1|1|1|1|2|1|3|900.000000|t", "2026-03-02|1|1|2|2|1|0|1|0.000000|f");
    assertThat(
            rows(
                "select person_id, sessions, events, active_days from bi.users where project = 'shop' order by 1"))
        .containsExactly("i1|2|3|1", "u2|1|1|1");
    assertThat(
            rows(
                "select day, event_name, type, events, users, sessions from bi.events_daily"
                    + " where project = 'shop' order by day"))
        .containsExactly("2026-03-01|Clicked|track|3|1|2", "2026-03-02|Clicked|track|1|1|1");
    assertThat(balance("shop")).containsExactly("3|3|0|3|0|0", "1|1|0|1|0|0");
  }

  @Test
  void a_day_is_a_day_of_the_projects_time_zone() throws Exception {
    parts.archive(
        List.of(
            event("v1", "i1", "2026-07-01T21:59:59Z").project("vienna").build(),
            event("v2", "i2", "2026-07-01T22:00:00Z").project("vienna").build()));

    run("vienna");

    assertThat(
            rows(
                "select day, active_users, sessions from bi.daily_activity where project = 'vienna' order by day"))
        .containsExactly("2026-07-01|1|1", "2026-07-02|1|1");
    assertThat(
            rows("select day, events from bi.events_daily where project = 'vienna' order by day"))
        .containsExactly("2026-07-01|1", "2026-07-02|1");
  }

  @Test
  void a_late_event_joins_the_sessions_that_it_bridges() throws Exception {
    parts.archive(
        List.of(
            event("l1", "i1", "2026-03-01T23:30:00Z").project("late").receivedAt(today).build(),
            event("l2", "i1", "2026-03-02T00:20:00Z").project("late").receivedAt(today).build()));
    run("late");
    assertThat(rows("select events from bi.sessions where project = 'late' order by started_at"))
        .containsExactly("1", "1");

    parts.archive(
        List.of(
            event("l3", "i1", "2026-03-01T23:55:00Z").project("late").receivedAt(today).build()));
    run("late");

    assertThat(rows("select started_at::text, events from bi.sessions where project = 'late'"))
        .containsExactly("2026-03-01 23:30:00|3");
    assertThat(
            rows(
                "select day, sessions, events from bi.daily_activity where project = 'late' order by day"))
        .containsExactly("2026-03-01|1|2", "2026-03-02|0|1");
    assertThat(rows("select late_events from bi.data_freshness where project = 'late'"))
        .containsExactly("3");
    assertThat(balance("late")).containsExactly("3|3|0|3|0|0");
  }

  @Test
  void a_copy_counts_once_and_the_balance_says_so() throws Exception {
    Event event =
        event("t1", "i1", "2026-03-01T10:00:00Z")
            .project("twice")
            .receivedAt(today.minus(1, ChronoUnit.DAYS))
            .build();
    parts.archive(List.of(event, event));
    run("twice");
    parts.archive(
        List.of(
            // a copy whose corrected clock puts it on another day, received later
            event("t1", "i1", "2026-03-05T10:00:00Z").project("twice").receivedAt(today).build()));
    run("twice");

    assertThat(rows("select day, events from bi.events_daily where project = 'twice'"))
        .containsExactly("2026-03-01|1");
    assertThat(balance("twice")).containsExactly("2|2|0|1|1|0", "1|1|0|0|1|0");
  }

  @Test
  void the_copy_received_first_is_the_event_whenever_it_is_read() throws Exception {
    parts.archive(
        List.of(
            event("f1", "i1", "2026-03-05T10:00:00Z")
                .project("order")
                .name("second")
                .receivedAt(today)
                .build()));
    run("order");
    parts.archive(
        List.of(
            event("f1", "i1", "2026-03-01T10:00:00Z")
                .project("order")
                .name("first")
                .receivedAt(today.minus(1, ChronoUnit.DAYS))
                .build()));
    run("order");

    assertThat(rows("select day, event_name from bi.events_daily where project = 'order'"))
        .containsExactly("2026-03-01|first");
    assertThat(rows("select started_at::text from bi.sessions where project = 'order'"))
        .containsExactly("2026-03-01 10:00:00");
    assertThat(balance("order")).containsExactly("1|1|0|1|0|0", "1|1|0|0|1|0");
  }

  @Test
  void bots_have_sessions_but_are_not_counted_as_people() throws Exception {
    parts.archive(
        List.of(
            event("r1", "human", "2026-03-01T10:00:00Z").project("robots").build(),
            event("r2", "spider", "2026-03-01T10:00:00Z").project("robots").isBot(true).build()));

    run("robots");

    assertThat(
            rows(
                "select actor_id, is_bot, is_counted from bi.sessions where project = 'robots' order by 1"))
        .containsExactly("human|f|t", "spider|t|f");
    assertThat(
            rows(
                "select active_users, sessions, events from bi.daily_activity where project = 'robots'"))
        .containsExactly("1|1|1");
  }

  @Test
  void signing_in_makes_the_instances_earlier_events_the_users() throws Exception {
    parts.archive(
        List.of(
            event("j1", "phone", "2026-03-01T10:00:00Z")
                .project("joined")
                .receivedAt(today)
                .build()));
    run("joined");
    parts.archive(
        List.of(
            event("j2", "phone", "2026-03-03T10:00:00Z")
                .project("joined")
                .type(EventType.IDENTIFY)
                .name(null)
                .userId("anna")
                .receivedAt(today)
                .build()));
    run("joined");

    assertThat(rows("select person_id, events, active_days from bi.users where project = 'joined'"))
        .containsExactly("anna|2|2");
    assertThat(rows("select sum(new_users) from bi.daily_activity where project = 'joined'"))
        .containsExactly("1");
    assertThat(
            rows("select day, person_id from bi.person_days where project = 'joined' order by 1"))
        .containsExactly("2026-03-01|anna", "2026-03-03|anna");
    assertThat(rows("select day, person_id from bi.sessions where project = 'joined' order by 1"))
        .containsExactly("2026-03-01|anna", "2026-03-03|anna");
  }

  @Test
  void a_chain_without_end_is_cut_every_24_hours() throws Exception {
    List<Event> events = new ArrayList<>();
    Instant start = Instant.parse("2026-03-01T10:00:00Z");
    for (int i = 0; i <= 100; i++) {
      events.add(
          event("c" + i, "bot", start.plusSeconds(i * 1_200L).toString()).project("cut").build());
    }
    parts.archive(events);

    run("cut");

    // 20 minutes apart: 72 events in the first 24 hours, the other 29 after the cut
    assertThat(
            rows(
                "select started_at::text, events, session_id from bi.sessions where project = 'cut' order by 1"))
        .containsExactly(
            "2026-03-01 10:00:00|72|" + SessionRule.sessionId(events.get(0).actor(), start),
            "2026-03-02 10:00:00|29|"
                + SessionRule.sessionId(events.get(0).actor(), start.plusSeconds(86_400)));
  }

  @Test
  void the_longest_texts_of_rare_alphabets_are_reported() throws Exception {
    // random, since PostgreSQL's indexes compress what repeats itself
    Random random = new Random(7);
    parts.archive(
        List.of(
            event("long", "i1", "2026-03-01T10:00:00Z")
                .project("long")
                .userId(hieroglyphs(random, 512))
                .country(hieroglyphs(random, 200))
                .app(new Event.App(null, hieroglyphs(random, 200), null, null))
                .build()));

    run("long");

    assertThat(
            rows(
                "select length(user_id), length(country), length(app_version) from bi.sessions"
                    + " where project = 'long'"))
        .containsExactly("512|64|64");
  }

  private static String hieroglyphs(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(0x13000 + random.nextInt(1_000));
    }
    return text.toString();
  }

  @Test
  void an_actor_that_never_pauses_has_only_its_latest_days_written_again() throws Exception {
    List<Event> events = new ArrayList<>();
    Instant start = Instant.parse("2026-03-01T10:00:00Z");
    for (int i = 0; i <= 10 * 72; i++) {
      events.add(
          event("e" + i, "cron", start.plusSeconds(i * 1_200L).toString())
              .project("endless")
              .build());
    }
    parts.archive(events.subList(0, events.size() - 1));
    run("endless");
    String sessions =
        "select started_at::text, events, session_id from bi.sessions where project = 'endless' order by 1";
    List<String> before = rows(sessions);

    parts.archive(events.subList(events.size() - 1, events.size()));
    run("endless");

    assertThat(rows(sessions))
        .hasSize(11)
        .startsWith(before.toArray(String[]::new))
        .endsWith(
            "2026-03-11 10:00:00|1|"
                + SessionRule.sessionId(events.get(0).actor(), start.plusSeconds(864_000)));
    CuratedData curated =
        new CuratedData(
            etl.getBean(Lake.class), etl.getBean(Warehouse.class).catalog().partitions("endless"));
    assertThat(curated.dates(Dataset.EVENTS, p -> p.publicationId() == curated.newestPublication()))
        .containsExactly(LocalDate.parse("2026-03-11"));
  }

  @Test
  void sessions_end_at_midnight_and_with_a_campaign_where_the_project_wants_it() throws Exception {
    Event.Campaign ad = new Event.Campaign("spring", "ad", null, "shoes", "banner");
    parts.archive(
        List.of(
            event("s1", "i1", "2026-03-01T22:30:00Z").project("split").build(),
            event("s2", "i1", "2026-03-01T22:40:00Z").project("split").campaign(ad).build(),
            event("s3", "i1", "2026-03-01T22:59:59Z").project("split").build()));
    run("split");
    parts.archive(
        List.of(
            event("s4", "i1", "2026-03-01T23:00:00Z").project("split").build(),
            event("s5", "i1", "2026-03-01T22:45:00Z").project("split").campaign(ad).build()));
    run("split");

    assertThat(
            rows(
                "select started_at::text, events, campaign_name, campaign_source, campaign_medium,"
                    + " campaign_term, campaign_content from bi.sessions"
                    + " where project = 'split' order by 1"))
        .containsExactly(
            "2026-03-01 22:30:00|1|null|null|null|null|null",
            "2026-03-01 22:40:00|3|spring|ad|null|shoes|banner",
            "2026-03-01 23:00:00|1|null|null|null|null|null");
  }

  @Test
  void a_program_on_a_server_is_counted_but_not_as_a_device() throws Exception {
    Event.Os os = new Event.Os("Linux", "6");
    parts.archive(
        List.of(
            event("d1", "i1", "2026-03-01T10:00:00Z").project("servers").os(os).build(),
            event("d2", "i2", "2026-03-01T10:00:00Z")
                .project("servers")
                .os(os)
                .device(new Event.Device(null, "server", null, "rack", null))
                .build()));

    run("servers");

    assertThat(
            rows(
                "select dimension, value, users from bi.devices_daily where project = 'servers'"
                    + " and dimension in ('device_type', 'os', 'model', 'browser', 'platform')"
                    + " order by 1, 2"))
        .containsExactly(
            "browser|(unknown)|1",
            "device_type|(unknown)|1",
            "model|(unknown)|1",
            "os|Linux|1",
            "platform|backend|1",
            "platform|desktop|1");
  }

  @Test
  void refused_events_are_shown_with_their_reason() throws Exception {
    parts.quarantine(
        List.of(
            new RejectedEvent(
                "refused",
                Instant.parse("2026-03-01T10:00:00Z"),
                RejectionReason.MISSING_ID,
                "neither userId nor anonymousId",
                "segment",
                "q1",
                0,
                "{\"type\":\"track\"}"),
            RejectedEventBuilder.builder()
                .project("refused")
                .receivedAt(Instant.parse("2026-03-01T10:00:00Z"))
                .reason(RejectionReason.EVENT_TOO_LARGE)
                .message("the event has 70000 bytes")
                .protocol("segment")
                .eventId("q2")
                .index(1)
                .raw("x".repeat(9_000))
                .isCut(true)
                .build()));

    run("refused");

    assertThat(
            rows(
                "select reason, event_id, left(raw, 20), length(raw), is_replayable"
                    + " from bi.rejected_events where project = 'refused' order by event_id"))
        .containsExactly(
            "missing_id|q1|{\"type\":\"track\"}|16|t",
            "event_too_large|q2|xxxxxxxxxxxxxxxxxxxx|8192|f");
    assertThat(balance("refused")).containsExactly("2|0|2|0|0|0");
  }

  @Test
  void retention_counts_who_came_back() throws Exception {
    // anna and ben first come on the 1st; anna comes back on the 2nd, ben on the 4th; carl is new
    // on the 4th
    parts.archive(
        List.of(
            event("h1", "anna", "2026-03-01T10:00:00Z").project("cohort").build(),
            event("h2", "ben", "2026-03-01T11:00:00Z").project("cohort").build(),
            event("h3", "anna", "2026-03-02T10:00:00Z").project("cohort").build(),
            event("h4", "ben", "2026-03-04T10:00:00Z").project("cohort").build(),
            event("h5", "carl", "2026-03-04T12:00:00Z").project("cohort").build()));

    run("cohort");

    assertThat(
            rows(
                "select cohort_start, n, cohort_size, retained_on, retained_on_or_after, is_mature"
                    + " from bi.retention where project = 'cohort' and period = 'day' order by 1, 2"))
        .containsExactly(
            "2026-03-01|0|2|2|2|t",
            "2026-03-01|1|2|1|2|t",
            "2026-03-01|2|2|0|1|t",
            "2026-03-01|3|2|1|1|f",
            "2026-03-04|0|1|1|1|f");
    // 2026-03-01 is a Sunday, so the first week of the cohort ends with it
    assertThat(
            rows(
                "select cohort_start, n, cohort_size, retained_on from bi.retention"
                    + " where project = 'cohort' and period = 'week' order by 1, 2"))
        .containsExactly("2026-02-23|0|2|2", "2026-02-23|1|2|2", "2026-03-02|0|1|1");
    assertThat(
            rows(
                "select cohort_start, n, cohort_size, retained_on from bi.retention"
                    + " where project = 'cohort' and period = 'month' order by 1, 2"))
        .containsExactly("2026-03-01|0|3|3");
  }

  @Test
  void any_order_in_any_pieces_gives_the_sessions_of_the_sorted_stream() throws Exception {
    List<Event> events = new ArrayList<>();
    Random random = new Random(7);
    Instant start = Instant.parse("1995-06-01T00:00:00Z");
    for (int i = 0; i < 400; i++) {
      // gaps around 30 minutes over three days for five actors, ties included
      Instant at = start.plusSeconds(random.nextInt(5 * 432) * 600L / 5);
      events.add(
          event("p" + i, "actor-" + random.nextInt(5), at.toString())
              .project("sorted")
              .receivedAt(today.plusSeconds(i))
              .build());
    }
    parts.archive(events);
    run("sorted");
    List<Event> shuffled = new ArrayList<>();
    events.forEach(
        e ->
            shuffled.add(
                event(e.eventId(), String.valueOf(e.instanceId()), e.occurredAt().toString())
                    .project("shuffled")
                    .receivedAt(e.receivedAt())
                    .build()));
    Collections.shuffle(shuffled, random);
    for (int piece = 0; piece < 10; piece++) {
      parts.archive(shuffled.subList(piece * 40, piece * 40 + 40));
      run("shuffled");
    }

    String sessions =
        "select actor_id, started_at::text, ended_at::text, events from bi.sessions"
            + " where project = '%s' order by actor_id, started_at";
    assertThat(rows(sessions.formatted("sorted"))).hasSizeGreaterThan(30);
    assertThat(rows(sessions.formatted("shuffled"))).isEqualTo(rows(sessions.formatted("sorted")));
    String activity =
        "select day, active_users, new_users, wau, sessions, events from bi.daily_activity"
            + " where project = '%s' order by day";
    assertThat(rows(activity.formatted("shuffled"))).isEqualTo(rows(activity.formatted("sorted")));
  }

  @Test
  void a_backlog_that_was_interrupted_is_read_to_its_end() throws Exception {
    Instant old = today.minus(300, ChronoUnit.DAYS);
    parts.archive(
        List.of(
            event("o1", "i1", "2025-01-01T10:00:00Z").project("backlog").receivedAt(old).build()));
    run("backlog");
    // what a run that died after its first slice left unread: newer than that slice, but long ago
    parts.archive(
        List.of(
            event("o2", "i1", "2025-01-02T10:00:00Z")
                .project("backlog")
                .receivedAt(old.plus(1, ChronoUnit.DAYS))
                .build()));

    run("backlog");

    assertThat(rows("select sum(events) from bi.daily_activity where project = 'backlog'"))
        .containsExactly("2");
  }

  @Test
  void what_is_wrong_with_one_project_does_not_stop_the_others() throws Exception {
    String key =
        parts.archive(
            List.of(event("w1", "i1", "2026-03-01T10:00:00Z").project("a-broken").build()));
    byte[] whole = parts.s3.getObjectAsBytes(r -> r.bucket(EtlParts.BUCKET).key(key)).asByteArray();
    parts.s3.putObject(
        r -> r.bucket(EtlParts.BUCKET).key(key),
        software.amazon.awssdk.core.sync.RequestBody.fromBytes(
            java.util.Arrays.copyOf(whole, whole.length / 2)));
    parts.archive(List.of(event("w2", "i1", "2026-03-01T10:00:00Z").project("b-sound").build()));
    RunContext context = new RunContext(1, Optional.empty());

    assertThatThrownBy(() -> etl.getBean(PreprocessJob.class).run(context))
        .hasMessageStartingWith("project a-broken: ");
    etl.getBean(ReportJob.class).run(context);

    assertThat(rows("select events from bi.sessions where project = 'b-sound'"))
        .containsExactly("1");
    parts.s3.deleteObject(r -> r.bucket(EtlParts.BUCKET).key(key));
  }

  @Test
  void the_user_who_signed_in_last_has_the_instances_anonymous_events() throws Exception {
    parts.archive(
        List.of(
            event("z1", "tablet", "2026-03-02T10:00:00Z").project("shared").userId("anna").build(),
            event("z2", "tablet", "2026-03-03T10:00:00Z").project("shared").userId("ben").build(),
            event("z3", "tablet", "2026-03-04T10:00:00Z").project("shared").userId("anna").build(),
            event("z4", "tablet", "2026-03-05T10:00:00Z").project("shared").build()));

    run("shared");

    assertThat(
            rows("select day, person_id from bi.person_days where project = 'shared' order by 1"))
        .containsExactly("2026-03-02|anna", "2026-03-03|ben", "2026-03-04|anna", "2026-03-05|anna");
  }

  @Test
  void a_person_has_the_traits_of_the_last_identify() throws Exception {
    parts.archive(
        List.of(
            event("y1", "laptop", "2026-03-02T09:00:00Z")
                .project("traits")
                .type(EventType.IDENTIFY)
                .userId("anna")
                .traits(io.rivulet.event.EventJson.mapper().readTree("{\"plan\":\"free\"}"))
                .build(),
            event("y2", "laptop", "2026-03-02T18:00:00Z").project("traits").userId("anna").build(),
            event("y3", "phone", "2026-03-02T12:00:00Z")
                .project("traits")
                .type(EventType.IDENTIFY)
                .userId("anna")
                .traits(io.rivulet.event.EventJson.mapper().readTree("{\"plan\":\"pro\"}"))
                .build()));

    run("traits");

    assertThat(rows("select traits from bi.users where project = 'traits'"))
        .containsExactly("{\"plan\":\"pro\"}");
  }

  @Test
  void running_again_changes_nothing() throws Exception {
    parts.archive(List.of(event("n1", "i1", "2026-03-01T10:00:00Z").project("again").build()));
    run("again");
    String published = "select published_at from bi.data_freshness where project = 'again'";
    List<String> before = rows(published);

    run("again");

    assertThat(rows(published)).isEqualTo(before);
  }

  @Test
  void an_event_is_found_by_its_message_id_from_the_object_to_the_report() throws Exception {
    String object =
        parts.archive(
            List.of(
                event("w1", "i1", "2026-06-30T22:30:00Z").project("found").build(),
                event("w2", "i1", "2026-06-30T22:31:00Z")
                    .project("found")
                    .userId("o'neil")
                    .build()));
    run("found");

    var event = ask("/api/events?project=found&message_id=w2");

    assertThat(event.at("/event/user_id").asString()).isEqualTo("o'neil");
    assertThat(event.at("/event/occurred_at").asString()).isEqualTo("2026-06-30T22:31:00.000Z");
    assertThat(event.at("/event/session_index").asInt()).isEqualTo(1);
    assertThat(event.at("/archived/object").asString()).isEqualTo(object);
    assertThat(event.at("/archived/topic").asString()).isEqualTo("events-sessionized");
    // the project's days begin in Vienna, where it was July already
    assertThat(event.at("/report/day").asString()).isEqualTo("2026-07-01");
    assertThat(event.at("/report/run").asLong()).isPositive();
    assertThat(event.path("refusals").size()).isZero();
    assertThat(event.path("reported_until").asString()).isEqualTo("2026-06-30T22:31:01Z");
    var session =
        ask(
            "/api/events?project=found&day=2026-06-30&session_id="
                + event.at("/event/session_id").asString());
    assertThat(session.values().stream().map(e -> e.path("message_id").asString()))
        .containsExactly("w1", "w2");
  }

  @Test
  void an_event_that_no_run_has_read_yet_is_found_in_the_lake() throws Exception {
    String object =
        parts.archive(
            List.of(
                event("v1", "i1", "2026-06-30T22:30:00Z")
                    .project("waiting")
                    .receivedAt(Instant.now())
                    .build()));

    var waits = ask("/api/events?project=waiting&message_id=v1");
    var unknown = ask("/api/events?project=waiting&message_id=v2");

    assertThat(waits.at("/archived/object").asString()).isEqualTo(object);
    assertThat(waits.at("/archived/curated_at").asString("")).isEmpty();
    assertThat(waits.hasNonNull("event")).isFalse();
    assertThat(waits.hasNonNull("report")).isFalse();
    assertThat(unknown.hasNonNull("archived")).isFalse();
  }

  @Test
  void an_event_is_found_when_the_run_that_curated_it_is_forgotten() throws Exception {
    String object =
        parts.archive(
            List.of(
                EtlParts.event("old", "w", "2026-06-30T22:30:00Z").project("kept-long").build()));
    run("kept-long");

    JdbcClient.create(parts.dataSource("analytics", "rivulet", "rivulet"))
        .sql("delete from mart.publication where project = 'kept-long' and job = 'preprocess'")
        .update();

    var event = ask("/api/events?project=kept-long&message_id=old");
    assertThat(event.at("/archived/object").asString()).isEqualTo(object);
    assertThat(event.at("/archived/curated_at").asString("")).isEmpty();
    assertThat(event.at("/report/day").asString()).isEqualTo("2026-06-30");
  }

  @Test
  void a_refused_event_is_found_with_its_reason_and_an_unknown_one_is_not() throws Exception {
    parts.quarantine(
        List.of(
            RejectedEventBuilder.builder()
                .project("lost")
                .receivedAt(Instant.parse("2026-03-01T10:00:00Z"))
                .reason(RejectionReason.MISSING_ID)
                .message("neither userId nor anonymousId")
                .protocol("segment")
                .eventId("x1")
                .index(0)
                .raw("{}")
                .build()));
    run("lost");

    var refused = ask("/api/events?project=lost&message_id=x1");
    var unknown = ask("/api/events?project=lost&message_id=x2'%20or%20true--");

    assertThat(refused.at("/refusals/0/reason").asString()).isEqualTo("missing_id");
    assertThat(refused.at("/refusals/0/received_at").asString()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(refused.path("event").isNull() || refused.path("event").isMissingNode()).isTrue();
    assertThat(unknown.path("refusals").size()).isZero();
    assertThat(unknown.has("reported_until")).isFalse();
    assertThat(unknown.path("event").isNull() || unknown.path("event").isMissingNode()).isTrue();
  }

  private static tools.jackson.databind.JsonNode ask(String path) throws Exception {
    var answer =
        java.net.http.HttpClient.newHttpClient()
            .send(
                java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create(
                            "http://127.0.0.1:"
                                + etl.getEnvironment().getProperty("local.server.port")
                                + path))
                    .header("Authorization", "Bearer test-token")
                    .build(),
                java.net.http.HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return io.rivulet.event.EventJson.mapper().readTree(answer.body());
  }

  @Test
  void long_numbers_survive_in_the_curated_events() throws Exception {
    parts.archive(
        List.of(
            event("d1", "i1", "2026-03-01T10:00:00Z")
                .project("digits")
                .properties(
                    io.rivulet.event.EventJson.mapper()
                        .readTree("{\"big\":123456789012345678901234567890,\"price\":49.9}"))
                .build()));
    run("digits");

    String key =
        parts
            .s3
            .listObjectsV2(r -> r.bucket(EtlParts.BUCKET).prefix("curated/events/project=digits/"))
            .contents()
            .get(0)
            .key();
    Path copy = folder.resolve("digits.parquet");
    parts.s3.getObject(r -> r.bucket(EtlParts.BUCKET).key(key), copy);
    try (var duck = java.sql.DriverManager.getConnection("jdbc:duckdb:");
        var rows =
            duck.createStatement()
                .executeQuery(
                    "select cast(properties as varchar) from read_parquet('" + copy + "')")) {
      rows.next();
      assertThat(rows.getString(1))
          .isEqualTo("{\"big\":123456789012345678901234567890,\"price\":49.9}");
    }
  }

  @Test
  void a_line_that_cannot_be_read_is_an_alarm_in_the_balance() throws Exception {
    String key =
        parts.archive(
            List.of(
                event("b1", "i1", "2026-03-01T10:00:00Z").project("broken").build(),
                event("b2", "i1", "2026-03-01T10:00:10Z").project("broken").build()));
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(bytes)) {
      gzip.write(
          io.rivulet.event.EventJson.write(
              event("b1", "i1", "2026-03-01T10:00:00Z").project("broken").build()));
      gzip.write("\n{\"event_id\":\"b2\",\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    parts.s3.putObject(
        r -> r.bucket(EtlParts.BUCKET).key(key).metadata(Map.of("rivulet-lines", "2")),
        software.amazon.awssdk.core.sync.RequestBody.fromBytes(bytes.toByteArray()));

    run("broken");

    assertThat(balance("broken")).containsExactly("2|2|0|1|0|1");
  }

  @Test
  void the_reader_can_select_nothing_but_bi() {
    assertThatThrownBy(() -> rows("select count(*) from mart.session"))
        .hasRootCauseMessage("ERROR: permission denied for schema mart\n  Position: 22");
    assertThatThrownBy(() -> parts.dataSource("ops", "bi_reader", "bi_reader").getConnection())
        .hasMessageContaining("permission denied");
  }

  @Test
  void every_column_of_every_view_has_a_comment() {
    assertThat(
            rows(
                "select c.table_name, c.column_name from information_schema.columns c"
                    + " where c.table_schema = 'bi' and col_description((c.table_schema || '.' || c.table_name)::regclass,"
                    + " c.ordinal_position::int) is null"))
        .isEmpty();
  }

  @Test
  void every_metric_names_a_column_that_exists() {
    assertThat(
            rows(
                "select metric from bi.metric_definitions m where not exists (select 1 from"
                    + " information_schema.columns c where c.table_schema = 'bi'"
                    + " and c.table_name = m.view_name and c.column_name = m.column_name)"))
        .isEmpty();
  }

  private static void run(String project) throws Exception {
    EtlParts.run(etl, project);
  }

  /** received|accepted|quarantined|curated|duplicates|difference, by day of receipt. */
  private static List<String> balance(String project) {
    return rows(
        "select received, accepted, quarantined, curated, duplicates, difference"
            + " from bi.closing_balance where project = '"
            + project
            + "' order by day");
  }

  private static List<String> rows(String sql) {
    return parts.rows(sql);
  }
}
