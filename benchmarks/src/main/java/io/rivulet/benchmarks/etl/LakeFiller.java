package io.rivulet.benchmarks.etl;

import io.rivulet.benchmarks.load.SampleEvents;
import io.rivulet.benchmarks.sessionizer.LineTemplate;
import io.rivulet.benchmarks.sessionizer.UserAgentPool;
import io.rivulet.event.Event;
import io.rivulet.event.EventJson;
import io.rivulet.event.LakeObject;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.event.Topics;
import io.rivulet.event.project.Project;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.sessionizer.enrich.Enrichment;
import io.rivulet.sessionizer.enrich.EnrichmentRules;
import io.rivulet.sessionizer.geoip.GeoDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process that writes raw objects as the archiver would: reads an {@link Order} a line as JSON
 * from standard input and answers each with a {@link Filled}. The history is of 30 days, from noon
 * to noon; what is ordered later arrives in the minutes after it.
 */
final class LakeFiller {
  static final String BUCKET = "rivulet";
  static final Instant END = Instant.parse("2026-03-31T12:00:00Z");
  static final Duration LENGTH = Duration.ofDays(30);

  /** When the event that comes late happened. */
  static final Instant LATE = Instant.parse("2026-03-11T10:00:00.123Z");

  private static final int PARTITIONS = 1;
  private static final long OBJECT_BYTES = 64L << 20; // as the archiver's
  private static final int TEMPLATES = 5_000;
  private static final long SEED = 42;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final JsonMapper JSON = new JsonMapper();

  /** What to write. */
  enum Kind {
    /** The 30 days. */
    HISTORY,
    /** Sessions that begin within the minute after all others. */
    MINUTE,
    /** A single event of twenty days before. */
    LATE
  }

  /**
   * An order.
   *
   * @param events about how many
   */
  record Order(Kind kind, int events) {}

  /**
   * What was written.
   *
   * @param lines copies among them
   * @param bytes of the lines
   * @param compressed bytes of the objects
   */
  record Filled(List<String> keys, long lines, long bytes, long compressed) {}

  private final S3Client s3;
  private final String project;
  private final Path work;
  private final Visits visits;
  private final List<LakeLine> actions = new ArrayList<>();
  private final List<LakeLine> signedIn = new ArrayList<>();
  private final List<LakeLine> signIns = new ArrayList<>();
  private final long[] offsets = new long[PARTITIONS];
  private long minute = END.toEpochMilli();
  private List<String> keys = new ArrayList<>();
  private long lines;
  private long bytes;
  private long compressed;

  private LakeFiller(S3Client s3, Project project, EnrichmentRules rules, Path work, int events) {
    this.s3 = s3;
    this.project = project.id();
    this.work = work;
    this.visits = new Visits(project.id(), events, SEED);
    Enrichment enrichment =
        Enrichment.standard(
            () -> rules,
            new GeoDatabase(null),
            (step, event, cause) -> {
              throw new IllegalStateException(step, cause);
            });
    var samples = new SampleEvents(SEED, LineTemplate.OCCURRED_AT, new UserAgentPool(SEED));
    for (int i = 0; i < TEMPLATES; i++) {
      String sent =
          samples
              .next()
              .replaceFirst(
                  "\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"" + LineTemplate.OCCURRED_AT + "\"");
      String action =
          i % 3 == 0 ? sent.replaceFirst("\"track\",\"event\"", "\"page\",\"name\"") : sent;
      String user = "{\"userId\":\"" + LakeLine.USER + "\",";
      actions.add(line(action, project, enrichment));
      signedIn.add(line(action.replaceFirst("\\{", user), project, enrichment));
      signIns.add(
          line(
              sent.replaceFirst("\"track\",\"event\":\"[^\"]*\"", "\"identify\"")
                  .replaceFirst("\\{", user)
                  .replaceFirst("\"properties\"", "\"traits\""),
              project,
              enrichment));
    }
  }

  private static LakeLine line(String sent, Project project, Enrichment enrichment) {
    Event event = EventJson.readEvent(LineTemplate.of(sent, project).line());
    return new LakeLine(enrichment.enrich(event));
  }

