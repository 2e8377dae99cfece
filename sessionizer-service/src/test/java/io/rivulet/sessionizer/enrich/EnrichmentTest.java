package io.rivulet.sessionizer.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventJson;
import io.rivulet.sessionizer.TestEvents;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EnrichmentTest {
  private static final String CHROME =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/120.0.0.0 Safari/537.36";
  private static final String GALAXY =
      "Mozilla/5.0 (Linux; Android 13; SM-G991B) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/112.0.0.0 Mobile Safari/537.36";
  private static final String IPAD =
      "Mozilla/5.0 (iPad; CPU OS 16_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
          + " Version/16.3 Mobile/15E148 Safari/604.1";
  private static final String GOOGLEBOT =
      "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

  private final List<String> failures = new ArrayList<>();
  private final Enrichment enrichment =
      TestEnrichment.of((step, event, cause) -> failures.add(step));

  private static JsonNode json(String text) {
    return EventJson.mapper().readTree(text.replace('\'', '"'));
  }

  private static EventBuilder event() {
    return EventBuilder.builder(TestEvents.plain());
  }

  @Test
  void an_event_that_tells_nothing_stays_as_it_is() {
    assertThat(enrichment.enrich(TestEvents.plain())).isEqualTo(TestEvents.plain());
  }

  @Test
  void a_telephone_is_known_by_its_user_agent() {
    Event enriched = enrichment.enrich(event().userAgent(GALAXY).build());

    assertThat(enriched.device())
        .isEqualTo(new Event.Device(null, "mobile", "Samsung", "SM-G991B", null));
    assertThat(enriched.os()).isEqualTo(new Event.Os("Android", "13"));
    assertThat(enriched.browser()).isEqualTo(new Event.Browser("Chrome Mobile", "112.0.0"));
    assertThat(enriched.isBot()).isFalse();
  }

  @Test
  void a_desktop_browser_names_no_device_model() {
    Event enriched = enrichment.enrich(event().userAgent(CHROME).build());

    assertThat(enriched.device()).isEqualTo(new Event.Device(null, "desktop", null, null, null));
    assertThat(enriched.os()).isEqualTo(new Event.Os("Windows", "10"));
  }

  @Test
  void a_tablet_is_no_telephone() {
    Event enriched = enrichment.enrich(event().userAgent(IPAD).build());

    assertThat(enriched.device())
        .isEqualTo(new Event.Device(null, "tablet", "Apple", "iPad", null));
    assertThat(enriched.os()).isEqualTo(new Event.Os("iOS", "16.3"));
  }

  @Test
  void what_the_client_said_stands() {
    Event.Device device = new Event.Device("d-1", null, "Fairphone", null, null);
    Event.Os os = new Event.Os("Android", "14");

    Event enriched =
        enrichment.enrich(event().userAgent(GALAXY).device(device).os(os).isBot(true).build());

    assertThat(enriched.device())
        .isEqualTo(new Event.Device("d-1", "mobile", "Fairphone", null, null));
    assertThat(enriched.os()).isEqualTo(os);
    assertThat(enriched.isBot()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GOOGLEBOT,
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/90.0.4430.0 Safari/537.36",
        "my-company-crawler/1.0"
      })
  void bots_are_known(String userAgent) {
    Event enriched = enrichment.enrich(event().userAgent(userAgent).build());

    assertThat(enriched.isBot()).isTrue();
    assertThat(enriched.device()).isEqualTo(new Event.Device(null, "bot", null, null, null));
  }

  @Test
  void a_cubot_is_a_telephone() {
    String userAgent =
        "Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/96.0 Mobile"
            + " Safari/537.36";

    assertThat(enrichment.enrich(event().userAgent(userAgent).build()).isBot()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "de-AT,de",
    "pt_BR,pt",
    "EN,en",
    "zh-Hant-TW,zh",
    "es-419,es",
    "de_AT.UTF-8@euro,de",
    "sr@latin,sr",
    "fil-PH,fil",
    "'de-AT,de;q=0.9',de",
    "iw-IL,he",
    "in_ID,id",
    "C,",
    "C.UTF-8,",
    "POSIX,",
    "und,",
    "i-klingon,",
    "x-private,",
    "null,",
    "xx-YY,",
    "12,",
    "de\u00df,",
    "'',"
  })
  void the_language_is_that_of_the_locale(String locale, String language) {
    assertThat(enrichment.enrich(event().locale(locale).build()).language()).isEqualTo(language);
  }

  @Test
  void the_campaign_is_that_of_the_pages_address() {
    Event.Page page =
        new Event.Page(
            "https://shop.example/?a=1&utm_source=news%20letter&utm_campaign=spring+sale"
                + "&utm_medium=100%&utm_source=second&utm_term=#utm_content=x",
            null, null, null, null);

    assertThat(enrichment.enrich(event().page(page).build()).campaign())
        .isEqualTo(new Event.Campaign("spring sale", "news letter", "100%", null, null));
  }

  @Test
  void the_query_may_come_alone() {
    Event.Page page = new Event.Page(null, "/", null, null, "?utm_source=mail");

    assertThat(enrichment.enrich(event().page(page).build()).campaign())
        .isEqualTo(new Event.Campaign(null, "mail", null, null, null));
  }

  @Test
  void a_campaign_that_the_client_names_stands() {
    Event.Campaign said = new Event.Campaign("own", null, null, null, null);
    Event.Page page = new Event.Page("https://a.example/?utm_source=x", null, null, null, null);

    assertThat(enrichment.enrich(event().page(page).campaign(said).build()).campaign())
        .isEqualTo(said);
  }

  @Test
  void a_failing_step_leaves_the_event_and_the_next_goes_on() {
    Enrichment broken =
        new Enrichment(
            List.of(
                new Enrichment.Step(
                    "broken",
                    e -> {
                      throw new IllegalStateException("broken");
                    }),
                new Enrichment.Step("language", LanguageStep::apply)),
            (step, event, cause) -> failures.add(step));

    Event enriched = broken.enrich(event().locale("de").build());

    assertThat(enriched)
        .isEqualTo(
            event()
                .locale("de")
                .language("de")
                .context(json("{'_enrichment_failed':['broken']}"))
                .build());
    assertThat(failures).containsExactly("broken");
  }

  @Test
  void a_user_agent_that_takes_too_long_leaves_the_event_and_is_named_in_it() {
    Event event = event().userAgent("bot".repeat(500)).context(json("{'a':1}")).build();

    Event enriched = enrichment.enrich(event);

    assertThat(enriched)
        .isEqualTo(
            EventBuilder.builder(event)
                .context(json("{'a':1,'_enrichment_failed':['user_agent']}"))
                .build());
  }

  @Test
  void what_the_client_said_in_part_stands_in_part() {
    Event enriched =
        enrichment.enrich(event().userAgent(GALAXY).os(new Event.Os(null, "14")).build());

    assertThat(enriched.os()).isEqualTo(new Event.Os("Android", "14"));
  }

  @Test
  void bots_of_the_project_are_bots_whatever_the_case() {
    Event ours = enrichment.enrich(event().userAgent("Acme-Probe/1.0").build());
    Event others = enrichment.enrich(event().project("other").userAgent("Acme-Probe/1.0").build());

    assertThat(ours.isBot()).isTrue();
    assertThat(ours.device()).isEqualTo(new Event.Device(null, "bot", null, null, null));
    assertThat(others.isBot()).isFalse();
  }

  @Test
  void an_expression_that_would_take_years_finds_nothing() {
    assertThat(enrichment.enrich(event().userAgent("a".repeat(60) + "!").build()).isBot())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"demo,192.0.2.0", "full,192.0.2.77", "none,", "gone,192.0.2.0"})
  void the_address_is_what_the_projects_policy_of_today_keeps(String project, String kept) {
    assertThat(enrichment.enrich(event().project(project).ip("192.0.2.77").build()).ip())
        .isEqualTo(kept);
  }

  @Test
  void the_place_is_that_of_the_address_that_is_kept() {
    Event enriched = enrichment.enrich(event().ip("192.0.2.77").build());
    Event unknown = enrichment.enrich(event().project("none").ip("192.0.2.77").build());

    assertThat(List.of(enriched.country(), enriched.city())).containsExactly("AT", "Graz");
    assertThat(unknown.country()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"AT,,AT,Graz", "DE,,DE,", ",Linz,,Linz", "AT,Linz,AT,Linz"})
  void a_place_that_the_client_names_stands(
      String saidCountry, String saidCity, String country, String city) {
    Event enriched =
        enrichment.enrich(event().ip("192.0.2.77").country(saidCountry).city(saidCity).build());

    assertThat(enriched.country()).isEqualTo(country);
    assertThat(enriched.city()).isEqualTo(city);
  }

  @Test
  void the_longest_user_agent_is_read_quickly() {
    String hostile = "Mozilla/5.0 (" + "Linux; Android ".repeat(2_000) + ")";

    Event enriched = enrichment.enrich(event().userAgent(hostile).build());

    assertThat(enriched.userAgent()).isEqualTo(hostile);
    assertThat(failures).isEmpty();
  }
}
