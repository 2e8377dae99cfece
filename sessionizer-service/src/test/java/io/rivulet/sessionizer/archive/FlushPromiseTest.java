package io.rivulet.sessionizer.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class FlushPromiseTest {

  @Test
  void a_promise_that_was_made_is_read() {
    assertThat(FlushPromise.read(FlushPromise.made(100, 181))).hasValue(181);
  }

  @Test
  void a_promise_that_was_kept_binds_no_one() {
    assertThat(FlushPromise.read(FlushPromise.kept(181))).isEmpty();
  }

  @Test
  void a_partition_without_a_committed_offset_has_no_promise() {
    assertThat(FlushPromise.read(null)).isEmpty();
  }

  @Test
  void an_end_before_the_start_is_no_promise() {
    assertThat(FlushPromise.read(new OffsetAndMetadata(181, "flush-until=181"))).isEmpty();
  }
}
