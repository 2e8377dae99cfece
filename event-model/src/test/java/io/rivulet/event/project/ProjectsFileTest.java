package io.rivulet.event.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.event.SessionRule;
import io.rivulet.event.project.ProjectsFile.InvalidProjectsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectsFileTest {
  private static final String GOOD =
      """
      projects:
        - id: shop
          write-keys: [k1, k2]
          time-zone: Europe/Vienna
          week-start: sunday
          session:
            inactivity-gap: 45m
          ip-policy: none
          max-events-per-second: 100
      """;

  @Test
  void everything_but_id_and_write_keys_has_a_default() throws Exception {
    Project project =
        ProjectsFile.parse("p.yml", "projects: [{id: a, write-keys: [k]}]").projects().get(0);

    assertThat(project.name()).isEqualTo("a");
    assertThat(project.timeZone()).isEqualTo(ZoneOffset.UTC);
    assertThat(project.weekStart()).isEqualTo(DayOfWeek.MONDAY);
    assertThat(project.ipPolicy()).isEqualTo(Project.IpPolicy.TRUNCATED);
    assertThat(project.bots()).isEqualTo(Project.Bots.EXCLUDE);
    assertThat(project.maxEventsPerSecond()).isEqualTo(50_000);
    assertThat(project.sessionRule()).isEqualTo(SessionRule.DEFAULT);
  }

  @Test
  void members_are_read_as_written() throws Exception {
    Project project = ProjectsFile.parse("p.yml", GOOD).byId("shop").orElseThrow();

    assertThat(project.timeZone()).isEqualTo(ZoneId.of("Europe/Vienna"));
    assertThat(project.weekStart()).isEqualTo(DayOfWeek.SUNDAY);
    assertThat(project.sessionRule().inactivityGap()).isEqualTo(Duration.ofMinutes(45));
    assertThat(project.sessionRule().maxDuration()).isEqualTo(Duration.ofHours(24));
    assertThat(project.ipPolicy()).isEqualTo(Project.IpPolicy.NONE);
    assertThat(project.maxEventsPerSecond()).isEqualTo(100);
  }

  @Test
  void midnight_is_that_of_the_projects_time_zone() throws Exception {
    Project project =
        ProjectsFile.parse("p.yml", GOOD.replace("45m", "45m\n      split-at-midnight: true"))
            .byId("shop")
            .orElseThrow();

    assertThat(project.sessionRule().splitAtMidnightIn()).isEqualTo(ZoneId.of("Europe/Vienna"));
    assertThat(project.sessionRule().splitsOnCampaign()).isFalse();
  }

  @Test
  void a_member_that_does_not_exist_is_refused_with_its_line() {
    assertThatThrownBy(
            () ->
                ProjectsFile.parse(
                    "p.yml", "projects:\n  - id: a\n    write-keys: [k]\n    write-key: x\n"))
        .isInstanceOf(InvalidProjectsException.class)
        .hasMessageStartingWith("invalid projects file p.yml at or just before line 5")
        .hasMessageContaining("projects[0].write-key is not known; known are ")
        .hasMessageContaining(", write-keys");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "write-keys: secret1|projects[0].write-keys is not a list, such as [a, b]",
        "write-keys: {secret1: x}|projects[0].write-keys is not a list, such as [a, b]",
        "max-events-per-second: many|projects[0].max-events-per-second is not a number",
        "ip-policy: cut|projects[0].ip-policy is 'cut', not one of full, truncated, none",
        "session: 30m|projects[0].session is not names with values, such as {a: b}"
      })
  void a_value_of_another_kind_is_refused_with_its_place_and_what_is_expected(
      String line, String reason) {
    assertThatThrownBy(() -> ProjectsFile.parse("p.yml", "projects:\n  - id: a\n    " + line))
        .hasMessageStartingWith("invalid projects file p.yml at or just before line ")
        .hasMessageEndingWith(reason);
  }

  @Test
  void two_projects_with_one_key_are_refused_without_naming_the_key() {
    assertThatThrownBy(
            () ->
                ProjectsFile.parse(
                    "p.yml",
                    "projects: [{id: a, write-keys: [secret1]}, {id: b, write-keys: [secret1]}]"))
        .hasMessageContaining("projects 'a' and 'b' share a write key")
        .hasMessageNotContaining("secret1");
  }

  @Test
  void a_rate_of_nothing_is_refused() {
    assertThatThrownBy(
            () ->
                ProjectsFile.parse(
                    "p.yml", "projects: [{id: a, write-keys: [k], max-events-per-second: 0}]"))
        .hasMessageContaining("max-events-per-second 0 is not positive");
  }

  @Test
  void user_agents_of_bots_may_be_named() throws Exception {
    String yaml = "projects: [{id: a, write-keys: [k], bot-user-agents: ['^acme-.*/', monitor]}]";

    assertThat(ProjectsFile.parse("p.yml", yaml).projects().get(0).botUserAgents())
        .containsExactly("^acme-.*/", "monitor");
  }

  @ParameterizedTest
  @CsvSource({
    "(, 'bot-user-agents has ''('', which is no regular expression: '",
    "'a|', 'bot-user-agents has ''a|'', which is found in every user agent'",
    "' ', bot-user-agents has a blank entry"
  })
  void an_expression_that_cannot_be_meant_is_refused(String expression, String reason) {
    assertThatThrownBy(
            () ->
                ProjectsFile.parse(
                    "p.yml",
                    "projects:\n  - id: a\n    write-keys: [k]\n    bot-user-agents: ['%s']\n"
                        .formatted(expression)))
        .hasMessageStartingWith("invalid projects file p.yml at or just before line ")
        .hasMessageContaining(reason);
  }

  @Test
  void more_expressions_than_the_bound_are_refused() {
    assertThatThrownBy(
            () ->
                ProjectsFile.parse(
                    "p.yml",
                    "projects: [{id: a, write-keys: [k], bot-user-agents: [%s]}]"
                        .formatted("x, ".repeat(21))))
        .hasMessageContaining("bot-user-agents has 21 expressions, more than 20");
  }

  @Test
  void what_reports_show_is_declared_with_defaults() throws Exception {
    Project project =
        ProjectsFile.parse(
                "p.yml",
                """
                projects:
                  - id: shop
                    write-keys: [k]
                    funnels:
                      - {name: Checkout, steps: [Viewed, Added, Ordered]}
                      - {name: Setup, steps: [Started, Invited, Connected], window: 30m, order: any}
                    features:
                      - {name: Search, events: [Searched, /search]}
                    properties:
                      - {event: Ordered, names: [currency, coupon]}
                    money: {event: Ordered, property: total}
                    items:
                      - {property: product_id, events: [Viewed, Ordered]}
                """)
            .projects()
            .get(0);

    assertThat(project.funnels())
        .containsExactly(
            new Funnel(
                "Checkout",
                List.of("Viewed", "Added", "Ordered"),
                Duration.ofDays(7),
                Funnel.Order.SEQUENTIAL),
            new Funnel(
                "Setup",
                List.of("Started", "Invited", "Connected"),
                Duration.ofMinutes(30),
                Funnel.Order.ANY));
    assertThat(project.features())
        .containsExactly(new Feature("Search", List.of("Searched", "/search")));
    assertThat(project.properties())
        .containsExactly(new ReportedProperties("Ordered", List.of("currency", "coupon")));
    assertThat(project.money()).isEqualTo(new Money("Ordered", "total"));
    assertThat(project.items())
        .containsExactly(new ItemProperty("product_id", List.of("Viewed", "Ordered")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "funnels: [{steps: [A, B]}] | funnels has an entry without a name",
        "funnels: [{name: F, steps: [A]}] | funnel 'F' has 1 steps; it takes 2 to 10",
        "funnels: [{name: F, steps: [A, B, C, D, E, F, G, H, I, J, K]}] | funnel 'F' has 11 steps",
        "funnels: [{name: F, steps: [A, ' ']}] | funnel 'F' has a blank event name",
        "funnels: [{name: F, steps: [A, B], window: 59s}] | funnel 'F' has a window of PT59S; it can be 1 minute to 90 days",
        "funnels: [{name: F, steps: [A, B], window: 91d}] | funnel 'F' has a window of PT2184H",
        "funnels: [{name: F, steps: [A, B, B], order: any}] | funnel 'F' names a step twice",
        "funnels: [{name: F, steps: [A, B], order: backwards}] | backwards",
        "funnels: [{name: F, steps: [A, B], widow: 1d}] | widow",
        "funnels: [{name: F, steps: [A, B]}, {name: F, steps: [A, C]}] | funnels has 'F' twice",
        "features: [{name: S}] | feature 'S' has 0 events; it takes 1 to 20",
        "features: [{name: S, events: [A]}, {name: S, events: [B]}] | features has 'S' twice",
        "properties: [{names: [a]}] | properties has a blank event name",
        "properties: [{event: A}] | properties of event 'A' has no names",
        "properties: [{event: A, names: ['a\"b']}] | has the name 'a\"b' with a quote or backslash",
        "properties: [{event: A, names: [a]}, {event: A, names: [a]}] | properties has 'A: a' twice",
        "money: {property: a} | money has a blank event name",
        "money: {event: A} | money of event 'A' has an entry without a name",
        "money: {event: A, property: 'a\"b'} | has the name 'a\"b' with a quote or backslash",
        "items: [{events: [A]}] | items has an entry without a name",
        "items: [{property: 'a\"b', events: [A]}] | items has the name 'a\"b' with a quote or backslash",
        "items: [{property: a}] | items of property 'a' has 0 events; it takes 1 to 20",
        "items: [{property: a, events: [A]}, {property: a, events: [B]}] | items has 'a' twice",
      })
  void a_declaration_that_cannot_be_meant_is_refused_with_its_line(String member, String reason) {
    assertThatThrownBy(
            () ->
                ProjectsFile.parse(
                    "p.yml", "projects:\n  - id: a\n    write-keys: [k]\n    " + member + "\n"))
        .hasMessageStartingWith("invalid projects file p.yml at or just before line ")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "funnels, 'name: f%d, steps: [A, B]', 20",
    "features, 'name: f%d, events: [A]', 50",
    "properties, 'event: E%d, names: [a]', 50",
    "items, 'property: p%d, events: [A]', 10"
  })
  void declarations_are_bounded(String member, String entry, int most) throws Exception {
    String yaml = "projects: [{id: a, write-keys: [k], " + member + ": [%s]}]";

    assertThat(ProjectsFile.parse("p.yml", yaml.formatted(entries(entry, most))).projects())
        .hasSize(1);
    assertThatThrownBy(() -> ProjectsFile.parse("p.yml", yaml.formatted(entries(entry, most + 1))))
        .hasMessageContaining("%s has %d entries, more than %d".formatted(member, most + 1, most));
  }

  private static String entries(String entry, int n) {
    return IntStream.rangeClosed(1, n)
        .mapToObj(i -> "{" + entry.formatted(i) + "}")
        .collect(Collectors.joining(", "));
  }

  @Test
  void a_duration_that_is_none_is_refused() {
    assertThatThrownBy(
            () ->
                ProjectsFile.parse(
                    "p.yml",
                    "projects: [{id: a, write-keys: [k], session: {inactivity-gap: soon}}]"))
        .hasMessageContaining("'soon' is no duration");
  }

  @Test
  void an_invalid_change_is_refused_and_the_last_good_reading_stays(@TempDir Path folder)
      throws Exception {
    Path path = Files.writeString(folder.resolve("projects.yml"), GOOD);
    ProjectsFile file = new ProjectsFile(path);
    Files.writeString(path, "projects: [{id: 'NO'}]");
    file.reloadIfChanged();

    assertThatThrownBy(file::reloadIfChanged).hasMessageContaining("id 'NO'");

    assertThat(file.current().byId("shop")).isPresent();
  }

  @Test
  void a_change_is_seen(@TempDir Path folder) throws Exception {
    Path path = Files.writeString(folder.resolve("projects.yml"), GOOD);
    ProjectsFile file = new ProjectsFile(path);
    Files.writeString(path, GOOD.replace("shop", "store"));
    file.reloadIfChanged();

    boolean changed = file.reloadIfChanged();

    assertThat(changed).isTrue();
    assertThat(file.current().byId("store")).isPresent();
  }

  @Test
  void a_change_is_not_taken_before_it_was_seen_twice(@TempDir Path folder) throws Exception {
    Path path = Files.writeString(folder.resolve("projects.yml"), GOOD);
    ProjectsFile file = new ProjectsFile(path);
    Files.writeString(path, GOOD.replace("shop", "half-written"));

    boolean changed = file.reloadIfChanged();

    assertThat(changed).isFalse();
    assertThat(file.current().byId("shop")).isPresent();
  }

  @Test
  void a_time_zone_without_a_region_is_refused() {
    assertThatThrownBy(
            () ->
                ProjectsFile.parse(
                    "p.yml", "projects: [{id: a, write-keys: [k], time-zone: '+02:00'}]"))
        .hasMessageContaining("time-zone '+02:00' is an offset");
  }

  @Test
  void a_file_without_projects_is_refused() {
    assertThatThrownBy(() -> ProjectsFile.parse("p.yml", "projects:\n"))
        .hasMessageContaining("there are no projects");
  }

  @Test
  void the_shipped_file_is_valid() throws IOException, InvalidProjectsException {
    Path shipped = Path.of("../config/projects.yml");

    assertThat(ProjectsFile.parse("shipped", Files.readString(shipped)).byId("demo")).isPresent();
  }

  @Test
  void a_project_is_printed_without_its_keys() throws Exception {
    assertThat(ProjectsFile.parse("p.yml", GOOD).toString()).doesNotContain("k1");
  }
}
