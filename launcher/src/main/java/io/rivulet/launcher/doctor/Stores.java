package io.rivulet.launcher.doctor;

import io.rivulet.event.Topics;
import io.rivulet.launcher.Part;
import io.rivulet.launcher.doctor.Link.Broken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What everything is kept in: disk, Kafka, S3 and PostgreSQL. */
record Stores(Reach reach) {
  private static final Duration MOST_CLOCK_DIFFERENCE = Duration.ofSeconds(5);
  private static final String READER = "bi_reader";

  /** What PostgreSQL calls them. */
  private static final String WRONG_PASSWORD = "28P01";

  private static final String NO_RIGHT = "42501";
  private static final String DISK_FULL = "53100";

  private static final long LEAST_FREE_BYTES = 1L << 30;

  List<Link> links() {
    return List.of(
        new Link("disk", this::disk),
        new Link("Kafka", this::kafka),
        new Link("S3", this::s3),
        new Link("PostgreSQL", this::postgres),
        new Link("clocks", this::clocks));
  }

  private String disk() throws IOException, Broken, InterruptedException {
    Optional<Path> home = reach.addresses().home();
    if (home.isEmpty()) {
      return diskOfServices();
    }
    if (!Files.isDirectory(home.get())) {
      throw new Broken(
          "the data folder " + home.get() + " is not there", "RIVULET_HOME names another one");
    }
    return enough((double) Files.getFileStore(home.get()).getUsableSpace(), home.get().toString());
  }

  /** What the services on other machines or in other containers say of their folders' disks. */
  private String diskOfServices() throws Broken, InterruptedException {
    double least = Double.MAX_VALUE;
    Part where = Part.INGEST;
    for (Part service : List.of(Part.INGEST, Part.SESSIONIZER, Part.ETL)) {
      double free = Services.figures(reach, service, "disk_free_bytes").min().orElse(0);
      if (free < least) {
        least = free;
        where = service;
      }
    }
    return enough(least, where.title());
  }

  private static String enough(double free, String whom) throws Broken {
    String says = "%.1f GB free for %s".formatted(free / 1e9, whom);
    if (free < LEAST_FREE_BYTES) {
      throw new Broken(
          says, "Make room: below 1 GB the services stop taking what they cannot keep");
    }
    return says;
  }

  private String kafka() throws Broken, InterruptedException {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            reach.addresses().of(Part.KAFKA),
            "default.api.timeout.ms",
            (int) Reach.ANSWER_WITHIN.toMillis(),
            "request.timeout.ms",
            (int) Reach.ANSWER_WITHIN.toMillis());
    reach.requireListener(Part.KAFKA);
    List<String> wanted = List.of(Topics.EVENTS, Topics.EVENTS_SESSIONIZED, Topics.EVENTS_REJECTED);
    try (Admin admin = Admin.create(config)) {
      Set<String> there = admin.listTopics().names().get();
      Set<String> missing = new TreeSet<>(wanted);
      missing.removeAll(there);
      if (!missing.isEmpty()) {
        throw new Broken(
            "topics are missing: " + String.join(", ", missing),
            "The services make them when they start: see whether ingest and sessionizer run");
      }
      int partitions =
          Objects.requireNonNull(
                  admin
                      .describeTopics(List.of(Topics.EVENTS))
                      .allTopicNames()
                      .get()
                      .get(Topics.EVENTS))
              .partitions()
              .size();
      return "its three topics are there, events has " + partitions + " partitions";
    } catch (ExecutionException e) {
      throw new Broken(
          "it does not answer: " + e.getCause(), "See the log for Kafka; then start it again");
    }
  }

  private String s3() throws Broken {
    reach.requireListener(Part.S3);
    String bucket = reach.addresses().bucket();
    String key = "doctor/" + UUID.randomUUID();
    try (S3Client s3 =
        reach
            .addresses()
            .s3()
            .overrideConfiguration(o -> o.apiCallTimeout(Reach.ANSWER_WITHIN))
            .build()) {
      s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString("?"));
      boolean isListed = s3.listObjectsV2(b -> b.bucket(bucket).prefix(key)).contents().size() == 1;
      String found = s3.getObjectAsBytes(b -> b.bucket(bucket).key(key)).asUtf8String();
      s3.deleteObject(b -> b.bucket(bucket).key(key));
      if (!isListed || !found.equals("?")) {
        throw new Broken(
            "it does not give back what was put there", "Its disk may be full or broken");
      }
      return "an object was put, listed, read and deleted";
    } catch (SdkException e) {
      throw new Broken(
          "it refuses: " + e.getMessage(), "See its bucket, credentials and disk, and the log");
    }
  }

  private String postgres() throws Broken, SQLException {
    reach.requireListener(Part.POSTGRES);
    try (Connection owner =
            reach.connection(reach.addresses().owner(), reach.addresses().ownerPassword());
        Statement statement = owner.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select max(version::int) filter (where success), count(*) filter (where not success)"
                    + " from flyway_schema_history")) {
      row.next();
      if (row.getInt(2) > 0) {
        throw new Broken(
            "a migration has failed after version " + row.getInt(1),
            "The etl-service's log says which and why");
      }
      try (Connection reader = reach.connection(READER, reach.addresses().readerPassword());
          Statement asked = reader.createStatement();
          ResultSet views = asked.executeQuery("select count(*) from bi.data_freshness")) {
        views.next();
        return "schema version %d, views can be read".formatted(row.getInt(1));
      }
    } catch (SQLException e) {
      throw new Broken("it does not do as asked: " + e.getMessage(), cure(e));
    }
  }

  private static String cure(SQLException e) {
    return switch (String.valueOf(e.getSQLState())) {
      case WRONG_PASSWORD ->
          "RIVULET_POSTGRES_PASSWORD or RIVULET_BI_READER_PASSWORD is not what PostgreSQL has:"
              + " change one of the two, alter role ... password";
      case DISK_FULL -> "Its disk is full: make room, and it goes on by itself";
      case NO_RIGHT -> "Somebody has taken a right: grant it again to " + READER;
      default -> "Tables and views are made when the etl-service starts: see its log";
    };
  }

  private String clocks() throws Broken, SQLException, InterruptedException {
    Instant before = Instant.now();
    try (Connection connection = reach.connection(READER, reach.addresses().readerPassword());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select extract(epoch from clock_timestamp())")) {
      row.next();
      Duration difference =
          Duration.between(before, Instant.ofEpochMilli((long) (row.getDouble(1) * 1000))).abs();
      if (difference.compareTo(MOST_CLOCK_DIFFERENCE) > 0) {
        throw new Broken(
            "PostgreSQL's clock differs by " + difference.toSeconds() + " s",
            "Let both machines follow one time server");
      }
      return "they agree";
    }
  }
}
