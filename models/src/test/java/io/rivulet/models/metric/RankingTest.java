package io.rivulet.models.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Cases computed by hand. */
class RankingTest {
  private static final List<String> LIST = List.of("a", "b", "c", "d");

  @Test
  void recall_is_the_share_of_what_was_taken_that_the_first_ones_name() {
    assertThat(Ranking.recall(LIST, Set.of("a", "c", "x"), 3)).isEqualTo(2 / 3.0);
    assertThat(Ranking.recall(LIST, Set.of("d"), 3)).isZero();
    assertThat(Ranking.recall(LIST, Set.of("d"), 4)).isEqualTo(1);
  }

  @Test
  void of_more_than_the_list_can_name_recall_asks_for_as_many_as_it_can() {
    assertThat(Ranking.recall(LIST, Set.of("a", "b", "x", "y"), 2)).isEqualTo(1);
    assertThat(Ranking.recall(LIST, Set.of("a", "x", "y", "z"), 2)).isEqualTo(0.5);
  }

  @Test
  void gain_falls_with_the_place() {
    // 1 / log2(2) = 1, 1 / log2(3) = 0.6309, 1 / log2(4) = 0.5
    assertThat(Ranking.ndcg(LIST, Set.of("a"), 3)).isEqualTo(1);
    assertThat(Ranking.ndcg(LIST, Set.of("b"), 3)).isCloseTo(0.6309, within(1e-4));
    assertThat(Ranking.ndcg(LIST, Set.of("c"), 3)).isCloseTo(0.5, within(1e-12));
    assertThat(Ranking.ndcg(LIST, Set.of("d"), 3)).isZero();
    // (1 + 0.5) / (1 + 0.6309)
    assertThat(Ranking.ndcg(LIST, Set.of("a", "c"), 3)).isCloseTo(0.9197, within(1e-4));
    // 0.6309 / (1 + 0.6309)
    assertThat(Ranking.ndcg(List.of("a", "b", "c"), Set.of("b", "d"), 2))
        .isCloseTo(0.3869, within(1e-4));
  }

  @Test
  void a_list_that_begins_with_all_that_was_taken_is_perfect() {
    assertThat(Ranking.ndcg(LIST, Set.of("a", "b"), 3)).isEqualTo(1);
    assertThat(Ranking.ndcg(LIST, Set.of("a", "b", "c", "d", "e"), 3)).isEqualTo(1);
  }
}
