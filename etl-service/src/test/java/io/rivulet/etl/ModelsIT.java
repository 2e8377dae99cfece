package io.rivulet.etl;

import static io.rivulet.etl.EtlParts.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.etl.model.ScoreChurnJob;
import io.rivulet.etl.model.ScoreRecommendationsJob;
import io.rivulet.etl.model.ScoreSegmentsJob;
import io.rivulet.etl.model.TrainChurnJob;
import io.rivulet.etl.model.TrainRecommendationsJob;
import io.rivulet.etl.model.TrainSegmentsJob;
import io.rivulet.etl.run.Job;
import io.rivulet.etl.run.RunContext;
import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * From events of made-up persons, whose chance to leave and whose tastes are known, to the scores
 * and recommendations of a BI tool.
 */
@TestMethodOrder(OrderAnnotation.class)
class ModelsIT {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final int DAYS = 66;
  private static final int PERSONS = 360;
  private static final int KIOSK_DAYS = 90;

  static EtlParts parts;
  static ConfigurableApplicationContext etl;
  static JdbcClient ops;
  static long nextRun = 1_000_000;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    parts = EtlParts.start(folder);
    etl =
        parts.startEtl(
            """
            projects:
              - {id: shop, write-keys: [k1], items: [{property: article, events: [Clicked]}]}
              - {id: new, write-keys: [k2], items: [{property: article, events: [x]}]}
              - {id: kiosk, write-keys: [k3], money: {event: Paid, property: total}}
            """);
    parts.awaitFirstRuns();
    ops = JdbcClient.create(parts.dataSource("ops", "rivulet", "rivulet"));
    parts.archive(shop());
    parts.archive(
        List.of(
            event("n1", "x", "2026-01-01T10:00:00Z").project("new").receivedAt(received()).build(),
            event("n2", "x", "2026-01-03T10:00:00Z")
                .project("new")
                .receivedAt(received())
                .build()));
    EtlParts.run(etl, "shop");
    EtlParts.run(etl, "new");
    parts.archive(kiosk());
    EtlParts.run(etl, "kiosk");
  }

  @AfterAll
  static void stop() {
    etl.close();
    parts.close();
  }

  private static Instant received() {
    return received(DAYS);
  }

  private static Instant received(int days) {
    return FIRST.plusDays(days).atStartOfDay(ZoneOffset.UTC).plusHours(1).toInstant();
  }

  /**
   * A quarter meet errors and leave soon; the rest come often or seldom, and stay long. All like
   * the articles of one of three shelves, and take another one in five times.
   */
  private static List<Event> shop() {
    Random random = new Random(5);
    Random tastes = new Random(6);
    List<Event> events = new ArrayList<>();
    for (int person = 0; person < PERSONS; person++) {
      boolean isUnlucky = person % 4 == 0;
      double rhythm = random.nextBoolean() ? 0.7 : 0.12;
      double leaves = isUnlucky ? 0.03 : 0.003;
      int start = random.nextInt(30);
      for (int day = start; day < DAYS && random.nextDouble() >= leaves; day++) {
        if (day > start && random.nextDouble() >= rhythm) {
          continue;
        }
        String at = FIRST.plusDays(day) + "T10:%02d:00Z".formatted(random.nextInt(60));
        for (int i = 0; i < 2; i++) {
          events.add(
              event("e" + events.size(), "p" + person, at)
                  .name(isUnlucky && i == 1 ? "Payment Error" : "Clicked")
                  .properties(article(person % 3, tastes))
                  .receivedAt(received())
                  .build());
        }
      }
    }
    events.add(
        event("looked", "p" + PERSONS, FIRST.plusDays(80) + "T10:00:00Z")
            .receivedAt(received())
            .build());
    return events;
  }

  /** 30 regulars, who pay 10 every tenth day, 30 who come seldom, 10 who were regulars once. */
  private static List<Event> kiosk() {
    List<Event> events = new ArrayList<>();
    for (int day = 0; day < KIOSK_DAYS; day++) {
      for (int person = 0; person < 70; person++) {
        boolean isRegular = person < 30 || (person >= 60 && day < 50);
        boolean isActive = isRegular ? day % 5 != 0 : person < 60 && (day + person) % 20 == 0;
        for (int minute : isRegular ? new int[] {0, 5, 10, 15} : new int[] {0}) {
          boolean isPayment = person < 30 && day % 10 == 1 && minute == 15;
          if (isActive) {
            events.add(
                event(
                        "k" + events.size(),
                        "p" + person,
                        FIRST.plusDays(day) + "T10:%02d:00Z".formatted(minute))
                    .project("kiosk")
                    .name(isPayment ? "Paid" : "Clicked")
                    .properties(JsonMapper.shared().readTree(isPayment ? "{\"total\": 10}" : "{}"))
                    .receivedAt(received(KIOSK_DAYS))
                    .build());
          }
        }
      }
    }
    return events;
  }

  private static JsonNode article(int shelf, Random random) {
    int taken = random.nextInt(5) == 0 ? random.nextInt(3) : shelf;
    return EventJson.mapper()
        .createObjectNode()
        .put("article", "article " + taken + random.nextInt(40));
  }

  private static RunContext run(Class<? extends Job> job, Map<String, String> arguments)
      throws Exception {
    RunContext context = new RunContext(nextRun++, arguments);
    etl.getBean(job).run(context);
    return context;
  }

  private static Map<String, String> training(String... more) {
    Map<String, String> arguments = new HashMap<>();
    arguments.put("project", "shop");
    arguments.put("window_days", "14");
    arguments.put("gap_days", "2");
    for (int i = 0; i < more.length; i += 2) {
      arguments.put(more[i], more[i + 1]);
    }
    return arguments;
  }

  /** Of settings that learn fast. */
  private static Map<String, String> tuning() {
    return training(
        "tuning", "grid", "search_space", "{boosted_trees: {trees: [15, 30], depth: [2, 3]}}");
  }

  private static double figure(String split, String metric) {
    return ops.sql(
            "select value from model_metric where split = ? and metric = ?"
                + " and model_run_id = (select max(model_run_id) from model_run where kind = 'train')")
        .params(split, metric)
        .query(Double.class)
        .single();
  }

  @Test
  @Order(1)
  void too_little_history_is_refused_with_what_is_missing() throws Exception {
    RunContext run = run(TrainChurnJob.class, Map.of("project", "new"));

    assertThat(run.said()).startsWith("new: refused: 76 days of history are needed, ");
    assertThat(ops.sql("select outcome from model_run").query(String.class).single())
        .isEqualTo("refused");
    assertThat(run(ScoreChurnJob.class, Map.of("project", "new")).said()).isEmpty();
  }

  @Test
  @Order(2)
  void a_model_that_beats_recency_becomes_champion() throws Exception {
    RunContext run = run(TrainChurnJob.class, tuning());

    assertThat(run.said()).startsWith("shop: champion: AUC-PR 0.").endsWith("; tuned by 4 trials");
    assertThat(figure("test", "auc_pr")).isGreaterThan(figure("baseline", "auc_pr"));
    assertThat(figure("test", "brier")).isLessThan(figure("baseline", "brier"));
    assertThat(
            ops.sql("select status || ' ' || version from model_version")
                .query(String.class)
                .list())
        .containsExactly("champion 1");
    assertThat(ops.sql("select readable_card from model_version").query(String.class).single())
        .contains(
            "# Churn of project shop, version 1", "| baseline |", "14 days", " of 4 (grid), ");
  }

  @Test
  @Order(3)
  void what_tuning_tried_is_kept_beside_its_run_and_the_best_is_learned_by() {
    assertThat(
            ops.sql(
                    "select parameters ->> 'trees' || ' ' || (parameters ->> 'depth')"
                        + " from model_trial order by trial")
                .query(String.class)
                .list())
        .containsExactly("15.0 2.0", "30.0 2.0", "15.0 3.0", "30.0 3.0");
    // the best of the window before, and figures there of each
    assertThat(
            ops.sql(
                    "select t.is_best = (m.value = max(m.value) over ()) from model_trial t"
                        + " join model_trial_metric m using (model_run_id, trial)"
                        + " where m.split = 'validation' and m.metric = 'auc_pr'")
                .query(Boolean.class)
                .list())
        .containsExactly(true, true, true, true);
    assertThat(
            ops.sql(
                    "select card -> 'parameters' = t.parameters and (card -> 'tuning' ->> 'comparedAsOf')::date"
                        + " = (card ->> 'measuredAsOf')::date - 16 from model_version join model_trial t"
                        + " using (model_run_id) where t.is_best")
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  @Order(4)
  void the_api_tells_versions_runs_and_trials_of_a_project() throws Exception {
    long run = ops.sql("select max(model_run_id) from model_trial").query(Long.class).single();

    assertThat(get("/api/models?project=shop").findValuesAsString("status"))
        .containsExactly("champion");
    assertThat(get("/api/models?project=new")).isEmpty();
    assertThat(get("/api/models/runs?project=shop&kind=train").findValuesAsString("trials"))
        .containsExactly("4");
    assertThat(get("/api/models/runs?project=shop&kind=score")).isEmpty();
    assertThat(get("/api/models/runs?project=new&model=churn").findValuesAsString("outcome"))
        .containsExactly("refused");
    assertThat(
            get("/api/models/churn/runs/" + run + "/trials?project=shop")
                .findValuesAsString("state"))
        .containsOnly("succeeded")
        .hasSize(4);
    assertThat(get("/api/models/churn/runs/" + run + "/trials?project=new")).isEmpty();
    assertThat(get("/api/models/churn/versions/1/card?project=shop").get("groups")).hasSize(10);
  }

  private static JsonNode get(String path) throws Exception {
    String port = etl.getEnvironment().getRequiredProperty("local.server.port");
    return JsonMapper.shared()
        .readTree(
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Authorization", "Bearer test-token")
                        .build(),
                    BodyHandlers.ofString())
                .body());
  }

  @Test
  @Order(5)
  void the_champions_scores_are_what_a_bi_tool_sees() throws Exception {
    RunContext run = run(ScoreChurnJob.class, Map.of("project", "shop"));

    assertThat(run.said()).startsWith("shop: version 1 as of " + FIRST.plusDays(DAYS) + ", ");
    assertThat(
            parts.rows(
                "select count(*) = count(distinct person_id), min(probability) >= 0,"
                    + " max(probability) <= 1, min(decile), max(decile), count(distinct as_of)"
                    + " from bi.churn_scores where project = 'shop'"))
        .containsExactly("t|t|t|1|10|1");
    assertThat(
            parts.rows(
                "select avg(probability) filter (where decile = 1)"
                    + " > 2 * avg(probability) from bi.churn_scores"))
        .containsExactly("t");
    assertThat(parts.rows("select distinct reason_1 is null from bi.churn_scores where decile = 1"))
        .containsExactly("f");
    assertThat(
            ops.sql("select count(*) from model_metric where split = 'drift'")
                .query(Long.class)
                .single())
        .isEqualTo(15);
  }

  @Test
  @Order(6)
  void what_is_published_of_a_day_is_not_computed_again() throws Exception {
    assertThat(run(ScoreChurnJob.class, Map.of("project", "shop")).rowsOut()).isZero();
  }

  @Test
  @Order(7)
  void a_candidate_that_is_not_worse_takes_over() throws Exception {
    // of the same data and seed it is the same
    RunContext run = run(TrainChurnJob.class, tuning());

    assertThat(run.said()).contains("the champion before");
    assertThat(
            ops.sql("select status || ' ' || version from model_version order by version")
                .query(String.class)
                .list())
        .containsExactly("archived 1", "champion 2");
    run(ScoreChurnJob.class, Map.of("project", "shop"));
    assertThat(parts.rows("select distinct model_version from bi.churn_scores"))
        .containsExactly("2");
  }

  @Test
  @Order(8)
  void a_candidate_that_is_worse_than_the_champion_is_not_published() throws Exception {
    run(TrainChurnJob.class, training("seed", "2"));
    // without tuning, what it found for the champion is tried beside the shipped settings
    assertThat(figure("held_out.tuned", "auc_pr")).isPositive();
    assertThat(figure("test", "auc_pr")).isGreaterThan(figure("champion", "auc_pr"));

    // what was champion before is worse now
    RunContext run = run(TrainChurnJob.class, tuning());

    assertThat(run.said()).contains("not published: the champion is better");
    assertThat(
            ops.sql("select status from model_version order by version").query(String.class).list())
        .containsExactly("archived", "archived", "champion", "candidate");
  }

  @Test
  @Order(11)
  void too_little_to_recommend_from_is_refused_with_what_is_missing() throws Exception {
    RunContext run = run(TrainRecommendationsJob.class, Map.of("project", "new"));

    assertThat(run.said())
        .startsWith(
            "new article: refused: 42 days of history are needed, 39 are missing, 20 items");
    assertThat(run(ScoreRecommendationsJob.class, Map.of("project", "new")).said()).isEmpty();
  }

  @Test
  @Order(12)
  void what_tells_best_what_is_taken_next_becomes_champion() throws Exception {
    RunContext run = run(TrainRecommendationsJob.class, Map.of("project", "shop"));

    assertThat(run.said()).matches("shop article: champion: (ease 1.*|item_knn), NDCG@10 0.*");
    assertThat(figure("test", "ndcg_at_10"))
        .isGreaterThan(1.3 * figure("popularity", "ndcg_at_10"));
    assertThat(
            ops.sql(
                    "select readable_card from model_version join model using (model_id)"
                        + " where name = 'recommendations.article'")
                .query(String.class)
                .single())
        .contains(
            "# Recommendations of article, project shop, version 1", "| popularity |", "| ease |");
  }

  @Test
  @Order(13)
  void each_person_gets_ten_items_of_their_taste_that_are_new_to_them() throws Exception {
    RunContext run = run(ScoreRecommendationsJob.class, Map.of("project", "shop"));

    assertThat(run.said())
        .startsWith("shop: article version 1 as of " + FIRST.plusDays(DAYS) + ", ");
    assertThat(
            parts.rows(
                "select distinct item_property, count(*), min(rank), max(rank),"
                    + " count(distinct item) from bi.recommendations group by item_property,"
                    + " person_id having count(*) = 10"))
        .containsExactly("article|10|1|10|10");
    assertThat(
            parts.rows(
                "select avg((substr(item, 9, 1)::integer = substr(person_id, 2)::integer % 3)"
                    + "::integer) > 0.7 from bi.recommendations where rank <= 3"
                    + " and reason like 'because of article %'"))
        .containsExactly("t");
    assertThat(
            parts.rows(
                "select method, is_champion from bi.recommendation_models"
                    + " where ndcg_at_10 = (select max(ndcg_at_10) from bi.recommendation_models)"))
        .allMatch(row -> row.endsWith("|t"));
    assertThat(parts.rows("select count(*), max(rank) from bi.popular_items"))
        .containsExactly("100|100");
    assertThat(run(ScoreRecommendationsJob.class, Map.of("project", "shop")).rowsOut()).isZero();
  }

  @Test
  @Order(14)
  void whoever_took_nothing_gets_what_is_popular() {
    String popular = " from bi.popular_items where rank <= 10 order by rank";

    assertThat(
            parts.rows(
                "select rank, item, reason from bi.recommendations where person_id = 'p"
                    + PERSONS
                    + "' order by rank"))
        .hasSize(10)
        .isEqualTo(parts.rows("select rank, item, 'popular'" + popular));
  }

  @Test
  @Order(15)
  void an_erased_person_has_no_score_and_no_recommendation() throws Exception {
    String person =
        parts
            .rows("select person_id from bi.churn_scores order by probability desc limit 1")
            .get(0);

    erase("shop", person);

    assertThat(
            parts
                .bi()
                .sql(
                    "select (select count(*) from bi.churn_scores where person_id = ?)"
                        + " + (select count(*) from bi.recommendations where person_id = ?)")
                .params(person, person)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  @Order(21)
  void too_few_days_and_persons_are_no_segments() throws Exception {
    assertThat(run(TrainSegmentsJob.class, Map.of("project", "new")).said())
        .isEqualTo(
            "new: refused: 21 days of history are needed, 18 are missing,"
                + " 50 persons active a week ago are needed, 50 are missing");
  }

  @Test
  @Order(22)
  void kinds_of_persons_are_found_and_told_for_four_weeks() throws Exception {
    assertThat(run(TrainSegmentsJob.class, Map.of("project", "kiosk")).said())
        .matches(
            "kiosk: champion: scores by recency, frequency and money;"
                + " \\d clusters \\(silhouette 0[.]\\d+\\)");
    assertThat(run(ScoreSegmentsJob.class, Map.of("project", "kiosk")).rowsOut()).isEqualTo(70);

    // of those a week ago, fifths end at 1, 1, 10, 18 days of silence, 4, 5, 66, 66 active days,
    // and 0, 0, 90, 90 paid
    assertThat(
            parts.rows(
                "select person_id, segment, recency_score, frequency_score, money_score,"
                    + " recency_days, active_days, money from bi.user_segments"
                    + " where project = 'kiosk' and person_id in ('p0', 'p32', 'p60')"
                    + " order by person_id"))
        .containsExactly(
            "p0|Champions|5|5|3|1|72|90.000000",
            "p32|About to sleep|3|2|1|2|5|0.000000",
            "p60|Hibernating|1|3|1|41|40|0.000000");
    assertThat(
            parts.rows(
                "select count(distinct cluster) from bi.user_segments"
                    + " where project = 'kiosk' and person_id in ('p0', 'p32', 'p60')"))
        .containsExactly("3");
    assertThat(
            parts.rows(
                "select count(distinct day), min(day), max(day), bool_and(total = all_persons) from"
                    + " (select day, scheme, sum(persons) as total, min(all_persons) as all_persons"
                    + " from bi.segment_sizes where project = 'kiosk' group by day, scheme) s"))
        .containsExactly("28|" + FIRST.plusDays(62) + "|" + FIRST.plusDays(89) + "|t");
    // of 28 days, two schemes and two lengths; who was not here before flows in from (none)
    assertThat(
            parts.rows(
                "select count(*), bool_and(f.persons = s.all_persons) from"
                    + " (select to_day, days, scheme, sum(persons) as persons from bi.segment_flows"
                    + " where project = 'kiosk' and to_segment <> '(none)' group by 1, 2, 3) f"
                    + " join (select distinct day, scheme, all_persons from bi.segment_sizes"
                    + " where project = 'kiosk') s on s.day = f.to_day and s.scheme = f.scheme"))
        .containsExactly("112|t");
  }

  @Test
  @Order(23)
  void the_next_version_tells_the_same_persons_by_the_same_names() throws Exception {
    String names = "select distinct cluster_number, cluster from bi.user_segments order by 1";
    List<String> before = parts.rows(names);

    run(TrainSegmentsJob.class, Map.of("project", "kiosk"));
    run(ScoreSegmentsJob.class, Map.of("project", "kiosk"));

    assertThat(parts.rows(names)).isEqualTo(before);
    assertThat(parts.rows("select distinct model_version from bi.user_segments"))
        .containsExactly("2");
    // the days that the first version told of are told by the second one
    assertThat(
            parts.rows(
                "select model_version, count(distinct day) from bi.segment_sizes group by 1"))
        .containsExactly("2|28");
    assertThat(run(ScoreSegmentsJob.class, Map.of("project", "kiosk")).rowsOut()).isZero();
  }

  @Test
  @Order(24)
  void where_nobody_pays_recency_and_frequency_alone_count() throws Exception {
    assertThat(run(TrainSegmentsJob.class, Map.of("project", "shop")).said())
        .startsWith(
            "shop: champion: scores by recency and frequency alone, since nobody had the event"
                + " \"Order Completed\" with a number in \"revenue\"");
  }

  @Test
  @Order(25)
  void an_erased_person_is_in_no_segment() throws Exception {
    erase("kiosk", "p0");

    assertThat(parts.rows("select count(*) from bi.user_segments where person_id = 'p0'"))
        .containsExactly("0");
  }

  private static void erase(String project, String person) throws Exception {
    etl.getBeansOfType(Job.class).values().stream()
        .filter(job -> job.name().equals("erase"))
        .findFirst()
        .orElseThrow()
        .run(new RunContext(nextRun++, Map.of("project", project, "instance", person)));
  }
}
