package io.rivulet.etl.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.etl.Engines.Slice;
import io.rivulet.etl.lake.Lake.Found;
import io.rivulet.event.LakeObject;
import io.rivulet.event.LakeObject.Area;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SlicesTest {
  private static final long MEBIBYTE = 1L << 20;
  private static final Slice MOST = new Slice(32L << 20, 1_000);

  @Test
  void objects_of_32_mebibytes_together_are_one_slice() {
    assertThat(RawObjects.slices(objects(16 * MEBIBYTE, 16 * MEBIBYTE), MOST)).hasSize(1);
  }

  @Test
  void one_byte_more_begins_another() {
    assertThat(RawObjects.slices(objects(16 * MEBIBYTE, 16 * MEBIBYTE + 1), MOST))
        .extracting(List::size)
        .containsExactly(1, 1);
  }

  @Test
  void an_object_larger_than_a_slice_is_a_slice_of_its_own() {
    assertThat(RawObjects.slices(objects(1, 100 * MEBIBYTE, 1), MOST))
        .extracting(List::size)
        .containsExactly(1, 1, 1);
  }

  @Test
  void the_1001st_object_begins_another() {
    assertThat(
            RawObjects.slices(objects(LongStream.generate(() -> 1).limit(1_001).toArray()), MOST))
        .extracting(List::size)
        .containsExactly(1_000, 1);
  }

  @Test
  void nothing_is_no_slice() {
    assertThat(RawObjects.slices(List.of(), MOST)).isEmpty();
  }

  private static List<Found> objects(long... bytes) {
    LakeObject object = LakeObject.of(Area.RAW, "p", Instant.EPOCH, "events-sessionized", 0, 0);
    return LongStream.of(bytes).mapToObj(b -> new Found(object, object.key(), b)).toList();
  }
}
