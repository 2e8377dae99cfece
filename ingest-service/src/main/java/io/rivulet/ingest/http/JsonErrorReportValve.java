package io.rivulet.ingest.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Makes Tomcat's own errors, such as a malformed request line, JSON with code and message. Tomcat
 * makes it by its class name, hence public.
 */
public final class JsonErrorReportValve extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable throwable) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    Answer answer = ErrorAnswers.of(response.getStatus());
    try {
      response.setStatus(answer.status());
      response.setContentType("application/json");
      if (answer.retryAfterSeconds() != null) {
        response.setHeader("Retry-After", answer.retryAfterSeconds().toString());
      }
      OutputStream out = response.getOutputStream();
      out.write(answer.body().getBytes(StandardCharsets.UTF_8));
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      // The client is gone or the answer has begun: there is nobody to tell.
      container.getLogger().debug("error answer not sent", e);
    }
  }
}
