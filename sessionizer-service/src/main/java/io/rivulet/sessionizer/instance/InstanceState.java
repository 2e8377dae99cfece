package io.rivulet.sessionizer.instance;

import static io.rivulet.event.SessionRule.micros;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What one installation said last of itself and of its user. Revolt's SDKs say so in events of
 * their own, {@code system.appInstanceData}, {@code user.signedIn}, {@code user.profile} and {@code
 * user.signedOut}, and their other events carry neither, so they get it from here. Segment's SDKs
 * put both on every event; of theirs nothing is kept and nothing is added.
 *
 * <p>What was said holds for events that happened at the same moment or later, until something else
 * is said. The latest by {@code occurred_at} counts, in whatever order the events come: {@link
 * #merge} is associative and commutative, and {@link #NONE} is its identity.
 *
 * <p>Worked example: signed in as ann at 10:00, as bob at 11:00. Then the event of 10:00 comes a
 * second time: bob stays. An event of 10:30 that comes only now gets no user, since who was there
 * before bob is not kept.
 *
 * @param described null where the installation has not described itself
 * @param user null where nobody has signed in or out
 */
public record InstanceState(@Nullable Described described, @Nullable Stay user) {

  /** Of an installation that said nothing yet. */
  public static final InstanceState NONE = new InstanceState(null, null);

  /** The longest user id that is kept, in bytes of UTF-8: any that the collector takes. */
  static final int MAX_USER_BYTES = 1_536;

  /** No installation takes more. */
  public static final int MAX_BYTES =
      1 + Long.BYTES + Description.MAX_BYTES + Long.BYTES + Short.BYTES + MAX_USER_BYTES;

  private static final String REVOLT = "revolt";
  private static final int HAS_DESCRIPTION = 1;
  private static final int HAS_STAY = 2;
  private static final int HAS_USER = 4;

  /**
   * A description and when it was given. Of two of the same moment one is taken, always the same.
   */
  record Described(Instant since, Description as) {
    private static final Comparator<Described> ORDER =
        Comparator.comparing(Described::since).thenComparing(d -> d.as().toString());
  }

  /**
   * Who is there since when. Somebody who signs in at the moment at which another one signs out is
   * there.
   *
   * @param userId null: nobody, since the last one signed out
   */
  record Stay(Instant since, @Nullable String userId) {
    private static final Comparator<Stay> ORDER =
        Comparator.comparing(Stay::since)
            .thenComparing(Stay::userId, Comparator.nullsFirst(Comparator.naturalOrder()));
  }

  /** What a single event says; {@link #NONE} of one that says nothing of its installation. */
  static InstanceState of(Event event) {
    if (!event.protocol().equals(REVOLT)) {
      return NONE;
    }
    if ("system.appInstanceData".equals(event.name())) {
      return new InstanceState(new Described(event.occurredAt(), Description.of(event)), null);
    }
    if ("user.signedOut".equals(event.name())) {
      return new InstanceState(null, new Stay(event.occurredAt(), null));
    }
    String userId = event.userId();
    return event.type() == EventType.IDENTIFY
            && userId != null
            && userId.getBytes(StandardCharsets.UTF_8).length <= MAX_USER_BYTES
        ? new InstanceState(null, new Stay(event.occurredAt(), userId))
        : NONE;
  }

  /** What is known after the event. */
  public InstanceState after(Event event) {
    return merge(of(event));
  }

  /** The later of both, for the description and for the user. */
  InstanceState merge(InstanceState other) {
    if (other.equals(NONE)) {
      return this;
    }
    return new InstanceState(
        later(described, other.described, Described.ORDER), later(user, other.user, Stay.ORDER));
  }

  private static <T> @Nullable T later(@Nullable T one, @Nullable T other, Comparator<T> order) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return order.compare(one, other) >= 0 ? one : other;
  }

  /** The event with what it lacks and its installation has said before. */
  public Event fill(Event event) {
    if (!event.protocol().equals(REVOLT) || equals(NONE)) {
      return event;
    }
    EventBuilder filled = EventBuilder.builder(event);
    if (described != null && !event.occurredAt().isBefore(described.since())) {
      described.as().fill(event, filled);
    }
    if (user != null && event.userId() == null && !event.occurredAt().isBefore(user.since())) {
      filled.userId(user.userId());
    }
    return filled.build();
  }

  /**
   * Writes what {@link #read} reads, at most {@link #MAX_BYTES}; nothing where nothing is known.
   */
  public void write(ByteBuffer bytes) {
    if (equals(NONE)) {
      return;
    }
    String userId = user == null ? null : user.userId();
    bytes.put(
        (byte)
            ((described == null ? 0 : HAS_DESCRIPTION)
                | (user == null ? 0 : HAS_STAY)
                | (userId == null ? 0 : HAS_USER)));
    if (described != null) {
      bytes.putLong(micros(described.since()));
      described.as().write(bytes);
    }
    if (user != null) {
      bytes.putLong(micros(user.since()));
    }
    if (userId != null) {
      byte[] utf8 = userId.getBytes(StandardCharsets.UTF_8);
      bytes.putShort((short) utf8.length).put(utf8);
    }
  }

  /** Reads what {@link #write} wrote, up to the end. */
  public static InstanceState read(ByteBuffer bytes) {
    if (!bytes.hasRemaining()) {
      return NONE;
    }
    int has = bytes.get();
    Described described =
        (has & HAS_DESCRIPTION) == 0
            ? null
            : new Described(instant(bytes.getLong()), Description.read(bytes));
    Instant since = (has & HAS_STAY) == 0 ? null : instant(bytes.getLong());
    String userId = (has & HAS_USER) == 0 ? null : Utf8.read(bytes, bytes.getShort());
    return new InstanceState(described, since == null ? null : new Stay(since, userId));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
