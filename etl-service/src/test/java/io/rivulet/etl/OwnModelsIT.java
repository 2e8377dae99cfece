package io.rivulet.etl;

import static io.rivulet.etl.EtlParts.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rivulet.etl.job.Jobs;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models that owners bring, from their file to the row that a BI tool reads. */
class OwnModelsIT {
  private static final String[] FEATURES = {"days", "events"};

  /** A name of a secret of ours, which the environment of this test has. */
  private static final String SECRET = "AWS_SECRET_ACCESS_KEY";

  private static final String IMAGE = "rivulet-own-model-test";

  static Path folder;
  static Path models;
  static EtlParts parts;
  static ConfigurableApplicationContext etl;
  static JdbcClient ops;
  static JdbcClient mart;
  static long nextRun = 1_000_000;

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    models = Files.createDirectories(folder.resolve("models"));
    for (String file : List.of("told.yml", "train.sh", "Dockerfile")) {
      Files.copy(
          Objects.requireNonNull(OwnModelsIT.class.getResourceAsStream("/own-models/" + file)),
          models.resolve(file));
    }
    assertThat(models.resolve("train.sh").toFile().setExecutable(true)).isTrue();
    Files.writeString(
        models.resolve("boxed.yml"),
        Files.readString(models.resolve("told.yml"))
            .replace("model: told", "model: boxed")
            .replace("executable: [./train.sh]", "image: " + IMAGE + "\n  memory-mb: 64"));
    Files.writeString(
        models.resolve("absent.yml"),
        "{model: absent, train: {executable: [./absent],"
            + " channels: {all: {query: select 1 as one}}}}");
    for (String file : List.of("comes-back.yml", "comes_back.py")) {
      Files.copy(Path.of("../docs/examples/comes-back", file), models.resolve(file));
    }
    Files.writeString(
        models.resolve("likes.yml"),
        """
        model: likes
        onnx:
          file: likes.onnx
          query: |
            select person_id, count(distinct event_date) as days, count(*) as events
            from events group by person_id
        """);
    Files.writeString(models.resolve("broken.yml"), "model: broken\ntrain: {executable: [x]}");
    Files.writeString(
        folder.resolve("projects.yml"),
        "projects: [{id: shop, write-keys: [k]}, {id: other, write-keys: [l]}]");
    parts = EtlParts.start(folder);
    List<String> arguments =
        new ArrayList<>(
            parts.arguments(folder.resolve("projects.yml"), folder.resolve("etl"), "1h"));
    arguments.add("--rivulet.etl.models=" + models);
    etl = EtlApplication.builder().run(arguments.toArray(String[]::new));
    parts.awaitFirstRuns();
    ops = JdbcClient.create(parts.dataSource("ops", "rivulet", "rivulet"));
    mart = JdbcClient.create(parts.dataSource("analytics", "rivulet", "rivulet"));
    parts.archive(events());
    EtlParts.run(etl, "shop");
  }

  @AfterAll
  static void stop() {
    etl.close();
    parts.close();
  }

  /** u1 to u60, who come on as many days as their number says; the even ones again at the end. */
  private static List<Event> events() {
    List<Event> events = new ArrayList<>();
    LocalDate first = LocalDate.of(2026, 1, 1);
    for (int person = 1; person <= 60; person++) {
      for (int day = 0; day < 70; day++) {
        if (day < person || (day > 60 && person % 2 == 0)) {
          events.add(
              event("e" + events.size(), "i" + person, first.plusDays(day) + "T10:00:00Z")
                  .userId("u" + person)
                  .receivedAt(java.time.Instant.parse("2026-03-20T10:00:00Z"))
                  .build());
        }
      }
    }
    return events;
  }

  @BeforeEach
  void forget() {
    mart.sql("truncate mart.own_score").update();
    ops.sql("truncate model_version, model_log, model_metric, model_run cascade").update();
  }

  private static String train(String... hyperparameters) throws Exception {
    return run("train-told", hyperparameters).said();
  }

  private static RunContext run(String job, String... arguments) throws Exception {
    Map<String, String> given = new java.util.HashMap<>(Map.of("project", "shop"));
    for (int i = 0; i < arguments.length; i += 2) {
      given.put(arguments[i], arguments[i + 1]);
    }
    RunContext context = new RunContext(nextRun++, given);
    job(job).run(context);
    return context;
  }

  private static io.rivulet.etl.run.Job job(String name) {
    return etl.getBean(Jobs.class).find(name).orElseThrow();
  }

  private static String log() {
    return ops.sql("select log from model_log order by model_run_id desc limit 1")
        .query(String.class)
        .single();
  }

  private static String latest(String column) {
    return ops.sql("select " + column + " from model_run order by model_run_id desc limit 1")
        .query(String.class)
        .single();
  }

  private static HttpResponse<byte[]> ask(String method, String path, String body)
      throws Exception {
    String port = etl.getEnvironment().getRequiredProperty("local.server.port");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer test-token")
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofByteArray());
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  @Test
  void its_scores_are_what_a_bi_tool_sees() throws Exception {
    assertThat(train()).isEqualTo("shop: champion: validation:auc 0.7, 60 scores");

    assertThat(
            parts.rows(
                "select project, model, person_id, score_name, score, label, reason,"
                    + " model_version from bi.own_scores where person_id in ('u1', 'u60')"
                    + " order by person_id"))
        .containsExactly(
            "shop|told|u1|score|1.000000|many|because, of it|1",
            "shop|told|u60|score|69.000000|many|because, of it|1");
  }

  @Test
  void it_is_given_what_sagemaker_gives() throws Exception {
    String unused = train();

    assertThat(log())
        .contains("argument train, greeting hello")
        .contains("{\"auc\":\"0.7\",\"does\":\"well\",\"seed\":\"1\"}")
        .contains("\"train\":{")
        .contains("\"TrainingInputMode\":\"File\"")
        .containsPattern("SM_CHANNELS=\\[\"known\",\"train\"]")
        .containsPattern("SM_MODEL_DIR=/.*/ml/model\n")
        .contains("PAR1");
  }

  @Test
  void of_the_services_environment_it_sees_nothing() throws Exception {
    assumeTrue(System.getenv().size() > 3);
    String unused = train();

    Set<String> seen =
        Set.copyOf(
            Pattern.compile("(?m)^([A-Za-z_]+)=")
                .matcher(log())
                .results()
                .map(found -> found.group(1))
                .toList());
    assertThat(seen).contains("PATH", "SM_HP_AUC").doesNotContain(SECRET, "JAVA_HOME", "USER");
    assertThat(
            seen.stream()
                .filter(name -> !name.startsWith("SM_"))
                .filter(
                    name ->
                        !Set.of(
                                "PATH",
                                "HOME",
                                "LANG",
                                "TMPDIR",
                                "PWD",
                                "OLDPWD",
                                "SHLVL",
                                "_",
                                "GREETING",
                                "SAGEMAKER_BASE_DIR",
                                "TRAINING_JOB_NAME")
                            .contains(name)))
        .isEmpty();
  }

  @Test
  void its_version_has_figures_a_card_and_what_it_left() throws Exception {
    String unused = train("auc", "0.75");

    assertThat(json(ask("GET", "/api/models?project=shop", "")).findValuesAsString("status"))
        .containsExactly("champion");
    assertThat(
            ops.sql("select split || ' ' || metric || ' ' || value from model_metric")
                .query(String.class)
                .list())
        .containsExactly("test validation:auc 0.75");
    assertThat(
            new String(
                ask("GET", "/api/models/told/versions/1/card.md?project=shop", "").body(),
                StandardCharsets.UTF_8))
        .contains(
            "# told of project shop, version 1", "| `validation:auc` | 0.750000 |", "60 scores");
    try (ZipInputStream zip =
        new ZipInputStream(
            new ByteArrayInputStream(
                ask("GET", "/api/models/told/versions/1/artifact?project=shop", "").body()))) {
      assertThat(Objects.requireNonNull(zip.getNextEntry()).getName()).isEqualTo("train.csv");
      assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8)).contains("u1,1\n");
    }
    String run = latest("model_run_id");
    assertThat(
            new String(
                ask("GET", "/api/models/told/runs/" + run + "/log?project=shop", "").body(),
                StandardCharsets.UTF_8))
        .startsWith("argument train");
  }

  @Test
  void one_that_is_worse_is_not_published_and_one_that_is_as_good_takes_over() throws Exception {
    String first = train("auc", "0.7");
    assertThat(train("auc", "0.69"))
        .isEqualTo("shop: not published: validation:auc 0.69, of the champion before 0.7");
    assertThat(parts.rows("select distinct model_version from bi.own_scores")).containsExactly("1");

    assertThat(train("auc", "0.7"))
        .startsWith("shop: champion: validation:auc 0.7, of the champion");

    assertThat(first).startsWith("shop: champion");
    assertThat(parts.rows("select distinct model_version from bi.own_scores")).containsExactly("3");
    assertThat(
            ops.sql("select status from model_version order by version").query(String.class).list())
        .containsExactly("archived", "candidate", "champion");
  }

  @Test
  void parquet_may_have_several_scores_of_a_person() throws Exception {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute(
          "copy (select 'u' || i as person_id, name, 10 * i as score from range(1, 3) r(i),"
              + " (values ('value'), ('upsell')) n(name)) to '"
              + models.resolve("ready.parquet")
              + "' (format parquet)");
    }

    assertThat(train("does", "parquet")).endsWith(", 4 scores");

    assertThat(
            parts.rows(
                "select person_id, score_name, score, label from bi.own_scores order by 1, 2"))
        .containsExactly(
            "u1|upsell|10.000000|null",
            "u1|value|10.000000|null",
            "u2|upsell|20.000000|null",
            "u2|value|20.000000|null");
  }

  @Test
  void what_it_says_of_its_failure_is_the_runs_message() throws Exception {
    String unused = train();

    Throwable failure = catchThrowable(() -> train("does", "failure"));

    assertThat(failure)
        .hasMessageStartingWith("project shop: exit code 3: no more trees 000")
        .message()
        .hasSize("project shop: exit code 3: ".length() + 1_024);
    assertThat(latest("outcome")).isEqualTo("failed");
    assertThat(latest("message")).startsWith("exit code 3: no more trees");
    assertThat(log()).contains("on stderr");
    assertThat(parts.rows("select count(*) from bi.own_scores")).containsExactly("60");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exit       | exit code 4",
        "missing    | output/data has neither scores.csv nor scores.parquet",
        "link       | output/data has neither scores.csv nor scores.parquet",
        "bad-column | scores.csv has columns [labell], which are none of [label, name, person_id, reason, score]",
        "no-number  | scores.csv has 1 rows whose score is no number from -1e12 to 1e12",
        "twice      | scores.csv has 1 rows with a person_id and name that another one has too",
        "no-metric  | its output has no metric validation:auc, by which versions compare",
        "writes     | it wrote more than the 4 MiB of disk-mb, and was ended"
      })
  void what_is_wrong_is_said_and_the_scores_stay(String does, String message) throws Exception {
    String unused = train();

    assertThatThrownBy(() -> train("does", does)).hasMessage("project shop: " + message);

    assertThat(latest("outcome")).isEqualTo("failed");
    assertThat(parts.rows("select count(*), max(model_version) from bi.own_scores"))
        .containsExactly("60|1");
    try (Stream<Path> left = Files.list(folder.resolve("etl/runs"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void a_program_that_is_not_there_is_named() {
    assertThatThrownBy(() -> run("train-absent"))
        .hasMessageStartingWith("project shop: it cannot be executed: ")
        .hasMessageContaining("absent")
        .hasMessageContaining("No such file");

    assertThat(latest("outcome")).isEqualTo("failed");
  }

  @Test
  void whoever_is_no_person_of_the_project_gets_no_score() throws Exception {
    assertThat(train("does", "nobody"))
        .endsWith(", 1 scores, 1 left out, of persons who are not known");

    assertThat(parts.rows("select person_id from bi.own_scores")).containsExactly("u1");
  }

  @Test
  void of_much_talk_the_beginning_and_the_end_are_kept() throws Exception {
    String unused = train("does", "talks");

    assertThat(log())
        .contains("\nline 0\n", "lines left out ...\n", "\nline 19999\n")
        .hasSizeLessThan(66_000);
  }

  @Test
  void whoever_is_to_stop_may_save_what_it_has() throws Exception {
    RunContext run = new RunContext(nextRun++, Map.of("project", "shop", "does", "waits"));

    Throwable stopped = stopped("train-told", run, OwnModelsIT::sleeps);

    assertThat(stopped).isInstanceOf(RunContext.StoppedException.class);
    assertThat(latest("message")).isEqualTo("it was to stop, and stopped");
    assertThat(log()).contains("saves what it has");
  }

  @Test
  void whoever_does_not_stop_is_killed_with_all_that_it_started() throws Exception {
    RunContext run = new RunContext(nextRun++, Map.of("project", "shop", "does", "ignores"));

    Throwable stopped = stopped("train-told", run, OwnModelsIT::sleeps);

    assertThat(stopped).isInstanceOf(RunContext.StoppedException.class);
    assertThat(latest("message")).isEqualTo("it was to stop, did not within PT1S, and was killed");
    List<Long> processes =
        Pattern.compile("process (\\d+)")
            .matcher(log())
            .results()
            .map(found -> Long.valueOf(found.group(1)))
            .toList();
    assertThat(processes).hasSize(2);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                processes.stream()
                    .allMatch(id -> ProcessHandle.of(id).filter(ProcessHandle::isAlive).isEmpty()));
  }

  /** Whether a program that this process started sleeps. */
  private static boolean sleeps() {
    return ProcessHandle.current()
        .descendants()
        .anyMatch(process -> process.info().commandLine().orElse("").contains("sleep 0.1"));
  }

  /** What the job throws when it is asked to stop, once its program is that far. */
  private static Throwable stopped(String job, RunContext run, Callable<Boolean> isThatFar)
      throws Exception {
    Thread[] worker = new Thread[1];
    Throwable[] thrown = new Throwable[1];
    worker[0] =
        new Thread(
            () -> {
              run.workBegins();
              thrown[0] = catchThrowable(() -> job(job).run(run));
              run.workEnds();
            });
    worker[0].start();
    await().atMost(Duration.ofMinutes(1)).until(isThatFar);
    run.requestStop();
    // as the one that watches runs does, again and again
    run.requestStop();
    worker[0].join(Duration.ofSeconds(20).toMillis());
    return thrown[0];
  }

  @Test
  void an_image_trains_as_a_program_does() throws Exception {
    assumeTrue(isImageThere(), "docker does not answer, or busybox is not to be had");

    assertThat(run("train-boxed").said())
        .isEqualTo("shop: champion: validation:auc 0.7, 60 scores");

    assertThat(log())
        .contains("argument train, greeting hello", "SM_MODEL_DIR=/opt/ml/model\n", "PAR1")
        .doesNotContain(folder.toString());
    assertThat(parts.rows("select count(*) from bi.own_scores where model = 'boxed'"))
        .containsExactly("60");
  }

  @Test
  void a_container_that_does_not_stop_is_removed() throws Exception {
    assumeTrue(isImageThere(), "docker does not answer, or busybox is not to be had");
    long id = nextRun++;
    String container = "rivulet-boxed-shop-" + id;

    Throwable stopped =
        stopped(
            "train-boxed",
            new RunContext(id, Map.of("project", "shop", "does", "ignores")),
            () -> said("docker", "logs", container).contains("process"));

    assertThat(stopped).isInstanceOf(RunContext.StoppedException.class);
    assertThat(latest("message")).startsWith("it was to stop, did not within PT1S");
    assertThat(said("docker", "ps", "--all", "--quiet", "--filter", "name=" + container)).isEmpty();
  }

  private static boolean isImageThere() throws Exception {
    return answers("docker", "build", "--quiet", "--tag", IMAGE, models.toString());
  }

  private static String said(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void what_is_no_declared_hyperparameter_is_refused() throws Exception {
    HttpResponse<byte[]> unknown =
        ask("POST", "/api/jobs/train-told/runs", "{\"project\": \"shop\", \"executable\": \"sh\"}");
    HttpResponse<byte[]> fixed = ask("POST", "/api/jobs/train-told/runs", "{\"seed\": 2}");

    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(json(unknown).get("message").asString())
        .contains("executable", "auc", "does", "seed");
    assertThat(fixed.statusCode()).isEqualTo(400);
    assertThatThrownBy(() -> train("auc", "1.1"))
        .hasMessage("hyperparameter auc is '1.1', not a number from 0 to 1");
    assertThatThrownBy(() -> train("does", "harm"))
        .hasMessageStartingWith("hyperparameter does is 'harm', not one of well, ");
  }

  @Test
  void a_file_that_is_not_valid_is_left_out() {
    assertThat(etl.getBean(Jobs.class).find("train-broken")).isEmpty();
    assertThat(etl.getBean(Jobs.class).find("train-told")).isPresent();
  }

  @Test
  void an_erased_person_has_no_score_and_gets_none() throws Exception {
    Event gone =
        event("gone", "gone-app", "2026-03-01T10:00:00Z")
            .userId("gone-4711")
            .receivedAt(java.time.Instant.parse("2026-03-20T11:00:00Z"))
            .build();
    parts.archive(List.of(gone));
    EtlParts.run(etl, "shop");
    String unused = train();
    assertThat(parts.rows("select count(*) from bi.own_scores where person_id = 'gone-4711'"))
        .containsExactly("1");
    ops.sql("update model_log set log = log || ' of gone-4711 '").update();

    RunContext erasure =
        new RunContext(
            nextRun++, Map.of("project", "shop", "user", "gone-4711", "instance", "gone-app"));
    job("erase").run(erasure);

    assertThat(parts.rows("select count(*) from bi.own_scores where person_id = 'gone-4711'"))
        .containsExactly("0");
    assertThat(log()).isEqualTo("(erased)");
    assertThat(parts.rows("select count(*) from bi.own_scores")).containsExactly("60");
  }

  @Test
  void the_documented_example_runs() throws Exception {
    assumeTrue(answers("python3", "--version"), "python3 is not installed");

    assertThat(run("train-comes-back").said()).startsWith("shop: champion: validation:auc ");

    assertThat(parts.rows("select count(*), min(score) >= 0, max(score) <= 1 from bi.own_scores"))
        .containsExactly("60|t|t");
    assertThat(figure("validation:auc")).isGreaterThan(0.5);
  }

  private static double figure(String metric) {
    return ops.sql("select value from model_metric where metric = ?")
        .param(metric)
        .query(Double.class)
        .single();
  }

  private static boolean answers(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void an_onnx_file_scores_as_the_model_that_it_was_made_of() throws Exception {
    LinearSGDModel model = logisticRegression();
    model.saveONNXModel("io.rivulet.test", 1, models.resolve("likes.onnx"));

    assertThat(run("score-likes").said()).isEqualTo("shop: version 1, 60 scores");

    assertThat(score("likes", "u3")).isCloseTo(probability(model, 3, 3), within(1e-5));
    assertThat(score("likes", "u60")).isCloseTo(probability(model, 69, 69), within(1e-5));
    assertThat(score("likes", "u3")).isNotCloseTo(score("likes", "u60"), within(0.1));
  }

  @Test
  void an_onnx_file_that_changed_is_a_new_version() throws Exception {
    logisticRegression().saveONNXModel("io.rivulet.test", 1, models.resolve("likes.onnx"));
    String first = run("score-likes").said();
    String again = run("score-likes").said();
    logisticRegression().saveONNXModel("io.rivulet.test", 2, models.resolve("likes.onnx"));

    assertThat(run("score-likes").said()).isEqualTo("shop: version 2, 60 scores");

    assertThat(List.of(first, again)).containsOnly("shop: version 1, 60 scores");
    assertThat(
            ops.sql("select status from model_version order by version").query(String.class).list())
        .containsExactly("archived", "champion");
    assertThat(parts.rows("select distinct model_version from bi.own_scores")).containsExactly("2");
  }

  @Test
  void what_is_no_onnx_file_is_refused_and_the_scores_stay() throws Exception {
    logisticRegression().saveONNXModel("io.rivulet.test", 1, models.resolve("likes.onnx"));
    String unused = run("score-likes").said();
    Files.writeString(models.resolve("likes.onnx"), "not a model");

    assertThatThrownBy(() -> run("score-likes"))
        .hasMessageStartingWith("the ONNX model cannot be loaded: ");

    Files.delete(models.resolve("likes.onnx"));
    assertThatThrownBy(() -> run("score-likes"))
        .hasMessage("there is no file likes.onnx beside the model's");
    assertThat(parts.rows("select count(*) from bi.own_scores")).containsExactly("60");
  }

  private static double score(String model, String person) {
    return parts
        .bi()
        .sql("select score from bi.own_scores where model = ? and person_id = ?")
        .params(model, person)
        .query(Double.class)
        .single();
  }

  /** Whether somebody likes something, who does from 30 days on. */
  private static LinearSGDModel logisticRegression() {
    LabelFactory labels = new LabelFactory();
    MutableDataset<Label> examples =
        new MutableDataset<>(new SimpleDataSourceProvenance("made up", labels), labels);
    for (int days = 1; days < 70; days++) {
      examples.add(
          new ArrayExample<>(
              new Label(days < 30 ? "no" : "yes"), FEATURES, new double[] {days, days}));
    }
    return new LogisticRegressionTrainer().train(examples);
  }

  /** What Tribuo says of the class that ONNX has last. */
  private static double probability(LinearSGDModel model, double days, double events) {
    Label last = model.getOutputIDInfo().getOutput(model.getOutputIDInfo().size() - 1);
    return Objects.requireNonNull(
            model
                .predict(
                    new ArrayExample<>(new Label("yes"), FEATURES, new double[] {days, events}))
                .getOutputScores()
                .get(last.getLabel()))
        .getScore();
  }
}
