package io.rivulet.sessionizer.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventJson;
import io.rivulet.sessionizer.TestEvents;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHintsTest {
  private static final String DESKTOP =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/120.0.0.0 Safari/537.36";
  private static final String PHONE =
      "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/120.0.0.0 Mobile Safari/537.36";
  private static final String CHROME =
      "'brands':[{'brand':'Not_A Brand','version':'8'},{'brand':'Chromium','version':'120'},"
          + "{'brand':'Google Chrome','version':'120'}]";

  private final Enrichment enrichment =
      TestEnrichment.of(
          (step, event, cause) -> {
            throw new AssertionError(step, cause);
          });

  private Event enriched(@Nullable String userAgent, String member, String hints) {
    return enrichment.enrich(event(userAgent, member, hints).build());
  }

  private static EventBuilder event(@Nullable String userAgent, String member, String hints) {
    String context = "{'" + member + "':{" + hints + "}}";
    return EventBuilder.builder(TestEvents.plain())
        .userAgent(userAgent)
        .context(EventJson.mapper().readTree(context.replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource({
    "Windows,15.0.0,Windows,11",
    "Windows,13.0.0,Windows,11",
    "Windows,10.0.0,Windows,10",
    "Windows,0.3.0,Windows,8.1",
    "Windows,0.1.0,Windows,7",
    "Windows,'',Windows,10",
    "Windows,nonsense,Windows,10",
    "Linux,6.5.0,Windows,10",
    "macOS,14.2.1,Mac OS X,14.2.1",
    "Chromium OS,14541.0.0,Chrome OS,14541",
    "Android,14.0.0,Android,14"
  })
  void the_version_of_the_system_is_that_which_users_know(
      String platform, String version, String name, String known) {
    Event enriched =
        enriched(
            DESKTOP,
            "userAgentData",
            CHROME
                + ",'mobile':false,'platform':'"
                + platform
                + "','platformVersion':'"
                + version
                + "'");

    assertThat(enriched.os()).isEqualTo(new Event.Os(name, known));
    assertThat(enriched.browser()).isEqualTo(new Event.Browser("Chrome", "120.0.0"));
  }

  @ParameterizedTest
  @CsvSource({"SM-S918B,Samsung,SM-S918B", "Pixel 8,Google,Pixel 8", "Zorglub 9000,,Zorglub 9000"})
  void the_model_of_a_telephone_has_the_manufacturer_that_is_known_for_it(
      String model, String manufacturer, String named) {
    Event enriched =
        enriched(
            PHONE,
            "userAgentData",
            CHROME
                + ",'mobile':true,'platform':'Android','platformVersion':'14.0.0','model':'"
                + model
                + "'");

    assertThat(enriched.device())
        .isEqualTo(new Event.Device(null, "mobile", manufacturer, named, null));
    assertThat(enriched.os()).isEqualTo(new Event.Os("Android", "14"));
    assertThat(enriched.browser()).isEqualTo(new Event.Browser("Chrome Mobile", "120.0.0"));
  }

  @ParameterizedTest
  @CsvSource({
    "Microsoft Edge,false,Edge",
    "Microsoft Edge,true,Edge Mobile",
    "Opera,false,Opera",
    "Opera,true,Opera Mobile",
    "YaBrowser,true,Yandex Browser",
    "Brave,false,Brave"
  })
  void the_browser_behind_chrome_is_named_as_user_agents_name_it(
      String brand, boolean isMobile, String name) {
    Event enriched =
        enriched(
            DESKTOP,
            "userAgentData",
            "'brands':[{'brand':'Not/A)Brand','version':'8'},{'brand':'Chromium','version':'120'},"
                + "{'brand':'"
                + brand
                + "','version':'120'}],'fullVersionList':[{'brand':'Not/A)Brand','version':'8.0'},"
                + "{'brand':'"
                + brand
                + "','version':'120.0.2210.91'}],'mobile':"
                + isMobile);

    assertThat(enriched.browser()).isEqualTo(new Event.Browser(name, "120.0.2210.91"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Not_A Brand",
        "Not/A)Brand",
        " Not A;Brand",
        "Not;A=Brand",
        "(Not(A:Brand",
        "Not.A/Brand",
        "Not?A_Brand",
        "Chromium",
        "Google Chrome"
      })
  void what_is_no_brand_of_a_browser_leaves_it_to_the_user_agent(String brand) {
    assertThat(
            enriched(DESKTOP, "userAgentData", "'brands':[{'brand':'" + brand + "','version':'8'}]")
                .browser())
        .isEqualTo(new Event.Browser("Chrome", "120.0.0"));
  }

  @Test
  void rudderstack_sends_them_under_another_name() {
    Event enriched =
        enriched(null, "ua-ch", "'platform':'Windows','platformVersion':'15.0.0','mobile':false");

    assertThat(enriched.os()).isEqualTo(new Event.Os("Windows", "11"));
  }

  @Test
  void a_tablet_is_no_telephone() {
    assertThat(enriched(null, "userAgentData", "'mobile':true,'formFactors':['Tablet']").device())
        .isEqualTo(new Event.Device(null, "tablet", null, null, null));
  }

  @Test
  void a_browser_without_a_window_is_a_bot() {
    Event enriched =
        enriched(DESKTOP, "userAgentData", "'brands':[{'brand':'HeadlessChrome','version':'120'}]");

    assertThat(enriched.isBot()).isTrue();
    assertThat(enriched.device()).isEqualTo(new Event.Device(null, "bot", null, null, null));
  }

  @Test
  void what_the_client_itself_said_stands() {
    Event.Device device = new Event.Device("d-1", "tv", "Fairphone", null, null);
    Event.Os os = new Event.Os("GrapheneOS", null);
    Event.Browser browser = new Event.Browser("Vanadium", "1");

    Event enriched =
        enrichment.enrich(
            event(
                    PHONE,
                    "userAgentData",
                    "'brands':[{'brand':'Brave','version':'1'}],'mobile':true,'platform':'Android',"
                        + "'platformVersion':'14.0.0','model':'Pixel 8'")
                .device(device)
                .os(os)
                .browser(browser)
                .build());

    assertThat(enriched.device()).isEqualTo(device);
    assertThat(enriched.os()).isEqualTo(os);
    assertThat(enriched.browser()).isEqualTo(browser);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'brands':5",
        "'brands':[null,5,'x',{},{'brand':7}]",
        "'brands':{},'fullVersionList':[],'formFactors':[1]",
        "'platform':{},'platformVersion':[],'model':{},'mobile':'x'"
      })
  void junk_tells_nothing(String hints) {
    Event event = event(null, "userAgentData", hints).build();

    assertThat(enrichment.enrich(event)).isEqualTo(event);
  }
}
