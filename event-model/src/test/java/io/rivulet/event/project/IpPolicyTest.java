package io.rivulet.event.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.project.Project.IpPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpPolicyTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.77,192.0.2.0",
    "2001:db8:1:2::3,2001:db8:1::",
    "::ffff:192.0.2.77,192.0.2.0",
    "fe80::1%eth0,fe80:0:0::",
    "::1,::"
  })
  void truncated_keeps_24_bits_of_ipv4_and_48_of_ipv6(String given, String kept) {
    assertThat(IpPolicy.TRUNCATED.keep(given)).isEqualTo(kept);
    assertThat(IpPolicy.TRUNCATED.keep(kept)).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "localhost", "1.2.3", "999.1.1.1", "1:2", ":::", ".:1", "a.b.c.d"})
  void truncated_keeps_nothing_of_what_is_no_address(String given) {
    assertThat(IpPolicy.TRUNCATED.keep(given)).isNull();
  }

  @Test
  void full_keeps_all_and_none_nothing() {
    assertThat(IpPolicy.FULL.keep("192.0.2.77")).isEqualTo("192.0.2.77");
    assertThat(IpPolicy.NONE.keep("192.0.2.77")).isNull();
  }
}
