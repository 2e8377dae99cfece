package io.rivulet.dashboard.database;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Ready means that a report can be answered: the database is reached <em>and</em> its views are
 * there. (A reachable database without views is what a first start looks like.)
 */
@Component
class ReportsHealthIndicator extends AbstractHealthIndicator {

  private final ReportingDatabase database;

  ReportsHealthIndicator(ReportingDatabase database) {
    super("the reporting views cannot be read");
    this.database = database;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    database.query("health").query(Boolean.class).optional();
    health.up();
  }
}
