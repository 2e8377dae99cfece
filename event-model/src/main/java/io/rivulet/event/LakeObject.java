package io.rivulet.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of one object of event lines in the lake. Its key is {@code
 * <area>/project=<p>/received_date=YYYY-MM-DD/received_hour=HH/<topic>-<partition>-<first offset,
 * 20 digits>.json.gz}: partitioned by arrival, in UTC, so a closed hour never changes; named by
 * offset, so that writing the same records again overwrites and never doubles.
 *
 * @param receivedHour the hour of arrival, UTC
 * @param firstOffset offset of the object's first line in the partition
 */
public record LakeObject(
    Area area,
    String project,
    LocalDateTime receivedHour,
    String topic,
    int partition,
    long firstOffset) {

  /**
   * Name of the S3 user metadata that counts an object's lines, written by the archiver and checked
   * by the ETL.
   */
  public static final String LINES_METADATA = "rivulet-lines";

  /**
   * Name of the S3 user metadata that counts the lines that are no longer in an object, of {@link
   * #LINES_METADATA}, since their persons were erased; written by the ETL.
   */
  public static final String ERASED_METADATA = "rivulet-erased";

  /** The two parts of the lake that hold what arrived. */
  public enum Area {
    /** Accepted events. */
    RAW,
    /** Refused events and requests. */
    QUARANTINE;

    /** The first element of the key, without slash. */
    public String prefix() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  // LIST of some stores shows uploads in flight under names that begin with the key, so a key
  // counts only when the whole of it fits.
  private static final Pattern KEY =
      Pattern.compile(
          "(raw|quarantine)/project=([^/]+)/received_date=(\\d{4}-\\d{2}-\\d{2})"
              + "/received_hour=(\\d{2})/([a-z-]+)-(\\d+)-(\\d{20})\\.json\\.gz");

  public LakeObject {
    Objects.requireNonNull(area, "area");
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(topic, "topic");
    receivedHour =
        Objects.requireNonNull(receivedHour, "received hour").truncatedTo(ChronoUnit.HOURS);
  }

  /** The object for records of that project received in the hour of {@code receivedAt}. */
  public static LakeObject of(
      Area area, String project, Instant receivedAt, String topic, int partition, long offset) {
    return new LakeObject(
        area,
        project,
        LocalDateTime.ofInstant(receivedAt, ZoneOffset.UTC),
        topic,
        partition,
        offset);
  }

  /** What the keys of a project's objects in an area begin with. */
  public static String prefix(Area area, String project) {
    return area.prefix() + "/project=" + project + "/";
  }

  /** What the keys of those that arrived on that day, UTC, begin with. */
  public static String prefix(Area area, String project, LocalDate receivedDate) {
    return prefix(area, project) + "received_date=" + receivedDate;
  }

  /** What the keys of those that arrived in that hour, UTC, begin with. */
  public static String prefix(Area area, String project, LocalDateTime receivedHour) {
    return String.format(
        Locale.ROOT,
        "%s/received_hour=%02d/",
        prefix(area, project, receivedHour.toLocalDate()),
        receivedHour.getHour());
  }

  /** Reads a key; empty when it is not, in full, the key of an event object. */
  public static Optional<LakeObject> parse(String key) {
    Matcher m = KEY.matcher(key);
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LakeObject(
              Area.valueOf(m.group(1).toUpperCase(Locale.ROOT)),
              m.group(2),
              LocalDate.parse(m.group(3)).atTime(Integer.parseInt(m.group(4)), 0),
              m.group(5),
              Integer.parseInt(m.group(6)),
              Long.parseLong(m.group(7))));
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The S3 key. */
  public String key() {
    return String.format(
        Locale.ROOT,
        "%s%s-%d-%020d.json.gz",
        prefix(area, project, receivedHour),
        topic,
        partition,
        firstOffset);
  }
}
