package io.rivulet.models.recommend;

/** How much having taken one item speaks for another; by the numbers of {@link Interactions}. */
interface ItemWeights {

  /** Adds to the score of each item what having taken that one says of it. */
  void addTo(double[] scores, int taken);

  /** What it says of one item; 0 for nothing. */
  double of(int taken, int item);
}
