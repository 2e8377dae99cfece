package io.rivulet.etl;

import static io.rivulet.etl.EtlParts.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventType;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Whose events are whose: sign-in, sign-out, alias and what instances say of themselves. */
class PersonsIT {
  static Instant today;
  static EtlParts parts;
  static ConfigurableApplicationContext etl;

  @BeforeAll
  static void start(@TempDir Path folder) {
    today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    parts = EtlParts.start(folder);
    etl = parts.startEtl("projects: [{id: shop, write-keys: [k1]}]");
    parts.awaitFirstRuns();
  }

  @AfterAll
  static void stop() {
    etl.close();
    parts.close();
  }

  private static EventBuilder segment(String project, String id, String instance, String at) {
    return event(id, instance, at).project(project).receivedAt(today);
  }

  private static EventBuilder revolt(String project, String id, String instance, String at) {
    return segment(project, id, instance, at).protocol("revolt");
  }

  private static Event signIn(String project, String id, String instance, String at, String user) {
    return revolt(project, id, instance, at)
        .type(EventType.IDENTIFY)
        .name(null)
        .userId(user)
        .build();
  }

  private static Event signOut(String project, String id, String instance, String at, String user) {
    return revolt(project, id, instance, at).name("user.signedOut").userId(user).build();
  }

  private static Event describe(String project, String id, String instance, String at, String os) {
    return revolt(project, id, instance, at)
        .name("system.appInstanceData")
        .os(new Event.Os(os, "17"))
        .device(new Event.Device("d", "mobile", "Maker", os + "-phone", null))
        .language("de")
        .build();
  }

  private static Event alias(
      String project, String id, String instance, String at, String previous, String user) {
    return segment(project, id, instance, at)
        .type(EventType.ALIAS)
        .name(null)
        .previousId(previous)
        .userId(user)
        .build();
  }

  @Test
  void an_anonymous_event_belongs_to_whoever_was_signed_in_at_its_moment() throws Exception {
    parts.archive(
        List.of(
            segment("moment", "a1", "tablet", "2026-03-02T09:00:00Z").build(),
            segment("moment", "a2", "tablet", "2026-03-02T10:00:00Z").userId("anna").build(),
            segment("moment", "a3", "tablet", "2026-03-02T11:00:00Z").build(),
            segment("moment", "a4", "tablet", "2026-03-02T12:00:00Z").userId("ben").build(),
            segment("moment", "a5", "tablet", "2026-03-02T13:00:00Z").build()));
    EtlParts.run(etl, "moment");

    assertThat(
            parts.rows(
                "select person_id, events from bi.person_days where project = 'moment' order by 1"))
        .containsExactly("anna|3", "ben|2");

    // late: ben was there at half past ten already
    parts.archive(
        List.of(segment("moment", "a6", "tablet", "2026-03-02T10:30:00Z").userId("ben").build()));
    EtlParts.run(etl, "moment");

    assertThat(
            parts.rows(
                "select person_id, events from bi.person_days where project = 'moment' order by 1"))
        .containsExactly("anna|2", "ben|4");
  }

