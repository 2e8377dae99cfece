package io.rivulet.sessionizer.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rivulet.event.SessionRule;
import io.rivulet.event.project.ProjectsFile;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SessionRulesTest {

  @Test
  void each_project_has_the_rule_of_the_file_and_unknown_ones_the_default() throws Exception {
    SessionRules rules =
        new SessionRules(
            ProjectsFile.parse(
                "projects.yml",
                """
                projects:
                  - id: game
                    write-keys: [k]
                    session:
                      inactivity-gap: 5m
                  - id: vienna
                    write-keys: [k2]
                    time-zone: Europe/Vienna
                    session:
                      split-at-midnight: true
                      split-on-campaign: true
                """));

    assertThat(rules.ruleOf("game"))
        .isEqualTo(new SessionRule(Duration.ofMinutes(5), Duration.ofHours(24)));
    assertThat(rules.ruleOf("vienna"))
        .isEqualTo(
            new SessionRule(
                Duration.ofMinutes(30), Duration.ofHours(24), ZoneId.of("Europe/Vienna"), true));
    assertThat(rules.ruleOf("gone")).isEqualTo(SessionRule.DEFAULT);
  }
}
