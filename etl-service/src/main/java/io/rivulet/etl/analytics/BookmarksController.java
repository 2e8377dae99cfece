package io.rivulet.etl.analytics;

import io.rivulet.etl.analytics.Bookmark.Mode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Bookmarks over the API. */
@RestController
@RequestMapping("/api/jobs/{job}/bookmarks")
class BookmarksController {
  private final Bookmarks bookmarks;

  BookmarksController(Bookmarks bookmarks) {
    this.bookmarks = bookmarks;
  }

  /**
   * What is to be done with a bookmark.
   *
   * @param operation enable, pause, disable, reset or rewind
   * @param run for rewind: the run of the job to go back to
   */
  record Operation(@Nullable String operation, @Nullable Long run) {}

  @GetMapping
  ResponseEntity<?> all(@PathVariable String job) {
    return Bookmarks.JOBS.contains(job) ? ResponseEntity.ok(bookmarks.of(job)) : noBookmarks(job);
  }

  @PostMapping("/{project}")
  ResponseEntity<?> change(
      @PathVariable String job, @PathVariable String project, @RequestBody Operation wanted) {
    if (!Bookmarks.JOBS.contains(job)) {
      return noBookmarks(job);
    }
    String operation =
        wanted.operation() == null ? "" : wanted.operation().toLowerCase(Locale.ROOT);
    if (operation.equals("rewind") != (wanted.run() != null)) {
      return error(
          HttpStatus.BAD_REQUEST,
          "invalid_run",
          "rewind takes the number of a run as run, and no other operation does");
    }
    switch (operation) {
      case "enable" -> bookmarks.set(job, project, Mode.ENABLED);
      case "pause" -> bookmarks.set(job, project, Mode.PAUSED);
      case "disable" -> bookmarks.set(job, project, Mode.DISABLED);
      case "reset" -> bookmarks.reset(job, project);
      case "rewind" -> bookmarks.rewind(job, project, wanted.run());
      default -> {
        return error(
            HttpStatus.BAD_REQUEST,
            "invalid_operation",
            "operation must be enable, pause, disable, reset or rewind, not '" + operation + "'");
      }
    }
    return ResponseEntity.ok(
        bookmarks.of(job).stream().filter(b -> project.equals(b.get("project"))).findFirst());
  }

  private static ResponseEntity<?> noBookmarks(String job) {
    return error(
        HttpStatus.NOT_FOUND,
        "no_bookmarks",
        "job '" + job + "' has no bookmarks, only " + Bookmarks.JOBS.stream().sorted().toList());
  }

  private static ResponseEntity<?> error(HttpStatus status, String code, String message) {
    return ResponseEntity.status(status).body(Map.of("code", code, "message", message));
  }
}
