package io.rivulet.launcher.doctor;

import io.rivulet.launcher.OwnStore;
import io.rivulet.launcher.Part;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Where the parts of a suite are and who may ask them, by the variables that the services take;
 * what they do not say is as {@code ./run} has it: on this machine, with its passwords.
 */
record Addresses(Map<String, String> variables) {
  private static final Path SECRETS = Path.of("/run/secrets");
  private static final String HOST = "127.0.0.1";
  private static final String S3_ENDPOINT = "AWS_ENDPOINT_URL_S3";

  Addresses {
    variables = Map.copyOf(variables);
  }

  /** A variable, or the secret's file that stands for it; empty when there is neither. */
  Optional<String> variable(String name) {
    String value = variables.getOrDefault(name, "");
    if (!value.isBlank()) {
      return Optional.of(value);
    }
    try {
      return Optional.of(Files.readString(SECRETS.resolve(name)).strip())
          .filter(secret -> !secret.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String variable(String name, String preset) {
    return variable(name).orElse(preset);
  }

  /** The data folder, where the suite is that of {@code ./run}. */
  Optional<Path> home() {
    return variable("RIVULET_HOME").map(Path::of);
  }

  Path projects() {
    return Path.of(variable("RIVULET_PROJECTS", "config/projects.yml"));
  }

  /** What the part's clients are told: an http address, Kafka's servers, a JDBC address. */
  String of(Part part) {
    return variable(variableOf(part)).orElseGet(() -> onThisMachine(part));
  }

  /** Whether a variable says where the part is; else it is where {@code ./run} has it. */
  boolean isNamed(Part part) {
    return variable(variableOf(part)).isPresent();
  }

  /** The variable that says where the part is. */
  String variableOf(Part part) {
    return switch (part) {
      case INGEST, SESSIONIZER, ETL, DASHBOARD -> "RIVULET_" + part.name() + "_URL";
      case S3 -> S3_ENDPOINT;
      case KAFKA -> "RIVULET_KAFKA_BOOTSTRAP_SERVERS";
      case POSTGRES -> "RIVULET_ANALYTICS_URL";
    };
  }

  private String onThisMachine(Part part) {
    String here = HOST + ":" + variable(part.portVariable(), Integer.toString(part.defaultPort()));
    return switch (part) {
      case INGEST, SESSIONIZER, ETL, DASHBOARD, S3 -> "http://" + here;
      case KAFKA -> here;
      case POSTGRES -> "jdbc:postgresql://" + here + "/analytics";
    };
  }

  /** Host and port of the part, of several servers the first. */
  InetSocketAddress listener(Part part) {
    String address = of(part).split(",", 2)[0].replaceFirst("^jdbc:", "");
    URI uri = URI.create(address.contains("://") ? address : "tcp://" + address);
    return InetSocketAddress.createUnresolved(
        uri.getHost(), uri.getPort() >= 0 ? uri.getPort() : usualPort(uri.getScheme(), part));
  }

  /** Of an address that names no port. */
  private static int usualPort(String scheme, Part part) {
    return switch (scheme) {
      case "http" -> 80;
      case "https" -> 443;
      case "postgresql" -> 5432;
      default -> part.defaultPort();
    };
  }

  String owner() {
    return variable("RIVULET_POSTGRES_USER", "rivulet");
  }

  String ownerPassword() {
    return variable("RIVULET_POSTGRES_PASSWORD", "rivulet");
  }

  String readerPassword() {
    return variable("RIVULET_BI_READER_PASSWORD", "bi_reader");
  }

  String bucket() {
    return variable("RIVULET_LAKE_BUCKET", "rivulet");
  }

  /** A client of the lake's store, for more settings. */
  S3ClientBuilder s3() {
    URI address = URI.create(of(Part.S3));
    return variables.containsKey(S3_ENDPOINT)
        ? S3Client.builder().endpointOverride(address).forcePathStyle(true)
        : OwnStore.client(address);
  }
}
