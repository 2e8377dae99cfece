package io.rivulet.dashboard.overview;

import io.rivulet.dashboard.range.RangeChoice;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OverviewController {

  private final OverviewReader reader;

  OverviewController(OverviewReader reader) {
    this.reader = reader;
  }

  @GetMapping("/api/overview")
  Overview overview(
      @RequestParam String project,
      @RequestParam(required = false) @Nullable String range,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to) {
    return reader.read(project, RangeChoice.of(range, from, to));
  }
}
