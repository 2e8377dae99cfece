package io.rivulet.etl.workflow;

import io.rivulet.etl.run.Refusal;
import io.rivulet.etl.workflow.Workflows.NotResumableException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The API of chains of runs. */
@RestController
@RequestMapping("/api/workflows")
class WorkflowsController {
  private static final int MOST = 200;

  private final Workflows workflows;
  private final TransactionTemplate transaction;

  WorkflowsController(Workflows workflows, TransactionTemplate transaction) {
    this.workflows = workflows;
    this.transaction = transaction;
  }

  @GetMapping
  List<WorkflowRun> latest(@RequestParam(defaultValue = "20") int limit) {
    if (limit < 1 || limit > MOST) {
      throw Refusal.badRequest("invalid_limit", "limit must be 1 to " + MOST + ", not " + limit);
    }
    return workflows.latest(limit);
  }

  @GetMapping("/{id}")
  WorkflowRun one(@PathVariable long id) {
    return workflows
        .find(id)
        .orElseThrow(
            () -> Refusal.notFound("unknown_workflow_run", "there is no workflow run " + id));
  }

  /**
   * Goes on with a chain: 202 with the chain. Body: {@code trigger}, the node to begin with; all
   * that did not succeed when absent.
   */
  @PostMapping("/{id}/resume")
  ResponseEntity<WorkflowRun> resume(
      @PathVariable long id, @RequestBody(required = false) @Nullable Map<String, Object> body) {
    one(id);
    Map<String, Object> arguments = body == null ? Map.of() : body;
    Object trigger = arguments.get("trigger");
    if (!(trigger == null || trigger instanceof String)
        || arguments.keySet().stream().anyMatch(name -> !name.equals("trigger"))) {
      throw Refusal.badRequest(
          "invalid_arguments", "resume takes the argument trigger, a text; not " + arguments);
    }
    try {
      transaction.executeWithoutResult(status -> workflows.resume(id, (String) trigger));
    } catch (NotResumableException e) {
      throw Refusal.conflict("not_resumable", String.valueOf(e.getMessage()));
    }
    return ResponseEntity.accepted().body(one(id));
  }
}
