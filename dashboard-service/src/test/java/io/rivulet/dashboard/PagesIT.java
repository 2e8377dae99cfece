package io.rivulet.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;

/** Every page with the data of a product's life, as its readers meet it. */
class PagesIT {

  /** Pages of figures that come from the views. */
  private static final Set<String> REPORTS =
      Set.of(
          "overview",
          "overview-narrowed",
          "engagement",
          "engagement-narrowed",
          "retention",
          "retention-narrowed",
          "funnels",
          "funnel-narrowed",
          "built-funnel",
          "paths",
          "paths-narrowed",
          "features",
          "features-narrowed",
          "events",
          "events-of-a-country",
          "events-narrowed",
          "devices",
          "devices-narrowed",
          "sessions");

  /** Those that the menu has of them, by their titles. */
  private static final List<String> REPORT_PAGES =
      List.of(
          "Engagement",
          "Retention",
          "Funnels",
          "Paths",
          "Features",
          "Events",
          "Devices",
          "Sessions",
          "Overview");

  private static Browser browser;
  private static AnalyticsDatabase database;
  private static FakeEtl etl;
  private static RunningDashboard dashboard;

  @BeforeAll
  static void start(@TempDir Path databaseFolder, @TempDir Path profile) throws Exception {
    browser = Browser.start(profile);
    database = AnalyticsDatabase.start(databaseFolder);
    database.given("orchard", "shop", "refused", "neighbours", "churn", "parts");
    etl = FakeEtl.start();
    dashboard =
        RunningDashboard.start(
            database.url(),
            "--rivulet.etl.url=" + etl.address(),
            "--rivulet.admin-token=" + FakeEtl.TOKEN,
            "--rivulet.ingest.url=" + etl.address(),
            "--rivulet.sessionizer.url=" + etl.address(),
            "--rivulet.projects="
                + Files.writeString(
                    databaseFolder.resolve("projects.yml"),
                    "projects: [{id: shop, write-keys: [shop-key]}]"));
    browser.signIn(dashboard);
  }

  @AfterAll
  static void stop() {
    if (dashboard != null) {
      browser.close();
      dashboard.close();
      etl.close();
      database.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "overview, /, .heatmap canvas",
    "overview-narrowed, /?project=shop&country=AT&from=2024-03-06&to=2024-03-10, [data-panel=engaged] canvas",
    "engagement, /engagement, [data-panel=engaged] canvas",
    "engagement-narrowed, /engagement?platform=ios&compare=yes, [data-panel=engaged] canvas",
    "retention, /retention, .heatmap canvas",
    "retention-narrowed, /retention?platform=ios&period=month&range=all, .heatmap canvas",
    "funnels, /funnels, [data-panel=funnel-entries] canvas",
    "funnel-narrowed, /funnels?project=shop&from=2024-03-06&to=2024-03-10&country=AT, [data-panel=funnel-entries] canvas",
    "built-funnel, /funnels?project=shop&from=2024-03-06&to=2024-03-10&build=yes&step=Product+Viewed&step=Order+Completed&window=1h, [data-panel=funnel-entries] canvas",
    "paths, /paths, [data-panel=paths] canvas",
    "paths-narrowed, /paths?project=shop&from=2024-03-06&to=2024-03-10&country=AT, [data-panel=paths] canvas",
    "features, /features, [data-panel=feature-adopters] canvas",
    "features-narrowed, /features?project=shop&from=2024-03-06&to=2024-03-10&platform=ios, [data-panel=feature-adopters] canvas",
    "events, /events, [data-panel=properties] .list",
    "events-narrowed, /events?platform=web, [data-panel=properties] .list",
    "events-of-a-country, /events?project=shop&from=2024-03-06&to=2024-03-10&country=AT, [data-panel=event-users] canvas",
    "devices, /devices, [data-panel=device-days] canvas",
    "devices-narrowed, /devices?platform=ios&dimension=app_version&range=all, [data-panel=device-days] canvas",
    "segments, /segments?project=shop&range=all, [data-panel=segment-persons] .list",
    "churn, /churn, [data-panel=churn-persons] .list",
    "churn-unpublished, /churn?project=garden, [data-notice=churn] table",
    "models, /models?run=41, [data-panel=drift] canvas",
    "models-none, /models?project=plaza, [data-notice=models]",
    "sessions, /sessions, .list",
    "recommendations, /recommendations?project=shop&person=ann, [data-panel=models] .list",
    "recommendations-none, /recommendations?project=orchard, [data-state=none]",
    "person, /person?person=i17&range=all, .timeline",
    "find, /find?project=shop&message=m-17, [data-panel=way]",
    "live, /live?project=shop, .live tbody tr",
    "operations, /operations, [data-panel=runs] .list",
    "users, /users, [data-panel=new-user]",
    "account, /account, .sign-in",
  })
  void fitsWideAndNarrowIsReadableInLightAndDarkAndKeepsNobodyOut(
      String name, String path, String last) throws Exception {
    browser.console();
    browser.size(1280, 900);
    browser.dark(false);
    open(path, last);
    browser.screenshot("page-" + name);
    assertThat(browser.accessibilityViolations()).as("light").isEmpty();
    assertThat(unreachedByKeyboard()).isEmpty();
    assertThat(headings()).as("one title, first; no level left out").isEqualTo("1, 1, false");
    if (REPORTS.contains(name)) {
      assertThat(withoutMeaningOrSource()).isEmpty();
    }

    browser.dark(true);
    browser.screenshot("page-" + name + "-dark");
    assertThat(browser.accessibilityViolations()).as("dark").isEmpty();

    browser.dark(false);
    browser.size(390, 844);
    open(path, last);
    // not innerWidth: a browser makes that wider where a page is
    Long width = browser.evaluate("return document.documentElement.scrollWidth");
    assertThat(width).isEqualTo(390);
    browser.screenshot("page-" + name + "-phone");

    assertThat(browser.console()).isEmpty();
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(request -> request.getHost().equals(dashboard.address().getHost()));
  }

