package io.rivulet.launcher;

/** What listens on a port of its own, in the order in which the suite stops. */
public enum Part {
  INGEST("ingest", 8080),
  SESSIONIZER("sessionizer", 8083),
  ETL("etl", 8082),
  DASHBOARD("dashboard", 8081),
  POSTGRES("PostgreSQL", 5433),
  S3("S3", 9000),
  KAFKA("Kafka", 9092);

  private final String title;
  private final int defaultPort;

  Part(String title, int defaultPort) {
    this.title = title;
    this.defaultPort = defaultPort;
  }

  /** Its name for people. */
  public String title() {
    return title;
  }

  /** Where it listens unless told otherwise. */
  public int defaultPort() {
    return defaultPort;
  }

  /** The environment variable that names another port. */
  public String portVariable() {
    return "RIVULET_" + name() + "_PORT";
  }
}
