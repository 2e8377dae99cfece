package io.rivulet.models.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rivulet.models.activity.BgNbd.Visits;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.distribution.continuous.GammaDistribution;
import org.hipparchus.random.RandomDataGenerator;
import org.junit.jupiter.api.Test;

class BgNbdTest {
  /** The published parameters of the CDNOW sample; its unit is the week. */
  private static final BgNbd CDNOW = new BgNbd(0.243, 4.414, 0.793, 2.426);

  @Test
  void expects_of_a_published_customer_what_was_published() {
    // Fader, Hardie, Lee, "Implementing the BG/NBD Model in Excel" (2005): customer 0001 of CDNOW
    assertThat(CDNOW.expectedVisits(new Visits(2, 30.43, 38.86), 39))
        .isCloseTo(1.226, within(0.001));
  }

  @Test
  void likelihood_of_one_who_never_came_again_is_that_of_the_gamma_alone() {
    assertThat(CDNOW.logLikelihood(List.of(new Visits(0, 0, 10))))
        .isCloseTo(0.243 * Math.log(4.414 / 14.414), within(1e-12));
  }

  @Test
  void whoever_has_been_silent_for_long_is_expected_less() {
    double lately = CDNOW.expectedVisits(new Visits(10, 29, 30), 4);
    double longAgo = CDNOW.expectedVisits(new Visits(10, 10, 30), 4);
    assertThat(longAgo).isLessThan(lately / 10);
  }

  @Test
  void finds_the_parameters_by_which_persons_were_made() {
    RandomDataGenerator random = new RandomDataGenerator(7);
    List<Visits> persons = new ArrayList<>();
    for (int i = 0; i < 8_000; i++) {
      double rate = random.nextDeviate(new GammaDistribution(0.8, 1 / 3.0));
      double chance = random.nextBeta(1.2, 3.0);
      double time = 0;
      double last = 0;
      int repeats = 0;
      while (true) {
        time += random.nextExponential(1 / rate);
        if (time > 40) {
          break;
        }
        last = time;
        repeats++;
        if (random.nextUniform(0, 1) < chance) {
          break;
        }
      }
      persons.add(new Visits(repeats, last, 40));
    }

    BgNbd found = BgNbd.fit(persons).orElseThrow();

    assertThat(found.r()).isCloseTo(0.8, within(0.08));
    assertThat(found.alpha()).isCloseTo(3, within(0.4));
    assertThat(found.a() / (found.a() + found.b())).isCloseTo(1.2 / 4.2, within(0.03));
  }

  @Test
  void parameters_that_are_not_found_in_time_are_none() {
    assertThat(BgNbd.fit(List.of(new Visits(2, 3, 4), new Visits(0, 0, 9)), 10)).isEmpty();
  }
}