  @Test
  void everyReportWithoutDataSaysWhereThereIsSome() {
    wide();
    open("/?project=shop&from=2020-01-01&to=2020-01-31", ".notice");

    for (String page : REPORT_PAGES) {
      go(page);

      assertThat(browser.text(".notice"))
          .as(page)
          .contains("No events from 1 – 31 Jan 2020", "shop has data from 1 – 10 Mar 2024.");
      assertThat(browser.text(".notice button")).isEqualTo("Show all data");
    }
  }

  @Test
  void everyReportOfAProjectWithoutEventsSaysHowToSendOne() {
    wide();
    open("/?project=quiet", ".notice");

    for (String page : REPORT_PAGES) {
      go(page);

      assertThat(browser.text(".notice"))
          .as(page)
          .contains("No events of quiet in the reports yet", "curl -u <write key>:");
    }
  }

  @Test
  void projectAndDaysGoWithTheReaderFromPageToPage() {
    wide();
    open("/?project=shop&range=7d", ".cards");

    browser.find("#pages a[href^='/engagement']").click();
    browser.await("return document.title.includes('Engagement')");

    assertThat(browser.currentAddress()).endsWith("/engagement?project=shop&range=7d");
    assertThat(browser.text(".head")).contains("4 – 10 Mar 2024 · 7 days");
    assertThat(browser.text("#pages [aria-current]")).isEqualTo("Engagement");
    browser.back();
    browser.await("return document.title.includes('Overview')");
  }

  @Test
  void showsAnEventByDayWhenItIsChosen() {
    wide();
    open("/events?project=shop&from=2024-03-06&to=2024-03-10", "[data-panel=event-users] canvas");
    assertThat(browser.texts("[data-panel=events] tbody tr"))
        .containsExactly(
            "Product Viewed track 44 62.9% 2 +340%",
            "(none) identify 16 22.9% 2 new", "Order Completed track 10 14.3% 1 new");

    browser.find("[data-panel=events] tbody tr:last-child button").sendKeys(Keys.ENTER);
    browser.await(
        "return document.querySelector('[data-panel=event-trend] h2').textContent === 'Order Completed'");

    List<Long> days =
        browser.evaluate(
            "return echarts.getInstanceByDom(document.querySelector('[data-panel=event-trend] .chart')).getOption().series[0].data.map(d => d.value)");
    assertThat(days).containsExactly(10L, 0L, 0L, 0L, 0L);
    assertThat(browser.currentAddress()).contains("event=track+Order+Completed");
  }

  @Test
  void narrowsEventsToAPlatform() {
    wide();
    open(
        "/events?project=shop&from=2024-03-06&to=2024-03-10&platform=web",
        "[data-panel=event-users] canvas");

    assertThat(browser.text("main")).contains("Only events with platform web");
    assertThat(browser.texts("[data-panel=events] tbody tr"))
        .containsExactly("Product Viewed track 15 60% 1 new", "Order Completed track 10 40% 1 new");
    assertThat(browser.find("#pages a[href^='/engagement']").getAttribute("href"))
        .contains("platform=web");
  }

  @Test
  void showsADeclaredFunnelStepByStep() {
    wide();
    open("/funnels?project=shop&from=2024-03-06&to=2024-03-10", "[data-panel=funnel-days] canvas");

    assertThat(browser.texts(".funnel li"))
        .containsExactly(
            "1 Product Viewed 100% 15 entries",
            "2 Product Added 66.7% 10 entries 33.3% lost on the way here: 5 of 15 · 30 s after the entry, typically",
            "3 Order Completed 26.7% 4 entries 60% lost on the way here: 6 of 10 · 5 min after the entry, typically");
    assertThat(browser.text("[data-panel=funnel]"))
        .contains("Of the 10 entries whose windows are over, 30% reached the goal.");
    assertThat(browser.text("[data-panel=funnel-days]"))
        .contains("Pale: entered on 9 Mar 2024, and still within the window.");
    // some windows of these days still run, those of the days before are over
    assertThat(browser.text(".card[data-metric=conversion]")).contains("26.7% nothing to compare");
    assertThat(browser.text(".card[data-metric=entered]")).contains("15 ▲ +275% was 4");

    browser.find("[data-panel=funnels] tbody tr:last-child button").sendKeys(Keys.ENTER);
    browser.await(
        "return document.querySelector('[data-panel=funnel] h2')?.textContent === 'Sign up'");
    assertThat(browser.currentAddress()).contains("funnel=Sign+up");
  }

