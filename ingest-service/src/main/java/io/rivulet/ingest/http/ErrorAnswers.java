package io.rivulet.ingest.http;

/** The answers to what never reached the collector: unknown paths, broken HTTP, faults. */
final class ErrorAnswers {
  private ErrorAnswers() {}

  /**
   * The answer in place of a bare status. SDKs give some statuses meanings of their own (413: split
   * and retry for ever, 410: switch off), so of the 4xx only few are used.
   */
  static Answer of(int status) {
    return switch (status) {
      case 401 -> Answer.error(401, "unauthorized", "the request is not authorized");
      case 404 -> Answer.error(404, "not_found", "there is nothing at this path");
      case 405 -> Answer.error(405, "method_not_allowed", "this path does not take this method");
      default ->
          // 501 and 505 are the server's words for a request that it cannot read.
          status < 500 || status == 501 || status == 505
              ? Answer.error(400, "bad_request", "the request is not valid HTTP")
              : Answer.unavailable("internal_error", "the request failed; send it again");
    };
  }
}
