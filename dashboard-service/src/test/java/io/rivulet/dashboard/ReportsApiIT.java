package io.rivulet.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompareMode;

/** The JSON of every report, over the real views and figures that can be added up by hand. */
class ReportsApiIT {

  private static AnalyticsDatabase database;
  private static RunningDashboard dashboard;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    database = AnalyticsDatabase.start(folder);
    database.given("shop", "neighbours", "parts");
    dashboard = RunningDashboard.start(database.url());
  }

  @AfterAll
  static void stop() {
    dashboard.close();
    database.close();
  }

  @Test
  void listsProjectsTheMostRecentlyActiveFirstAndNobodysRequestsNot() throws Exception {
    assertExactly(
        """
        [{"id": "shop", "first_day": "2024-03-01", "last_day": "2024-03-10"},
         {"id": "parts", "first_day": "2024-01-10", "last_day": "2024-03-08"},
         {"id": "pruned", "first_day": "2024-01-02", "last_day": "2024-02-25"},
         {"id": "leaky", "first_day": "2023-01-02", "last_day": "2023-01-02"},
         {"id": "quiet", "first_day": null, "last_day": null}]
        """,
        get("/api/projects"));
  }

  @Test
  void answersTheWholeOverviewOfARange() throws Exception {
    assertExactly(
        """
        {
          "project": {"id": "shop", "first_day": "2024-03-01", "last_day": "2024-03-10"},
          "report": {
            "range": {"choice": "custom", "from": "2024-03-06", "to": "2024-03-10", "days": 5,
                      "previous_from": "2024-03-01", "previous_to": "2024-03-05", "is_shortened": false},
            "totals": {"active_users": 4, "new_users": 2, "sessions": 12, "events": 70,
                       "median_session_seconds": 60.0},
            "previous": {"active_users": 3, "new_users": 3, "sessions": 8, "events": 35,
                         "median_session_seconds": 50.0},
            "days": [
              {"day": "2024-03-06", "active_users": 2, "wau": 4, "mau": 4, "sessions": 3, "events": 20, "is_complete": true},
              {"day": "2024-03-07", "active_users": 1, "wau": 4, "mau": 4, "sessions": 1, "events": 6, "is_complete": true},
              {"day": "2024-03-08", "active_users": 2, "wau": 4, "mau": 4, "sessions": 2, "events": 9, "is_complete": true},
              {"day": "2024-03-09", "active_users": 3, "wau": 5, "mau": 5, "sessions": 4, "events": 21, "is_complete": true},
              {"day": "2024-03-10", "active_users": 2, "wau": 4, "mau": 5, "sessions": 2, "events": 14, "is_complete": false}
            ],
            "previous_days": [
              {"day": "2024-03-01", "active_users": 2, "wau": 2, "mau": 2, "sessions": 2, "events": 10, "is_complete": true},
              {"day": "2024-03-02", "active_users": 1, "wau": 2, "mau": 2, "sessions": 1, "events": 5, "is_complete": true},
              {"day": "2024-03-03", "active_users": 3, "wau": 3, "mau": 3, "sessions": 3, "events": 12, "is_complete": true},
              {"day": "2024-03-04", "active_users": 0, "wau": 3, "mau": 3, "sessions": 0, "events": 0, "is_complete": true},
              {"day": "2024-03-05", "active_users": 2, "wau": 3, "mau": 3, "sessions": 2, "events": 8, "is_complete": true}
            ],
            "top_events": [
              {"event_name": "Product Viewed", "type": "track", "events": 44, "all_events": 70, "all_names": 3},
              {"event_name": "(none)", "type": "identify", "events": 16, "all_events": 70, "all_names": 3},
              {"event_name": "Order Completed", "type": "track", "events": 10, "all_events": 70, "all_names": 3}
            ],
            "devices": {
              "device_type": [
                {"dimension": "device_type", "value": "mobile", "events": 42, "all_events": 70},
                {"dimension": "device_type", "value": "desktop", "events": 28, "all_events": 70}
              ],
              "os": [{"dimension": "os", "value": "iOS", "events": 70, "all_events": 70}]
            }
          },
          "freshness": [{"dataset": "reports", "complete_until": "2024-03-10T18:30:00Z",
                         "published_at": "2024-03-10T18:31:00Z", "late_events": 2}],
          "balance": {"received": 112, "quarantined": 4, "curated": 105, "duplicates": 3,
                      "difference": 0, "days_off": 0, "first_day_off": null}
        }
        """,
        get("/api/overview?project=shop&from=2024-03-06&to=2024-03-10"));
  }

  @Test
  void tellsSegmentsAtTheLastDayThatIsToldOfAndWhoWentWhere() throws Exception {
    assertContains(
        """
        {"report": {"sections": {
          "segments": [
            {"segment": "Champions", "persons": 3, "all_persons": 5, "last_day": "2024-03-10", "persons_before": 2, "first_day": "2024-03-03"},
            {"segment": "New", "persons": 1, "persons_before": 0},
            {"segment": "At risk", "persons": 1, "persons_before": 2}],
          "flows": [
            {"from_day": "2024-03-03", "to_day": "2024-03-10", "from_segment": "Champions", "to_segment": "Champions", "persons": 2},
            {"from_segment": "(none)", "to_segment": "New", "persons": 1},
            {"from_segment": "At risk", "to_segment": "At risk", "persons": 1},
            {"from_segment": "At risk", "to_segment": "Champions", "persons": 1}]},
          "previous": null}}
        """,
        get("/api/reports/segments?project=shop&range=all&over=7"));
    assertContains(
        """
        {"report": {"sections": {"segments": [{"segment": "Come often, stay long"}, {"segment": "New"}], "flows": []}}}
        """,
        get("/api/reports/segments?project=shop&range=all&scheme=cluster"));
    assertContains(
        """
        {"report": {"sections": {"days": [
          {"day": "2024-03-09", "persons": null, "share": null},
          {"day": "2024-03-10", "persons": 3, "all_persons": 5, "share": 0.6}]}}}
        """,
        get(
            "/api/reports/segment-days?project=shop&from=2024-03-09&to=2024-03-10&segment=Champions"));
    assertContains(
        """
        {"report": {"sections": {"persons": [
          {"person_id": "ann", "segment": "Champions", "active_days": 8, "money": 120.0, "all_persons": 4},
          {"person_id": "bob"}, {"person_id": "i-3"}, {"person_id": "i-5", "segment": "At risk"}]}}}
        """,
        get(
            "/api/reports/segment-persons?project=shop&scheme=cluster&segment=Come+often,+stay+long"));
  }

  @Test
  void sumsTheStepsOfAFunnelAndWeighsTheMediansOfItsDays() throws Exception {
    assertContains(
        """
        {"report": {
          "sections": {
            "funnels": [
              {"funnel": "Checkout", "steps": 3, "window_seconds": 86400, "entered": 15, "converted": 4},
              {"funnel": "Sign up", "steps": 2, "window_seconds": 3600, "entered": 2, "converted": 1, "conversion": 0.5}],
            "steps": [
              {"step": 1, "event_name": "Product Viewed", "window_seconds": 86400, "entered": 15, "reached_previous": 15, "converted": 15,
               "typical_seconds": 0.0, "mature_entered": 10, "mature_converted": 10},
              {"step": 2, "event_name": "Product Added", "window_seconds": 86400, "entered": 15, "reached_previous": 15, "converted": 10,
               "typical_seconds": 30.0, "mature_entered": 10, "mature_converted": 6},
              {"step": 3, "event_name": "Order Completed", "window_seconds": 86400, "entered": 15, "reached_previous": 10, "converted": 4,
               "typical_seconds": 300.0, "mature_entered": 10, "mature_converted": 3}],
            "days": [
              {"day": "2024-03-06", "entered": 10, "converted": 3, "conversion": 0.3, "is_complete": true},
              {"day": "2024-03-07", "entered": null, "conversion": null},
              {"day": "2024-03-08", "entered": null},
              {"day": "2024-03-09", "entered": 5, "converted": 1, "conversion": 0.2, "is_complete": false},
              {"day": "2024-03-10", "entered": null}]},
          "previous": {"steps": [{"step": 1, "entered": 4}, {"step": 2}, {"step": 3, "converted": 1, "typical_seconds": 120.0}]}}}
        """,
        get("/api/reports/funnels?project=shop&from=2024-03-06&to=2024-03-10"));
    assertContains(
        "{\"report\": {\"sections\": {\"steps\": [{\"step\": 1}, {\"step\": 2, \"typical_seconds\": 45.5}]}}}",
        get("/api/reports/funnels?project=shop&from=2024-03-06&to=2024-03-10&funnel=Sign%20up"));
  }

  @Test
  void countsTheWaysBetweenThePlacesMostVisited() throws Exception {
    assertContains(
        """
        {"report": {"sections": {"transitions": [
          {"step": 1, "from": "(start)", "to": "/", "transitions": 8, "from_transitions": 8},
          {"step": 2, "from": "/", "to": "/product", "transitions": 5, "from_transitions": 8},
          {"step": 2, "from": "/", "to": "(end)", "transitions": 2, "from_transitions": 8},
          {"step": 2, "from": "/", "to": "(other)", "transitions": 1, "from_transitions": 8},
          {"step": 3, "from": "/product", "to": "/cart", "transitions": 2, "from_transitions": 3},
          {"step": 3, "from": "/product", "to": "(end)", "transitions": 1, "from_transitions": 3}]}}}
        """,
        get("/api/reports/paths?project=shop&from=2024-03-06&to=2024-03-10"));
    String many = get("/api/reports/paths?project=leaky&range=all&kind=event").body();
    assertThat(many)
        .contains("\"to\":\"place 03\",\"transitions\":3,\"from_transitions\":253")
        .contains("\"to\":\"(other)\",\"transitions\":3,\"from_transitions\":253")
        .contains("\"from\":\"(other)\",\"to\":\"(end)\",\"transitions\":3")
        .doesNotContain("place 02");
  }

  @Test
  void tellsTheAdoptionOfFeaturesOnTheLastDay() throws Exception {
    assertContains(
        """
        {"report": {"sections": {"features": [
          {"feature": "Search", "users_28d": 2, "active_users_28d": 5, "adopters": 2, "seen_users": 5, "new_adopters": 1, "events": 11, "users_per_day": 1.5, "last_day": "2024-03-10"},
          {"feature": "Wishlist", "users_28d": 1, "active_users_28d": 5, "adopters": 1, "seen_users": 5, "new_adopters": 1, "events": 2, "users_per_day": 0.5}]},
          "previous": {"features": [{"feature": "Search", "users_28d": 1, "active_users_28d": 4}, {"feature": "Wishlist", "users_28d": 0}]}}}
        """,
        get("/api/reports/features?project=shop&from=2024-03-06&to=2024-03-10"));
    assertContains(
        """
        {"report": {"sections": {"days": [
          {"day": "2024-03-05", "adoption": 0.25, "users": 1, "new_adopters": 0, "events": 3, "is_complete": true},
          {"day": "2024-03-06", "adoption": 0.5, "users": 1, "new_adopters": 1, "events": 6}]}}}
        """,
        get("/api/reports/feature-days?project=shop&from=2024-03-05&to=2024-03-06&feature=Search"));
  }

  @Test
  void showsTheLatest28DaysWithDataWhenNothingIsChosen() throws Exception {
    assertContains(
        """
        {"report": {"range": {"choice": "28d", "from": "2024-02-12", "to": "2024-03-10", "days": 28}}}
        """,
        get("/api/overview?project=shop"));
  }

  @ParameterizedTest(name = "{0}: {1} persons")
  @CsvSource({
    "range=28d, 5",
    "range=7d, 4",
    "from=2024-03-09&to=2024-03-09, 3",
    "from=2024-03-08&to=2024-03-10, 4",
    "from=2024-03-05&to=2024-03-11, 4",
    "from=2024-03-10&to=2024-03-10, 2",
    "from=2024-03-02&to=2024-03-04, 3",
    "from=2024-03-04&to=2024-03-04, 0",
  })
  void countsThePersonsOfARangeOnceEach(String range, int persons) throws Exception {
    assertContains(
        """
        {"report": {"totals": {"active_users": %d}}}
        """
            .formatted(persons),
        get("/api/overview?project=shop&" + range));
  }

  @Test
  void comparesWithNothingWhenTheDataDoesNotReachBackFarEnough() throws Exception {
    assertContains(
        "{\"report\": {\"previous\": null}}",
        get("/api/overview?project=shop&from=2024-03-05&to=2024-03-09"));
  }

  @Test
  void leavesDaysWithoutDataEmptyInsteadOfZero() throws Exception {
    assertContains(
        """
        {"report": {"days": [
          {"day": "2024-03-10", "active_users": 2},
          {"day": "2024-03-11", "active_users": null, "wau": null, "sessions": null, "events": null}
        ]}}
        """,
        get("/api/overview?project=shop&from=2024-03-10&to=2024-03-11"));
  }

  @Test
  void hasNoMedianWithoutSessions() throws Exception {
    assertContains(
        "{\"report\": {\"totals\": {\"sessions\": 0, \"median_session_seconds\": null}}}",
        get("/api/overview?project=shop&from=2024-03-04&to=2024-03-04"));
  }

  @Test
  void hasNoReportForAProjectThatSentOnlyRefusedEvents() throws Exception {
    assertContains(
        "{\"report\": null, \"freshness\": [], \"balance\": {\"quarantined\": 3, \"days_off\": 0}}",
        get("/api/overview?project=quiet"));
  }

  @Test
  void countsDaysWhoseDifferencesWouldCancelEachOtherOut() throws Exception {
    // 2 January lost two events, 3 January has one too many
    assertContains(
        """
        {"balance": {"difference": 1, "days_off": 2, "first_day_off": "2023-01-02"}}
        """,
        get("/api/overview?project=leaky"));
  }

  @Test
  void answersRetentionWithWeightsAndWithoutImmatureCells() throws Exception {
    assertExactly(
        """
        {
          "project": "shop",
          "period": "week",
          "retention": {
            "cohorts": [
              {"cohort_start": "2024-02-26", "cohort_size": 4, "cells": [
                {"cohort_start": "2024-02-26", "n": 0, "cohort_size": 4, "retained_on": 4, "retained_on_or_after": 4, "is_mature": true},
                {"cohort_start": "2024-02-26", "n": 1, "cohort_size": 4, "retained_on": 2, "retained_on_or_after": 3, "is_mature": true},
                {"cohort_start": "2024-02-26", "n": 2, "cohort_size": 4, "retained_on": 1, "retained_on_or_after": 1, "is_mature": false}
              ]},
              {"cohort_start": "2024-03-04", "cohort_size": 2, "cells": [
                {"cohort_start": "2024-03-04", "n": 0, "cohort_size": 2, "retained_on": 2, "retained_on_or_after": 2, "is_mature": true},
                {"cohort_start": "2024-03-04", "n": 1, "cohort_size": 2, "retained_on": 1, "retained_on_or_after": 1, "is_mature": false}
              ]}
            ],
            "averages": [
              {"n": 0, "cohorts": 2, "cohort_size": 6, "retained_on": 6, "retained_on_or_after": 6},
              {"n": 1, "cohorts": 1, "cohort_size": 4, "retained_on": 2, "retained_on_or_after": 3}
            ]
          }
        }
        """,
        get("/api/retention?project=shop&period=week"));
  }

  @Test
  void leavesOutCohortsThatStartAfterTheDaysShown() throws Exception {
    assertContains(
        "{\"retention\": {\"cohorts\": [{\"cohort_start\": \"2024-02-26\"}]}}",
        get("/api/retention?project=shop&period=week&to=2024-03-03"));
  }

  @Test
  void answersEngagementOfARangeAndOfTheDaysBefore() throws Exception {
    assertContains(
        """
        {"report": {
          "sections": {
            "days": [
              {"day": "2024-03-06", "active_users": 2, "new_users": 1, "returning_users": 1, "mau": 4, "stickiness": 0.5, "engaged_sessions": 2, "total_session_seconds": 30.0},
              {"day": "2024-03-07"}, {"day": "2024-03-08"}, {"day": "2024-03-09"}, {"day": "2024-03-10", "is_complete": false}]
          },
          "previous": {"days": [{"day": "2024-03-01", "active_users": 2}, {}, {}, {}, {}]}
        }}
        """,
        get("/api/reports/engagement?project=shop&from=2024-03-06&to=2024-03-10"));
  }

  @Test
  void listsEventsWithTheDaysOnWhichTheyHappened() throws Exception {
    assertContains(
        """
        {"report": {
          "sections": {"events": [
            {"event_name": "Product Viewed", "type": "track", "events": 44, "users_per_day": 2.0, "days": 2, "first_day": "2024-03-06", "last_day": "2024-03-10", "all_events": 70, "all_names": 3},
            {"event_name": "(none)", "type": "identify", "events": 16},
            {"event_name": "Order Completed", "type": "track", "events": 10, "users_per_day": 1.0}]},
          "previous": {"events": [{"event_name": "Product Viewed", "events": 10}]}
        }}
        """,
        get("/api/reports/events?project=shop&from=2024-03-06&to=2024-03-10"));
    assertContains(
        """
        {"report": {"sections": {"days": [
          {"day": "2024-03-09", "events": 0, "users": 0}, {"day": "2024-03-10", "events": 4, "users": 2}]}}}
        """,
        get(
            "/api/reports/event-days?project=shop&name=Product%20Viewed&type=track&from=2024-03-09&to=2024-03-10"));
  }

  @Test
  void listsTheEventsOfAPlatform() throws Exception {
    assertContains(
        """
        {"report": {
          "sections": {"events": [
            {"event_name": "Product Viewed", "type": "track", "events": 29, "users_per_day": 1.5, "days": 2, "all_events": 29, "all_names": 1}]},
          "previous": {"events": [{"event_name": "Product Viewed", "events": 10}]}
        }}
        """,
        get("/api/reports/part-events?project=shop&platform=ios&from=2024-03-06&to=2024-03-10"));
    assertContains(
        """
        {"report": {"sections": {"days": [
          {"day": "2024-03-06", "events": 15, "users": 1}, {"day": "2024-03-07", "events": 0, "users": 0}]}}}
        """,
        get(
            "/api/reports/part-event-days?project=shop&platform=web&name=Product%20Viewed&type=track&from=2024-03-06&to=2024-03-07"));
  }

  @Test
  void splitsDevicesByTheDimensionAskedFor() throws Exception {
    assertContains(
        """
        {"report": {
          "sections": {
            "values": [{"value": "iOS", "events": 70, "users_per_day": 0.4, "all_events": 70, "all_values": 1}],
            "days": [{"day": "2024-03-06", "place": 1, "value": "iOS", "users": 2}, {"day": "2024-03-07", "users": 0},
                     {"day": "2024-03-08"}, {"day": "2024-03-09"}, {"day": "2024-03-10"}]},
          "previous": {"values": [{"value": "Android", "events": 10}]}
        }}
        """,
        get("/api/reports/devices?project=shop&dimension=os&from=2024-03-06&to=2024-03-10"));
  }

  @Test
  void listsTheSessionsOfAPersonByAnyOfTheirIds() throws Exception {
    String one =
        """
        {"report": {"sections": {
          "sessions": [{"session_id": "s11", "person_id": "i-4", "started_at": "2024-03-06T11:00:00Z", "duration_seconds": 20.0}],
          "totals": [{"sessions": 1, "persons": 1, "engaged_sessions": 1}]}}}
        """;
    assertContains(
        one, get("/api/reports/sessions?project=shop&person=i-4&from=2024-03-06&to=2024-03-06"));
    assertContains(
        "{\"report\": {\"sections\": {\"totals\": [{\"sessions\": 2, \"persons\": 1}]}}}",
        get("/api/reports/sessions?project=shop&person=ann&from=2024-03-06&to=2024-03-06"));
    assertContains(
        "{\"report\": {\"sections\": {\"totals\": [{\"sessions\": 0}]}}}",
        get("/api/reports/sessions?project=shop&engaged=no&from=2024-03-06&to=2024-03-06"));
    assertContains(
        """
        {"report": {"sections": {
          "totals": [{"sessions": 2, "persons": 1}],
          "choices": [
            {"dimension": "app_version", "value": "1.0"},
            {"dimension": "app_version", "value": "1.1"},
            {"dimension": "country", "value": "AT"}]}}}
        """,
        get("/api/reports/sessions?project=shop&country=AT&from=2024-03-05&to=2024-03-06"));
    assertContains(
        "{\"report\": {\"sections\": {\"sessions\": [{\"session_id\": \"s10\"}]}}}",
        get(
            "/api/reports/sessions?project=shop&country=AT&app_version=1.1&from=2024-03-06&to=2024-03-10"));
  }

  @Test
  void countsTheSessionsOfAPartOfThePeopleAndTheirPersonsOnceEach() throws Exception {
    assertContains(
        """
        {"report": {
          "sections": {
            "totals": [{"active_users": 1, "sessions": 2, "events": 2, "engaged_share": 1.0, "median_session_seconds": 5.0}],
            "days": [
              {"day": "2024-03-06", "active_users": 1, "sessions": 2, "events": 2, "engaged_share": 1.0, "is_complete": true},
              {"day": "2024-03-07", "active_users": 0, "sessions": 0, "events": 0, "engaged_share": null}]},
          "previous": {"totals": [{"active_users": 0, "sessions": 0, "events": 0, "engaged_share": null, "median_session_seconds": null}]}}}
        """,
        get("/api/reports/audience?project=shop&country=AT&from=2024-03-06&to=2024-03-07"));
    // a robot's country has no sessions that count
    assertContains(
        "{\"report\": {\"sections\": {\"totals\": [{\"active_users\": 0, \"sessions\": 0}]}}}",
        get("/api/reports/audience?project=shop&country=NL&from=2024-03-06&to=2024-03-10"));
    // of all people it is what the daily figures have
    assertContains(
        "{\"report\": {\"sections\": {\"totals\": [{\"active_users\": 4, \"sessions\": 12}]}}}",
        get("/api/reports/audience?project=shop&from=2024-03-06&to=2024-03-10"));
    assertContains(
        """
        {"report": {"sections": {"choices": [
          {"dimension": "app_version", "value": "1.0"},
          {"dimension": "app_version", "value": "1.1"},
          {"dimension": "country", "value": "AT"}]}}}
        """,
        get("/api/reports/parts?project=shop&from=2024-03-05&to=2024-03-06"));
  }

  /** Of platform ios: cat on 10 January, 7 February and 7 March, dan on 1 and 7 March, fay on 8. */
  @Test
  void countsEachPersonOfAPartOnceInSevenAndInTwentyEightDays() throws Exception {
    assertContains(
        """
        {"report": {"sections": {"days": [
          {"day": "2024-03-06", "active_users": 0, "wau": 1, "mau": 1, "dormant_users": 1, "stickiness": 0.0, "sessions": 0, "engaged_share": null},
          {"day": "2024-03-07", "active_users": 2, "wau": 2, "mau": 2, "new_users": 0, "returning_users": 1, "resurrected_users": 1, "dormant_users": 0,
           "stickiness": 1.0, "sessions": 2, "engaged_sessions": 1, "engaged_share": 0.5, "total_session_seconds": 40.0, "is_complete": true},
          {"day": "2024-03-08", "active_users": 1, "wau": 3, "mau": 3, "new_users": 1, "returning_users": 0, "resurrected_users": 0, "is_complete": false},
          {"day": "2024-03-09", "active_users": null, "wau": null, "mau": null, "sessions": null}]}}}
        """,
        get(
            "/api/reports/part-engagement?project=parts&platform=ios&from=2024-03-06&to=2024-03-09"));
    // 28 days after the last one is not yet resurrected, and the persons of 28 days are two on it
    assertContains(
        """
        {"report": {"sections": {"days": [
          {"day": "2024-02-06", "active_users": 0, "mau": 1, "dormant_users": 0},
          {"day": "2024-02-07", "active_users": 1, "mau": 1, "returning_users": 1, "resurrected_users": 0, "dormant_users": 0}]}}}
        """,
        get(
            "/api/reports/part-engagement?project=parts&platform=ios&from=2024-02-06&to=2024-02-07"));
    // two choices at once: cat and fay
    assertContains(
        """
        {"report": {"sections": {"days": [
          {"day": "2024-03-07", "active_users": 1, "wau": 1, "mau": 1},
          {"day": "2024-03-08", "active_users": 1, "wau": 2, "mau": 2}]}}}
        """,
        get(
            "/api/reports/part-engagement?project=parts&platform=ios&country=AT&from=2024-03-07&to=2024-03-08"));
  }

  @Test
  void aPartThatIsEverybodyHasThePersonsOfTheDailyFigures() throws Exception {
    String everybody =
        """
        {"report": {"sections": {"days": [
          {"day": "2024-03-06", "active_users": 2, "wau": 4, "mau": 4, "new_users": 1, "returning_users": 1, "sessions": 3},
          {"day": "2024-03-07", "active_users": 1, "wau": 4, "mau": 4, "new_users": 0, "returning_users": 1, "sessions": 1},
          {"day": "2024-03-08", "active_users": 2, "wau": 4, "mau": 4, "new_users": 0, "returning_users": 2, "sessions": 2},
          {"day": "2024-03-09", "active_users": 3, "wau": 5, "mau": 5, "new_users": 1, "returning_users": 2, "sessions": 4},
          {"day": "2024-03-10", "active_users": 2, "wau": 4, "mau": 5, "new_users": 0, "returning_users": 2, "sessions": 2}]}}}
        """;

    for (String word : new String[] {"engagement", "part-engagement"}) {
      assertContains(
          everybody, get("/api/reports/" + word + "?project=shop&from=2024-03-06&to=2024-03-10"));
    }
  }

  @Test
  void splitsTheSessionsOfAPartByTheDimensionAskedFor() throws Exception {
    // dan's two sessions of 1 March are one user of the day
    assertContains(
        """
        {"report": {"sections": {
          "values": [
            {"value": "2.0", "events": 9, "users_per_day": 0.25, "all_events": 16, "all_values": 2},
            {"value": "1.0", "events": 7, "users_per_day": 0.25}],
          "days": [
            {"day": "2024-03-01", "place": 1, "value": "2.0", "users": 0}, {"day": "2024-03-01", "place": 2, "value": "1.0", "users": 1},
            {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
            {"day": "2024-03-07", "place": 1, "users": 1}, {"day": "2024-03-07", "place": 2, "users": 1},
            {"day": "2024-03-08", "place": 1, "users": 1}, {"day": "2024-03-08", "place": 2, "users": 0}]}}}
        """,
        get(
            "/api/reports/part-devices?project=parts&platform=ios&dimension=app_version&from=2024-03-01&to=2024-03-08"));
    // a server is no device, but its version is one
    assertContains(
        "{\"report\": {\"sections\": {\"values\": []}}}",
        get(
            "/api/reports/part-devices?project=parts&platform=backend&dimension=os&from=2024-03-08&to=2024-03-08"));
    assertContains(
        "{\"report\": {\"sections\": {\"values\": [{\"value\": \"2.0\", \"events\": 7}]}}}",
        get(
            "/api/reports/part-devices?project=parts&platform=backend&dimension=app_version&from=2024-03-08&to=2024-03-08"));
  }

  @Test
  void cohortsOfAPartAreThosePersonsThatBeganLikeThatAndComeBackWithWhatever() throws Exception {
    // cat began on ios, came on the web in week 1 and on ios in weeks 4 and 8
    assertContains(
        """
        {"retention": {"cohorts": [
          {"cohort_start": "2024-01-08", "cohort_size": 1, "cells": [
            {"n": 0, "retained_on": 1, "retained_on_or_after": 1, "is_mature": true},
            {"n": 1, "retained_on": 1, "retained_on_or_after": 1},
            {"n": 2, "retained_on": 0, "retained_on_or_after": 1},
            {"n": 3, "retained_on": 0}, {"n": 4, "retained_on": 1}, {"n": 5, "retained_on": 0}, {"n": 6, "retained_on": 0}, {"n": 7, "retained_on": 0},
            {"n": 8, "retained_on": 1, "retained_on_or_after": 1, "is_mature": false}]},
          {"cohort_start": "2024-02-26", "cohort_size": 1, "cells": [{"n": 0}, {"n": 1, "retained_on": 1, "retained_on_or_after": 1, "is_mature": false}]},
          {"cohort_start": "2024-03-04", "cohort_size": 1, "cells": [{"n": 0, "retained_on": 1}]}]}}
        """,
        get("/api/retention?project=parts&period=week&platform=ios"));
    assertContains(
        """
        {"retention": {"cohorts": [{"cohort_start": "2024-03-04", "cohort_size": 1}]}}
        """,
        get("/api/retention?project=parts&period=week&platform=web"));
    assertContains(
        """
        {"retention": {"cohorts": [{"cohort_start": "2024-01-01", "cells": [
          {"n": 0, "retained_on": 1}, {"n": 1, "retained_on": 1, "retained_on_or_after": 1}, {"n": 2, "retained_on": 1, "retained_on_or_after": 1}]}]}}
        """,
        get("/api/retention?project=parts&period=month&platform=ios&country=AT&app_version=1.0"));
  }

  @Test
  void cohortsOfAPartWhoseDaysWereRemovedAreLeftOut() throws Exception {
    assertContains(
        """
        {"retention": {"cohorts": [{"cohort_start": "2024-02-19", "cohort_size": 1}]}}
        """,
        get("/api/retention?project=pruned&period=week&platform=ios"));
    assertContains(
        """
        {"retention": {"cohorts": [{"cohort_start": "2024-01-01"}, {"cohort_start": "2024-02-19"}]}}
        """,
        get("/api/retention?project=pruned&period=week"));
  }

  @Test
  void whatOnlyRobotsHaveCanBeChosenToo() throws Exception {
    assertContains(
        """
        {"report": {"sections": {
          "sessions": [{"session_id": "s21", "is_bot": true}],
          "choices": [{"dimension": "country", "value": "NL"}]}}}
        """,
        get("/api/reports/sessions?project=shop&country=NL&from=2024-03-10&to=2024-03-10"));
  }

  @Test
  void showsTheSqlOfAReportAndNothingElse() throws Exception {
    assertThat(get("/api/sql?query=overview/days").body()).contains("bi.daily_activity");
    for (String name : new String[] {"nothing/here", "../dashboard", "health", "overview/Days"}) {
      assertRefused(400, "bad_report", get("/api/sql?query=" + name));
    }
    assertRefused(400, "bad_report", get("/api/reports/nothing?project=shop"));
  }

  @Test
  void aQuoteInAChoiceIsPartOfIt() throws Exception {
    assertContains(
        "{\"report\": {\"sections\": {\"totals\": [{\"sessions\": 0}]}}}",
        get("/api/reports/sessions?project=shop&person=x%27%20or%20true%20--"));
  }

  @Test
  void givesTheDefinitionsOfTheDatabase() throws Exception {
    String body = get("/api/definitions").body();

    assertThat(body)
        .contains(
            "\"metric\":\"new_users\"",
            "\"title\":\"New users\"",
            "\"view_name\":\"daily_activity\"");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/overview, 400, missing_parameter",
    "/api/overview?project=nobody, 404, unknown_project",
    "/api/overview?project=_unknown, 404, unknown_project",
    "/api/overview?project=shop&from=2024-13-01&to=2024-12-31, 400, bad_date",
    "/api/overview?project=shop&from=2024-03-02&to=2024-03-01, 400, bad_range",
    "/api/overview?project=shop&from=2024-03-02, 400, bad_range",
    "/api/overview?project=shop&range=5d, 400, bad_range",
    "/api/overview?project=shop&from=2014-01-01&to=2024-02-18, 400, range_too_long",
    "/api/retention?project=shop&period=year, 400, bad_period",
    "/api/retention?project=shop&to=yesterday, 400, bad_date",
    "/api/retention?project=nobody, 404, unknown_project",
    "/api/asked/paths?project=shop&from=yesterday&to=2024-03-01, 400, bad_request",
    "/api/asked/people?project=shop&from=2024-03-01&to=2024-03-01, 400, bad_report",
    "/api/nothing, 404, not_found",
  })
  void refusesWithACodeAndAMessage(String path, int status, String code) throws Exception {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertContains("{\"code\": \"%s\"}".formatted(code), answer);
    assertThat(answer.body()).contains("\"message\":\"");
  }

  @Test
  void takesExactly3700Days() throws Exception {
    assertThat(get("/api/overview?project=shop&from=2014-01-01&to=2024-02-17").statusCode())
        .isEqualTo(200);
  }

  @Test
  void keepsEverythingOnThisServer() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .contains(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void letsNobodyKeepFigures() throws Exception {
    assertThat(get("/api/projects").headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void letsBrowsersKeepVendorFilesForAYear() throws Exception {
    assertThat(get("/vendor/echarts-6.1.0/echarts.min.js").headers().firstValue("Cache-Control"))
        .contains("max-age=31536000, public, immutable");
  }

  @Test
  void sendsAPartOfThePageAgainOnlyWhenItsContentChanged() throws Exception {
    String tag = get("/js/main.js").headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again = dashboard.get("/js/main.js", "If-None-Match", tag);

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.headers().firstValue("Cache-Control")).contains("no-cache");
  }

  @Test
  void saysOfWhichPartsItIsReadyNoMoreAndHasMetrics() throws Exception {
    assertThat(get("/actuator/health/readiness").body())
        .isEqualTo(
            "{\"components\":{\"readinessState\":{\"status\":\"UP\"},"
                + "\"reports\":{\"status\":\"UP\"}},\"status\":\"UP\"}");
    assertThat(get("/actuator/prometheus").body()).contains("hikaricp_connections_max");
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return dashboard.get(path);
  }

  private static void assertRefused(int status, String code, HttpResponse<String> answer) {
    assertThat(answer.body()).startsWith("{\"code\":\"%s\",".formatted(code));
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  private static void assertExactly(String expected, HttpResponse<String> answer) throws Exception {
    JSONAssert.assertEquals(expected, answer.body(), JSONCompareMode.STRICT);
  }

  private static void assertContains(String expected, HttpResponse<String> answer)
      throws Exception {
    JSONAssert.assertEquals(expected, answer.body(), JSONCompareMode.STRICT_ORDER);
  }
}
