package io.rivulet.sessionizer;

import io.rivulet.event.SessionRule;
import io.rivulet.event.project.ProjectsFile;
import io.rivulet.event.project.ProjectsFile.InvalidProjectsException;
import io.rivulet.sessionizer.session.SessionRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** The session rules of the projects file as it is now. */
class ReloadedSessionRules {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadedSessionRules.class);

  private final ProjectsFile file;
  private volatile SessionRules rules;
  private String refusal = "";

  ReloadedSessionRules(ProjectsFile file, SessionRules rules) {
    this.file = file;
    this.rules = rules;
  }

  SessionRule ruleOf(String project) {
    return rules.ruleOf(project);
  }

  @Scheduled(fixedDelay = 5_000)
  void reload() {
    try {
      if (file.reloadIfChanged()) {
        rules = new SessionRules(file.current());
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
