package io.rivulet.standalone.demo;

import io.rivulet.standalone.replay.EventLine;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Somebody's life with the product. The same seed gives the same life, told as far as it is. */
final class Person {
  /** Between two visits of a day; longer than the silence that ends a session. */
  private static final int PAUSE_MINUTES = 100;

  private final Product product;
  private final LocalDate joined;
  private final String user;
  private final Random random;
  private final Habit habit;
  private final Country country;
  private final Devices devices;
  private final Guides guides;
  private final LocalDate leaves;
  private final @Nullable LocalDate comesBack;
  private final @Nullable LocalDate pays;
  private final boolean knowsChatBot;
  private final Client first;
  private final Client second;
  private @Nullable Client backend;
  private @Nullable Client chatBot;
  private boolean isSignedUp;
  private @Nullable Instant timerSince;
  private @Nullable LocalDate paysSince;

  Person(Product product, LocalDate joined, String id, long seed) {
    this.product = product;
    this.joined = joined;
    this.user = "user-" + id;
    this.random = new Random(seed);
    this.guides = new Guides(seed);
    this.habit = Habit.at(random.nextDouble());
    this.country = Country.at(random.nextDouble());
    this.devices = new Devices(product, id, country, random);
    this.leaves = joined.plusDays(after(habit.meanDays()));
    this.comesBack = happens(0.15) ? leaves.plusDays(32 + random.nextInt(20)) : null;
    this.pays = happens(habit.upgrades()) ? joined.plusDays(4 + random.nextInt(24)) : null;
    this.knowsChatBot = habit.furtherVisits() > 0 && happens(0.3);
    String campaign = product.isInTheNews(joined) ? "magazine" : happens(0.2) ? "search" : null;
    double place = habit == Habit.VISITOR ? 0 : random.nextDouble();
    this.first =
        place < 0.5
            ? devices.browser(campaign)
            : place < 0.8 ? devices.phone() : devices.computer();
    this.second =
        habit.furtherVisits() == 0 || happens(0.55)
            ? first
            : place < 0.5 ? devices.phone() : devices.browser(null);
  }

  /** What is sent of it until now. */
  List<EventLine> life() {
    LocalDate today = product.now().atOffset(ZoneOffset.UTC).toLocalDate();
    for (LocalDate day = joined; !day.isAfter(today.plusDays(1)); day = day.plusDays(1)) {
      if (comes(day)) {
        spend(day);
      }
      if (isBilledOn(day)) {
        pay(day.atTime(9, 0).toInstant(ZoneOffset.UTC));
      }
    }
    return devices.lines();
  }

  private boolean comes(LocalDate day) {
    if (day.equals(joined)) {
      return true;
    }
    boolean isThere =
        day.isBefore(leaves)
            || (comesBack != null
                && !day.isBefore(comesBack)
                && day.isBefore(comesBack.plusDays(9)));
    return isThere && happens(habit.comes(Product.isWorkday(day)) * Product.zest(day));
  }

  private void spend(LocalDate day) {
    Instant at = minutesAfter(day.atTime(7, 30).atZone(country.zone()).toInstant(), 150);
    int visits = 1 + after(habit.furtherVisits());
    for (int visit = 0; visit < Math.min(visits, 4); visit++) {
      Client client = visit == 0 || happens(0.6) ? first : second;
      at = visit(client, day, at);
      at = minutesAfter(at.plus(PAUSE_MINUTES, ChronoUnit.MINUTES), 90);
    }
    if (timerSince != null && happens(0.88)) {
      at = endOfWork(timerSince);
    }
    if (isSignedUp && knowsChatBot && product.age(day) >= Product.CHAT_BOT_DAY && happens(0.5)) {
      writeToChatBot(at);
    }
  }

  /** One visit; returns its end. */
  private Instant visit(Client client, LocalDate day, Instant start) {
    client.open(start);
    Instant at = start.plusSeconds(1);
    if (habit == Habit.VISITOR) {
      return lookAround(client, at);
    }
    if (!isSignedUp) {
      at = signUp(client, at);
    } else if (client == second && second != first) {
      client.signIn(at, user, traits());
    }
    if (pays != null && paysSince == null && !day.isBefore(pays)) {
      at = upgrade(client, at);
      paysSince = day;
      pay(at.plusSeconds(50));
    }
    return read(client, work(client, day, at));
  }

  private Instant read(Client client, Instant at) {
    return guides
        .next()
        .map(
            guide -> {
              Instant later = at.plusSeconds(30);
              client.act(later, "Guide Read", Map.of("guide", guide));
              return later;
            })
        .orElse(at);
  }

  private Instant lookAround(Client client, Instant start) {
    Instant at = start;
    client.look(at, Place.HOME);
    if (happens(0.45)) {
      at = soon(at);
      client.look(at, Place.PRICING);
    }
    if (happens(0.12)) {
      at = soon(at);
      client.look(at, Place.SIGN_UP);
    }
    return at;
  }

