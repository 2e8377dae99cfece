package io.rivulet.models.segment;

/**
 * The segments of the usual scheme, by recency and by the mean of frequency and money, each 1 to 5.
 * Names and meanings are those that Putler's guide to RFM made common; the cells are those of the
 * grid that is in common use since, which has neither gaps nor overlaps:
 *
 * <pre>
 *                 frequency and money
 *   recency   1          2          3          4         5
 *      5      new        potential  potential  champion  champion
 *      4      promising  potential  potential  loyal     loyal
 *      3      to sleep   to sleep   attention  loyal     loyal
 *      2      hibernates hibernates at risk    at risk   can't lose
 *      1      hibernates hibernates at risk    at risk   can't lose
 * </pre>
 */
public enum RfmSegment {
  CHAMPIONS("Champions"),
  LOYAL("Loyal"),
  POTENTIAL_LOYALISTS("Potential loyalists"),
  NEW("New"),
  PROMISING("Promising"),
  NEED_ATTENTION("Need attention"),
  ABOUT_TO_SLEEP("About to sleep"),
  CANNOT_LOSE("Can't lose"),
  AT_RISK("At risk"),
  HIBERNATING("Hibernating");

  private final String title;

  RfmSegment(String title) {
    this.title = title;
  }

  /** The name for people. */
  public String title() {
    return title;
  }

  /** Of two scores of 1 to 5. */
  static RfmSegment of(int recency, int value) {
    if (recency >= 4) {
      return switch (value) {
        case 1 -> recency == 5 ? NEW : PROMISING;
        case 2, 3 -> POTENTIAL_LOYALISTS;
        default -> recency == 5 ? CHAMPIONS : LOYAL;
      };
    }
    if (recency == 3) {
      return switch (value) {
        case 1, 2 -> ABOUT_TO_SLEEP;
        case 3 -> NEED_ATTENTION;
        default -> LOYAL;
      };
    }
    return switch (value) {
      case 1, 2 -> HIBERNATING;
      case 3, 4 -> AT_RISK;
      default -> CANNOT_LOSE;
    };
  }
}
