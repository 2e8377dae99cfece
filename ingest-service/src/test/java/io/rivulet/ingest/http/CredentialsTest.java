package io.rivulet.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class CredentialsTest {

  @Test
  void basic_outranks_x_write_key_and_that_the_query() {
    assertThat(Credentials.writeKey(basic("b:"), "x", "writeKey=q")).isEqualTo("b");
    assertThat(Credentials.writeKey(null, "x", "writeKey=q")).isEqualTo("x");
    assertThat(Credentials.writeKey(null, null, "a=1&writeKey=q%2B1&b")).isEqualTo("q+1");
    assertThat(Credentials.writeKey(null, null, "writekey=q")).isEqualTo("q");
    assertThat(Credentials.writeKey(null, null, "a=1")).isNull();
    assertThat(Credentials.writeKey(null, null, "writeKey=%zz")).isNull();
  }

  @Test
  void bearer_and_empty_keys_leave_the_key_to_what_comes_next() {
    assertThat(Credentials.writeKey("Bearer b", null, null)).isNull();
    assertThat(Credentials.writeKey(basic(":"), " ", "writeKey=q")).isEqualTo("q");
    assertThat(Credentials.writeKey("Basic ???", null, "writeKey=q")).isEqualTo("q");
  }

  @Test
  void missing_padding_and_colon_are_tolerated() {
    assertThat(Credentials.writeKey(basic("key"), null, null)).isEqualTo("key");
    assertThat(Credentials.writeKey(basic("keys:").replace("=", ""), null, null)).isEqualTo("keys");
    assertThat(Credentials.writeKey("basic  " + basic("k:").substring(6) + " ", null, null))
        .isEqualTo("k");
  }

  @Test
  void a_password_may_contain_colons() {
    assertThat(Credentials.basic(basic("demo:a:b")))
        .isEqualTo(new Credentials.Basic("demo", "a:b"));
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }
}
