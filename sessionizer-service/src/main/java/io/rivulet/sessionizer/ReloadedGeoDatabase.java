package io.rivulet.sessionizer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rivulet.sessionizer.geoip.GeoDatabase;
import org.springframework.scheduling.annotation.Scheduled;

/** The owner's GeoIP database as it is now, and a gauge that says whether there is one. */
class ReloadedGeoDatabase {
  private final GeoDatabase database;

  ReloadedGeoDatabase(GeoDatabase database, MeterRegistry metrics) {
    this.database = database;
    if (database.isWanted()) {
      Gauge.builder("rivulet.sessionizer.geoip.problem", () -> database.problem() == null ? 0 : 1)
          .description("1 while the GeoIP database that the owner named cannot be read, else 0")
          .register(metrics);
    }
  }

  GeoDatabase database() {
    return database;
  }

  @Scheduled(fixedDelay = 10_000)
  void reload() {
    database.reloadIfChanged();
  }
}
