package io.rivulet.launcher.doctor;

import io.rivulet.launcher.Part;
import io.rivulet.launcher.doctor.Link.Broken;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** How the parts of a suite are reached; each answer is waited for, for a bounded time. */
final class Reach {
  /** How long a part may take for an answer. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private final Addresses addresses;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();

  Reach(Addresses addresses) {
    this.addresses = addresses;
  }

  Addresses addresses() {
    return addresses;
  }

  /** The answer of a part that asks for no token. */
  HttpResponse<String> get(Part part, String path) throws Broken, InterruptedException {
    return send(part, HttpRequest.newBuilder(uri(part, path)));
  }

  /**
   * What the ETL's API says.
   *
   * @throws Broken when it does not answer with 200
   */
  String asked(String path) throws Broken, InterruptedException {
    HttpResponse<String> answer = askedForAnswer(path);
    if (answer.statusCode() == 401 || answer.statusCode() == 403) {
      throw new Broken(
          "the etl-service refuses the token",
          "RIVULET_ADMIN_TOKEN must be the one that Rivulet was started with");
    }
    if (answer.statusCode() != 200) {
      throw new Broken(
          "the etl-service answers %d to %s".formatted(answer.statusCode(), path), "See its log");
    }
    return answer.body();
  }

  /** The ETL's API's answer, whatever it is. */
  HttpResponse<String> askedForAnswer(String path) throws Broken, InterruptedException {
    return send(
        Part.ETL,
        HttpRequest.newBuilder(uri(Part.ETL, path)).header("Authorization", "Bearer " + token()));
  }

  private String token() throws Broken {
    Optional<String> told = addresses.variable("RIVULET_ADMIN_TOKEN");
    if (told.isPresent()) {
      return told.get();
    }
    Path file = addresses.home().orElse(Path.of("data")).resolve("admin-token");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new Broken(
          "the token of the ETL's API cannot be read from " + file,
          "RIVULET_HOME names another data folder, RIVULET_ADMIN_TOKEN the token itself");
    }
  }

  /** A part's answer, whatever it is. */
  HttpResponse<String> send(Part part, HttpRequest.Builder request)
      throws Broken, InterruptedException {
    try {
      return http.send(request.timeout(ANSWER_WITHIN).build(), BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw nothingListens(part);
    } catch (IOException e) {
      throw new Broken(
          "it does not answer within %d s: %s".formatted(ANSWER_WITHIN.toSeconds(), e),
          "See its log; it may be starting, or stuck");
    }
  }

  /** Sees that somebody listens at the part's port. */
  void requireListener(Part part) throws Broken {
    InetSocketAddress listener = addresses.listener(part);
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(listener.getHostString(), listener.getPort()),
          (int) ANSWER_WITHIN.toMillis());
    } catch (IOException e) {
      throw nothingListens(part);
    }
  }

  /** Database {@code analytics}, as that role. */
  Connection connection(String user, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", Long.toString(ANSWER_WITHIN.toSeconds()));
    properties.setProperty("socketTimeout", Long.toString(ANSWER_WITHIN.toSeconds()));
    return DriverManager.getConnection(addresses.of(Part.POSTGRES), properties);
  }

  private Broken nothingListens(Part part) {
    return new Broken(
        "nothing listens at " + addresses.of(part),
        addresses.isNamed(part)
            ? "Start it, or mend %s, which says where it is".formatted(addresses.variableOf(part))
            : "Start Rivulet, or name its port with " + part.portVariable());
  }

  /** An address at a part. */
  URI uri(Part part, String path) {
    return URI.create(addresses.of(part) + path);
  }
}