  @Test
  void buildsAFunnelFromTheEventsThatThereAre() {
    wide();
    open("/funnels?project=shop&from=2024-03-06&to=2024-03-10&build=yes", ".builder");
    assertThat(browser.texts(".builder li:first-child option"))
        .containsExactly("Begins with …", "Product Viewed", "Order Completed");

    new Select(browser.find("[aria-label='Step 1']")).selectByValue("Product Viewed");
    new Select(browser.find("[aria-label='Step 2']")).selectByValue("Order Completed");
    new Select(browser.find("[aria-label='Window']")).selectByValue("1h");
    browser.find("[data-panel=builder] .primary").sendKeys(Keys.ENTER);
    browser.await("return document.querySelector('[data-panel=funnel-entries] canvas') !== null");

    // with the days before, for the comparison
    etl.await(
        "GET /api/asked/funnels?project=shop&from=2024-03-01&to=2024-03-10&step=Product%20Viewed&step=Order%20Completed&window_seconds=3600&order=sequential ");
    assertThat(browser.currentAddress())
        .endsWith("build=yes&step=Product+Viewed&step=Order+Completed&window=1h&order=sequential");
    assertThat(browser.texts(".funnel li").get(1))
        .isEqualTo(
            "2 Order Completed 50% 8 entries 50% lost on the way here: 8 of 16 · 30 s after the entry, typically");
    assertThat(browser.text(".card[data-metric=conversion]")).contains("50% nothing to compare");
    browser.find("[data-panel=funnel] .sql summary").click();
    browser.await(
        "return document.querySelector('[data-panel=funnel] .sql code')?.textContent.includes('curated_event')");
    etl.await(
        "GET /api/asked/funnels/sql?project=shop&from=2024-03-06&to=2024-03-10&step=Product%20Viewed&step=Order%20Completed&window_seconds=3600&order=sequential ");
    assertThat(browser.text("[data-panel=declaration] pre"))
        .contains("steps: [\"Product Viewed\", \"Order Completed\"] window: 1h");
  }

  @Test
  void aBuiltFunnelThatTakesTooLongCanBeDeclared() {
    wide();
    open(
        "/funnels?project=shop&from=2024-03-06&to=2024-03-10&build=yes&step=Product+Viewed&step=Order+Completed&window=30d",
        "[role=alert]");

    assertThat(browser.text(".problem")).contains("20 seconds", "declare it");
    assertThat(browser.text("[data-panel=declaration] pre")).contains("window: 30d");
  }

  @Test
  void showsSegmentsTheirDaysAndWhoIsInThem() {
    wide();
    open("/segments?project=shop&range=all", "[data-panel=segment-persons] .list");
    assertThat(browser.texts("[data-panel=segments] tbody tr"))
        .containsExactly("Champions 3 60% +50%", "New 1 20% up from 0", "At risk 1 20% -50%");
    assertThat(browser.texts("[data-panel=segment-flows] .list tbody tr"))
        .containsExactly("not here before New 1", "At risk Champions 1");
    assertThat(browser.texts("[data-panel=segment-persons] .list tbody tr"))
        .containsExactly(
            "ann 1 day before 8 120 5 · 5 · 5 Come often, stay long",
            "bob 2 days before 6 35.5 4 · 5 · 4 Come often, stay long",
            "i-3 2 days before 4 60 4 · 4 · 5 Come often, stay long");

    browser.find("[data-panel=segments] tbody tr:last-child button").sendKeys(Keys.ENTER);
    browser.await(
        "return document.querySelector('[data-panel=segment-persons] h2').textContent === 'Who is in it: At risk'");
    assertThat(browser.currentAddress()).endsWith("segment=At+risk");
    assertThat(browser.find("[data-panel=segment-persons] a.id").getAttribute("href"))
        .contains("/person?project=shop&range=all&person=i-5");

    open("/segments?project=orchard&range=all", ".notice");
    assertThat(browser.text(".notice")).contains("No segments of these days", "train-segments");
  }

  @Test
  void followsSessionsFromPlaceToPlace() {
    wide();
    open("/paths?project=shop&from=2024-03-06&to=2024-03-10", "[data-panel=paths] canvas");
    assertThat(browser.text(".head")).doesNotContain("compared");
    assertThat(browser.texts("[data-panel=transitions] tbody tr"))
        .containsExactly(
            "Start / 1 8 100%",
            "/ /product 2 5 62.5%",
            "/ Session ends 2 2 25%",
            "/product /cart 3 2 66.7%",
            "/ other places 2 1 12.5%",
            "/product Session ends 3 1 33.3%");

    new Select(browser.find("[aria-label='First step']")).selectByValue("3");
    browser.await(
        "return document.querySelectorAll('[data-panel=transitions] tbody tr').length === 2");
    List<String> places =
        browser.evaluate(
            "return echarts.getInstanceByDom(document.querySelector('.sankey')).getOption().series[0].data.map(d => d.name)");
    assertThat(places).containsExactly("2 /product", "3 /cart", "3 (end)");
    assertThat(browser.currentAddress()).contains("first=3");
  }

  @Test
  void tellsHowManyUseAFeature() {
    wide();
    open(
        "/features?project=shop&from=2024-03-06&to=2024-03-10",
        "[data-panel=feature-users] canvas");
    assertThat(browser.texts("[data-panel=features] tbody tr"))
        .containsExactly("Search 40% +15 pp 40% 1 11", "Wishlist 20% +20 pp 20% 1 2");

    browser.find("[data-panel=features] tbody tr:last-child button").sendKeys(Keys.ENTER);
    browser.await(
        "return document.querySelector('[data-panel=feature-adoption] h2').textContent.includes('Wishlist')");
    assertThat(browser.currentAddress()).contains("feature=Wishlist");
  }

