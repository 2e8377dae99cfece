package io.rivulet.sessionizer;

import io.rivulet.event.SessionRule;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.event.project.ProjectsFile.InvalidProjectsException;
import io.rivulet.sessionizer.enrich.EnrichmentRules;
import io.rivulet.sessionizer.session.SessionRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** What the projects file, as it is now, says of sessions and enrichment. */
class ReloadedRules {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadedRules.class);

  private final ProjectsFile file;
  private volatile SessionRules sessions;
  private volatile EnrichmentRules enrichment;
  private String refusal = "";

  ReloadedRules(ProjectsFile file) {
    this.file = file;
    this.sessions = new SessionRules(file.current());
    this.enrichment = new EnrichmentRules(file.current());
  }

  SessionRule ofSessions(String project) {
    return sessions.ruleOf(project);
  }

  EnrichmentRules ofEnrichment() {
    return enrichment;
  }

  @Scheduled(fixedDelay = 5_000)
  void reload() {
    try {
      if (file.reloadIfChanged()) {
        sessions = new SessionRules(file.current());
        enrichment = new EnrichmentRules(file.current());
        LOG.info("projects file {} was read again", file.path());
      }
      refusal = "";
    } catch (InvalidProjectsException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.equals(refusal)) {
        refusal = message;
        LOG.warn("{}; the last good reading stays", message);
      }
    }
  }
}
