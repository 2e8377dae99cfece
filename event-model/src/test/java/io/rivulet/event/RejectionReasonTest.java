package io.rivulet.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RejectionReasonTest {

  @ParameterizedTest
  @EnumSource
  void is_found_by_its_name(RejectionReason reason) {
    assertThat(RejectionReason.of(reason.wireName())).isEqualTo(reason);
  }

  @Test
  void a_name_that_is_none_is_refused_with_all_that_are() {
    assertThatThrownBy(() -> RejectionReason.of("PLAN_VIOLATION"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'PLAN_VIOLATION' is none of invalid_json, ")
        .hasMessageEndingWith(", plan_violation");
  }
}
