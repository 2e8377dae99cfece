package io.rivulet.etl.sqljob;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rivulet.etl.job.TriggerEntry;
import io.rivulet.etl.run.Argument;
import io.rivulet.etl.run.Argument.Kind;
import io.rivulet.etl.trigger.Schedule;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the comment lines of a SQL job say.
 *
 * @param table the rows are in {@code bi.custom_<table>}
 * @param after jobs whose success in one chain of runs starts this one
 * @param cron as in the jobs file, likewise {@code every}, {@code timeZone}, {@code missed}
 * @param arguments besides {@code project}, by name
 */
record Header(
    String job,
    String description,
    String table,
    @Nullable List<String> after,
    @Nullable String cron,
    @Nullable ZoneId timeZone,
    @Nullable Duration every,
    Schedule.@Nullable Missed missed,
    Map<String, DeclaredArgument> arguments) {

  /** Of {@code ops.job}. */
  private static final int LONGEST_DESCRIPTION = 512;

  /** An argument of the header; a text without preset unless it says otherwise. */
  record DeclaredArgument(
      @Nullable Kind kind,
      @Nullable String description,
      @JsonProperty("default") @Nullable String preset,
      boolean fixed) {

    Argument named(String name) {
      return new Argument(
          name,
          kind == null ? Kind.TEXT : kind,
          description == null ? "" : description,
          preset,
          fixed);
    }
  }

  Header {
    requireName("job", job, "[a-z][a-z0-9_-]{0,47}");
    requireName("table", table, "[a-z][a-z0-9_]{0,47}");
    description = Objects.requireNonNullElse(description, "");
    if (description.length() > LONGEST_DESCRIPTION || description.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "description must be at most " + LONGEST_DESCRIPTION + " characters");
    }
    arguments = Map.copyOf(Objects.requireNonNullElse(arguments, Map.of()));
    if (arguments.containsKey("project")) {
      throw new IllegalArgumentException("every job has the argument project already");
    }
    // checked here, where the message gets the line
    var unusedArguments = jobArguments(arguments);
    var unusedTriggers = TriggerEntry.ofOwner(job, after, cron, timeZone, every, missed);
  }

  private static void requireName(String field, String name, String pattern) {
    if (name == null || !name.matches(pattern)) {
      throw new IllegalArgumentException(
          field
              + " must be a name of at most 48 of a-z, 0-9 and _, a letter first, not '"
              + name
              + "'");
    }
  }

  /** The arguments that runs take. */
  List<Argument> jobArguments() {
    return jobArguments(arguments);
  }

  private static List<Argument> jobArguments(Map<String, DeclaredArgument> declared) {
    List<Argument> all = new ArrayList<>(List.of(Argument.project()));
    new TreeMap<>(declared).forEach((name, argument) -> all.add(argument.named(name)));
    return all;
  }

  /** What starts the job, by the trigger's name; nothing when it runs on demand only. */
  Map<String, TriggerEntry> triggers() {
    return TriggerEntry.ofOwner(job, after, cron, timeZone, every, missed);
  }
}
