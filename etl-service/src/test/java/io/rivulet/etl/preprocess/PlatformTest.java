package io.rivulet.etl.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.etl.engine.Workbench;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The function {@code platform_of}. */
class PlatformTest {

  @Test
  void the_platform_is_that_of_whoever_acted(@TempDir Path folder) {
    try (Workbench workbench =
        new Workbench(new Workbench.Limits(folder.resolve("run"), DataSize.ofMegabytes(256), 1))) {
      // browser, SDK, system, device type, and the platform that they make
      for (List<String> row :
          List.of(
              List.of("'Chrome'", "'analytics.js'", "'Windows'", "'desktop'", "'web'"),
              List.of("null", "'analytics.js'", "null", "null", "'web'"),
              List.of("null", "'analytics-kotlin'", "'Android'", "'mobile'", "'android'"),
              List.of("null", "'analytics-ios'", "'iOS'", "null", "'ios'"),
              List.of("null", "'my-app'", "'macOS'", "null", "'desktop'"),
              List.of("'curl'", "null", "null", "'server'", "'backend'"),
              List.of("'Python Requests'", "'analytics-python'", "null", "'server'", "'backend'"),
              List.of("null", "'analytics-python'", "'Linux'", "null", "'backend'"),
              List.of("null", "'Analytics.NET'", "'Windows'", "null", "'backend'"),
              List.of("'Chrome'", "'analytics-python'", "'Windows'", "'desktop'", "'web'"),
              List.of("null", "'homemade'", "null", "null", "'backend'"),
              List.of("'Googlebot'", "null", "null", "'bot'", "'other'"),
              List.of("null", "null", "null", "null", "null"))) {
        assertThat(
                workbench.number(
                    "select count(*) where platform_of(%s, %s, %s, %s) is not distinct from %s"
                        .formatted(row.toArray())))
            .as("%s", row)
            .isEqualTo(1);
      }
    }
  }
}
