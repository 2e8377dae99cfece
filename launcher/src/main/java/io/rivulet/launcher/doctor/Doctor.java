package io.rivulet.launcher.doctor;

import io.rivulet.event.project.Project;
import io.rivulet.event.project.Projects;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.event.project.ProjectsFile.InvalidProjectsException;
import io.rivulet.launcher.ShortDuration;
import io.rivulet.launcher.doctor.Link.Broken;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The commands {@code ./run doctor} and {@code docker compose run --rm doctor}: says of every link
 * of a running suite how it is.
 */
@Command(
    name = "doctor",
    sortOptions = false,
    exitCodeOnExecutionException = Doctor.USAGE,
    description = {
      "Looks at every link between an SDK and a report row of a running Rivulet,"
          + " names the broken one and what probably mends it. Then it sends an event through the"
          + " HTTP door and follows it to the reports.",
      "That event calls itself a bot, so a project that leaves bots out does not count it. Takes the"
          + " same variables as the services; where they say nothing it asks the Rivulet of ./run."
    },
    footerHeading = "%nExit code:%n",
    footer = {"  0  all links hold", "  1  one is broken", "  2  wrong usage"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Doctor implements Callable<Integer> {
  static final int BROKEN = 1;
  static final int USAGE = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Option(
      names = "--project",
      paramLabel = "ID",
      description = "Project to send the event to (default: the first of the projects file).")
  private @Nullable String project;

  @Option(
      names = "--wait",
      defaultValue = "3m",
      converter = ShortDuration.class,
      paramLabel = "DURATION",
      description = "How long the event may take to the reports (default: ${DEFAULT-VALUE}).")
  private Duration wait;

  @Option(names = "--no-event", description = "Only look; send nothing.")
  private boolean isWithoutEvent;

  private final Map<String, String> environment;

  private Doctor(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(command(System.getenv()).execute(arguments));
  }

  /** The command with these variables instead of those of the process. */
  public static CommandLine command(Map<String, String> environment) {
    return new CommandLine(new Doctor(environment));
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Reach reach = new Reach(new Addresses(environment));
    Path projects = reach.addresses().projects();
    List<Link> links = new ArrayList<>();
    links.add(new Link("projects file", () -> projectsFile(projects)));
    links.addAll(new Stores(reach).links());
    links.addAll(new Services(reach).links());
    int broken = 0;
    for (Link link : links) {
      broken += isBroken(link, out) ? 1 : 0;
    }
    if (isWithoutEvent) {
      out.println("-       event          none was sent");
    } else if (broken > 0) {
      out.println("-       event          none was sent; mend first what is broken");
    } else {
      Link event =
          new Link("event", () -> new FollowedEvent(reach).followed(project(projects), wait));
      broken += isBroken(event, out) ? 1 : 0;
    }
    out.println(
        broken == 0
            ? "All links hold."
            : broken == 1 ? "One link is broken." : broken + " links are broken.");
    out.flush();
    return broken == 0 ? 0 : BROKEN;
  }

  private static String projectsFile(Path file) throws Broken {
    return projects(file).projects().size() + " in " + file;
  }

  private static Projects projects(Path file) throws Broken {
    try {
      return new ProjectsFile(file).current();
    } catch (InvalidProjectsException e) {
      throw new Broken(String.valueOf(e.getMessage()), "Mend that line; the file is read again");
    }
  }

  private Project project(Path file) throws Broken {
    Projects all = projects(file);
    return project == null
        ? all.projects().get(0)
        : all.byId(project)
            .orElseThrow(() -> new Broken("there is no project " + project, "Name one of " + file));
  }

  private static boolean isBroken(Link link, PrintWriter out) throws InterruptedException {
    try {
      out.printf("ok      %-14s %s%n", link.name(), link.look().look());
      return false;
    } catch (Broken e) {
      out.printf("BROKEN  %-14s %s%n        %-14s %s%n", link.name(), e.getMessage(), "", e.cure());
      return true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      out.printf("BROKEN  %-14s %s%n", link.name(), firstLine(e));
      return true;
    } finally {
      out.flush();
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage() == null ? e : e.getMessage())
        .lines()
        .findFirst()
        .orElse(e.toString());
  }
}
