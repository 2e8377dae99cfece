package io.rivulet.sessionizer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class LinePlaceTest {
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.123456Z");

  @Test
  void headers_say_project_and_millisecond() {
    assertThat(LinePlace.of(new LinePlace("demo", TIME).headers()))
        .isEqualTo(new LinePlace("demo", Instant.parse("2026-03-01T10:00:00.123Z")));
  }

  @Test
  void without_one_of_them_nothing_is_said() {
    Headers headers = new LinePlace("demo", TIME).headers();

    assertThat(LinePlace.of(new RecordHeaders())).isNull();
    assertThat(LinePlace.of(headers.remove("project"))).isNull();
  }

  @Test
  void only_what_can_be_a_folder_of_the_lake_is_a_place() {
    assertThatIllegalArgumentException().isThrownBy(() -> new LinePlace("../demo", TIME));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinePlace("demo", Instant.EPOCH.minusMillis(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinePlace("demo", Instant.parse("+10000-01-01T00:00:00Z")));
  }
}
