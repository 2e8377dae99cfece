package io.rivulet.etl.run;

import java.sql.SQLException;
import java.util.Map;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Turns what the API refuses into JSON with {@code code} and {@code message}. */
@RestControllerAdvice
class ApiErrors {

  @ExceptionHandler(Refusal.class)
  ResponseEntity<Map<String, String>> refused(Refusal e) {
    return answer(e.status(), e.code(), String.valueOf(e.getMessage()));
  }

  @ExceptionHandler(MethodArgumentTypeMismatchException.class)
  ResponseEntity<Map<String, String>> wrongType(MethodArgumentTypeMismatchException e) {
    return answer(
        HttpStatus.BAD_REQUEST,
        "invalid_" + e.getName(),
        e.getName() + " '" + e.getValue() + "' is no number");
  }

  @ExceptionHandler(HttpMessageNotReadableException.class)
  ResponseEntity<Map<String, String>> unreadable(HttpMessageNotReadableException e) {
    return answer(HttpStatus.BAD_REQUEST, "invalid_json", "the body is not a JSON object");
  }

  /** PostgreSQL takes no NUL; all else that goes against its constraints is our mistake. */
  @ExceptionHandler(DataIntegrityViolationException.class)
  ResponseEntity<Map<String, String>> unstorable(DataIntegrityViolationException e) {
    if (e.getMostSpecificCause() instanceof SQLException sql && "22021".equals(sql.getSQLState())) {
      return answer(HttpStatus.BAD_REQUEST, "invalid_text", "a text has a character NUL");
    }
    throw e;
  }

  private static ResponseEntity<Map<String, String>> answer(
      HttpStatus status, String code, String message) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .body(Map.of("code", code, "message", message));
  }
}
