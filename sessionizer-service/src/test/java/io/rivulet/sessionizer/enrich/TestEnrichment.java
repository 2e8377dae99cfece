package io.rivulet.sessionizer.enrich;

import io.rivulet.event.project.ProjectsFile;
import io.rivulet.event.project.ProjectsFile.InvalidProjectsException;
import io.rivulet.sessionizer.geoip.GeoDatabase.Location;
import io.rivulet.sessionizer.useragent.UserAgents;

/** All steps, with projects of each policy and a world in which 192.0.2.0/24 is in Graz. */
final class TestEnrichment {
  private static final UserAgents USER_AGENTS = new UserAgents();

  private TestEnrichment() {}

  static Enrichment of(Enrichment.Failures failures) {
    EnrichmentRules rules = rules();
    return new Enrichment(
        Enrichment.steps(
            () -> rules,
            address ->
                address.startsWith("192.0.2.")
                    ? new Location("AT", "Graz")
                    : new Location(null, null),
            USER_AGENTS),
        failures);
  }

  private static EnrichmentRules rules() {
    try {
      return new EnrichmentRules(
          ProjectsFile.parse(
              "test",
              """
              projects:
                - {id: demo, write-keys: [a], bot-user-agents: ['^acme-probe', '^(a+)+$']}
                - {id: full, write-keys: [b], ip-policy: full}
                - {id: none, write-keys: [c], ip-policy: none}
                - {id: other, write-keys: [d]}
              """));
    } catch (InvalidProjectsException e) {
      throw new IllegalStateException(e);
    }
  }
}
