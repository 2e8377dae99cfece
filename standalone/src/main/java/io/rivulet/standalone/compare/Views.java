package io.rivulet.standalone.compare;

import io.rivulet.standalone.compare.Comparison.Source;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One project's reports, read from the views of schema {@code bi} as any BI tool reads them. */
final class Views {
  private final Connection connection;
  private final String project;

  Views(Connection connection, String project) {
    this.connection = connection;
    this.project = project;
  }

  /** Events in the sessions that are published, those of bots included. */
  long events() throws SQLException {
    return number("select coalesce(sum(events), 0) from bi.sessions where project = ?").longValue();
  }

  /** All sessions; only those of users without an instance where {@code usersOnly}. */
  List<Session> sessions(boolean usersOnly) throws SQLException {
    String sql =
        "select actor_id, instance_id, started_at, ended_at, events from bi.sessions"
            + " where project = ?"
            + (usersOnly ? " and instance_id is null" : "")
            + " order by actor_id, started_at";
    List<Session> sessions = new ArrayList<>();
    try (PreparedStatement query = query(sql);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        sessions.add(
            new Session(
                new EventRow.Actor(row.getString("instance_id") != null, row.getString("actor_id")),
                row.getObject("started_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getObject("ended_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getLong("events")));
      }
    }
    return sessions;
  }

  /** Distinct users of the sessions that have no instance. */
  long usersOfSessionsWithoutInstance() throws SQLException {
    return number(
            "select count(distinct actor_id) from bi.sessions"
                + " where project = ? and instance_id is null")
        .longValue();
  }

  /**
   * Puts what the views say of all events.
   *
   * @param lastDay last day with events: later periods have not ended within the data
   */
  void putReports(Comparison comparison, String scope, LocalDate lastDay) throws SQLException {
    Sink sink = (metric, figure) -> comparison.put(scope + ": " + metric, Source.RIVULET, figure);
    sink.put(Metrics.PERSONS, amount("select count(*) from bi.users where project = ?"));
    sink.put(
        Metrics.NAMES,
        amount("select count(distinct event_name) from bi.events_daily where project = ?"));
    sink.put(
        Metrics.EVENTS_BY_NAME,
        perKey("select event_name, sum(events) from bi.events_daily where project = ? group by 1"));
    sink.put(Metrics.EVENTS_PER_DAY, perDay("events"));
    sink.put(Metrics.ACTIVE_PER_DAY, perDay("active_users"));
    sink.put(Metrics.NEW_PER_DAY, perDay("new_users"));
    sink.put(Metrics.STARTED_PER_DAY, perDay("sessions"));
    for (int n : Metrics.RETENTION_DAYS) {
      sink.put(Metrics.eligible(n), retention(n, "cohort_size", lastDay));
      sink.put(Metrics.retained(n), retention(n, "retained_on", lastDay));
      sink.put(Metrics.retainedOnOrAfter(n), retention(n, "retained_on_or_after", lastDay));
      sink.put(
          Metrics.retainedByCohort(n),
          retentionQuery(
              "select cohort_start, retained_on from bi.retention where " + matureDays(n),
              lastDay));
    }
  }

  private Figure retention(int n, String column, LocalDate lastDay) throws SQLException {
    Figure.PerKey one =
        retentionQuery(
            "select 'all', coalesce(sum("
                + column
                + "), 0) from bi.retention where "
                + matureDays(n),
            lastDay);
    return new Figure.Amount(one.values().getOrDefault("all", BigDecimal.ZERO));
  }

  // A cohort whose day n is still running counts for nobody, in the views and in the reference.
  private static String matureDays(int n) {
    return "project = ? and period = 'day' and n = "
        + n
        + " and is_mature and cohort_start + "
        + n
        + " <= ?";
  }

  private Figure.PerKey retentionQuery(String sql, LocalDate lastDay) throws SQLException {
    try (PreparedStatement query = query(sql)) {
      query.setDate(2, Date.valueOf(lastDay));
      return read(query).withoutZeros();
    }
  }

  private Figure perDay(String column) throws SQLException {
    return perKey(
            "select day, sum(" + column + ") from bi.daily_activity where project = ? group by 1")
        .withoutZeros();
  }

  private Figure.PerKey perKey(String sql) throws SQLException {
    try (PreparedStatement query = query(sql)) {
      return read(query);
    }
  }

  private static Figure.PerKey read(PreparedStatement query) throws SQLException {
    SortedMap<String, BigDecimal> values = new TreeMap<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        values.put(row.getString(1), row.getBigDecimal(2));
      }
    }
    return new Figure.PerKey(values);
  }

  private Figure amount(String sql) throws SQLException {
    return new Figure.Amount(number(sql));
  }

  private BigDecimal number(String sql) throws SQLException {
    try (PreparedStatement query = query(sql);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getBigDecimal(1);
    }
  }

  private PreparedStatement query(String sql) throws SQLException {
    PreparedStatement query = connection.prepareStatement(sql);
    query.setString(1, project);
    return query;
  }

  private interface Sink {
    void put(String metric, Figure figure);
  }
}
