package io.rivulet.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;

/** The overview page as its reader meets it: a real browser, service and database. */
class OverviewPageIT {

  private static Browser browser;
  private static AnalyticsDatabase database;
  private static RunningDashboard dashboard;

  @BeforeAll
  static void start(@TempDir Path databaseFolder, @TempDir Path profile) throws Exception {
    browser = Browser.start(profile);
    database = AnalyticsDatabase.start(databaseFolder);
    dashboard = RunningDashboard.start(database.url());
    browser.signIn(dashboard);
  }

  @AfterAll
  static void stop() {
    if (dashboard != null) {
      browser.close();
      dashboard.close();
      database.close();
    }
  }

  @BeforeEach
  void lightAndWide() throws Exception {
    database.clear();
    browser.dark(false);
    browser.size(1280, 900);
  }

  @AfterEach
  void reachesNoOtherHost() {
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(request -> request.getHost().equals(dashboard.address().getHost()));
  }

  @Test
  void showsTheFiguresOfTheRangeAndHowTheyChanged() throws Exception {
    database.given("shop");

    open("/?project=shop&from=2024-03-06&to=2024-03-10");

    assertThat(browser.text(".head"))
        .contains("6 – 10 Mar 2024 · 5 days, compared with 1 – 5 Mar 2024");
    assertThat(browser.texts(".card"))
        .containsExactly(
            "Active users 4 ▲ +33.3% was 3",
            "New users 2 ▼ -33.3% was 3",
            "Sessions 12 ▲ +50% was 8",
            "Events 70 ▲ +100% was 35",
            "Median session 1 min ▲ +20% was 50 s");
    assertThat(browser.text(".freshness"))
        .contains("Complete until 10 Mar 2024, 18:30 UTC")
        .contains("Published 10 Mar 2024, 18:31 UTC")
        .contains("Closing balance 0");
    assertThat(browser.texts("[data-panel=top-events] tbody tr"))
        .containsExactly(
            "Product Viewed track 44 62.9%",
            "(none) identify 16 22.9%", "Order Completed track 10 14.3%");
    assertThat(browser.text("[data-panel=active-users] .note"))
        .isEqualTo("10 Mar 2024 is not complete yet.");
    assertCleanConsole();
  }

  @Test
  void drawsTheDaysAsCharts() throws Exception {
    database.given("shop");

    open("/?project=shop&from=2024-03-06&to=2024-03-10");

    assertThat(series("[data-panel=active-users] .chart", 0)).containsExactly(2L, 1L, 2L, 3L, 2L);
    assertThat(series("[data-panel=active-users] .chart", 1)).containsExactly(4L, 4L, 4L, 5L, 4L);
    assertThat(series("[data-panel=active-users] .chart", 2)).containsExactly(4L, 4L, 4L, 5L, 5L);
    assertThat(barsOf("sessions")).containsExactly(3L, 1L, 2L, 4L, 2L);
    assertThat(barsOf("events")).containsExactly(20L, 6L, 9L, 21L, 14L);
  }

  @Test
  void drawsRetentionAsAHeatmapWithItsMatureAndOpenCells() throws Exception {
    database.given("shop");

    open("/?project=shop&period=week");
    browser.await("return document.querySelector('.heatmap canvas') !== null");

    // the weighted row and cohort 26 February have a mature first week: 2 of 4
    assertThat(heatmapRates(0)).containsExactly(0.5, 0.5);
    assertThat(heatmapRates(1)).containsExactly(0.25, 0.5);

    browser.find("[data-panel=retention] input[value=after]").sendKeys(Keys.SPACE);
    browser.await("return location.search.includes('mode=after')");
    assertThat(heatmapRates(0)).containsExactly(0.75, 0.75);

    browser.find("[data-panel=retention] .figures summary").click();
    browser.await("return document.querySelector('[data-panel=retention] table') !== null");
    assertThat(browser.texts("[data-panel=retention] tbody tr"))
        .containsExactly(
            "All, weighted 75%", "26 Feb 2024 4 75% 25% so far", "4 Mar 2024 2 50% so far");
    assertCleanConsole();
  }

