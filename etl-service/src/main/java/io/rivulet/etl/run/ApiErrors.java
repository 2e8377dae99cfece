package io.rivulet.etl.run;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Answers for requests that never reach a method of the API. */
@RestControllerAdvice
class ApiErrors {

  @ExceptionHandler(MethodArgumentTypeMismatchException.class)
  ResponseEntity<Map<String, String>> wrongType(MethodArgumentTypeMismatchException e) {
    return badRequest(
        "invalid_" + e.getName(), e.getName() + " '" + e.getValue() + "' is no number");
  }

  @ExceptionHandler(HttpMessageNotReadableException.class)
  ResponseEntity<Map<String, String>> unreadable(HttpMessageNotReadableException e) {
    return badRequest("invalid_json", "the body is not a JSON object");
  }

  private static ResponseEntity<Map<String, String>> badRequest(String code, String message) {
    return ResponseEntity.status(HttpStatus.BAD_REQUEST)
        .body(Map.of("code", code, "message", message));
  }
}
