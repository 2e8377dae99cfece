package io.rivulet.etl.ownmodel;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Data for an executable, {@code input/data/<channel>/<channel>.csv} or {@code .parquet}.
 *
 * @param query one select over {@code events}, {@code sessions} and the views of {@code bi}
 */
record Channel(String query, Format format) {

  /** How the file is written. */
  enum Format {
    CSV("csv", "text/csv", "format csv, header true"),
    PARQUET("parquet", "application/x-parquet", "format parquet, compression zstd");

    private final String ending;
    private final String contentType;
    private final String options;

    Format(String ending, String contentType, String options) {
      this.ending = ending;
      this.contentType = contentType;
      this.options = options;
    }

    String ending() {
      return ending;
    }

    String contentType() {
      return contentType;
    }

    /** Of DuckDB's {@code copy}. */
    String options() {
      return options;
    }
  }

  @JsonCreator
  static Channel of(@Nullable String query, @Nullable Format format) {
    return new Channel(
        Objects.requireNonNullElse(query, ""), Objects.requireNonNullElse(format, Format.CSV));
  }

  Channel {
    query = Queries.required(query);
  }
}
