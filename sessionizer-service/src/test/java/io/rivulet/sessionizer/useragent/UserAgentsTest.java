package io.rivulet.sessionizer.useragent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rivulet.event.Event;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserAgentsTest {
  private static final UserAgents USER_AGENTS = new UserAgents();

  @ParameterizedTest
  @CsvSource({
    "curl/8.5.0, curl",
    "python-requests/2.32.3, Python Requests",
    "Go-http-client/1.1, Go-http-client",
    "Python-urllib/3.12, Python-urllib",
    "analytics-python/2.3.2,",
    "analytics-ruby/2.4.0,",
    "analytics-go (version: 3.3.0),",
    "analytics-node-next/latest,",
    "Java/17.0.2, Java",
    "axios/1.7.2, axios",
    "GuzzleHttp/7,"
  })
  void a_program_of_a_backend_is_a_server(String userAgent, String browser) {
    UserAgents.Facts facts = USER_AGENTS.facts(userAgent);

    assertThat(facts.deviceType()).isEqualTo("server");
    assertThat(facts.bot()).isFalse();
    assertThat(Optional.ofNullable(facts.browser()).map(Event.Browser::name).orElse(null))
        .isEqualTo(browser);
  }

  @ParameterizedTest
  @CsvSource({
    "'Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/UQ1A)', mobile",
    "okhttp/4.12.0, mobile",
    "'Mozilla/5.0 (Linux; Android 13; SM-X900) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36', tablet",
    "'Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36 Safari/537.36', tv",
    "'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/120.0.0.0', desktop",
    "something else,"
  })
  void the_type_of_device_is_told_by_words(String userAgent, String type) {
    assertThat(USER_AGENTS.facts(userAgent).deviceType()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "'Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/UQ1A)', Android",
    "MyApp/1.0 CFNetwork/1410.0.3 Darwin/22.6.0, iOS",
    "okhttp/4.12.0,"
  })
  void an_app_is_no_browser(String userAgent, String system) {
    UserAgents.Facts facts = USER_AGENTS.facts(userAgent);

    assertThat(facts.browser()).isNull();
    assertThat(Optional.ofNullable(facts.os()).map(Event.Os::name).orElse(null)).isEqualTo(system);
  }

  @Test
  void a_browser_that_keeps_its_device_to_itself_names_none() {
    UserAgents.Facts facts =
        USER_AGENTS.facts(
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
                + " Chrome/124.0.0.0 Mobile Safari/537.36");

    assertThat(facts.manufacturer()).isNull();
    assertThat(facts.model()).isNull();
    assertThat(facts.deviceType()).isEqualTo("mobile");
  }

  @Test
  void a_browser_that_uap_core_does_not_know_yet_is_known() {
    assertThat(
            USER_AGENTS
                .facts(
                    "Mozilla/5.0 (Linux; Android 16; SM-X210) AppleWebKit/537.36 (KHTML, like"
                        + " Gecko) Chrome/144.0.7559.132 Safari/537.36 OPX/3.1")
                .browser())
        .isEqualTo(new Event.Browser("Opera GX", "3.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bot", "Android bot ", "a bot"})
  void a_user_agent_made_to_take_long_is_given_up_each_time(String piece) {
    String hostile = piece.repeat(UserAgents.MAX_LENGTH / piece.length());

    for (int time = 0; time < 2; time++) {
      assertThatThrownBy(() -> USER_AGENTS.facts(hostile))
          .isInstanceOf(UserAgents.UnreadableUserAgent.class)
          .hasMessage("the user agent takes more than 120000 steps to read");
    }
  }

  @Test
  void only_the_beginning_of_a_long_user_agent_is_looked_at() {
    assertThat(USER_AGENTS.facts(".".repeat(UserAgents.MAX_LENGTH) + "bot").bot()).isFalse();
    assertThat(USER_AGENTS.facts(".".repeat(UserAgents.MAX_LENGTH - 3) + "bot").bot()).isTrue();
  }
}
