package io.rivulet.etl.balance;

import io.rivulet.etl.balance.ClosingBalance.ObjectBalance;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The closing balance over the API: every event accounted for. */
@RestController
class BalanceController {
  private final JdbcClient jdbc;
  private final ClosingBalance balance;

  BalanceController(@Qualifier("analytics") DataSource analytics, ClosingBalance balance) {
    this.jdbc = JdbcClient.create(analytics);
    this.balance = balance;
  }

  @GetMapping("/api/balance")
  List<Map<String, Object>> balance() {
    return jdbc.sql(
            "select project, day::text as day, received, accepted, quarantined, curated,"
                + " duplicates, erased, expired, difference from bi.closing_balance order by project, day")
        .query()
        .listOfRows();
  }

  /** The objects that arrived on a day (UTC) and whose lines do not add up. */
  @GetMapping("/api/balance/objects")
  List<ObjectBalance> objects(
      @RequestParam String project,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate day) {
    return balance.objectsConcerned(project, day);
  }
}
