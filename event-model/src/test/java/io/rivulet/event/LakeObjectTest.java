package io.rivulet.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.LakeObject.Area;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LakeObjectTest {
  private static final String KEY =
      "raw/project=demo/received_date=2026-03-01/received_hour=09/events-sessionized-3-00000000000000000042.json.gz";

  @Test
  void the_key_names_project_hour_partition_and_first_offset() {
    LakeObject object =
        LakeObject.of(
            Area.RAW, "demo", Instant.parse("2026-03-01T09:59:59Z"), "events-sessionized", 3, 42);

    assertThat(object.key()).isEqualTo(KEY);
  }

  @Test
  void a_key_is_read_as_it_is_written() {
    assertThat(LakeObject.parse(KEY)).map(LakeObject::key).contains(KEY);
  }

  @Test
  void a_day_that_does_not_exist_is_no_object() {
    assertThat(LakeObject.parse(KEY.replace("2026-03-01", "2026-02-30"))).isEmpty();
  }

  @Test
  void an_upload_in_flight_is_not_an_object() {
    assertThat(LakeObject.parse(KEY + "-5b0c0a2e-7f5e-4bb8-8a53-1c8a2a0e7d11")).isEmpty();
  }
}
