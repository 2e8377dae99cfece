package io.rivulet.models.recommend;

import java.util.Arrays;
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
  /**
   * The most popular ones; others say nothing and have no score. Time grows with the third power of
   * them, and memory with the second: about a second and 32 MB.
   */
  static final int MOST_ITEMS = 1_000;

  /**
   * Learns the weights.
   *
   * @param regularization above 0
   */
  static Ease learn(Interactions interactions, double regularization) {
    int n = Math.min(interactions.items().size(), MOST_ITEMS);
    double[][] gram = new double[n][n];
    for (int[] basket : interactions.baskets()) {
      int[] popular = Arrays.stream(basket).filter(item -> item < n).toArray();
      for (int i : popular) {
        for (int j : popular) {
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
    if (taken < weights.getRowDimension()) {
      double[] row = weights.getRow(taken);
      for (int item = 0; item < row.length; item++) {
        scores[item] += row[item];
      }
    }
  }

  @Override
  public double of(int taken, int item) {
    int n = weights.getRowDimension();
    return taken < n && item < n ? weights.getEntry(taken, item) : 0;
  }
}