  @Test
  void narrowsTheOverviewToAPartOfThePeopleAndKeepsItInTheAddress() {
    wide();
    open("/?project=shop&from=2024-03-05&to=2024-03-10", "[data-panel=sessions] canvas");

    new Select(browser.find("select[aria-label=Country]")).selectByValue("AT");
    browser.await("return location.search.includes('country=AT')");
    browser.awaitIdle();

    assertThat(browser.text("main")).contains("Only sessions with country AT");
    assertThat(browser.texts(".card .figure")).containsExactly("1", "2", "2", "100%", "5 s");
    List<Long> sessions =
        browser.evaluate(
            "return echarts.getInstanceByDom(document.querySelector('[data-panel=sessions] .chart')).getOption().series[0].data.map(d => d.value)");
    assertThat(sessions).containsExactly(0L, 2L, 0L, 0L, 0L, 0L);
    assertThat(browser.find("#pages a[href^='/sessions']").getAttribute("href"))
        .contains("country=AT");
    assertThat(browser.find("#pages a[href^='/retention']").getAttribute("href"))
        .contains("country=AT");
    assertThat(browser.find("#pages a[href^='/segments']").getAttribute("href"))
        .doesNotContain("country");

    browser.find(".filters .link").click();
    browser.await("return !location.search.includes('country')");
    browser.await("return document.querySelector('[data-panel=retention]') !== null");
  }

  /** The days are those of ReportsApiIT: 0, 2 and 1 persons; 1, 2 and 3 in 28 days. */
  @Test
  void narrowsEngagementToAPlatformWithItsSql() {
    wide();
    open(
        "/engagement?project=parts&from=2024-03-06&to=2024-03-08&platform=ios",
        "[data-panel=engaged] canvas");

    assertThat(browser.text("main")).contains("Only sessions with platform ios");
    assertThat(browser.texts(".card .figure")).containsExactly("1", "50%", "66.7%", "30 s", "1");
    List<List<Long>> users =
        browser.evaluate(
            "return echarts.getInstanceByDom(document.querySelector('[data-panel=active-users] .chart')).getOption().series.map(s => s.data)");
    assertThat(users)
        .containsExactly(List.of(0L, 2L, 1L), List.of(1L, 2L, 3L), List.of(1L, 2L, 3L));
    browser.find("[data-panel=active-users] .sql summary").click();
    browser.await(
        "return document.querySelector('[data-panel=active-users] .sql code')?.textContent.includes(\"'ios' = '' or platform = 'ios'\")");
  }

  @Test
  void narrowsRetentionToThosePersonsThatBeganLikeThat() {
    wide();
    open("/retention?project=parts&range=all&platform=ios", ".heatmap canvas");

    assertThat(browser.text("[data-panel=retention]")).contains("who began with platform ios");
    browser.find("[data-panel=retention] .figures summary").click();
    browser.await(
        "return document.querySelector('[data-panel=retention] .figures table') !== null");
    assertThat(browser.texts("[data-panel=retention] .figures tbody tr"))
        .containsExactly(
            "All, weighted 100% 0% 0% 100% 0% 0% 0%",
            "8 Jan 2024 1 100% 0% 0% 100% 0% 0% 0% 100% so far",
            "26 Feb 2024 1 100% so far",
            "4 Mar 2024 1");
    browser.find("[data-panel=retention] .sql summary").click();
    browser.await(
        "return document.querySelector('[data-panel=retention] .sql code')?.textContent.includes(\"u.first_platform = 'ios'\")");
  }

  @Test
  void narrowsADeclaredFunnelToThoseThatBeganInACountry() {
    wide();
    open(
        "/funnels?project=shop&from=2024-03-06&to=2024-03-10&country=AT",
        "[data-panel=funnel-days] canvas");
    // with the days before, for the comparison
    etl.await(
        "GET /api/asked/funnels?project=shop&from=2024-03-01&to=2024-03-10&funnel=Checkout&country=AT ");

    assertThat(browser.text("main")).contains("Only entries that began with country AT");
    assertThat(browser.text("[data-panel=funnel] h2")).isEqualTo("Checkout");
    assertThat(browser.texts(".funnel li").get(1)).startsWith("2 Order Completed 50% 8 entries");
    browser.find("[data-panel=funnel] .sql summary").click();
    etl.await(
        "GET /api/asked/funnels/sql?project=shop&from=2024-03-06&to=2024-03-10&funnel=Checkout&country=AT ");
  }

  @Test
  void narrowsPathsToSessionsInACountry() {
    wide();
    open(
        "/paths?project=shop&from=2024-03-06&to=2024-03-10&country=AT",
        "[data-panel=paths] canvas");
    // nothing is compared, so the days before are not asked for
    etl.await(
        "GET /api/asked/paths?project=shop&from=2024-03-06&to=2024-03-10&kind=view&country=AT ");

    assertThat(browser.text("main")).contains("Only sessions with country AT");
    assertThat(browser.texts("[data-panel=transitions] tbody tr"))
        .containsExactly(
            "Start / 1 3 100%",
            "/ /product 2 2 66.7%", "/product Session ends 3 2 100%", "/ Session ends 2 1 33.3%");
    browser.find("[data-panel=paths] .sql summary").click();
    etl.await(
        "GET /api/asked/paths/sql?project=shop&from=2024-03-06&to=2024-03-10&kind=view&country=AT ");
  }

