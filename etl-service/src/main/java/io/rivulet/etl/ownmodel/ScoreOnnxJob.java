package io.rivulet.etl.ownmodel;

import io.rivulet.etl.analytics.CuratedData;
import io.rivulet.etl.analytics.Publication;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.etl.model.ModelParts;
import io.rivulet.etl.model.ModelRegistry.Champion;
import io.rivulet.etl.model.ModelRegistry.ModelRun;
import io.rivulet.etl.model.ScorePublication;
import io.rivulet.etl.quality.QualityGate;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what {@code bi.own_scores} says by an owner's ONNX file of a project's persons. A file
 * or declaration that changed is a new version.
 */
final class ScoreOnnxJob extends OwnModelJob {
  /** Bytes of a file. */
  private static final long LONGEST_FILE = 256L << 20;

  /** Persons that are scored at once. */
  private static final int PORTION = 4_096;

  private static final int MOST_FEATURES = 500;

  private final Onnx onnx;
  private final int threads;

  ScoreOnnxJob(
      OwnModelFile file,
      Onnx onnx,
      Path folder,
      ModelParts parts,
      QualityGate quality,
      int threads) {
    super(file, folder, parts, quality);
    this.onnx = onnx;
    this.threads = threads;
  }

  @Override
  public void run(RunContext run) throws Exception {
    byte[] bytes = bytes();
    String digest = Sha256.hex(bytes, onnx.toString().getBytes(StandardCharsets.UTF_8));
    try (OnnxModel model = new OnnxModel(bytes, onnx, threads)) {
      parts.forEachProject(
          run,
          project ->
              Optional.of(Publication.untilNotOvertaken(() -> score(run, project, model, digest))));
    }
  }

  private byte[] bytes() throws IOException {
    Path model = folder.resolve(onnx.file());
    try {
      if (Files.size(model) > LONGEST_FILE) {
        throw new IllegalArgumentException(
            onnx.file() + " is longer than " + LONGEST_FILE + " bytes");
      }
      return Files.readAllBytes(model);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "there is no file " + onnx.file() + " beside the model's", e);
    }
  }

  private String score(RunContext run, String project, OnnxModel model, String digest)
      throws SQLException, IOException {
    CuratedData curated = parts.curated(project);
    Optional<Champion<OwnCard>> known =
        parts
            .registry()
            .champion(project, file.model(), OwnCard.class)
            .filter(champion -> digest.equals(champion.card().digest()));
    int version =
        known
            .map(Champion::version)
            .orElseGet(() -> parts.registry().nextVersion(project, file.model()));
    ScorePublication publication =
        ScorePublication.of(parts.warehouse(), name(), project, "version " + version);
    ModelRun modelRun =
        new ModelRun(
            project,
            file.model(),
            run.runId(),
            Map.of("version", version),
            null,
            null,
            curated.newestPublication(),
            null);
    try (Workbench workbench = parts.workbenches().open(run, project)) {
      long persons =
          Queries.over(workbench, project, curated, parts.warehouse().tables())
              .table("feature_row", onnx.query());
      workbench.tableOfTexts(
          "told", List.of("person_id", "score"), scores(run, workbench, model, persons));
      workbench.tableAs(
          "scored",
          "select person_id, 'score' as score_name, try_cast(score as double) as score,"
              + " cast(null as varchar) as label, cast(null as varchar) as reason from told");
      OwnScores told = OwnScores.checked(workbench, onnx.file());
      long scored =
          told.publish(
              run, publication, quality, file.model(), version, curated.newestPublication());
      run.count(persons, scored, 0);
      String said = "version " + version + ", " + published(scored, told.rows() - scored);
      if (known.isEmpty()) {
        parts
            .registry()
            .learned(modelRun, card(project, version, model, digest, persons, scored), null, "");
      }
      parts.registry().scored(modelRun, said, Map.of());
      return said;
    }
  }

  private Path scores(RunContext run, Workbench workbench, OnnxModel model, long persons)
      throws IOException {
    List<String> features = features(workbench.columns("feature_row"));
    String columns = features.stream().map(Workbench::identifier).collect(Collectors.joining(", "));
    try (ScorePublication.Rows out = new ScorePublication.Rows(workbench, "told")) {
      for (long first = 0; first < persons; first += PORTION) {
        run.checkStop();
        List<String> ids = new ArrayList<>();
        List<@Nullable Object[]> rows = new ArrayList<>();
        workbench.rows(
            "select cast(person_id as varchar), %s from feature_row where rowid >= %d and rowid < %d"
                .formatted(columns, first, first + PORTION),
            row -> {
              ids.add(String.valueOf(row.getString(1)));
              @Nullable Object[] values = new Object[features.size()];
              for (int i = 0; i < values.length; i++) {
                values[i] = row.getObject(i + 2);
              }
              rows.add(values);
            });
        double[] scores = model.score(features, rows);
        for (int i = 0; i < scores.length; i++) {
          out.add(Stream.of(ids.get(i), Double.toString(scores[i])));
        }
      }
      return out.done();
    }
  }

  private static List<String> features(List<String> columns) {
    List<String> features = new ArrayList<>(columns);
    if (!features.remove("person_id")) {
      throw new IllegalArgumentException("the query lacks column person_id, it has " + columns);
    }
    if (features.isEmpty() || features.size() > MOST_FEATURES) {
      throw new IllegalArgumentException(
          "the query has " + features.size() + " features, not 1 to " + MOST_FEATURES);
    }
    return features;
  }

  private OwnCard card(
      String project, int version, OnnxModel model, String digest, long persons, long scored) {
    return new OwnCard(
        project,
        file.model(),
        version,
        file.description(),
        onnx.file() + " (" + model.describe() + ")",
        digest,
        Map.of(),
        Map.of("query", persons),
        Map.of(),
        null,
        scored,
        0,
        true,
        "champion: " + onnx.file() + ", SHA-256 with its declaration " + digest);
  }
}