  @Test
  void after_a_sign_out_events_are_the_instances_again() throws Exception {
    parts.archive(
        List.of(
            revolt("out", "o1", "phone", "2026-03-01T09:00:00Z").build(),
            signIn("out", "o2", "phone", "2026-03-01T10:00:00Z", "anna"),
            // as the stream fills it in
            revolt("out", "o3", "phone", "2026-03-01T11:00:00Z").userId("anna").build(),
            signOut("out", "o4", "phone", "2026-03-01T12:00:00Z", "anna"),
            revolt("out", "o5", "phone", "2026-03-01T13:00:00Z").build(),
            revolt("out", "o6", "phone", "2026-03-02T13:00:00Z").build(),
            signIn("out", "o7", "phone", "2026-03-03T10:00:00Z", "ben"),
            revolt("out", "o8", "phone", "2026-03-03T11:00:00Z").build()));
    EtlParts.run(etl, "out");

    assertThat(
            parts.rows(
                "select day, person_id, events from bi.person_days where project = 'out' order by 1, 2"))
        .containsExactly(
            "2026-03-01|anna|4", "2026-03-01|phone|1", "2026-03-02|phone|1", "2026-03-03|ben|2");
    assertThat(
            parts.rows(
                "select started_at::text, user_id, person_id from bi.sessions where project = 'out' order by 1"))
        .containsExactly(
            "2026-03-01 09:00:00|null|anna",
            "2026-03-01 10:00:00|anna|anna",
            "2026-03-01 11:00:00|anna|anna",
            "2026-03-01 12:00:00|anna|anna",
            "2026-03-01 13:00:00|null|phone",
            "2026-03-02 13:00:00|null|phone",
            "2026-03-03 10:00:00|ben|ben",
            "2026-03-03 11:00:00|ben|ben");
  }

  @Test
  void a_sign_out_that_comes_late_takes_back_what_the_stream_gave() throws Exception {
    parts.archive(
        List.of(
            signIn("late-out", "l1", "phone", "2026-03-01T10:00:00Z", "anna"),
            revolt("late-out", "l2", "phone", "2026-03-04T10:00:00Z").userId("anna").build()));
    EtlParts.run(etl, "late-out");
    parts.archive(List.of(signOut("late-out", "l3", "phone", "2026-03-02T10:00:00Z", "anna")));
    EtlParts.run(etl, "late-out");

    assertThat(
            parts.rows(
                "select day, person_id from bi.person_days where project = 'late-out' order by 1"))
        .containsExactly("2026-03-01|anna", "2026-03-02|anna", "2026-03-04|phone");
  }

  @Test
  void an_alias_makes_two_persons_one_for_all_time() throws Exception {
    parts.archive(
        List.of(
            segment("alias", "x1", "laptop", "2026-03-01T10:00:00Z").build(),
            segment("alias", "x2", "phone", "2026-03-02T10:00:00Z").userId("old-id").build()));
    EtlParts.run(etl, "alias");
    parts.archive(
        List.of(
            alias("alias", "x3", "server", "2026-03-03T10:00:00Z", "old-id", "anna"),
            alias("alias", "x4", "server", "2026-03-03T11:00:00Z", "laptop", "old-id")));
    EtlParts.run(etl, "alias");

    assertThat(
            parts.rows(
                "select person_id, events, active_days from bi.users where project = 'alias'"))
        .containsExactly("anna|4|3");
    assertThat(
            parts.rows(
                "select day, new_users, returning_users from bi.daily_activity where project = 'alias' order by 1"))
        .containsExactly("2026-03-01|1|0", "2026-03-02|0|1", "2026-03-03|0|1");
    assertThat(parts.rows("select distinct person_id from bi.sessions where project = 'alias'"))
        .containsExactly("anna");
  }

  @Test
  void aliases_in_a_ring_are_one_person() throws Exception {
    parts.archive(
        List.of(
            segment("ring", "r1", "i1", "2026-03-01T10:00:00Z").userId("a").build(),
            segment("ring", "r2", "i2", "2026-03-01T10:00:00Z").userId("b").build(),
            alias("ring", "r3", "i3", "2026-03-01T11:00:00Z", "a", "b"),
            alias("ring", "r4", "i4", "2026-03-01T12:00:00Z", "b", "a")));
    EtlParts.run(etl, "ring");

    assertThat(parts.rows("select person_id, events from bi.users where project = 'ring'"))
        .containsExactly("a|4");
  }

