package io.rivulet.event.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettledContentTest {
  private static final byte[] OLD = {1};
  private static final byte[] HALF = {2};
  private static final byte[] NEW = {2, 3};

  private final SettledContent settled = new SettledContent();

  @Test
  void the_first_content_is_taken_at_once_and_once() {
    assertThat(settled.isNew(OLD)).isTrue();
    assertThat(settled.isNew(OLD)).isFalse();
  }

  @Test
  void changed_content_is_taken_when_it_was_the_same_twice() {
    settled.isNew(OLD);

    assertThat(settled.isNew(HALF)).isFalse();
    assertThat(settled.isNew(NEW)).isFalse();
    assertThat(settled.isNew(NEW.clone())).isTrue();
    assertThat(settled.isNew(NEW)).isFalse();
  }

  @Test
  void a_change_that_is_taken_back_is_none() {
    settled.isNew(OLD);

    assertThat(settled.isNew(HALF)).isFalse();
    assertThat(settled.isNew(OLD)).isFalse();
    assertThat(settled.isNew(OLD)).isFalse();
  }
}
