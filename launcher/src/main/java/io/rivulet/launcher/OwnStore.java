package io.rivulet.launcher;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The S3 server that {@code ./run} starts, for those who ask it from outside. */
public final class OwnStore {
  private OwnStore() {}

  /** A client of the server at that address, with its own keys, for more settings. */
  public static S3ClientBuilder client(URI address) {
    return S3Client.builder()
        .endpointOverride(address)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create("rivulet", "rivulet-secret")))
        .forcePathStyle(true);
  }
}
