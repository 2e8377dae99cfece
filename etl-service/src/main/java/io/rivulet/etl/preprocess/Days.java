package io.rivulet.etl.preprocess;

import java.time.LocalDate;
import java.util.Optional;

/** A range of days, both ends included. */
public record Days(LocalDate first, LocalDate last) {
  private static final LocalDate NEVER_BEFORE = LocalDate.of(1970, 1, 1);
  private static final LocalDate NEVER_AFTER = LocalDate.of(9999, 12, 31);

  public Days {
    if (last.isBefore(first)) {
      throw new IllegalArgumentException("from " + first + " is after to " + last);
    }
  }

  /** From a day on, until a day; each may be open. */
  public static Optional<Days> of(Optional<LocalDate> from, Optional<LocalDate> to) {
    return from.isEmpty() && to.isEmpty()
        ? Optional.empty()
        : Optional.of(new Days(from.orElse(NEVER_BEFORE), to.orElse(NEVER_AFTER)));
  }

  /** Whether the day is one of them. */
  public boolean contain(LocalDate day) {
    return !day.isBefore(first) && !day.isAfter(last);
  }
}
