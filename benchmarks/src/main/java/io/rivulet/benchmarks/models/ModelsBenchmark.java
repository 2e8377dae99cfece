package io.rivulet.benchmarks.models;

import io.rivulet.models.activity.BgNbd;
import io.rivulet.models.activity.BgNbd.Visits;
import io.rivulet.models.classify.Calibration;
import io.rivulet.models.classify.Classifier;
import io.rivulet.models.classify.Learner;
import io.rivulet.models.classify.Learner.Example;
import io.rivulet.models.metric.Predictions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code ./run benchmark models}: published data sets, which the owner brings. */
@Command(
    name = "./run benchmark models",
    sortOptions = false,
    description = {
      "Learns from published data sets and compares with what was published of them.",
      "docs/models.md says where they are from. They are no part of Rivulet."
    },
    footerHeading = "%nExit code:%n",
    footer = {
      "  0  all that was asked for is as good as published",
      "  1  something is not",
      "  2  wrong usage"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ModelsBenchmark implements Callable<Integer> {
  private static final int FOLDS = 5;

  /** The lowest ROC-AUC of five folds that is as good as published. */
  private static final double TELCO_AUC = 0.84;

  private static final BgNbd PUBLISHED = new BgNbd(0.243, 4.414, 0.793, 2.426);
  private static final double PUBLISHED_DISTANCE = 0.002;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Option(
      names = "--cdnow",
      paramLabel = "FILE",
      description =
          "Customers of CDNOW, as CSV with columns ID, frequency, recency, T (2,357 of them in the"
              + " published sample).")
  private @Nullable Path cdnow;

  @Option(
      names = "--telco",
      paramLabel = "FILE",
      description = "IBM's Telco-Customer-Churn.csv, of 7,043 customers.")
  private @Nullable Path telco;

  @Option(names = "--work", hidden = true)
  @SuppressWarnings("UnusedVariable") // every benchmark is given it
  private @Nullable Path work;

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ModelsBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    boolean isGood = true;
    if (cdnow != null) {
      isGood &= visits(cdnow);
    }
    if (telco != null) {
      isGood &= churn(telco);
    }
    return isGood ? 0 : 1;
  }

  private static boolean visits(Path file) throws IOException {
    List<Visits> customers =
        rows(file).stream()
            .map(
                row ->
                    new Visits(
                        Integer.parseInt(row.getOrDefault("frequency", "")),
                        Double.parseDouble(row.getOrDefault("recency", "")),
                        Double.parseDouble(row.getOrDefault("T", ""))))
            .toList();
    BgNbd found = BgNbd.fit(customers).orElseThrow();
    System.out.printf(
        "BG/NBD of %d customers: r %.4f, alpha %.4f, a %.4f, b %.4f, log-likelihood %.2f%n",
        customers.size(),
        found.r(),
        found.alpha(),
        found.a(),
        found.b(),
        found.logLikelihood(customers));
    System.out.printf(
        "       published: r %.4f, alpha %.4f, a %.4f, b %.4f, log-likelihood %.2f%n",
        PUBLISHED.r(),
        PUBLISHED.alpha(),
        PUBLISHED.a(),
        PUBLISHED.b(),
        PUBLISHED.logLikelihood(customers));
    return Math.abs(found.r() - PUBLISHED.r()) < PUBLISHED_DISTANCE
        && Math.abs(found.alpha() - PUBLISHED.alpha()) < PUBLISHED_DISTANCE
        && Math.abs(found.a() - PUBLISHED.a()) < PUBLISHED_DISTANCE
        && Math.abs(found.b() - PUBLISHED.b()) < PUBLISHED_DISTANCE;
  }

  /** Each of five folds is told by what was learned from the others. */
  private static boolean churn(Path file) throws IOException {
    List<Map<String, String>> rows = rows(file);
    List<String> names = new ArrayList<>(List.of("tenure", "MonthlyCharges", "TotalCharges"));
    rows.get(0).keySet().stream()
        .filter(column -> !names.contains(column))
        .filter(column -> !List.of("customerID", "Churn").contains(column))
        .flatMap(
            column -> rows.stream().map(row -> column + "=" + row.get(column)).distinct().sorted())
        .toList()
        .forEach(names::add);
    List<Example> examples = rows.stream().map(row -> example(row, names)).toList();
    double best = 0;
    for (Learner learner : Learner.values()) {
      double[] probabilities = new double[examples.size()];
      boolean[] outcomes = new boolean[examples.size()];
      double folds = 0;
      for (int fold = 0; fold < FOLDS; fold++) {
        int held = fold;
        // a row in the fold after calibrates
        int calibrates = (fold + 1) % FOLDS;
        List<Example> learned = in(examples, i -> i % FOLDS != held && i % FOLDS != calibrates);
        Classifier classifier = learner.learn(names, learned, 1);
        Calibration calibration =
            calibration(classifier, in(examples, i -> i % FOLDS == calibrates));
        for (int i = held; i < probabilities.length; i += FOLDS) {
          probabilities[i] = calibration.probability(classifier.score(examples.get(i).values()));
          outcomes[i] = examples.get(i).isPositive();
        }
        folds +=
            new Predictions(
                        every(probabilities, held), outcomes(in(examples, i -> i % FOLDS == held)))
                    .rocAuc()
                / FOLDS;
      }
      Predictions all = new Predictions(probabilities, outcomes);
      System.out.printf(
          "Telco churn, %s: ROC-AUC %.4f, mean of %d folds; AUC-PR %.4f, Brier %.4f, lift at 10 %% %.2f,"
              + " calibration error %.4f; %d of %d left%n",
          learner,
          folds,
          FOLDS,
          all.aucPr(),
          all.brier(),
          all.lift(0.1),
          all.calibrationError(),
          all.positives(),
          examples.size());
      best = Math.max(best, folds);
    }
    System.out.printf("       published: ROC-AUC at least %.2f%n", TELCO_AUC);
    return best >= TELCO_AUC;
  }

  private static double[] every(double[] values, int held) {
    return IntStream.range(0, values.length)
        .filter(i -> i % FOLDS == held)
        .mapToDouble(i -> values[i])
        .toArray();
  }

  private static Calibration calibration(Classifier classifier, List<Example> examples) {
    return Calibration.fit(
        examples.stream().mapToDouble(e -> classifier.score(e.values())).toArray(),
        outcomes(examples));
  }

  private static boolean[] outcomes(List<Example> examples) {
    boolean[] outcomes = new boolean[examples.size()];
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = examples.get(i).isPositive();
    }
    return outcomes;
  }

  private static List<Example> in(List<Example> examples, IntPredicate which) {
    return IntStream.range(0, examples.size()).filter(which).mapToObj(examples::get).toList();
  }

  private static Example example(Map<String, String> row, List<String> names) {
    double[] values =
        names.stream()
            .mapToDouble(
                name -> {
                  String[] value = name.split("=", 2);
                  if (value.length == 2) {
                    return value[1].equals(row.get(value[0])) ? 1 : 0;
                  }
                  String number = row.getOrDefault(name, "");
                  // total charges of who came this month
                  return number.isBlank() ? 0 : Double.parseDouble(number);
                })
            .toArray();
    return new Example(values, "Yes".equals(row.get("Churn")));
  }

  /** Rows of a CSV file whose values have neither quotes nor commas, by the names of its header. */
  private static List<Map<String, String>> rows(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      List<String[]> cells = lines.map(line -> line.strip().split(",", -1)).toList();
      String[] header = cells.get(0);
      return cells.stream()
          .skip(1)
          .map(
              row -> {
                Map<String, String> byName = new LinkedHashMap<>();
                for (int i = 0; i < header.length; i++) {
                  byName.put(header[i], row[i]);
                }
                return byName;
              })
          .toList();
    }
  }
}
