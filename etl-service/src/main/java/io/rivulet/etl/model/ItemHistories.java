package io.rivulet.etl.model;

import io.rivulet.etl.engine.Engine;
import io.rivulet.etl.engine.Workbench;
import io.rivulet.event.project.ItemProperty;
import io.rivulet.models.recommend.PersonItems;
import io.rivulet.models.recommend.PersonItems.Taken;
import io.rivulet.models.recommend.RecommendationTraining;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Which items persons of a project took first when, from the lake's curated events. */
record ItemHistories(Workbench workbench) {
  /** Of persons who are drawn by lot; finer would change nothing. */
  private static final int LOTS = 1_000_000;

  /**
   * Reads them from {@code event} and {@code identity}.
   *
   * @param firstDay in the project's time zone
   * @param end the day after the last one
   * @param knownBefore the day before which an item has to be taken to be known: bounds leave out
   *     of what came before it and of what came after alike
   */
  static ItemHistories read(
      Workbench workbench,
      List<ItemProperty> items,
      LocalDate firstDay,
      LocalDate end,
      LocalDate knownBefore) {
    workbench.tableOf(
        "item_history",
        "first_day date, end_day date, known_before date",
        List.of(List.of(Date.valueOf(firstDay), Date.valueOf(end), Date.valueOf(knownBefore))));
    workbench.tableOf(
        "item_event",
        "property string, event_name string",
        items.stream()
            .flatMap(
                item ->
                    item.events().stream()
                        .distinct()
                        .map(event -> List.<Object>of(item.property(), event)))
            .toList());
    workbench.table("model", "item_taken");
    return new ItemHistories(workbench);
  }

  /** Items of persons, of all properties. */
  long rows() {
    return workbench.number("select count(*) from item_taken");
  }

  /** Gives each person who took an item. */
  void forEach(ItemProperty item, Consumer<PersonItems> consumer) {
    rows(item, LOTS).forEach((person, taken) -> consumer.accept(new PersonItems(person, taken)));
  }

  /** The persons who are learned from, drawn by lot where there are more than memory is for. */
  List<PersonItems> sample(ItemProperty item) {
    PersonRows<Taken> all = rows(item, LOTS);
    double share =
        Math.min(
            (double) RecommendationTraining.MOST_PERSONS / Math.max(1, all.persons()),
            (double) RecommendationTraining.MOST_TAKEN / Math.max(1, all.rows()));
    List<PersonItems> persons = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    rows(item, (int) Math.min(LOTS, share * LOTS))
        .forEach(
            (person, taken) ->
                persons.add(
                    new PersonItems(
                        person,
                        taken.stream()
                            .map(t -> new Taken(names.computeIfAbsent(t.item(), n -> n), t.day()))
                            .toList())));
    return persons;
  }

  private PersonRows<Taken> rows(ItemProperty item, int lots) {
    return new PersonRows<>(
        workbench,
        "(select * from item_taken where property = "
            + Engine.literal(item.property())
            + " and hash(person_id, 'lot') % "
            + LOTS
            + " < "
            + lots
            + ") taken",
        "item, day",
        "item",
        row ->
            new Taken(
                Objects.requireNonNull(row.getString(2)),
                Objects.requireNonNull(row.getObject(3, LocalDate.class))));
  }
}
