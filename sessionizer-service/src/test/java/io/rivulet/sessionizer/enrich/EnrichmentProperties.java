package io.rivulet.sessionizer.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventJson;
import io.rivulet.sessionizer.TestEvents;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class EnrichmentProperties {
  private final Enrichment enrichment = TestEnrichment.of((step, event, cause) -> {});

  /** Null, any text, and texts that come near to what the steps look for. */
  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(60),
            Arbitraries.of(
                    "Mozilla/5.0 (",
                    "Android",
                    "; Build ",
                    "bot",
                    "$1",
                    "\\",
                    "utm_source=",
                    "?",
                    "&",
                    "%",
                    "%zz",
                    "#",
                    "-",
                    "_",
                    ":",
                    "192.0.2.1",
                    "::",
                    "de",
                    "(",
                    ")",
                    "Windows",
                    "15.0.0",
                    "999999999999",
                    "\ud800",
                    "\u0000",
                    "aaaaaaaaaaaaaaaaaaaaaaa!")
                .list()
                .ofMaxSize(40)
                .map(pieces -> String.join("", pieces)))
        .injectNull(0.3);
  }

  private static Arbitrary<JsonNode> hints() {
    Arbitrary<JsonNode> values =
        Arbitraries.oneOf(
            texts().map(JsonNodeFactory.instance::stringNode),
            Arbitraries.integers().map(JsonNodeFactory.instance::numberNode),
            Arbitraries.of(true, false).map(JsonNodeFactory.instance::booleanNode),
            Arbitraries.just(JsonNodeFactory.instance.nullNode()),
            texts()
                .map(
                    brand -> {
                      ArrayNode brands = JsonNodeFactory.instance.arrayNode();
                      brands.addObject().put("brand", brand).put("version", brand);
                      return brands.add(1);
                    }));
    return Arbitraries.maps(
            Arbitraries.of(
                "brands",
                "fullVersionList",
                "platform",
                "platformVersion",
                "model",
                "mobile",
                "formFactors"),
            values)
        .map(members -> JsonNodeFactory.instance.objectNode().setAll(members));
  }

  private static Arbitrary<JsonNode> contexts() {
    return Arbitraries.maps(Arbitraries.of("userAgentData", "ua-ch", "x", "_enrichment"), hints())
        .map(members -> (JsonNode) JsonNodeFactory.instance.objectNode().setAll(members))
        .injectNull(0.3);
  }

  @Provide
  Arbitrary<Event> events() {
    Arbitrary<EventBuilder> said =
        texts()
            .list()
            .ofSize(17)
            .map(
                t ->
                    EventBuilder.builder(TestEvents.plain())
                        .userAgent(t.get(0))
                        .locale(t.get(1))
                        .ip(t.get(2))
                        .country(t.get(3))
                        .city(t.get(4))
                        .os(t.get(5) == null ? null : new Event.Os(t.get(6), t.get(7)))
                        .browser(t.get(5) == null ? null : new Event.Browser(t.get(8), t.get(9)))
                        .device(
                            t.get(10) == null
                                ? null
                                : new Event.Device(
                                    t.get(10), t.get(11), t.get(12), t.get(13), t.get(14)))
                        .page(new Event.Page(t.get(15), null, null, null, t.get(16))));
    return said.flatMap(
        builder ->
            contexts()
                .flatMap(
                    context ->
                        Arbitraries.of("demo", "full", "none", "gone")
                            .map(project -> builder.context(context).project(project).build())));
  }

  @Property(tries = 300)
  void an_event_keeps_all_that_it_had_but_for_its_address(@ForAll("events") Event event) {
    Event enriched = enrichment.enrich(event);

    assertKept(tree(event), tree(enriched));
  }

  @Property(tries = 100)
  void an_event_that_is_enriched_again_stays_as_it_is(@ForAll("events") Event event) {
    Event once = enrichment.enrich(event);

    assertThat(enrichment.enrich(once)).isEqualTo(once);
  }

  private static JsonNode tree(Event event) {
    return EventJson.mapper().valueToTree(EventBuilder.builder(event).ip(null).build());
  }

  private static void assertKept(JsonNode before, JsonNode after) {
    for (Map.Entry<String, JsonNode> member : before.properties()) {
      JsonNode kept = after.get(member.getKey());
      if (member.getValue() instanceof ObjectNode) {
        assertKept(member.getValue(), kept);
      } else if (!member.getValue().isNull()) {
        assertThat(kept).as(member.getKey()).isEqualTo(member.getValue());
      }
    }
  }
}