  @Test
  void narrowsEventsToACountryAndAsksForTheDaysOfEachOneChosen() {
    wide();
    open(
        "/events?project=shop&from=2024-03-06&to=2024-03-10&country=AT",
        "[data-panel=event-users] canvas");
    etl.await(
        "GET /api/asked/events?project=shop&from=2024-03-01&to=2024-03-10&name=Product%20Viewed&type=track&country=AT ");

    assertThat(browser.text("main")).contains("Only events with country AT");
    assertThat(browser.texts("[data-panel=events] tbody tr"))
        .containsExactly(
            "Product Viewed track 6 75% 1.5 +200%", "Order Completed track 2 25% 1 new");
    browser.find("[data-panel=events] tbody tr:last-child button").sendKeys(Keys.ENTER);
    browser.await(
        "return document.querySelector('[data-panel=event-trend] h2')?.textContent === 'Order Completed'");
    List<Long> days =
        browser.evaluate(
            "return echarts.getInstanceByDom(document.querySelector('[data-panel=event-trend] .chart')).getOption().series[0].data.map(d => d.value ?? d)");
    assertThat(days).containsExactly(0L, 2L, 0L, 0L, 0L);
    etl.await(
        "GET /api/asked/events?project=shop&from=2024-03-01&to=2024-03-10&name=Order%20Completed&type=track&country=AT ");
  }

  @Test
  void narrowsFeaturesToAPlatform() {
    wide();
    open(
        "/features?project=shop&from=2024-03-06&to=2024-03-10&platform=ios",
        "[data-panel=feature-users] canvas");
    etl.await(
        "GET /api/asked/features?project=shop&from=2024-03-01&to=2024-03-10&feature=Search&platform=ios ");

    assertThat(browser.text("main")).contains("Only events with platform ios");
    assertThat(browser.texts("[data-panel=features] tbody tr"))
        .containsExactly("Search 50% +25 pp 40% 1 6", "Wishlist 25% +25 pp 20% 1 1");
    browser.find("[data-panel=features] tbody tr:last-child button").sendKeys(Keys.ENTER);
    browser.await(
        "return document.querySelector('[data-panel=feature-adoption] h2')?.textContent.includes('Wishlist')");
    etl.await(
        "GET /api/asked/features?project=shop&from=2024-03-01&to=2024-03-10&feature=Wishlist&platform=ios ");
  }

  @Test
  void aPartThatTakesTooLongSaysSoAndItsFiltersCanBeCleared() throws Exception {
    wide();
    open("/paths?project=shop&from=2024-03-06&to=2024-03-10&app_version=99", "[role=alert]");
    assertThat(browser.text(".problem")).contains("20 seconds", "Choose fewer days");
    assertThat(browser.accessibilityViolations()).isEmpty();

    browser.find(".filters .link").click();
    browser.await("return document.querySelector('[data-panel=paths] canvas') !== null");
    assertThat(browser.currentAddress()).doesNotContain("app_version");
  }

  @Test
  void tellsWhatAPersonMayWantAndWhy() {
    wide();
    open("/recommendations?project=shop", "[data-panel=models] .list");

    assertThat(browser.text("[data-panel=list] h2")).isEqualTo("For ann");
    assertThat(browser.texts("[data-panel=list] tbody tr"))
        .containsExactly("1 Honey because of Tea", "2 Jam popular");
    assertThat(browser.texts("[data-panel=popular] tbody tr"))
        .containsExactly("1 Tea 9 90%", "2 Jam 5 50%");
    assertThat(browser.texts("[data-panel=models] tbody tr"))
        .containsExactly(
            "All items at once (EASE) 40% 30% 100% used, version 2", "What is popular 20% 10% 50%");

    browser
        .find("form.filters input")
        .sendKeys(Keys.chord(Keys.CONTROL, "a"), "nobody", Keys.ENTER);
    browser.await("return location.search.includes('person=nobody')");
    browser.awaitIdle();
    assertThat(browser.text("[data-panel=list]"))
        .contains("For nobody", "To whoever is new, offer what is popular.");
  }

  @Test
  void drawsTheDaysBeforeWhenAskedTo() {
    wide();
    open("/?project=shop&from=2024-03-06&to=2024-03-10", "[data-panel=sessions] canvas");
    String values =
        "return echarts.getInstanceByDom(document.querySelector('[data-panel=sessions] .chart')).getOption().series.map(s => s.data.map(d => d.value ?? d))";
    List<List<Long>> alone = browser.evaluate(values);
    assertThat(alone).containsExactly(List.of(3L, 1L, 2L, 4L, 2L));

    browser.find("#compare").sendKeys(Keys.SPACE);
    browser.await("return location.search.includes('compare=yes')");
    browser.awaitIdle();

    List<List<Long>> compared = browser.evaluate(values);
    assertThat(compared).containsExactly(List.of(3L, 1L, 2L, 4L, 2L), List.of(2L, 1L, 3L, 0L, 2L));
    assertThat(browser.texts("[data-panel=sessions] .key li"))
        .containsExactly("Sessions per day", "Sessions per day, days before");
    browser.find("#pages a[href^='/events']").click();
    browser.await("return document.title.includes('Events')");
    assertThat(browser.currentAddress()).contains("compare=yes");
  }