  private Instant signUp(Client client, Instant start) {
    Instant at = lookAround(client, start);
    at = soon(at);
    client.look(at, Place.SIGN_UP);
    at = soon(at);
    client.signIn(at, user, traits());
    client.act(at.plusMillis(40), "Signed Up", Map.of("method", happens(0.6) ? "email" : "google"));
    isSignedUp = true;
    return soon(at);
  }

  private Instant work(Client client, LocalDate day, Instant start) {
    Instant at = start;
    client.look(at, Place.TIMER);
    if (timerSince != null) {
      at = stopTimer(client, soon(at), timerSince);
    }
    if (happens(0.75)) {
      at = startTimer(client, soon(at), day);
    }
    if (happens(0.3)) {
      at = soon(at);
      client.look(at, Place.CALENDAR);
      if (happens(0.6)) {
        at = soon(at);
        client.act(at, "Entry Edited", Map.of("field", happens(0.5) ? "duration" : "project"));
      }
    }
    if (happens(0.16)) {
      at = soon(at);
      client.look(at, Place.PROJECTS);
      if (happens(0.4)) {
        at = soon(at);
        client.act(at, "Project Created", Map.of("is_billable", happens(0.7)));
        if (happens(0.35)) {
          at = soon(at);
          client.act(at, "Teammate Invited", Map.of("role", happens(0.8) ? "member" : "manager"));
        }
      }
    }
    if (happens(Product.isReportDay(day) ? 0.42 : 0.2)) {
      at = report(client, soon(at));
    }
    return at;
  }

  /** Most timers run until the next visit; short tasks end while the product is still open. */
  private Instant startTimer(Client client, Instant at, LocalDate day) {
    String source = happens(0.62) ? "button" : happens(0.6) ? "shortcut" : "calendar";
    client.act(at, "Timer Started", Map.of("source", source));
    timerSince = at;
    return happens(0.3) && Product.isWorkday(day)
        ? stopTimer(client, minutesAfter(at.plus(4, ChronoUnit.MINUTES), 18), at)
        : at;
  }

  private Instant stopTimer(Client client, Instant at, Instant since) {
    client.act(at, "Timer Stopped", Map.of("minutes", ChronoUnit.MINUTES.between(since, at)));
    timerSince = null;
    return at;
  }

  /** After one to four hours they come to stop it; those who forget do so when they come again. */
  private Instant endOfWork(Instant since) {
    Instant at = minutesAfter(since.plus(60, ChronoUnit.MINUTES), 180);
    first.open(at);
    first.look(at.plusSeconds(1), Place.TIMER);
    return stopTimer(first, soon(at), since);
  }

  private Instant report(Client client, Instant start) {
    client.look(start, Place.REPORTS);
    Instant at = soon(start);
    client.act(at, "Report Viewed", Map.of("period", happens(0.7) ? "week" : "month"));
    if (happens(0.33)) {
      at = soon(at);
      String format = happens(0.5) ? "pdf" : happens(0.6) ? "xlsx" : "csv";
      client.act(at, "Report Exported", Map.of("format", format));
    }
    if (happens(0.2)) {
      at = soon(at);
      client.look(at, Place.INVOICES);
      at = soon(at);
      client.act(at, "Invoice Created", Map.of("currency", country == Country.US ? "USD" : "EUR"));
    }
    return at;
  }

  private Instant upgrade(Client client, Instant start) {
    client.look(start, Place.PRICING);
    Instant at = soon(start);
    client.look(at, Place.CHECKOUT);
    at = soon(soon(at));
    client.act(at, "Plan Upgraded", Map.of("plan", happens(0.7) ? "team" : "business"));
    return soon(at);
  }

  /** Once in thirty days from the upgrade on, until a month after the person left. */
  private boolean isBilledOn(LocalDate day) {
    return paysSince != null
        && day.isAfter(paysSince)
        && day.isBefore(leaves.plusDays(30))
        && ChronoUnit.DAYS.between(paysSince, day) % 30 == 0;
  }

  private void pay(Instant at) {
    backend = backend == null ? devices.backend(user) : backend;
    backend.act(at, happens(0.95) ? "Payment Succeeded" : "Payment Failed", Map.of("amount", 12));
  }

  private void writeToChatBot(Instant at) {
    chatBot = chatBot == null ? devices.chatBot(user) : chatBot;
    String command = happens(0.5) ? "start" : happens(0.7) ? "stop" : "today";
    chatBot.act(
        at,
        "Bot Command",
        Map.of("command", command, "channel", happens(0.7) ? "slack" : "telegram"));
  }

  private Map<String, ?> traits() {
    return Map.of(
        "team_size", 1 + Math.floorMod(user.hashCode(), 12), "language", country.locale());
  }

  private boolean happens(double chance) {
    return random.nextDouble() < chance;
  }

  /** A whole number of that mean, small ones being the most frequent. */
  private int after(double mean) {
    return mean == 0 ? 0 : (int) (-mean * Math.log(1 - random.nextDouble()));
  }

  /** Some seconds later. */
  private Instant soon(Instant at) {
    return at.plusMillis(3_000 + random.nextInt(42_000));
  }

  private Instant minutesAfter(Instant at, int most) {
    return at.plusMillis(random.nextInt(most * 60_000));
  }
}
