package io.rivulet.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ServerIT {
  @Test
  void objectsSurviveARestart(@TempDir Path folder) {
    try (var server = S3Server.start(folder.resolve("with blank"), 0)) {
      server.createBucket("lake");
      try (var client = client(server, S3Server.SECRET_ACCESS_KEY)) {
        client.putObject(r -> r.bucket("lake").key("raw/a.json"), RequestBody.fromString("{}"));
      }
    }

    try (var server = S3Server.start(folder.resolve("with blank"), 0)) {
      server.createBucket("lake");
      try (var client = client(server, S3Server.SECRET_ACCESS_KEY)) {
        var object = client.getObjectAsBytes(r -> r.bucket("lake").key("raw/a.json"));
        assertThat(object.asUtf8String()).isEqualTo("{}");
      }
    }
  }

  @Test
  void aRequestSignedWithAnotherSecretIsRefused(@TempDir Path folder) {
    try (var server = S3Server.start(folder, 0);
        var client = client(server, "another-secret")) {
      server.createBucket("lake");

      assertThatThrownBy(() -> client.listObjectsV2(r -> r.bucket("lake")))
          .isInstanceOfSatisfying(
              S3Exception.class, refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
    }
  }

  @Test
  void aClientOfTheDefaultChainsFindsTheServer(@TempDir Path folder) {
    try (var server = S3Server.start(folder, 0)) {
      server.createBucket("lake");
      server.setSystemProperties();

      try (var client = S3Client.builder().forcePathStyle(true).build()) {
        assertThat(client.listObjectsV2(r -> r.bucket("lake")).contents()).isEmpty();
      }
    }
  }

  private static S3Client client(S3Server server, String secret) {
    return S3Client.builder()
        .endpointOverride(server.endpoint())
        .region(Region.of(S3Server.REGION))
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(S3Server.ACCESS_KEY_ID, secret)))
        .build();
  }
}
