package io.rivulet.etl.model;

import io.rivulet.models.churn.ChurnTask;
import io.rivulet.models.churn.ChurnTraining.Trained;
import io.rivulet.models.churn.Figures;
import io.rivulet.models.metric.Drift;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of a version of a model of churn before one relies on it.
 *
 * @param leavingEvent by which persons leave; null where leaving is silence
 * @param figures by what they are of: {@code test}, {@code baseline}, {@code champion} and {@code
 *     held_out.<learner>}
 * @param drift how features lay when it learned
 */
record ModelCard(
    String project,
    int version,
    String learner,
    ChurnTask task,
    @Nullable String leavingEvent,
    List<LocalDate> learnedAsOf,
    LocalDate measuredAsOf,
    int learnedExamples,
    long seed,
    boolean isChampion,
    String verdict,
    Map<String, Figures> figures,
    Map<String, Drift> drift)
    implements ModelRegistry.Card {

  static ModelCard of(
      String project,
      int version,
      Trained trained,
      @Nullable String leavingEvent,
      long seed,
      Optional<Figures> champion) {
    Map<String, Figures> figures = new LinkedHashMap<>();
    figures.put("test", trained.measured());
    figures.put("baseline", trained.baseline());
    champion.ifPresent(figure -> figures.put("champion", figure));
    trained.heldOut().forEach((learner, f) -> figures.put("held_out." + lower(learner.name()), f));
    Map<String, Drift> drift = new LinkedHashMap<>();
    trained.drift().forEach((feature, lay) -> drift.put(feature.wireName(), lay));
    boolean isAsGood = champion.map(f -> trained.measured().aucPr() >= f.aucPr()).orElse(true);
    return new ModelCard(
        project,
        version,
        lower(trained.model().learner().name()),
        trained.model().task(),
        leavingEvent,
        trained.learnedAsOf(),
        trained.measuredAsOf(),
        trained.learnedExamples(),
        seed,
        trained.beatsBaseline() && isAsGood,
        verdict(trained, champion, isAsGood),
        figures,
        drift);
  }

  private static String verdict(Trained trained, Optional<Figures> champion, boolean isAsGood) {
    double own = trained.measured().aucPr();
    double recency = trained.baseline().aucPr();
    if (!trained.beatsBaseline()) {
      return "not published: it does not find leavers better than recency alone (AUC-PR %s, recency %s)"
          .formatted(number(own), number(recency));
    }
    if (!isAsGood) {
      return "not published: the champion is better on the same later snapshot (AUC-PR %s, champion %s)"
          .formatted(number(own), number(champion.orElseThrow().aucPr()));
    }
    return "champion: AUC-PR %s, recency alone %s%s"
        .formatted(
            number(own),
            number(recency),
            champion.map(f -> ", the champion before " + number(f.aucPr())).orElse(""));
  }

  @Override
  public Map<String, Map<String, Double>> metrics() {
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    figures.forEach((of, f) -> metrics.put(of, f.byName()));
    return metrics;
  }

  @Override
  public String readable() {
    StringBuilder rows = new StringBuilder();
    figures.forEach(
        (of, f) ->
            rows.append(
                "| %s | %d | %d | %s | %s (%s to %s) | %s | %s | %s |%n"
                    .formatted(
                        of,
                        f.persons(),
                        f.left(),
                        number(f.aucPr()),
                        number(f.rocAuc()),
                        number(f.rocAucLow()),
                        number(f.rocAucHigh()),
                        number(f.lift()),
                        number(f.brier()),
                        number(f.calibrationError()))));
    return """
    # Churn of project %s, version %d

    %s.

    ## What it tells

    How likely a person who was active in the %d days before %s in the %d days that begin %d days later.

    ## How it learned

    By %s from %d examples as of %s (seed %d), measured as of %s, whose window came later.

    ## How good it is

    | of | persons | left | AUC-PR | ROC-AUC (95 %%) | lift of the top tenth | Brier | calibration error |
    |---|---|---|---|---|---|---|---|
    %s
    `test` is what counts; `baseline` knows only how long ago each person was last active; `held_out` persons were used to choose and calibrate.

    ## What it is not

    It tells who is likely to leave, not what would keep them: reasons go together with leaving, they need not cause it. It knows nothing of days before what it observed.
    """
        .formatted(
            project,
            version,
            verdict,
            task.windowDays(),
            leavingEvent == null ? "is not seen at all" : "does the event \"" + leavingEvent + "\"",
            task.windowDays(),
            task.gapDays(),
            learner.replace('_', ' '),
            learnedExamples,
            learnedAsOf,
            seed,
            measuredAsOf,
            rows);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
