package io.rivulet.sessionizer.archive;

import io.rivulet.event.LakeObject;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** A bucket. It is created where it does not exist. */
public final class S3ObjectStore implements ObjectStore {
  private static final Logger LOG = LoggerFactory.getLogger(S3ObjectStore.class);

  private final S3Client s3;
  private final String bucket;

  /** The client stays the caller's to close. */
  public S3ObjectStore(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  @Override
  public void prepare() throws UnavailableException {
    try {
      try {
        s3.headBucket(b -> b.bucket(bucket));
      } catch (NoSuchBucketException e) {
        s3.createBucket(b -> b.bucket(bucket));
        LOG.info("created bucket {}", bucket);
      }
    } catch (BucketAlreadyOwnedByYouException e) {
      LOG.info("bucket {} was created by another at the same time", bucket);
    } catch (SdkException e) {
      throw new UnavailableException("bucket " + bucket + " cannot be reached: " + reason(e), e);
    }
  }

  @Override
  public void put(String key, Path content, long lines) throws UnavailableException {
    try {
      s3.putObject(
          b ->
              b.bucket(bucket)
                  .key(key)
                  .contentType("application/gzip")
                  .metadata(Map.of(LakeObject.LINES_METADATA, Long.toString(lines))),
          RequestBody.fromFile(content));
    } catch (SdkException e) {
      throw new UnavailableException(
          "object " + key + " cannot be written to bucket " + bucket + ": " + reason(e), e);
    }
  }

  private static String reason(SdkException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
