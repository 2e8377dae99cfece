package io.rivulet.etl.keep;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Forgets by age what only tells of the past. Runs, and what rules said of them, are forgotten
 * elsewhere; receipts of erasures never.
 */
public final class OldRows {
  private static final Logger log = LoggerFactory.getLogger(OldRows.class);

  /**
   * Days for which a bookmark can be set back to a run; further back it is set to the beginning.
   */
  private static final int PUBLICATION_DAYS = 90;

  /** Days after which what verify found is forgotten. */
  private static final int VERIFICATION_DAYS = 90;

  /** Days after which a changed number is no longer told of, unless retention is set shorter. */
  private static final int RESTATEMENT_DAYS = 400;

  /** Days after which a message that nobody took is dropped: the webhook was switched off. */
  private static final int ALERT_DAYS = 14;

  private final JdbcClient analytics;
  private final JdbcClient ops;

  /**
   * @param analytics on the tables of schema {@code mart}
   */
  OldRows(JdbcClient analytics, JdbcClient ops) {
    this.analytics = analytics;
    this.ops = ops;
  }

  /** Does it, as every hour; what fails is tried again then. */
  @Scheduled(fixedDelay = 3_600_000, initialDelay = 120_000)
  public void forget() {
    try {
      // the last of each job and project says where it stands
      delete(
          analytics,
          "delete from publication p where published_at < now() - make_interval(days => ?)"
              + " and exists (select 1 from publication l where l.job = p.job"
              + " and l.project = p.project and l.publication_id > p.publication_id)",
          PUBLICATION_DAYS);
      delete(
          analytics,
          "delete from verification_difference d using verification v where v.run_id = d.run_id"
              + " and v.project = d.project"
              + " and v.verified_at < now() - make_interval(days => ?)",
          VERIFICATION_DAYS);
      delete(
          analytics,
          "delete from verification where verified_at < now() - make_interval(days => ?)",
          VERIFICATION_DAYS);
      delete(
          analytics,
          "delete from restatement where restated_at"
              + " < (now() at time zone 'UTC') - make_interval(days => ?)",
          RESTATEMENT_DAYS);
      delete(
          ops, "delete from alert where created_at < now() - make_interval(days => ?)", ALERT_DAYS);
    } catch (RuntimeException e) {
      log.warn("old rows stay for now: {}", e.toString());
    }
  }

  private static void delete(JdbcClient database, String sql, int days) {
    database.sql(sql).param(days).update();
  }
}
