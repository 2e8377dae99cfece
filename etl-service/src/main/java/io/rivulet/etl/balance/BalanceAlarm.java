package io.rivulet.etl.balance;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.rivulet.etl.balance.ClosingBalance.Imbalance;
import io.rivulet.etl.balance.ClosingBalance.ObjectBalance;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks at the closing balance every minute. A difference is logged once, with the objects
 * concerned, and shown as {@code rivulet_closing_difference} by project: the sum of its days'
 * differences, each counted as positive.
 */
@Component
class BalanceAlarm {
  private static final Logger log = LoggerFactory.getLogger(BalanceAlarm.class);

  private static final int EVERY_MILLIS = 60_000;

  /** More objects than this are counted, not named. */
  private static final int MOST_NAMED = 20;

  private final ClosingBalance balance;
  private final MultiGauge differences;
  private Set<Imbalance> told = Set.of();

  BalanceAlarm(ClosingBalance balance, MeterRegistry meters) {
    this.balance = balance;
    this.differences =
        MultiGauge.builder("rivulet.closing.difference")
            .description("Events that the closing balance cannot account for")
            .register(meters);
  }

  @Scheduled(fixedDelay = EVERY_MILLIS, initialDelay = EVERY_MILLIS)
  void look() {
    List<Imbalance> found = balance.imbalances();
    Map<String, Long> byProject =
        found.stream()
            .collect(
                Collectors.groupingBy(
                    Imbalance::project, Collectors.summingLong(i -> Math.abs(i.difference()))));
    differences.register(
        byProject.entrySet().stream()
            .map(e -> MultiGauge.Row.of(Tags.of("project", e.getKey()), e.getValue()))
            .collect(Collectors.toList()),
        true);
    for (Imbalance imbalance : found) {
      if (!told.contains(imbalance)) {
        tell(imbalance);
      }
    }
    told = new HashSet<>(found);
  }

  private void tell(Imbalance imbalance) {
    List<ObjectBalance> objects = balance.objectsConcerned(imbalance.project(), imbalance.day());
    log.error(
        "closing balance: project {} has a difference of {} events received on {}; {} objects: {}",
        imbalance.project(),
        imbalance.difference(),
        imbalance.day(),
        objects.size(),
        objects.stream().limit(MOST_NAMED).map(ObjectBalance::object).toList());
  }
}
