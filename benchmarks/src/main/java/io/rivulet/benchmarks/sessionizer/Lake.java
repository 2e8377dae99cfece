package io.rivulet.benchmarks.sessionizer;

import io.rivulet.event.LakeObject;
import io.rivulet.event.LakeObject.Area;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What the sessionizer has put into the store. */
final class Lake implements AutoCloseable {
  static final String BUCKET = "rivulet";

  private final S3Client s3;
  private final Map<String, Long> declared = new HashMap<>();

  Lake(URI endpoint, String accessKeyId, String secretAccessKey, String region) {
    this.s3 =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.of(region))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
            .forcePathStyle(true)
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
  }

  /** Lines of all objects, as their metadata say; each object is asked once. */
  long lines() {
    try {
      for (S3Object object :
          s3.listObjectsV2Paginator(r -> r.bucket(BUCKET).prefix(Area.RAW.prefix() + "/"))
              .contents()) {
        if (!declared.containsKey(object.key()) && LakeObject.parse(object.key()).isPresent()) {
          String lines =
              s3.headObject(r -> r.bucket(BUCKET).key(object.key()))
                  .metadata()
                  .get(LakeObject.LINES_METADATA);
          declared.put(object.key(), Long.parseLong(lines));
        }
      }
    } catch (NoSuchBucketException e) {
      return 0; // the archiver has not made it yet
    }
    return declared.values().stream().mapToLong(Long::longValue).sum();
  }

  int objects() {
    return declared.size();
  }

  /** Lines of all objects, counted by reading them. */
  long countLines() throws IOException {
    long lines = 0;
    byte[] buffer = new byte[1 << 16];
    for (String key : declared.keySet()) {
      try (InputStream object =
          new GZIPInputStream(s3.getObject(r -> r.bucket(BUCKET).key(key)), 1 << 16)) {
        for (int length = object.read(buffer); length >= 0; length = object.read(buffer)) {
          for (int i = 0; i < length; i++) {
            if (buffer[i] == '\n') {
              lines++;
            }
          }
        }
      }
    }
    return lines;
  }

  @Override
  public void close() {
    s3.close();
  }
}
