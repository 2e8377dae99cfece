package io.rivulet.ingest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventJson;
import io.rivulet.event.EventType;
import io.rivulet.ingest.plan.TrackingPlan.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrackingPlanTest {
  private static final String PLAN =
      """
      on-violation: quarantine
      unplanned: flag
      events:
        Order Completed:
          required: [revenue]
          properties:
            revenue: {type: number, minimum: 0}
            order_id: {type: integer}
            email: {type: string, format: email}
            coupon: {type: string, pattern: '^[A-Z]{3}$'}
            items:
              type: array
              items: {$ref: '#/$defs/item'}
          $defs:
            item: {type: object, required: [sku]}
        App Opened:
      traits:
        properties:
          plan: {enum: [free, pro]}
      """;

  @Test
  void an_event_as_planned_is_clean() throws Exception {
    Finding finding =
        check(
            PLAN,
            track(
                "Order Completed",
                "{\"revenue\":49.90,\"order_id\":123456789012345678901234567890,"
                    + "\"email\":\"a@example.com\",\"coupon\":\"ABC\",\"items\":[{\"sku\":1}]}"));

    assertThat(finding).isEqualTo(Finding.CLEAN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"revenue\":\"9\"}|/properties/revenue: string found, number expected",
        "{}|/properties: required property 'revenue' not found",
        "{\"revenue\":-1}|/properties/revenue: must have a minimum value of 0",
        "{\"revenue\":1,\"order_id\":1.5}|/properties/order_id: number found, integer expected",
        "{\"revenue\":1,\"coupon\":\"abc\"}|/properties/coupon: does not match the regex pattern ^[A-Z]{3}$",
        "{\"revenue\":1,\"items\":[{\"sku\":1},{}]}|/properties/items/1: required property 'sku' not found",
      })
  void a_violation_names_the_place_and_the_rule(String properties, String violation)
      throws Exception {
    Finding finding = check(PLAN, track("Order Completed", properties));

    assertThat(finding.policy()).isEqualTo(Policy.QUARANTINE);
    assertThat(finding.violations()).containsExactly(violation);
  }

  @Test
  void a_format_is_a_rule() throws Exception {
    Finding finding = check(PLAN, track("Order Completed", "{\"revenue\":1,\"email\":\"nobody\"}"));

    assertThat(finding.violations()).singleElement().asString().startsWith("/properties/email: ");
  }

  @Test
  void an_event_without_properties_is_held_against_an_empty_object() throws Exception {
    Finding finding = check(PLAN, event("Order Completed").build());

    assertThat(finding.violations())
        .containsExactly("/properties: required property 'revenue' not found");
  }

  @Test
  void an_event_planned_without_a_schema_may_carry_anything() throws Exception {
    assertThat(check(PLAN, track("App Opened", "{\"x\":[1]}"))).isEqualTo(Finding.CLEAN);
  }

  @Test
  void traits_have_a_schema_of_their_own() throws Exception {
    Event identify =
        event(null)
            .type(EventType.IDENTIFY)
            .traits(EventJson.mapper().readTree("{\"plan\":\"gold\"}"))
            .build();

    Finding finding = check(PLAN, identify);

    assertThat(finding.violations())
        .singleElement()
        .asString()
        .startsWith("/traits/plan: does not have a value in the enumeration")
        .doesNotContain("gold");
  }

  @Test
  void an_event_that_is_not_planned_is_treated_as_the_plan_says() throws Exception {
    Finding finding = check(PLAN, track("Order Complete", "{}"));

    assertThat(finding.policy()).isEqualTo(Policy.FLAG);
    assertThat(finding.violations()).containsExactly("/event: no such event is planned");
    assertThat(check("events: {A: {}}", track("B", "{}"))).isEqualTo(Finding.CLEAN);
  }

  @ParameterizedTest
  @EnumSource(
      value = EventType.class,
      names = {"PAGE", "SCREEN", "GROUP", "ALIAS"})
  void other_types_are_in_no_plan(EventType type) throws Exception {
    Event event = event("Anything").type(type).build();

    assertThat(check("{unplanned: quarantine, events: {}}", event)).isEqualTo(Finding.CLEAN);
  }

  @ParameterizedTest
  @CsvSource({
    "system.appInstanceData, revolt, ALLOW",
    "user.signedOut, revolt, ALLOW",
    "ui.activity.paused, revolt, ALLOW",
    "cart.filled, revolt, QUARANTINE",
    "user.signedOut, segment, QUARANTINE",
  })
  void what_revolt_sdks_send_of_themselves_need_not_be_planned(
      String name, String protocol, Policy expected) throws Exception {
    Event event = event(name).protocol(protocol).build();

    assertThat(check("{unplanned: quarantine, events: {}}", event).policy()).isEqualTo(expected);
  }

  @Test
  void where_violations_are_allowed_nothing_is_found() throws Exception {
    assertThat(
            check(
                PLAN.replace("on-violation: quarantine", "on-violation: allow"),
                track("Order Completed", "{}")))
        .isEqualTo(Finding.CLEAN);
  }

  @Test
  void an_event_is_told_five_violations_of_160_characters() throws Exception {
    String plan = "events: {E: {additionalProperties: false, properties: {a: {type: 'null'}}}}";
    StringBuilder properties = new StringBuilder("{\"a\":1");
    for (int i = 0; i < 40; i++) {
      properties.append(",\"").append("n".repeat(500)).append(i).append("\":1");
    }

    Finding finding = check(plan, track("E", properties.append('}').toString()));

    assertThat(finding.violations())
        .hasSize(5)
        .allSatisfy(v -> assertThat(v.length()).isLessThanOrEqualTo(160))
        .last()
        .isEqualTo("and 37 more violations");
  }

  @Test
  void a_pattern_that_runs_away_is_stopped() throws Exception {
    String plan = "events: {E: {properties: {a: {pattern: '(x+x+)+y'}}}}";

    long begin = System.nanoTime();
    Finding finding = check(plan, track("E", "{\"a\":\"" + "x".repeat(5_000) + "\"}"));

    assertThat(finding.violations())
        .containsExactly("/properties/a: does not match the regex pattern (x+x+)+y");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void when_the_steps_of_a_request_are_spent_what_needs_none_is_still_checked() throws Exception {
    TrackingPlan plan =
        PlanFile.parse(
            "p.yml",
            "on-violation: quarantine\nevents: {E: {properties: {a: {pattern: '(x+x+)+y'}, b: {type: number}}}}");
    Event slow = track("E", "{\"a\":\"" + "x".repeat(5_000) + "\"}");
    PatternSteps steps = new PatternSteps();

    List<Finding> findings =
        IntStream.range(0, 2_500).mapToObj(i -> plan.check(slow, steps)).toList();

    assertThat(findings.subList(0, 5))
        .allSatisfy(
            f -> {
              assertThat(f.policy()).isEqualTo(Policy.QUARANTINE);
              assertThat(f.isChecked()).isTrue();
            });
    assertThat(findings.subList(5, 2_500))
        .containsOnly(
            new Finding(
                Policy.FLAG,
                List.of(
                    "/properties: not checked, the patterns need too many steps on this request"),
                false));
    assertThat(plan.check(track("E", "{\"a\":\"y\"}"), steps).isChecked()).isFalse();
    assertThat(plan.check(track("E", "{\"b\":1}"), steps)).isEqualTo(Finding.CLEAN);
    assertThat(plan.check(track("E", "{\"b\":\"1\"}"), steps).policy())
        .isEqualTo(Policy.QUARANTINE);
  }

  @Test
  void a_pattern_that_overflows_the_stack_is_stopped() throws Exception {
    String plan = "events: {E: {properties: {a: {pattern: '^(a|b)*$'}}}}";

    Finding finding = check(plan, track("E", "{\"a\":\"" + "ab".repeat(15_000) + "\"}"));

    assertThat(finding.violations())
        .containsExactly("/properties/a: does not match the regex pattern ^(a|b)*$");
  }

  @Test
  void a_schema_that_refers_to_itself_is_checked_as_deep_as_the_event_goes() throws Exception {
    String plan =
        "events: {E: {$ref: '#/$defs/n', $defs: {n: {type: object, additionalProperties: {$ref: '#/$defs/n'}}}}}";

    Finding finding = check(plan, track("E", "{\"a\":".repeat(80) + "1" + "}".repeat(80)));

    assertThat(finding.violations()).singleElement().asString().contains("/a/a/a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "events:¶  A:¶    type: strng|p.yml at or just before line 3: /events/A/type is no JSON Schema: ",
        "events:¶  A: {}¶  B:¶    properties:¶      x: {minimum: low}|line 5: /events/B/properties/x/minimum is no JSON Schema: ",
        "events:¶  A:¶    properties: {x: {pattern: '['}}|line 3: /events/A/properties/x/pattern is no JSON Schema: ",
        "events:¶  A:¶    $ref: '#/$defs/none'|line 2: /events/A is no JSON Schema: ",
        "events:¶  A:¶    $ref: 'https://shop.example/schema.json'|line 2: /events/A is no JSON Schema: ",
        "events:¶  A:¶    $ref: 'file:///etc/hostname'|line 2: /events/A is no JSON Schema: ",
        "events: {}¶on-violation: drop|line 2",
        "events: {}¶unplaned: flag|unplaned",
        "events: [|p.yml at or just before line",
        "on-violation: flag|it has neither events nor traits",
      })
  void a_broken_plan_is_refused_with_file_line_and_reason(String plan, String reason) {
    assertThatThrownBy(() -> PlanFile.parse("p.yml", plan.replace('¶', '\n')))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageStartingWith("invalid tracking plan p.yml")
        .hasMessageContaining(reason);
  }

  @Test
  void a_plan_may_be_json() throws Exception {
    String plan = "{\"on-violation\":\"quarantine\",\"events\":{\"A\":{\"required\":[\"x\"]}}}";

    assertThat(check(plan, track("A", "{}")).policy()).isEqualTo(Policy.QUARANTINE);
  }

  private static Finding check(String plan, Event event) throws InvalidPlanException {
    return PlanFile.parse("p.yml", plan).check(event, new PatternSteps());
  }

  private static Event track(String name, String properties) {
    return event(name).properties(EventJson.mapper().readTree(properties)).build();
  }

  private static EventBuilder event(@org.jspecify.annotations.Nullable String name) {
    return EventBuilder.builder()
        .eventId("m1")
        .project("shop")
        .type(EventType.TRACK)
        .name(name)
        .instanceId("a1")
        .occurredAt(Instant.parse("2026-03-01T10:00:00Z"))
        .receivedAt(Instant.parse("2026-03-01T10:00:01Z"))
        .protocol("segment");
  }
}
