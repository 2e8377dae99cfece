package io.rivulet.etl.catalog;

/**
 * What makes events one table: their type and, for {@code track}, their name. Names of pages and
 * screens are values of a column, for there may be as many as there are pages.
 *
 * @param name empty for all types but {@code track}
 */
record TableKey(String type, String name) {
  /** Most characters of an event's name, as in the reports. */
  private static final int LONGEST_NAME = 255;

  private static final String TRACK = "track";

  static TableKey of(String type, String name) {
    return new TableKey(type, type.equals(TRACK) ? Texts.clean(name, LONGEST_NAME) : "");
  }

  /** What people call it: the event's name, or its type. */
  String title() {
    return name.isEmpty() ? type : name;
  }

  /** The table's name in SQL, lower-case ASCII, unless another table of the project has it. */
  String tableName() {
    String slug = Texts.slug(title());
    return "event_" + (slug.isEmpty() ? Texts.shortHash(type + '/' + name) : slug);
  }

  /** A name that no other table of the project has. */
  String unmistakableTableName() {
    return tableName() + '_' + Texts.shortHash(type + '/' + name);
  }
}
