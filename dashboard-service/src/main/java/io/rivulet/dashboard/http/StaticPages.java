package io.rivulet.dashboard.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.zip.CRC32C;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The page and its parts. Vendor files carry their version in the path and are kept for a year; our
 * own are asked for again each time and answered with 304 when their content is the same. Content
 * decides, not the date: a reproducible build gives every file of every version one date.
 */
@Configuration
class StaticPages implements WebMvcConfigurer {

  /** Paths of the address that the one page shows by itself; js/main.js has the same. */
  private static final List<String> PAGES =
      List.of(
          "/",
          "/engagement",
          "/retention",
          "/funnels",
          "/paths",
          "/features",
          "/events",
          "/devices",
          "/segments",
          "/churn",
          "/models",
          "/sessions",
          "/recommendations",
          "/person",
          "/find",
          "/live",
          "/operations",
          "/users",
          "/account");

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/vendor/**")
        .addResourceLocations("classpath:/static/vendor/")
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
    registry
        .addResourceHandler("/**")
        .addResourceLocations("classpath:/static/")
        .setCacheControl(CacheControl.noCache())
        .setUseLastModified(false)
        .setEtagGenerator(StaticPages::entityTag);
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    for (String page : PAGES) {
      registry.addViewController(page).setViewName("forward:/index.html");
    }
  }

  /** A weak tag, because Tomcat compresses no answer that has a strong one. */
  private static String entityTag(Resource file) {
    try {
      CRC32C checksum = new CRC32C();
      checksum.update(file.getContentAsByteArray());
      return "W/\"%08x\"".formatted(checksum.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
