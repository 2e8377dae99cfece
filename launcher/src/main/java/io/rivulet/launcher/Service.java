package io.rivulet.launcher;

import io.rivulet.dashboard.DashboardApplication;
import io.rivulet.etl.EtlApplication;
import io.rivulet.ingest.IngestApplication;
import io.rivulet.sessionizer.SessionizerApplication;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** A service of ours; each can run in a process of its own or beside others. */
public enum Service {
  INGEST,
  SESSIONIZER,
  ETL,
  DASHBOARD;

  /** The service with its own settings file, not yet running. */
  public SpringApplicationBuilder builder() {
    return switch (this) {
      case INGEST -> IngestApplication.builder();
      case SESSIONIZER -> SessionizerApplication.builder();
      case ETL -> EtlApplication.builder();
      case DASHBOARD -> DashboardApplication.builder();
    };
  }

  /** What it is called on command lines; its settings file has this name too. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The service of that title, empty when there is none. */
  static Optional<Service> titled(String title) {
    return Arrays.stream(values()).filter(service -> service.title().equals(title)).findAny();
  }
}