  /**
   * Runs until standard input ends.
   *
   * @param arguments projects file, number of events, a folder for objects in work
   */
  public static void main(String[] arguments)
      throws IOException, ProjectsFile.InvalidProjectsException {
    var file = new ProjectsFile(Path.of(arguments[0]));
    try (var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var s3 =
            S3Client.builder()
                .forcePathStyle(true)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build()) {
      var filler =
          new LakeFiller(
              s3,
              file.current().projects().get(0),
              new EnrichmentRules(file.current()),
              Path.of(arguments[2]),
              Integer.parseInt(arguments[1]));
      String line = orders.readLine();
      while (line != null) {
        Filled filled = filler.fill(JSON.readValue(line, Order.class));
        System.out.println(JSON.writeValueAsString(filled));
        line = orders.readLine();
      }
    }
  }

  private Filled fill(Order order) throws IOException {
    keys = new ArrayList<>();
    lines = 0;
    bytes = 0;
    compressed = 0;
    switch (order.kind()) {
      case HISTORY -> {
        long from = END.minus(LENGTH).toEpochMilli();
        for (long hour = from; hour < END.toEpochMilli(); hour += HOUR) {
          visits.begin(hour, hour + HOUR, (double) order.events() / LENGTH.toHours());
          archive(visits.arrivedBefore(hour + HOUR));
        }
      }
      case MINUTE -> {
        visits.begin(minute, minute + 60_000, order.events());
        minute += 60_000;
        archive(visits.arrivedBefore(minute + HOUR));
      }
      case LATE -> archive(List.of(visits.late(LATE.toEpochMilli(), minute)));
    }
    return new Filled(keys, lines, bytes, compressed);
  }

  /** Each partition's lines of each hour. */
  private void archive(List<Visits.Visit> arrived) throws IOException {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      List<Visits.Visit> object = new ArrayList<>();
      for (Visits.Visit visit : arrived) {
        if (Math.floorMod(visit.session().instance().hashCode(), PARTITIONS) != partition) {
          continue;
        }
        if (!object.isEmpty() && hour(object.get(0)) != hour(visit)) {
          put(partition, object);
          object = new ArrayList<>();
        }
        object.add(visit);
      }
      if (!object.isEmpty()) {
        put(partition, object);
      }
    }
  }

  private static long hour(Visits.Visit visit) {
    return visit.receivedAt() / HOUR;
  }

  /** One object, or several when its lines are more than one may hold. */
  private void put(int partition, List<Visits.Visit> visits) throws IOException {
    Path file = work.resolve("object.json.gz");
    int done = 0;
    while (done < visits.size()) {
      int first = done;
      var counted = new CountingStream();
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
        counted.out = out;
        for (; done < visits.size() && counted.bytes < OBJECT_BYTES; done++) {
          template(visits.get(done)).write(visits.get(done), counted);
        }
      }
      int count = done - first;
      String key =
          LakeObject.of(
                  Area.RAW,
                  project,
                  Instant.ofEpochMilli(visits.get(first).receivedAt()),
                  Topics.EVENTS_SESSIONIZED,
                  partition,
                  offsets[partition])
              .key();
      offsets[partition] += count;
      s3.putObject(
          r ->
              r.bucket(BUCKET)
                  .key(key)
                  .metadata(Map.of(LakeObject.LINES_METADATA, Integer.toString(count))),
          RequestBody.fromFile(file));
      keys.add(key);
      lines += count;
      bytes += counted.bytes;
      compressed += Files.size(file);
    }
  }

  private LakeLine template(Visits.Visit visit) {
    List<LakeLine> templates =
        visit.session().user().isEmpty() ? actions : visit.index() == 0 ? signIns : signedIn;
    return templates.get(Math.floorMod(visit.number() * 2_654_435_761L, TEMPLATES));
  }

  private static final class CountingStream extends OutputStream {
    private OutputStream out = OutputStream.nullOutputStream();
    private long bytes;

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] b, int from, int length) throws IOException {
      out.write(b, from, length);
      bytes += length;
    }
  }
}
