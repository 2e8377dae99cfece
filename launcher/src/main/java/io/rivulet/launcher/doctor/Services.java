package io.rivulet.launcher.doctor;

import io.rivulet.event.EventJson;
import io.rivulet.launcher.Part;
import io.rivulet.launcher.doctor.Link.Broken;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import tools.jackson.databind.JsonNode;

/** The four services: whether they are ready, keep up, and come out even. */
record Services(Reach reach) {
  /** Share of a topic's retention that what waits may have used up. */
  private static final double MOST_RETENTION_USED = 0.5;

  private static final Set<String> NOT_ENDED = Set.of("WAITING", "STARTING", "RUNNING", "STOPPING");

  List<Link> links() {
    List<Link> links = new ArrayList<>();
    for (Part service : List.of(Part.INGEST, Part.SESSIONIZER, Part.ETL, Part.DASHBOARD)) {
      links.add(new Link(service.title(), () -> ready(service)));
    }
    links.add(new Link("retention", this::retention));
    links.add(new Link("ETL runs", this::runs));
    links.add(new Link("balance", this::balance));
    return links;
  }

  private String ready(Part service) throws Broken, InterruptedException {
    HttpResponse<String> answer = reach.get(service, "/actuator/health/readiness");
    if (answer.statusCode() != 200) {
      throw new Broken(
          "it is not ready: " + reach.get(service, "/actuator/health").body(),
          "Its page in docs tells what each reason means; it goes on by itself when that is mended");
    }
    return "ready";
  }

  private String retention() throws Broken, InterruptedException {
    double used = 0;
    for (String name :
        List.of("rivulet_archive_retention_used", "rivulet_sessionizer_input_retention_used")) {
      used = Math.max(used, figures(reach, Part.SESSIONIZER, name).max().orElse(0));
    }
    String says = "what waits has used up %.0f %% of Kafka's retention".formatted(100 * used);
    if (used > MOST_RETENTION_USED) {
      throw new Broken(
          says,
          "Bring sessionizer and S3 back to work, or raise the topics' retention, before events are"
              + " deleted unread");
    }
    return says;
  }

  /** The values of a metric, one for each of its labels. */
  static DoubleStream figures(Reach reach, Part service, String name)
      throws Broken, InterruptedException {
    return Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$")
        .matcher(reach.get(service, "/actuator/prometheus").body())
        .results()
        .mapToDouble(found -> Double.parseDouble(found.group(1)));
  }

  private String runs() throws Broken, InterruptedException {
    JsonNode runs = EventJson.mapper().readTree(reach.asked("/api/runs?job=preprocess&limit=20"));
    for (JsonNode run : runs) {
      String state = run.path("state").asString();
      if (state.equals("SUCCEEDED")) {
        return "the latest run of preprocess that ended has succeeded";
      }
      if (!NOT_ENDED.contains(state)) {
        throw new Broken(
            "run %d of preprocess is %s: %s"
                .formatted(
                    run.path("id").asLong(), state, run.path("message").asString("no reason")),
            "Page Operations shows the run; the next one tries again");
      }
    }
    throw new Broken(
        "preprocess has never run to its end", "See page Operations: is its trigger paused?");
  }

  private String balance() throws Broken, InterruptedException {
    JsonNode days = EventJson.mapper().readTree(reach.asked("/api/balance"));
    for (JsonNode day : days) {
      if (day.path("difference").asLong() != 0) {
        throw new Broken(
            "%s of project %s: lines that arrived and are neither events nor copies: %d"
                .formatted(
                    day.path("day").asString(),
                    day.path("project").asString(),
                    day.path("difference").asLong()),
            "Page Operations names the objects; docs/numbers.md tells the reasons");
      }
    }
    return "0 on each of %d days".formatted(days.size());
  }
}
