package io.rivulet.models.recommend;

import io.rivulet.models.metric.Ranking;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How good lists of {@link Recommender#MOST_RECOMMENDED} were for persons who had taken something
 * before, and took something new in a window afterwards; of items that were known before.
 *
 * @param persons of whom it is the mean
 * @param recall see {@link Ranking#recall}
 * @param ndcg see {@link Ranking#ndcg}
 * @param coverage the share of the items that stand on anybody's list
 */
public record RankingFigures(int persons, double recall, double ndcg, double coverage) {

  /** Of a window that begins on the day as of which was learned. */
  static RankingFigures of(Recommender recommender, List<PersonItems> persons, LocalDate end) {
    int k = Recommender.MOST_RECOMMENDED;
    Set<Integer> shown = new HashSet<>();
    int n = 0;
    double recall = 0;
    double ndcg = 0;
    for (PersonItems person : persons) {
      int[] basket = recommender.interactions().basket(person);
      Set<Integer> taken = recommender.interactions().takenSince(person, end);
      if (basket.length > 0 && !taken.isEmpty()) {
        List<Integer> list =
            Arrays.stream(recommender.ranked(basket, recommender.scores(basket))).boxed().toList();
        shown.addAll(list);
        n++;
        recall += Ranking.recall(list, taken, k);
        ndcg += Ranking.ndcg(list, taken, k);
      }
    }
    return new RankingFigures(
        n,
        n == 0 ? 0 : recall / n,
        n == 0 ? 0 : ndcg / n,
        recommender.items() == 0 ? 0 : (double) shown.size() / recommender.items());
  }

  /** By the names that metrics have. */
  public Map<String, Double> byName() {
    Map<String, Double> names = new LinkedHashMap<>();
    names.put("persons", (double) persons);
    names.put("recall_at_10", recall);
    names.put("ndcg_at_10", ndcg);
    names.put("coverage", coverage);
    return names;
  }
}
