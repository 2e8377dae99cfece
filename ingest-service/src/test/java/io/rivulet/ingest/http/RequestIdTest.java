package io.rivulet.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestIdTest {
  private final RequestId ids = new RequestId();

  @Test
  void a_sane_id_is_kept() {
    assertThat(ids.of("a-B_3.4")).isEqualTo("a-B_3.4");
    assertThat(ids.of("x".repeat(64))).hasSize(64);
  }

  @Test
  void others_are_replaced_each_by_its_own() {
    assertThat(ids.of(null)).matches("[0-9a-f]{12}-1");
    assertThat(ids.of("")).endsWith("-2");
    assertThat(ids.of("a b")).endsWith("-3");
    assertThat(ids.of("x".repeat(65))).endsWith("-4");
  }
}