  @Test
  void showsTheSqlWithItsValues() {
    wide();
    open("/engagement?project=shop&range=7d", ".cards");

    browser.find("[data-panel=lifecycle] .sql summary").click();
    browser.await(
        "return document.querySelector('[data-panel=lifecycle] .sql code')?.textContent.includes('daily_activity')");

    assertThat(browser.text("[data-panel=lifecycle] .sql code"))
        .contains("generate_series('2024-03-04'::date, '2024-03-10'::date")
        .contains("a.project = 'shop'");
  }

  @Test
  void tellsWhoIsLikelyToLeaveWhyAndHowSureThatIs() {
    wide();
    open("/churn", "[data-panel=churn-calibration] canvas");
    assertThat(browser.text(".head"))
        .contains("Who is likely to leave 8 Nov – 5 Dec 2026", "as of 5 Nov 2026, by version 3");
    assertThat(browser.text(".cards"))
        .contains("How sure (ROC-AUC) 0.812", "0.786 to 0.839 with 95 %; recency alone 0.765");
    assertThat(browser.texts("[data-panel=churn-reasons] tbody th"))
        .startsWith("silent for … times the usual pause")
        .contains("last active … days before", "active on … days", "active less often than before");
    assertThat(browser.texts("[data-panel=churn-figures] tbody tr"))
        .contains(
            "AUC-PR how many of those named leave; guessing gives the share that leaves 0.487 0.391 0.470 0.496");
    List<Double> told =
        browser.evaluate(
            "return echarts.getInstanceByDom(document.querySelector('[data-panel=churn-calibration] .chart')).getOption().series[1].data[0].slice(0, 2)");
    assertThat(told).containsExactly(0.612, 0.634);

    new Select(browser.find("select[aria-label=Platform]")).selectByValue("ios");
    browser.await("return location.search.includes('platform=ios')");
    browser.awaitIdle();
    browser.find("[data-panel=churn-reasons] tbody tr:last-child button").sendKeys(Keys.ENTER);
    browser.await("return location.search.includes('reason=')");
    browser.awaitIdle();
    assertThat(browser.texts("[data-panel=churn-persons] tbody td:nth-child(6)"))
        .isNotEmpty()
        .containsOnly("ios");
    browser.find("[data-panel=churn-persons] tbody a").click();
    browser.await("return document.querySelector('.timeline, .notice, .muted') !== null");
    assertThat(browser.currentAddress()).contains("/person?");
  }

  @Test
  void saysWhyNoScoresArePublished() {
    wide();
    open("/churn?project=shop", "[data-notice=churn]");
    assertThat(browser.text("[data-notice=churn]"))
        .contains("Too little data to learn from", "76 days of history are needed, 66 are missing");
    open("/churn?project=garden", "[data-notice=churn] table");
    assertThat(browser.text("[data-notice=churn]"))
        .contains("not good enough", "(AUC-PR 0.402, recency 0.431)", "0.402 0.431");
    open("/churn?project=plaza", "[data-notice=churn]");
    assertThat(browser.text("[data-notice=churn]"))
        .contains("Nothing has been learned yet", "train-churn");
  }

  @Test
  void comparesVersionsRunsAndTrialsOfModelsOfAnyKind() {
    wide();
    open("/models?run=41", "[data-panel=trials] canvas");
    assertThat(browser.texts("[data-panel=versions] tbody tr")).hasSize(3);
    assertThat(browser.texts("[data-panel=versions] tbody tr").get(1))
        .startsWith("3 champion 26 Oct 05:02:44 champion: AUC-PR 0.487");
    assertThat(browser.texts("[data-panel=trials] tbody tr")).hasSize(20);
    assertThat(
            browser.texts("[data-panel=trials] tbody tr").stream().filter(t -> t.contains("best")))
        .hasSize(1);
    assertThat(browser.text("[data-panel=card]"))
        .contains("Churn of project orchard, version 3", "What it is not");
    assertThat(browser.texts("[data-panel=drift] .key li"))
        .containsExactly("stable, up to 0.1", "watch, up to 0.2", "changed");
    assertThat(browser.text(".cards")).contains("Features that moved 1 breadth");

    new Select(browser.find("select[aria-label=State]")).selectByValue("refused");
    browser.await(
        "return document.querySelectorAll('[data-panel=model-runs] tbody tr').length === 1");
    assertThat(browser.text("[data-panel=model-runs] tbody tr")).contains("9 are missing");

    new Select(browser.find("select[aria-label=Model]")).selectByValue("segments");
    browser.await("return location.search.includes('model=segments')");
    browser.awaitIdle();
    assertThat(browser.texts("[data-panel=run-figures] tbody tr"))
        .containsExactly("segments 5", "silhouette 0.412");

    new Select(browser.find("select[aria-label=Model]")).selectByValue("comes-back");
    browser.await("return location.search.includes('model=comes-back')");
    browser.awaitIdle();
    assertThat(browser.texts("[data-panel=model-runs] tbody tr"))
        .anySatisfy(run -> assertThat(run).contains("failed", "no module named numpy"));
    assertThat(browser.texts("[data-panel=run-figures] tbody tr"))
        .containsExactly("validation:auc 0.7311");
    assertThat(browser.text("[data-panel=card]"))
        .contains("the owner of this installation brought");
  }

