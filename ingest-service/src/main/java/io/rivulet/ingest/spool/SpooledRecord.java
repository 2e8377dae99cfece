package io.rivulet.ingest.spool;

/**
 * A record with its place in the spool.
 *
 * @param sequence ascends from record to record, with gaps
 */
public record SpooledRecord(long sequence, long appendedAtMillis, SpoolRecord record) {}
