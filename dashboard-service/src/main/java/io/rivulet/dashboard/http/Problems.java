package io.rivulet.dashboard.http;

import io.rivulet.dashboard.access.AccountRefusedException;
import io.rivulet.dashboard.project.UnknownProjectException;
import io.rivulet.dashboard.range.InvalidChoiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** The one place where a failure becomes a status and a {@link Problem}. */
@RestControllerAdvice
class Problems {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  /** PostgreSQL's SQLSTATE of a statement that was cancelled, here by the statement timeout. */
  private static final String QUERY_CANCELED = "57014";

  @ExceptionHandler(InvalidChoiceException.class)
  ResponseEntity<Problem> invalidChoice(InvalidChoiceException e) {
    return answer(HttpStatus.BAD_REQUEST, e.code(), e.getMessage());
  }

  @ExceptionHandler(AccountRefusedException.class)
  ResponseEntity<Problem> accountRefused(AccountRefusedException e) {
    HttpStatus status =
        switch (e.code()) {
          case "unknown_user" -> HttpStatus.NOT_FOUND;
          case "user_exists", "last_admin", "too_many_users" -> HttpStatus.CONFLICT;
          default -> HttpStatus.BAD_REQUEST;
        };
    return answer(status, e.code(), e.getMessage());
  }

  /** A body that is no JSON, or one that the record made of it does not take. */
  @ExceptionHandler(HttpMessageNotReadableException.class)
  ResponseEntity<Problem> unreadable(HttpMessageNotReadableException e) {
    String reason = String.valueOf(e.getMostSpecificCause().getMessage());
    return answer(HttpStatus.BAD_REQUEST, "bad_request", reason.lines().findFirst().orElse(""));
  }

  @ExceptionHandler(MethodArgumentTypeMismatchException.class)
  ResponseEntity<Problem> wrongParameter(MethodArgumentTypeMismatchException e) {
    return answer(
        HttpStatus.BAD_REQUEST,
        "bad_request",
        "parameter '%s' is not of its kind".formatted(e.getName()));
  }

  @ExceptionHandler(MissingServletRequestParameterException.class)
  ResponseEntity<Problem> missingParameter(MissingServletRequestParameterException e) {
    return answer(
        HttpStatus.BAD_REQUEST,
        "missing_parameter",
        "parameter '%s' is missing".formatted(e.getParameterName()));
  }

  @ExceptionHandler(UnknownProjectException.class)
  ResponseEntity<Problem> unknownProject(UnknownProjectException e) {
    return answer(HttpStatus.NOT_FOUND, "unknown_project", e.getMessage());
  }

  @ExceptionHandler(BadSqlGrammarException.class)
  ResponseEntity<Problem> viewsMissing(BadSqlGrammarException e) {
    log.warn("the reporting views cannot be read: {}", e.getMostSpecificCause().getMessage());
    return answer(
        HttpStatus.SERVICE_UNAVAILABLE,
        "reports_not_ready",
        "The reporting database is there, but its views are not ready or may not be read."
            + " They are created when etl-service starts.");
  }

  @ExceptionHandler(DataAccessException.class)
  ResponseEntity<Problem> databaseAway(DataAccessException e) {
    return e instanceof QueryTimeoutException || isCanceled(e) ? tooSlow(e) : away(e);
  }

  @ExceptionHandler(TransactionException.class)
  ResponseEntity<Problem> databaseAway(TransactionException e) {
    return away(e);
  }

  @ExceptionHandler(Exception.class)
  ResponseEntity<Problem> anythingElse(Exception e) {
    if (e instanceof ErrorResponse response) {
      HttpStatus status = HttpStatus.valueOf(response.getStatusCode().value());
      return answer(
          status, status.name().toLowerCase(java.util.Locale.ROOT), status.getReasonPhrase());
    }
    log.error("a report failed", e);
    return answer(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "internal_error",
        "The report failed for a reason of the dashboard's own; its log has the details.");
  }

  private static boolean isCanceled(DataAccessException e) {
    return e.getMostSpecificCause() instanceof java.sql.SQLException cause
        && QUERY_CANCELED.equals(cause.getSQLState());
  }

  private static ResponseEntity<Problem> tooSlow(Exception e) {
    log.warn("a report was cancelled by the statement timeout: {}", e.getMessage());
    return answer(
        HttpStatus.SERVICE_UNAVAILABLE,
        "report_too_slow",
        "The report took longer than the limit of 10 seconds. Choose a shorter range.");
  }

  private static ResponseEntity<Problem> away(Exception e) {
    log.warn("the reporting database cannot be reached: {}", e.getMessage());
    return answer(
        HttpStatus.SERVICE_UNAVAILABLE,
        "database_unavailable",
        "The reporting database cannot be reached. Events are still collected;"
            + " reports return with the database.");
  }

  private static ResponseEntity<Problem> answer(HttpStatus status, String code, String message) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .body(new Problem(code, message));
  }
}
