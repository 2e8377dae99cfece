package io.rivulet.etl.run;

import java.util.Map;
import org.springframework.http.HttpStatus;
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

  private static ResponseEntity<Map<String, String>> answer(
      HttpStatus status, String code, String message) {
    return ResponseEntity.status(status).body(Map.of("code", code, "message", message));
  }
}