  @Test
  void modelsAreAskedForOfOneProjectAlone() throws Exception {
    assertThat(dashboard.get("/api/models").statusCode()).isEqualTo(400);
    assertThat(dashboard.get("/api/models/a%2Fb/versions/1/card?project=orchard").statusCode())
        .isEqualTo(400);
  }

  @Test
  void leadsFromASessionToItsPerson() {
    wide();
    open("/sessions?project=shop&from=2024-03-06&to=2024-03-06&person=i-4", ".list");
    assertThat(browser.texts(".list tbody tr")).hasSize(1);

    open("/sessions?project=orchard", ".list");
    new Select(browser.find("select[aria-label=Platform]")).selectByValue("ios");
    browser.await("return location.search.includes('platform=ios')");
    browser.awaitIdle();
    browser.find(".list tbody a").click();
    browser.await("return document.querySelector('.timeline') !== null");
    assertThat(browser.text("[data-panel=person]")).contains("Active days");
  }

  @Test
  void tellsTheWayOfAnEventAndWhenThereIsNone() {
    wide();
    open("/find?project=shop&message=m-17", "[data-panel=way]");
    assertThat(browser.texts("[data-panel=way] li"))
        .contains(
            "Accepted by the collector 6 Mar 2024, 10:00:31 31 s later, by protocol segment",
            "Through Kafka events-sessionized, partition 3 at offset 4,711 or a little later",
            "In the reports Wed, 6 Mar 2024 published 6 Mar 2024, 10:06:01 by run 9");
    assertThat(browser.text("[data-panel=refusals] li"))
        .startsWith("missing_name the track has no event name");
  }

  @Test
  void showsEventsAsTheyArriveAndWhyOthersAreRefused() throws Exception {
    wide();
    open("/live?project=shop", ".live tbody tr + tr");

    assertThat(browser.texts(".live tbody tr").get(0))
        .contains("missing_name m-3 the track has no event name");
    assertThat(browser.texts(".live tbody tr").get(1))
        .isEqualTo("12:00:00 Signed Up track u-1 segment");
    assertThat(browser.text("[data-panel=live] .panel-head"))
        .contains("Listening · 1 accepted, 1 refused, 381 more not shown");
    assertThat(dashboard.get("/api/live?project=orchard").body()).contains("live_not_set_up");
  }

  @Test
  void anAdminStartsAJobAndStopsARun() throws Exception {
    wide();
    open("/operations", "[data-panel=runs] .list");
    assertThat(browser.texts("[data-panel=runs] tbody tr").get(0))
        .contains("preprocess", "running");

    // a rule that failed at every run would be one row, with how often
    assertThat(browser.texts("[data-panel=quality] tbody tr").get(0))
        .startsWith("5 Nov 2026, 21:10 UTC 1 shop bi.daily_activity");
    assertThat(browser.texts("[data-panel=freshness] tbody tr"))
        .anySatisfy(
            row ->
                assertThat(row)
                    .startsWith("shop 10 Mar 2024, 18:30 UTC")
                    .contains("10 Mar 2024, 18:31 UTC"));

    assertThat(browser.texts("[data-panel=lag] tbody tr"))
        .containsExactly(
            "The sessionizer, which makes sessions events 310 2 s 0%",
            "The archiver, which writes the lake events-sessionized 12,831 41 s 62%",
            "The archiver, which writes the lake events-rejected 0 0 s 0%");

    browser.find("[aria-label='Start report']").click();
    etl.await("POST /api/jobs/report/runs {}");
    browser.awaitIdle();
    browser.find("[aria-label='Stop run 12']").click();
    etl.await("POST /api/runs/12/stop ");
    browser.awaitIdle();
    browser.find("[aria-label='Pause preprocess-on-schedule']").click();
    etl.await("POST /api/triggers/preprocess-on-schedule/pause ");
  }

  @Test
  void anAdminSendsRefusedEventsAgainAndSeesWhatBecameOfThem() throws Exception {
    wide();
    open("/operations", "[data-panel=quarantine] .list");

    assertThat(browser.texts("[data-panel=quarantine] tbody tr"))
        .containsExactly(
            "plan_violation shop 3 9 Mar 2024, 11:00 UTC amount is a text amount is missing m-22 Order"
                + " Placed is not in the tracking plan m-21 5 Nov 2026, 20:05 UTC succeeded 2 accepted,"
                + " 1 not sent (only its beginning was kept: 1) Send again",
            // nobody's: there is no key to send it with
            "unknown_key no known key 1 7 Mar 2024, 10:00 UTC the write key is not known not yet");
    // what was sent is shown to nobody here, neither on the page nor in its data
    assertThat(dashboard.get("/api/operations/quarantine").body())
        .contains("Order Placed")
        .doesNotContain("tiger");

    browser.find("[aria-label='Send plan_violation of shop again']").click();
    assertThat(browser.accept())
        .isEqualTo(
            "Send 2 refused lines of shop (plan_violation) to the collector again? 1 more cannot be"
                + " sent: they were cut, or are no JSON.");
    etl.await(
        "POST /api/jobs/replay-quarantine/runs {\"project\":\"shop\",\"reason\":\"plan_violation\"}");
  }

