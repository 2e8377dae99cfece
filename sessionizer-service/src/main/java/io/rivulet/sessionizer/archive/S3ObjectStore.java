package io.rivulet.sessionizer.archive;

import io.rivulet.event.LakeObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A bucket. It is created where it does not exist.
 *
 * <p>An object is written by one PUT, never in parts, so none can be left half done; and only where
 * there is none of its key ({@code If-None-Match: *}). Where there is one, a repeated flush finds
 * its own lines. Other lines mean that the topic was made anew: they are not replaced.
 */
public final class S3ObjectStore implements ObjectStore {
  private static final Logger LOG = LoggerFactory.getLogger(S3ObjectStore.class);
  private static final int PRECONDITION_FAILED = 412;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int NOT_IMPLEMENTED = 501;

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
  private static final Duration NEXT_BYTE_WITHIN = Duration.ofSeconds(20);
  private static final Duration ATTEMPT_WITHIN = Duration.ofSeconds(60);
  private static final Duration CALL_WITHIN = Duration.ofSeconds(130);
  private static final Duration CHECK_WITHIN = Duration.ofSeconds(5);

  private final S3Client s3;
  private final String bucket;
  private volatile boolean conditional = true;

  /** The client stays the caller's to close. */
  public S3ObjectStore(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /**
   * A client whose calls end, however the other side behaves. Credentials, region and endpoint come
   * the way every AWS program takes them.
   */
  public static S3Client client() {
    return S3Client.builder()
        .forcePathStyle(true)
        .httpClientBuilder(
            Apache5HttpClient.builder()
                .connectionTimeout(CONNECT_WITHIN)
                .socketTimeout(NEXT_BYTE_WITHIN))
        .overrideConfiguration(
            o -> o.apiCallAttemptTimeout(ATTEMPT_WITHIN).apiCallTimeout(CALL_WITHIN))
        .build();
  }

  @Override
  public void prepare() throws UnavailableException {
    try {
      try {
        s3.headBucket(
            b -> b.bucket(bucket).overrideConfiguration(o -> o.apiCallTimeout(CHECK_WITHIN)));
      } catch (NoSuchBucketException e) {
        s3.createBucket(b -> b.bucket(bucket));
        LOG.info("created bucket {}", bucket);
      }
    } catch (BucketAlreadyOwnedByYouException e) {
      LOG.info("bucket {} was created by another at the same time", bucket);
    } catch (SdkException e) {
      throw unavailable("bucket " + bucket + " cannot be reached", e);
    }
  }

  @Override
  public void put(String key, Path content, long lines) throws UnavailableException {
    try {
      try {
        write(key, content, lines, conditional);
      } catch (S3Exception e) {
        if (e.statusCode() == NOT_IMPLEMENTED && conditional) {
          write(key, content, lines, false);
          conditional = false; // it is no matter of this one call
          LOG.warn(
              "bucket {} cannot write only where nothing is (If-None-Match), so objects of a topic "
                  + "that was deleted and made anew would replace older ones",
              bucket);
        } else if (e.statusCode() == PRECONDITION_FAILED) {
          requireSameLines(key, content, lines, e);
        } else {
          throw e;
        }
      }
    } catch (SdkException e) {
      throw unavailable("object " + key + " cannot be written to bucket " + bucket, e);
    }
  }

  private void write(String key, Path content, long lines, boolean isOnlyNew) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentType("application/gzip")
            .metadata(Map.of(LakeObject.LINES_METADATA, Long.toString(lines)));
    if (isOnlyNew) {
      request.ifNoneMatch("*");
    }
    s3.putObject(request.build(), RequestBody.fromFile(content));
  }

  // Lines, not bytes: another version of Java may compress them otherwise.
  private void requireSameLines(String key, Path content, long lines, S3Exception refused)
      throws UnavailableException {
    try (var stored = s3.getObject(b -> b.bucket(bucket).key(key));
        InputStream ours = new GZIPInputStream(Files.newInputStream(content))) {
      Map<String, String> said = stored.response().metadata();
      // Of a person who was erased meanwhile lines are gone, and stay so.
      boolean isErased =
          said.containsKey(LakeObject.ERASED_METADATA)
              && Long.toString(lines).equals(said.get(LakeObject.LINES_METADATA));
      if (!isErased && !sameLines(stored, ours)) {
        throw new UnavailableException(
            Failure.CONFLICT,
            ("object %s is in bucket %s already and has other lines: was its topic deleted and "
                    + "made anew, or were the offsets of group %s lost? Nothing is replaced; the "
                    + "documentation of the sessionizer tells what to do")
                .formatted(key, bucket, Archiver.GROUP),
            refused);
      }
    } catch (IOException e) {
      throw new UnavailableException(
          Failure.UNREACHABLE, "object " + key + " cannot be compared: " + e, e);
    }
  }

  private static boolean sameLines(InputStream gzip, InputStream ours) throws IOException {
    try (InputStream stored = new GZIPInputStream(gzip)) {
      byte[] expected = new byte[1 << 16];
      byte[] found = new byte[1 << 16];
      while (true) {
        int length = ours.readNBytes(expected, 0, expected.length);
        int lengthFound = stored.readNBytes(found, 0, found.length);
        if (!Arrays.equals(expected, 0, length, found, 0, lengthFound)) {
          return false;
        }
        if (length == 0) {
          return true;
        }
      }
    } catch (ZipException | EOFException e) {
      return false;
    }
  }

  private static UnavailableException unavailable(String what, SdkException e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new UnavailableException(failure(e), what + ": " + reason, e);
  }

  private static Failure failure(SdkException e) {
    if (e instanceof S3Exception answered) {
      int status = answered.statusCode();
      return status >= 500 || status == TOO_MANY_REQUESTS ? Failure.BUSY : Failure.REFUSED;
    }
    boolean late =
        e instanceof ApiCallTimeoutException
            || e instanceof ApiCallAttemptTimeoutException
            || e.getCause() instanceof SocketTimeoutException;
    return late ? Failure.TIMEOUT : Failure.UNREACHABLE;
  }
}
