package io.rivulet.etl.catalog;

/**
 * How much of JSON of any shape the catalog describes; what lies beyond is counted.
 *
 * @param keysPerObject an object that was seen with more keys is described as a map: its values
 *     together, not each key
 * @param depth objects and arrays further down are described as such, not what is in them
 * @param columns of one table
 * @param elements of one array that are looked at
 * @param days of one table that are listed as partitions, the latest
 */
record Limits(int keysPerObject, int depth, int columns, int elements, int days) {
  static final Limits DEFAULT = new Limits(200, 8, 1_000, 100, 4_000);

  /** Tables of events of one project. */
  static final int TABLES = 1_000;

  /** Characters of a key; the rest is cut. */
  static final int NAME_LENGTH = 200;

  /** Bytes of a line, as preprocess reads them. */
  static final int LINE_BYTES = 8 << 20;
}
