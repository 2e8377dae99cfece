package io.rivulet.etl.ownmodel;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder that SageMaker's training containers see as {@code /opt/ml}.
 *
 * @param base where it is
 */
record OptMl(Path base) {
  /** Where an image sees it. */
  static final Path IN_CONTAINER = Path.of("/opt/ml");

  /** Characters of {@code output/failure} that are read, as by SageMaker. */
  private static final int LONGEST_FAILURE = 1_024;

  private static final String HOST = "algo-1";
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Makes the folders and what stands in {@code input/config}. */
  static OptMl make(Path base, Map<String, String> hyperparameters, Map<String, Channel> channels)
      throws IOException {
    for (String folder : List.of("input/config", "input/data", "model", "output/data", "code")) {
      Files.createDirectories(base.resolve(folder));
    }
    OptMl made = new OptMl(base);
    made.config("hyperparameters", new TreeMap<>(hyperparameters));
    made.config("inputdataconfig", inputDataConfig(channels));
    made.config("resourceconfig", resourceConfig());
    for (String channel : channels.keySet()) {
      Files.createDirectories(base.resolve("input/data").resolve(channel));
    }
    return made;
  }

  private void config(String name, Object json) throws IOException {
    Files.writeString(
        base.resolve("input/config").resolve(name + ".json"), JSON.writeValueAsString(json));
  }

  private static Map<String, Object> inputDataConfig(Map<String, Channel> channels) {
    Map<String, Object> config = new TreeMap<>();
    channels.forEach(
        (name, channel) ->
            config.put(
                name,
                Map.of(
                    "ContentType", channel.format().contentType(),
                    "TrainingInputMode", "File",
                    "S3DistributionType", "FullyReplicated",
                    "RecordWrapperType", "None")));
    return config;
  }

  private static Map<String, Object> resourceConfig() {
    return Map.of(
        "current_host",
        HOST,
        "hosts",
        List.of(HOST),
        "current_instance_type",
        "local",
        "current_instance_group",
        "homogeneousCluster",
        "instance_groups",
        List.of(
            Map.of(
                "instance_group_name", "homogeneousCluster",
                "instance_type", "local",
                "hosts", List.of(HOST))),
        "network_interface_name",
        "lo");
  }

  /** Where the file of a channel is to be. */
  Path file(String name, Channel channel) {
    return base.resolve("input/data").resolve(name).resolve(name + "." + channel.format().ending());
  }

  /**
   * The variables that SageMaker's training toolkit gives programs.
   *
   * @param seenAs where the program sees {@code base}
   */
  static Map<String, String> variables(
      Path seenAs,
      String trainingJob,
      Map<String, String> hyperparameters,
      Map<String, Channel> channels) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("SAGEMAKER_BASE_DIR", seenAs.toString());
    variables.put("TRAINING_JOB_NAME", trainingJob);
    variables.put("SM_MODEL_DIR", seenAs.resolve("model").toString());
    variables.put("SM_INPUT_DIR", seenAs.resolve("input").toString());
    variables.put("SM_INPUT_CONFIG_DIR", seenAs.resolve("input/config").toString());
    variables.put("SM_OUTPUT_DIR", seenAs.resolve("output").toString());
    variables.put("SM_OUTPUT_DATA_DIR", seenAs.resolve("output/data").toString());
    variables.put("SM_CURRENT_HOST", HOST);
    variables.put("SM_HOSTS", JSON.writeValueAsString(List.of(HOST)));
    variables.put(
        "SM_CHANNELS", JSON.writeValueAsString(channels.keySet().stream().sorted().toList()));
    channels
        .keySet()
        .forEach(
            name ->
                variables.put(
                    "SM_CHANNEL_" + variable(name),
                    seenAs.resolve("input/data/" + name).toString()));
    variables.put("SM_HPS", JSON.writeValueAsString(new TreeMap<>(hyperparameters)));
    hyperparameters.forEach((name, value) -> variables.put("SM_HP_" + variable(name), value));
    return variables;
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The beginning of {@code output/failure}; empty where the program wrote none. */
  Optional<String> failure() throws IOException {
    Path file = base.resolve("output/failure");
    if (!isOwn(file)) {
      return Optional.empty();
    }
    char[] text = new char[LONGEST_FAILURE];
    int length = 0;
    try (Reader in = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
      for (int n = in.read(text); n > 0; n = in.read(text, length, text.length - length)) {
        length += n;
      }
    }
    return Optional.of(new String(text, 0, length).replace('\0', '\uFFFD').strip())
        .filter(said -> !said.isEmpty());
  }

  /** The file of scores; empty where the program wrote none. */
  Optional<Path> scores() throws IOException {
    for (String name : List.of("scores.parquet", "scores.csv")) {
      Path file = base.resolve("output/data").resolve(name);
      if (isOwn(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Whether it is a file that lies below the base, and not behind a link to elsewhere. */
  private boolean isOwn(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && file.toRealPath().startsWith(base.toRealPath());
  }
}
