package io.rivulet.standalone.demo;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Which guides of the product's help somebody reads: mostly those of their kind of work, and the
 * first ones of these most.
 */
final class Guides {
  private static final double READS = 0.22;
  private static final double LOOKS_BEYOND = 0.2;

  private static final List<List<String>> BY_WORK =
      List.of(
          List.of(
              "Your first invoice",
              "Hourly rates",
              "Reminders of payment",
              "Taxes on invoices",
              "Expenses",
              "Quotes and budgets",
              "Currencies",
              "Closing the year"),
          List.of(
              "Inviting your team",
              "Approving timesheets",
              "Roles and rights",
              "Workload at a glance",
              "Holidays and leave",
              "Weekly report by mail",
              "Projects and phases",
              "Archiving projects"),
          List.of(
              "Keyboard shortcuts",
              "Timer in the terminal",
              "Connecting the issue tracker",
              "Connecting the calendar",
              "The API in ten minutes",
              "Webhooks",
              "Exporting as CSV",
              "The chat bot"));

  private final Random random;
  private final int work;

  /** Draws by lot apart from all else that is told of the person. */
  Guides(long seed) {
    random = new Random(~seed);
    work = random.nextInt(BY_WORK.size());
  }

  /** What is read in a visit, if anything. */
  Optional<String> next() {
    if (random.nextDouble() >= READS) {
      return Optional.empty();
    }
    List<String> guides =
        BY_WORK.get(random.nextDouble() < LOOKS_BEYOND ? random.nextInt(BY_WORK.size()) : work);
    double place = random.nextDouble();
    return Optional.of(guides.get((int) (place * Math.sqrt(place) * guides.size())));
  }
}
