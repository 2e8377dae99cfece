package io.rivulet.dashboard.database;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Ready means that a report can be answered: the database is reached <em>and</em> its views are
 * there. (A reachable database without views is what a first start looks like.)
 */
@Component
class ReportsHealthIndicator implements HealthIndicator {

  private final ReportingDatabase database;

  ReportsHealthIndicator(ReportingDatabase database) {
    this.database = database;
  }

  @Override
  public Health health() {
    try {
      database.query("health").query(Boolean.class).optional();
      return Health.up().build();
    } catch (DataAccessException e) {
      // not logged: probes ask every few seconds, and each report that fails logs its own reason
      return Health.down(e).build();
    }
  }
}
