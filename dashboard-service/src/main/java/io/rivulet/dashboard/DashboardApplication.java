package io.rivulet.dashboard;

import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * Serves the reports: pages and their JSON, over the views of schema {@code bi} and nothing else.
 */
@SpringBootApplication
public class DashboardApplication {

  /** The service with its own configuration file {@code dashboard.yml}, not yet running. */
  public static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(DashboardApplication.class)
        .properties("spring.config.name=dashboard")
        .bannerMode(Banner.Mode.OFF);
  }

  public static void main(String[] arguments) {
    builder().run(arguments);
  }
}
