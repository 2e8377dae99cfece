package io.rivulet.etl.report;

import io.rivulet.etl.analytics.Publication;
import io.rivulet.reporting.ReportingSql;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Which numbers of days that were published as complete a publication changes, and why. */
public final class Restatements {

  /** Why a number changed; the texts are those of {@code bi.restatements}. */
  public enum Reason {
    LATE_EVENTS("late events"),
    ERASED("erased"),
    IDENTITY("identity"),
    CORRECTION("correction"),
    REBUILD("rebuild");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Map<LocalDate, Reason> reasons = new TreeMap<>();
  // of days that change because others did, such as the week's users after a late event
  private Reason otherwise = Reason.CORRECTION;

  /** All that changes does so for this reason. */
  public static Restatements allBecause(Reason reason) {
    Restatements restatements = new Restatements();
    restatements.otherwise = reason;
    return restatements;
  }

  /** Notes that days change for a reason; the first reason of a day stays. */
  Restatements because(Reason reason, Collection<LocalDate> days) {
    if (reasons.isEmpty() && !days.isEmpty()) {
      otherwise = reason;
    }
    days.forEach(day -> reasons.putIfAbsent(day, reason));
    return this;
  }

  /** Keeps what is published, within the transaction, before it is replaced. */
  public static void keepPublished(Publication publication, String project) throws SQLException {
    publication.execute(
        "create temporary table published_activity (like daily_activity) on commit drop");
    publication.execute(
        "insert into published_activity select * from daily_activity"
            + " where project = ? and is_complete",
        project);
  }

  /** Writes down what the transaction has changed since. */
  public void record(Publication publication, long runId) throws SQLException {
    // keys and values come in the same order
    publication.execute(
        ReportingSql.read("publish/restatement"),
        otherwise.text,
        runId,
        publication.array("date", reasons.keySet()),
        publication.array("text", reasons.values().stream().map(r -> r.text).toList()));
  }
}
