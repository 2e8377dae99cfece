package io.rivulet.launcher;

import io.rivulet.launcher.doctor.Doctor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;

/**
 * Runs the services that its arguments name in this process, until it is asked to end (SIGTERM); or
 * the {@link Doctor} with the arguments after its name.
 *
 * <p>A service that cannot start while others run beside it is tried again, so that a database that
 * is away keeps nobody from archiving events; alone it ends the process instead, whose owner starts
 * it again.
 */
public final class Launcher {
  private static final String DOCTOR = "doctor";
  private static final int WRONG_USAGE = 2;
  private static final Duration BETWEEN_STARTS = Duration.ofSeconds(5);

  private Launcher() {}

  /** Starts the services; ends with exit status 2 when an argument names none. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals(DOCTOR)) {
      Doctor.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
    Set<Service> services = EnumSet.noneOf(Service.class);
    for (String argument : arguments) {
      Service.titled(argument).ifPresent(services::add);
    }
    if (services.isEmpty() || services.size() < arguments.length) {
      System.err.println(
          "usage: SERVICE...   each once, of " + titles(EnumSet.allOf(Service.class), " "));
      System.exit(WRONG_USAGE);
    }
    configureLogging(services);
    if (services.size() == 1) {
      services.forEach(Launcher::start);
    } else {
      services.forEach(
          service ->
              new Thread(() -> startUntilItRuns(service), "start-" + service.title()).start());
    }
  }

  /**
   * Once for the process, with the levels of all its services: each would begin anew and forget
   * those of the others.
   */
  private static void configureLogging(Set<Service> services) {
    List<String> settings = new ArrayList<>();
    if (services.size() > 1) {
      settings.add("--spring.application.name=" + titles(services, "+"));
      settings.add("--logging.include-application-name=false");
    }
    new SpringApplicationBuilder(Launcher.class)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .registerShutdownHook(false)
        .properties("spring.config.name=" + titles(services, ","))
        .run(settings.toArray(String[]::new));
  }

  private static void startUntilItRuns(Service service) {
    Logger log = LoggerFactory.getLogger(Launcher.class);
    while (true) {
      try {
        start(service);
        return;
      } catch (RuntimeException e) {
        log.error(
            "{} did not start, the others go on; trying again in {} s",
            service.title(),
            BETWEEN_STARTS.toSeconds());
      }
      try {
        Thread.sleep(BETWEEN_STARTS.toMillis());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static void start(Service service) {
    SpringApplicationBuilder builder = service.builder();
    builder
        .application()
        .setListeners(
            builder.application().getListeners().stream()
                .filter(listener -> !(listener instanceof LoggingApplicationListener))
                .collect(Collectors.<ApplicationListener<?>>toList()));
    builder.run();
  }

  private static String titles(Set<Service> services, String between) {
    return services.stream().map(Service::title).collect(Collectors.joining(between));
  }
}