  @Test
  void choosesTheDimensionOfDevices() throws Exception {
    database.given("shop");
    open("/?project=shop&from=2024-03-06&to=2024-03-10");
    assertThat(browser.texts("[data-panel=devices] tbody tr"))
        .containsExactly("mobile 42 60%", "desktop 28 40%");

    new Select(browser.find("[data-panel=devices] select")).selectByVisibleText("Operating system");

    assertThat(browser.texts("[data-panel=devices] tbody tr")).containsExactly("iOS 70 100%");
    assertThat(browser.currentAddress()).endsWith("&dimension=os");
  }

  @Test
  void switchesTheProject() throws Exception {
    database.given("shop", "neighbours");
    open("/");
    assertThat(browser.text("[data-metric=events] .figure")).isEqualTo("105");

    new Select(browser.find("#project")).selectByValue("leaky");
    browser.await("return document.title.startsWith('leaky')");

    assertThat(browser.text("[data-metric=events] .figure")).isEqualTo("97");
    assertThat(browser.currentAddress()).endsWith("/?project=leaky");
    assertThat(browser.text(".alarm"))
        .startsWith("Closing balance 1: accepted events")
        .contains("on 2 days of receipt from 2 Jan 2023");
    browser.screenshot("alarm");
  }

  @Test
  void keepsTheRangeInTheAddress() throws Exception {
    database.given("shop");
    open("/");
    assertThat(browser.text(".head")).contains("12 Feb – 10 Mar 2024 · 28 days");

    browser.find("#ranges input[value='7d']").sendKeys(Keys.SPACE);
    browser.await("return document.querySelector('.head').textContent.includes('7 days')");
    assertThat(browser.currentAddress()).endsWith("/?range=7d");

    browser.refresh();
    assertThat(browser.text(".head")).contains("4 – 10 Mar 2024 · 7 days");

    browser.back();
    browser.await("return document.querySelector('.head').textContent.includes('28 days')");
  }

  @Test
  void takesDaysOfTheReadersChoice() throws Exception {
    database.given("shop");
    open("/");

    browser.find("#ranges input[value=custom]").sendKeys(Keys.SPACE);
    browser.run("document.getElementById('from').value = '2024-03-01'");
    browser.run("document.getElementById('to').value = '2024-03-05'");
    browser.find("#dates button").sendKeys(Keys.ENTER);
    browser.await("return document.querySelector('.head').textContent.includes('1 – 5 Mar 2024')");

    assertThat(browser.currentAddress()).endsWith("/?from=2024-03-01&to=2024-03-05");
    assertThat(browser.text("[data-metric=events]")).isEqualTo("Events 35 no earlier period");
  }

  @Test
  void explainsAFigureOnFocus() throws Exception {
    database.given("shop");
    open("/?project=shop");

    browser.run("document.querySelector('[data-metric=new_users] .term').focus()");
    browser.await(
        "return getComputedStyle(document.querySelector('[data-metric=new_users] .hint')).opacity"
            + " === '1'");

    assertThat(browser.text("[data-metric=new_users] .hint"))
        .isEqualTo(
            "Sum over the days shown; robots left out unless the project includes them."
                + " New users, per day: Persons whose first ever event falls on the day.");
  }

  @Test
  void leadsFromAnEmptyDatabaseToTheFirstEvent() throws Exception {
    open("/");

    assertThat(browser.text("h1")).isEqualTo("No events yet");
    assertThat(browser.text("pre"))
        .startsWith("curl -u demo-write-key: http://127.0.0.1:8080/v1/track");
    browser.screenshot("empty");
    assertCleanConsole();
  }

  @Test
  void saysThatEventsWereRefusedWhenNoneCounts() throws Exception {
    database.given("neighbours");

    open("/?project=quiet");

    assertThat(browser.text("main"))
        .contains("No events of quiet in the reports yet")
        .contains("3 events were refused and kept in quarantine");
  }

