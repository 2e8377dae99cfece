package io.rivulet.benchmarks.sessionizer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * User agents as a site's visitors have them: {@value #DISTINCT} different ones, of which the
 * second is met half as often as the first, the third a third as often, and so on (Zipf). The same
 * seed gives the same ones.
 */
public final class UserAgentPool implements Supplier<String> {
  private static final int DISTINCT = 4_000;
  private static final List<String> DESKTOPS =
      List.of(
          "Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64");

  private final SplittableRandom random;
  private final String[] userAgents = new String[DISTINCT];
  private final double[] upTo = new double[DISTINCT];

  public UserAgentPool(long seed) {
    this.random = new SplittableRandom(seed);
    double sum = 0;
    for (int i = 0; i < DISTINCT; i++) {
      userAgents[i] = userAgent(i);
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
  }

  @Override
  public String get() {
    int place = Arrays.binarySearch(upTo, random.nextDouble(upTo[DISTINCT - 1]));
    return userAgents[place < 0 ? -place - 1 : place];
  }

  private String userAgent(int rank) {
    int version = 140 - random.nextInt(40);
    int build = random.nextInt(7_000);
    return switch (rank % 4) {
      case 0 ->
          "Mozilla/5.0 (Linux; Android %d; SM-G%d) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.%d.%d Mobile Safari/537.36"
              .formatted(
                  10 + random.nextInt(6), 900 + random.nextInt(99), version, build, rank % 200);
      case 1 ->
          "Mozilla/5.0 (iPhone; CPU iPhone OS %d_%d like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/%d.%d Mobile/15E%d Safari/604.1"
              .formatted(15 + rank % 4, rank % 7, 15 + rank % 4, rank % 7, rank);
      case 2 ->
          "Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.%d.%d Safari/537.36"
              .formatted(DESKTOPS.get(random.nextInt(3)), version, build, rank % 200);
      default ->
          String.format(
              Locale.ROOT,
              "Mozilla/5.0 (%s; rv:%d.%d) Gecko/20100101 Firefox/%d.%d",
              DESKTOPS.get(random.nextInt(3)),
              version,
              rank % 100,
              version,
              rank % 100);
    };
  }
}
