package io.rivulet.ingest.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameTest {

  @ParameterizedTest
  @EnumSource
  void each_is_found_by_its_bytes(Name name) {
    byte[] json = ("{\"" + new String(name.ascii(), UTF_8) + "\":1}").getBytes(UTF_8);

    assertThat(Name.of(json, 2, json.length - 4)).isEqualTo(name);
    assertThat(name.mark()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "Type", "userid", "userIdd", "typ", "ïd"})
  void no_other_is(String text) {
    byte[] bytes = text.getBytes(UTF_8);

    assertThat(Name.of(bytes, 0, bytes.length)).isNull();
  }
}