  @Test
  void a_description_that_comes_late_is_joined_to_the_events_after_it_and_before_the_first()
      throws Exception {
    String systems =
        "select started_at::date::text, os_name, model, language from bi.sessions"
            + " where project = 'described' order by 1, actor_id desc";
    parts.archive(
        List.of(
            revolt("described", "e1", "phone", "2026-03-01T10:00:00Z").build(),
            revolt("described", "e2", "phone", "2026-03-05T10:00:00Z").build(),
            revolt("described", "e3", "other", "2026-03-05T10:00:00Z").build()));
    EtlParts.run(etl, "described");
    assertThat(parts.rows(systems))
        .containsExactly(
            "2026-03-01|null|null|null", "2026-03-05|null|null|null", "2026-03-05|null|null|null");

    parts.archive(List.of(describe("described", "e4", "phone", "2026-03-03T10:00:00Z", "iOS")));
    EtlParts.run(etl, "described");
    assertThat(parts.rows(systems))
        .containsExactly(
            "2026-03-01|iOS|iOS-phone|de",
            "2026-03-03|iOS|iOS-phone|de",
            "2026-03-05|iOS|iOS-phone|de",
            "2026-03-05|null|null|null");

    parts.archive(List.of(describe("described", "e5", "phone", "2026-03-04T10:00:00Z", "iPadOS")));
    EtlParts.run(etl, "described");
    assertThat(parts.rows(systems))
        .containsExactly(
            "2026-03-01|iOS|iOS-phone|de",
            "2026-03-03|iOS|iOS-phone|de",
            "2026-03-04|iPadOS|iPadOS-phone|de",
            "2026-03-05|iPadOS|iPadOS-phone|de",
            "2026-03-05|null|null|null");
  }

  @Test
  void the_order_of_arrival_does_not_matter() throws Exception {
    Random random = new Random(11);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String instance = "i" + random.nextInt(6);
      String user = "u" + random.nextInt(4);
      String id = "p" + i;
      // ties included
      String at =
          Instant.parse("2026-03-01T00:00:00Z")
              .plusSeconds(1_200L * random.nextInt(500))
              .toString();
      events.add(
          switch (random.nextInt(8)) {
            case 0 -> signIn("sorted", id, instance, at, user);
            case 1 -> signOut("sorted", id, instance, at, user);
            case 2 -> describe("sorted", id, instance, at, "os" + random.nextInt(3));
            case 3 ->
                random.nextInt(4) > 0
                    ? segment("sorted", id, instance, at).userId(user).build()
                    : alias(
                        "sorted",
                        id,
                        instance,
                        at,
                        "u" + random.nextInt(4),
                        "v" + random.nextInt(2));
            case 4 -> segment("sorted", id, instance, at).build();
            // the stream may have filled in anything that was true at some time
            case 5 -> revolt("sorted", id, instance, at).userId(user).build();
            default -> revolt("sorted", id, instance, at).build();
          });
    }
    events.sort(java.util.Comparator.comparing(Event::occurredAt).thenComparing(Event::eventId));
    parts.archive(events);
    EtlParts.run(etl, "sorted");

    List<Event> shuffled = new ArrayList<>();
    events.forEach(e -> shuffled.add(EventBuilder.builder(e).project("shuffled").build()));
    Collections.shuffle(shuffled, random);
    for (int piece = 0; piece < 15; piece++) {
      parts.archive(shuffled.subList(piece * 20, piece * 20 + 20));
      EtlParts.run(etl, "shuffled");
    }

    for (String query :
        List.of(
            "select day, person_id, events from bi.person_days where project = '%s' order by 1, 2",
            "select actor_id, started_at, user_id, person_id, os_name, model, language, events"
                + " from bi.sessions where project = '%s' order by 1, 2",
            "select person_id, first_seen_at, last_seen_at, sessions, events, first_day,"
                + " first_platform from bi.users where project = '%s' order by 1",
            "select day, dimension, value, users, events from bi.devices_daily"
                + " where project = '%s' order by 1, 2, 3",
            "select day, active_users, new_users, wau, mau, sessions from bi.daily_activity"
                + " where project = '%s' order by 1")) {
      assertThat(parts.rows(query.formatted("shuffled")))
          .isEqualTo(parts.rows(query.formatted("sorted")))
          .hasSizeGreaterThan(4);
    }
  }
}