  @Test
  void leadsFromARangeWithoutDataToTheData() throws Exception {
    database.given("shop");

    open("/?project=shop&from=2020-01-01&to=2020-01-31");
    assertThat(browser.text(".notice"))
        .contains("No events from 1 – 31 Jan 2020", "shop has data from 1 – 10 Mar 2024.");
    browser.find(".notice button").click();
    browser.await("return document.querySelector('.cards') !== null");

    assertThat(browser.currentAddress()).endsWith("/?project=shop&range=all");
    assertThat(browser.text(".head")).contains("1 – 10 Mar 2024 · 10 days");
  }

  @Test
  void saysWhichProjectItDoesNotKnow() throws Exception {
    database.given("shop");

    open("/?project=nobody");

    assertThat(browser.text(".problem")).startsWith("No such project").contains("unknown_project");
  }

  @Test
  void saysThatTheDatabaseIsAway(@TempDir Path folder) throws Exception {
    AnalyticsDatabase own = AnalyticsDatabase.start(folder);
    own.given("shop");
    try (RunningDashboard reader = RunningDashboard.start(own.url())) {
      browser.signIn(reader);
      browser.open(reader.address().resolve("/?project=shop"));
      assertThat(browser.text("[data-metric=sessions] .figure")).isEqualTo("20");

      own.close();
      browser.refresh();

      assertThat(browser.text(".problem"))
          .startsWith("The reporting database is away")
          .contains("Events are still collected")
          .contains("database_unavailable");
      browser.screenshot("database-away");
    } finally {
      // cookies know no ports
      browser.signIn(dashboard);
    }
  }

  @Test
  void fitsAPhone() throws Exception {
    database.given("orchard");
    browser.size(390, 844);

    open("/?project=orchard");
    browser.await("return document.querySelector('.heatmap canvas') !== null");

    Long overflow = browser.evaluate("return document.documentElement.scrollWidth - innerWidth");
    assertThat(overflow).isLessThanOrEqualTo(0);
    browser.screenshot("phone");
    browser.size(820, 1180);
    browser.await("return document.querySelector('.heatmap canvas') !== null");
    browser.screenshot("tablet");
  }

  @Test
  void looksRightInLightAndDark() throws Exception {
    database.given("orchard");

    open("/?project=orchard");
    browser.await("return document.querySelector('.heatmap canvas') !== null");
    browser.screenshot("light");
    browser.dark(true);
    browser.screenshot("dark");
    browser.dark(false);
    open("/?project=orchard&range=all&period=day&mode=after&dimension=country");
    browser.await("return document.querySelector('.heatmap canvas') !== null");
    browser.run("document.querySelector('[data-metric=active_users] .term').focus()");
    browser.run(
        "echarts.getInstanceByDom(document.querySelector('[data-panel=active-users] .chart'))"
            + ".dispatchAction({type: 'showTip', seriesIndex: 0, dataIndex: 120})");
    browser.screenshot("all-data");
    assertCleanConsole();
  }

  private static void open(String path) {
    URI address = dashboard.address().resolve(path);
    browser.console();
    browser.open(address);
  }

  private static void assertCleanConsole() {
    assertThat(browser.console()).isEmpty();
  }

  private static List<Long> series(String chart, int index) {
    return browser.evaluate(
        "return echarts.getInstanceByDom(document.querySelector('%s')).getOption().series[%d].data"
            .formatted(chart, index));
  }

  private static List<Long> barsOf(String panel) {
    return browser.evaluate(
        "return echarts.getInstanceByDom(document.querySelector('[data-panel=%s] .chart')).getOption().series[0].data.map(d => d.value)"
            .formatted(panel));
  }

  private static List<Double> heatmapRates(int series) {
    return browser.evaluate(
        "return echarts.getInstanceByDom(document.querySelector('.heatmap')).getOption().series[%d].data.map(d => d.value[2])"
            .formatted(series));
  }
}
