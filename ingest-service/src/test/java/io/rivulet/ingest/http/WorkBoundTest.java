package io.rivulet.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkBoundTest {

  @Test
  void as_much_as_there_is_room_for_is_taken_and_no_more() {
    WorkBound work = new WorkBound(100);
    WorkBound.Place first = work.place();
    WorkBound.Place second = work.place();

    assertThat(first.tryTake(60)).isTrue();
    assertThat(second.tryTake(41)).isFalse();
    assertThat(second.tryTake(40)).isTrue();
    assertThat(work.taken()).isEqualTo(100);
    first.leave();
    first.leave();
    assertThat(work.taken()).isEqualTo(40);
    assertThat(second.tryTake(60)).isTrue();
  }

  @Test
  void a_request_above_the_bound_is_worked_on_alone() {
    WorkBound work = new WorkBound(100);
    WorkBound.Place large = work.place();

    assertThat(large.tryTake(90)).isTrue();
    assertThat(large.tryTake(400)).isTrue();
    assertThat(work.place().tryTake(1)).isFalse();
    large.leave();
    assertThat(work.place().tryTake(1)).isTrue();
  }

  @Test
  void work_that_is_done_already_counts_even_above_the_bound() {
    WorkBound work = new WorkBound(100);
    WorkBound.Place grown = work.place();
    WorkBound.Place other = work.place();
    assertThat(other.tryTake(10)).isTrue();

    grown.take(200);

    assertThat(work.taken()).isEqualTo(210);
    assertThat(other.tryTake(1)).isFalse();
    grown.leave();
    assertThat(other.tryTake(1)).isTrue();
  }
}