  @Test
  void onlyWhatTheListOfOperationsHasReachesTheEtl() throws Exception {
    assertThat(dashboard.sendAsAdmin("POST", "/api/operations/jobs/a%2Fb/runs", "{}").statusCode())
        .isEqualTo(400);
    assertThat(dashboard.get("/api/operations/workflows").statusCode()).isEqualTo(404);
    assertThat(dashboard.get("/api/operations/runs?limit=5&job=a%26b").statusCode()).isEqualTo(200);
    etl.await("GET /api/runs?limit=5&job=a%26b ");
  }

  @Test
  void saysWhatIsWrongWithTheEtlAndTheSessionizer() throws Exception {
    try (RunningDashboard wrong =
            RunningDashboard.start(
                database.url(),
                "--rivulet.etl.url=" + etl.address(),
                "--rivulet.admin-token=wrong");
        RunningDashboard away =
            RunningDashboard.start(
                database.url(),
                "--rivulet.etl.url=http://127.0.0.1:1",
                "--rivulet.sessionizer.url=http://127.0.0.1:1",
                "--rivulet.admin-token=any")) {
      assertThat(wrong.get("/api/operations/jobs").body()).contains("etl_refuses_token");
      assertThat(away.get("/api/operations/jobs").body()).contains("etl_unavailable");
      assertThat(away.get("/api/operations/lag").body()).contains("sessionizer_unavailable");
    }
  }

  private static void wide() {
    browser.size(1280, 900);
    browser.dark(false);
  }

  /**
   * What can be clicked and is not reached with the Tab key, or not seen to be. A group of choices
   * is reached as one.
   */
  private static List<String> unreachedByKeyboard() {
    Long clickable =
        browser.evaluate(
            """
            window.clickable = () => [...document.querySelectorAll('a[href], button, select, input, summary, [tabindex="0"]')]
              .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.tabIndex >= 0 && !(one.type === 'radio' && !one.checked));
            document.activeElement?.blur();
            document.addEventListener('focusin', ({target}) => {
              const outlined = target.type === 'radio' ? target.nextElementSibling : target;
              target.dataset.reached = getComputedStyle(outlined).outlineStyle === 'none' ? 'not seen' : 'seen';
            });
            return clickable().length;
            """);
    // what scrolls is reached too, and after the last one it goes on with the first
    browser.press(Keys.TAB, 10 + 3 * Math.toIntExact(clickable) / 2);
    browser.run("document.activeElement?.blur()");
    return browser.evaluate(
        """
        return clickable().filter((one) => one.dataset.reached !== 'seen')
          .map((one) => (one.dataset.reached ?? 'not reached') + ': ' + one.outerHTML.slice(0, 120));
        """);
  }

  /** How many titles there are, the level of the first heading, whether a level is left out. */
  private static String headings() {
    return browser.evaluate(
        """
        const levels = [...document.querySelectorAll('main h1, main h2, main h3')].map((one) => Number(one.tagName[1]));
        return [levels.filter((level) => level === 1).length, levels[0],
          levels.some((level, i) => i > 0 && level > levels[i - 1] + 1)].join(', ');
        """);
  }

  /**
   * Charts and lists that lack a name for those who do not see them, a definition, their figures as
   * a file, or their SQL.
   */
  private static List<String> withoutMeaningOrSource() {
    browser.await(
        "return [...document.querySelectorAll('.defined .hint')].every((one) => one.textContent !== 'Loading …')");
    browser.run("document.querySelectorAll('.panel .sql').forEach((one) => { one.open = true; })");
    browser.await(
        "return [...document.querySelectorAll('.sql')].every((one) => !['Loading …', undefined].includes(one.querySelector('code')?.textContent))");
    return browser.evaluate(
        """
        // what the Data Catalog says of properties is no query's
        const shown = [...document.querySelectorAll('.panel .chart, .panel .list, .panel .ranking, .panel .funnel')]
          .filter((one) => one.closest('.panel').dataset.panel !== 'properties');
        if (shown.length === 0) return ['nothing is shown'];
        const without = shown.filter((one) => {
          const panel = one.closest('.panel');
          const isNamed = !one.matches('.chart') || (one.getAttribute('role') === 'img' && one.getAttribute('aria-label').length > 20);
          const meaning = panel.querySelector('.panel-head .hint')?.textContent ?? '';
          const sql = panel.querySelector('.sql code')?.textContent ?? '';
          const isFile = [...panel.querySelectorAll('.more button')].some((button) => button.textContent === 'CSV');
          return !isNamed || meaning.length < 20 || !isFile || !sql.includes('select') || / :[a-z]/.test(sql.replace(/--.*/g, ''));
        }).map((one) => one.closest('.panel').dataset.panel + ' ' + one.className);
        document.querySelectorAll('.panel .sql').forEach((one) => { one.open = false; });
        return without;
        """);
  }

  /** Goes to a page by the menu. */
  private static void go(String title) {
    browser.run(
        "[...document.querySelectorAll('#pages a')].find((one) => one.textContent === '%s').click()"
            .formatted(title));
    browser.await("return document.title.includes('%s')".formatted(title));
    browser.awaitIdle();
  }

  private static void open(String path, String last) {
    browser.open(dashboard.address().resolve(path));
    browser.await("return document.querySelector(\"%s\") !== null".formatted(last));
  }
}
