package io.rivulet.etl.model;

import io.rivulet.models.churn.ChurnTask;
import io.rivulet.models.churn.ChurnTraining.Trained;
import io.rivulet.models.churn.Figures;
import io.rivulet.models.metric.Drift;
import io.rivulet.models.metric.Predictions.Group;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of a version of a model of churn before one relies on it.
 *
 * @param parameters of the learner; those that are absent have their presets
 * @param tuning how they were found; null where nothing was tuned
 * @param leavingEvent by which persons leave; null where leaving is silence
 * @param figures by what they are of: {@code test}, {@code baseline}, {@code champion} and {@code
 *     held_out.<setting>}
 * @param groups tenths of the persons it was measured on, the most likely to leave first
 * @param drift how features lay when it learned
 */
record ChurnCard(
    String project,
    int version,
    String learner,
    Map<String, Double> parameters,
    @Nullable Tuning tuning,
    ChurnTask task,
    @Nullable String leavingEvent,
    List<LocalDate> learnedAsOf,
    LocalDate measuredAsOf,
    int learnedExamples,
    long seed,
    boolean isChampion,
    String verdict,
    Map<String, Figures> figures,
    List<Group> groups,
    Map<String, Drift> drift)
    implements ModelRegistry.Card {

  /**
   * How the parameters were found.
   *
   * @param search grid, random or halving
   * @param trials how many settings were tried
   * @param best the number of the one that was found
   * @param comparedAsOf the day of the snapshot by which they compared, before the one measured on
   * @param aucPr of the best there
   */
  record Tuning(String search, int trials, int best, LocalDate comparedAsOf, double aucPr) {}

  ChurnCard {
    // cards of before there was tuning
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    groups = groups == null ? List.of() : List.copyOf(groups);
  }

  private static final MathContext FOUR_DIGITS = new MathContext(4);

  static ChurnCard of(
      String project,
      int version,
      Trained trained,
      @Nullable String leavingEvent,
      long seed,
      Optional<Figures> champion,
      @Nullable Tuning tuning) {
    Map<String, Figures> figures = new LinkedHashMap<>();
    figures.put("test", trained.measured());
    figures.put("baseline", trained.baseline());
    champion.ifPresent(figure -> figures.put("champion", figure));
    trained.heldOut().forEach((setting, f) -> figures.put("held_out." + setting, f));
    Map<String, Drift> drift = new LinkedHashMap<>();
    trained.drift().forEach((feature, lay) -> drift.put(feature.wireName(), lay));
    boolean isAsGood = champion.map(f -> trained.measured().aucPr() >= f.aucPr()).orElse(true);
    return new ChurnCard(
        project,
        version,
        trained.setting().learner(),
        trained.setting().parameters(),
        tuning,
        trained.model().task(),
        leavingEvent,
        trained.learnedAsOf(),
        trained.measuredAsOf(),
        trained.learnedExamples(),
        seed,
        trained.beatsBaseline() && isAsGood,
        verdict(trained, champion, isAsGood),
        figures,
        trained.groups(),
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

    By %s%s from %d examples as of %s (seed %d), measured as of %s, whose window came later.%s

    ## How good it is

    | of | persons | left | AUC-PR | ROC-AUC (95 %%) | lift of the top tenth | Brier | calibration error |
    |---|---|---|---|---|---|---|---|
    %s
    `test` is what counts; `baseline` knows only how long ago each person was last active; `held_out` persons were used to choose between settings and to calibrate.

    ## Whether its probabilities come true

    | tenth | persons | told | left |
    |---|---|---|---|
    %s
    Of the persons it was measured on, the most likely to leave first.

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
            parameters.isEmpty() ? "" : " (" + settings() + ")",
            learnedExamples,
            learnedAsOf.stream().map(LocalDate::toString).collect(Collectors.joining(", ")),
            seed,
            measuredAsOf,
            tuning == null
                ? ""
                : " Its settings are trial %d of %d (%s), compared as of %s, before that: AUC-PR %s."
                    .formatted(
                        tuning.best(),
                        tuning.trials(),
                        tuning.search(),
                        tuning.comparedAsOf(),
                        number(tuning.aucPr())),
            rows,
            calibration());
  }

  private String settings() {
    return new TreeMap<>(parameters)
        .entrySet().stream()
            .map(
                e ->
                    e.getKey().replace('_', ' ')
                        + " "
                        + BigDecimal.valueOf(e.getValue())
                            .round(FOUR_DIGITS)
                            .stripTrailingZeros()
                            .toPlainString())
            .collect(Collectors.joining(", "));
  }

  private String calibration() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      rows.append(
          "| %d | %d | %s | %s |%n"
              .formatted(i + 1, group.count(), percent(group.told()), percent(group.happened())));
    }
    return rows.toString();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
