package io.rivulet.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetTest {

  @Test
  void path_and_query_are_told_apart() {
    assertThat(Target.of("/v1/batch/")).isEqualTo(new Target("/v1/batch/", null));
    assertThat(Target.of("/v1/b?writeKey=a?b")).isEqualTo(new Target("/v1/b", "writeKey=a?b"));
    assertThat(Target.of("http://host:1/v1/b?x")).isEqualTo(new Target("/v1/b", "x"));
  }

  @Test
  void what_is_no_path_is_none() {
    assertThat(Target.of("/v1/ba{t}ch")).isNull();
    assertThat(Target.of("/v1/../batch")).isNull();
    assertThat(Target.of("/v1/batch/..")).isNull();
    assertThat(Target.of("*")).isNull();
    assertThat(Target.of("http://host")).isNull();
  }
}
