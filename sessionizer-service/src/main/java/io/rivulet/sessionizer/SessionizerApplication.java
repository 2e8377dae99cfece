package io.rivulet.sessionizer;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** The sessionizer as a program. */
@SpringBootConfiguration
@EnableAutoConfiguration(
    excludeName = {
      // Other modules' things, which are on the class path where all run in one process.
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration",
      "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"
    })
@Import(SessionizerConfiguration.class)
public class SessionizerApplication {

  /** The application, to be configured further and run. */
  public static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(SessionizerApplication.class)
        .properties("spring.config.name=sessionizer")
        .bannerMode(Banner.Mode.OFF);
  }

  /** Runs the service until it is told to end. */
  public static void main(String[] args) {
    builder().run(args);
  }
}
