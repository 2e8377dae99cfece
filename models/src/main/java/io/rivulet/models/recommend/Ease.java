package io.rivulet.models.recommend;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * The linear model of H. Steck, Embarrassingly Shallow Autoencoders for Sparse Data (2019): weights
 * B by which the matrix X of persons and items best tells itself, where no item tells itself.
 *
 * <pre>
 * minimise |X - X B|^2 + regularization |B|^2, diagonal of B 0
 * P = (X'X + regularization I)^-1,  B_ij = -P_ij / P_jj
 * </pre>
 *
 * Other than similarities of pairs, a weight is what an item says beyond all others.
 */
record Ease(RealMatrix weights) implements ItemWeights {
  /** Time grows with the third power, and memory with the second: some 32 MB at this number. */
  static final int MOST_ITEMS = 1_000;

  /**
   * Learns the weights.
   *
   * @param regularization above 0
   * @throws IllegalArgumentException for more than {@link #MOST_ITEMS} items
   */
  static Ease learn(Interactions interactions, double regularization) {
    int n = interactions.items().size();
    if (n > MOST_ITEMS) {
      throw new IllegalArgumentException(n + " items, more than " + MOST_ITEMS);
    }
    double[][] gram = new double[n][n];
    for (int[] basket : interactions.baskets()) {
      for (int i : basket) {
        for (int j : basket) {
          gram[i][j]++;
        }
      }
    }
    for (int i = 0; i < n; i++) {
      gram[i][i] += regularization;
    }
    RealMatrix inverse =
        new CholeskyDecomposition(new Array2DRowRealMatrix(gram, false)).getSolver().getInverse();
    double[][] weights = inverse.getData();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        weights[i][j] = i == j ? 0 : -weights[i][j] / inverse.getEntry(j, j);
      }
    }
    return new Ease(new Array2DRowRealMatrix(weights, false));
  }

  @Override
  public void addTo(double[] scores, int taken) {
    double[] row = weights.getRow(taken);
    for (int item = 0; item < scores.length; item++) {
      scores[item] += row[item];
    }
  }

  @Override
  public double of(int taken, int item) {
    return weights.getEntry(taken, item);
  }
}
