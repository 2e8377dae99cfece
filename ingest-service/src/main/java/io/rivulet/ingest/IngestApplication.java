package io.rivulet.ingest;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Runs the collector. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class IngestApplication {

  /** The collector with its own settings file, ready to be run alone or beside other services. */
  public static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(IngestApplication.class)
        .web(WebApplicationType.REACTIVE) // also where others bring servlets to the classpath
        .properties("spring.config.name=ingest")
        .bannerMode(Banner.Mode.OFF);
  }

  public static void main(String[] args) {
    builder().run(args);
  }
}
