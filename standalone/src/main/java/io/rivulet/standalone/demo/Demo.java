package io.rivulet.standalone.demo;

import io.rivulet.event.project.Project;
import io.rivulet.event.project.Projects;
import io.rivulet.standalone.replay.Feed;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Sends a made-up product's events through the doors of a collector, as its apps would have: 90
 * days at the first time, and what came since at every later one. All have the same ids again, so
 * nothing is counted twice.
 */
public final class Demo {
  /** The project that takes them. */
  public static final String PROJECT = "demo";

  static final int DAYS = 90;

  private final Path launch;
  private final Project project;
  private volatile long events;

  private Demo(Path launch, Project project) {
    this.launch = launch;
    this.project = project;
  }

  /**
   * The demo, if there is a project for it.
   *
   * @param launch file that keeps the first day, so that the story goes on instead of beginning
   *     anew
   * @return empty where there is no project {@value #PROJECT} with a secret for Revolt's protocol
   */
  public static Optional<Demo> of(Path launch, Projects projects) {
    return projects
        .byId(PROJECT)
        .filter(project -> project.revoltSecret() != null)
        .map(project -> new Demo(launch, project));
  }

  /**
   * Sends everything until now and tells of it.
   *
   * @return why it could not; empty when all was taken
   */
  public Optional<String> send(URI collector, PrintWriter out)
      throws IOException, InterruptedException {
    Instant now = Instant.now();
    Product product = new Product(launch(now.atOffset(ZoneOffset.UTC).toLocalDate()), now);
    out.println(
        "Sending the life of a made-up product since "
            + product.launch()
            + ", as project demo ...");
    DemoLines lines = new DemoLines(product);
    Optional<String> problem = Feed.send(lines, collector, project, out);
    events = lines.events();
    return problem;
  }

  /** How many events were sent the last time. */
  public long events() {
    return events;
  }

  private LocalDate launch(LocalDate today) throws IOException {
    if (!Files.exists(launch)) {
      Files.writeString(launch, today.minusDays(DAYS - 1L).toString());
    }
    return LocalDate.parse(Files.readString(launch).strip());
  }
}
