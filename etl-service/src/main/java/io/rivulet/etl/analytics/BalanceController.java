package io.rivulet.etl.analytics;

import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The closing balance over the API: every event accounted for. */
@RestController
class BalanceController {
  private final JdbcClient jdbc;

  BalanceController(@Qualifier("analytics") DataSource analytics) {
    this.jdbc = JdbcClient.create(analytics);
  }

  @GetMapping("/api/balance")
  List<Map<String, Object>> balance() {
    return jdbc.sql(
            "select project, day, received, accepted, quarantined, curated, duplicates, difference"
                + " from bi.closing_balance order by project, day")
        .query()
        .listOfRows();
  }
}
