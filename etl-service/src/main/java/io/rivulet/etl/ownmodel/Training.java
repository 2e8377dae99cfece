package io.rivulet.etl.ownmodel;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An executable or image that trains, and what it is given.
 *
 * @param executable a program and its arguments, to which {@code train} is added; empty where there
 *     is an image
 * @param image null where there is an executable
 * @param memoryMb of a container, in MiB
 * @param cpus of a container
 * @param network of a container, as Docker names it
 * @param channels by name
 * @param hyperparameters by name
 * @param environment further variables, by name
 * @param metrics regular expressions with one group, by the metric's name
 * @param objective by which versions compare; null where each new one takes over
 * @param diskMb what it may write below its base path, in MiB
 * @param grace between SIGTERM and SIGKILL
 */
record Training(
    List<String> executable,
    @Nullable String image,
    int memoryMb,
    double cpus,
    String network,
    Map<String, Channel> channels,
    Map<String, Hyperparameter> hyperparameters,
    Map<String, String> environment,
    Map<String, Pattern> metrics,
    @Nullable Objective objective,
    int diskMb,
    Duration grace) {

  /** So many channels, hyperparameters, metrics or variables. */
  private static final int MOST = 20;

  private static final int DEFAULT_MB = 2_048;
  private static final int MOST_MB = 1 << 20;
  private static final int LEAST_MEMORY_MB = 16;
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(20);

  /** A run that does not end within 30 seconds of its timeout is closed all the same. */
  private static final Duration LONGEST_GRACE = Duration.ofSeconds(25);

  private static final int LONGEST_PATTERN = 500;

  /**
   * The metric by which a version is compared with the champion.
   *
   * @param largerIsBetter whether more of it is better
   */
  record Objective(String metric, Boolean largerIsBetter) {
    Objective {
      if (metric == null || largerIsBetter == null) {
        throw new IllegalArgumentException("objective needs metric and larger-is-better");
      }
    }

    boolean isWorse(double value, double than) {
      return largerIsBetter ? value < than : value > than;
    }
  }

  Training {
    executable = List.copyOf(Objects.requireNonNullElse(executable, List.of()));
    memoryMb = memoryMb == 0 ? DEFAULT_MB : memoryMb;
    cpus = cpus == 0 ? 1 : cpus;
    network = Objects.requireNonNullElse(network, "none");
    channels = Map.copyOf(Objects.requireNonNullElse(channels, Map.of()));
    hyperparameters = Map.copyOf(Objects.requireNonNullElse(hyperparameters, Map.of()));
    environment = Map.copyOf(Objects.requireNonNullElse(environment, Map.of()));
    metrics = Map.copyOf(Objects.requireNonNullElse(metrics, Map.of()));
    diskMb = diskMb == 0 ? DEFAULT_MB : diskMb;
    grace = Objects.requireNonNullElse(grace, DEFAULT_GRACE);
    if (executable.isEmpty() == (image == null)) {
      throw new IllegalArgumentException("train needs an executable or an image, not both");
    }
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("train needs at least one of channels");
    }
    requireNames("channel", channels, "[A-Za-z][A-Za-z0-9_-]{0,62}");
    requireNames("hyperparameter", hyperparameters, "(?!project$)[a-z][a-z0-9_]{0,31}");
    requireNames("environment variable", environment, "[A-Za-z_][A-Za-z0-9_]{0,63}");
    requireNames("metric", metrics, "[A-Za-z0-9_:./@%-]{1,64}");
    metrics.forEach(Training::requireOneGroup);
    if (objective != null && !metrics.containsKey(objective.metric())) {
      throw new IllegalArgumentException(
          "objective names metric "
              + objective.metric()
              + ", which is none of "
              + metrics.keySet());
    }
    // What Docker would take for an option is no image.
    require("image", image == null || image.matches("[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}"));
    require("network", network.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}"));
    require("memory-mb", memoryMb >= LEAST_MEMORY_MB && memoryMb <= MOST_MB);
    require("cpus", cpus > 0 && cpus <= 1_024);
    require("disk-mb", diskMb >= 1 && diskMb <= MOST_MB);
    require("grace", !grace.isNegative() && grace.compareTo(LONGEST_GRACE) <= 0);
  }

  private static void requireNames(String what, Map<String, ?> named, String pattern) {
    if (named.size() > MOST) {
      throw new IllegalArgumentException("train takes at most " + MOST + " of each " + what);
    }
    for (String name : named.keySet()) {
      if (!name.matches(pattern)) {
        throw new IllegalArgumentException(
            "'" + name + "' is no name of a " + what + ", which must match " + pattern);
      }
    }
  }

  private static void requireOneGroup(String metric, Pattern pattern) {
    if (pattern.pattern().length() > LONGEST_PATTERN || pattern.matcher("").groupCount() != 1) {
      throw new IllegalArgumentException(
          "metric "
              + metric
              + " needs a regular expression with one group, at most "
              + LONGEST_PATTERN
              + " characters long");
    }
  }

  private static void require(String field, boolean isValid) {
    if (!isValid) {
      throw new IllegalArgumentException(
          "train." + field + " cannot be so; docs/models.md has what it takes");
    }
  }
}
