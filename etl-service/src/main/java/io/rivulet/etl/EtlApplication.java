package io.rivulet.etl;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** The ETL as a program: migrates its databases, then runs its jobs. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
    excludeName = {
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
      "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration"
    })
@EnableConfigurationProperties(EtlSettings.class)
@ComponentScan
@Import(EtlConfiguration.class)
public class EtlApplication {

  /** The application with its own configuration file, {@code etl.yml}. */
  public static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(EtlApplication.class)
        .bannerMode(Banner.Mode.OFF)
        .properties("spring.config.name=etl");
  }

  public static void main(String[] arguments) {
    builder().run(arguments);
  }
}
