package io.rivulet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 server on the loopback address that keeps each object as a file, one folder a bucket.
 * Requests must be signed with the keys below; addresses are path style.
 */
public final class S3Server implements AutoCloseable {
  public static final String ACCESS_KEY_ID = "rivulet";
  public static final String SECRET_ACCESS_KEY = "rivulet-secret";
  public static final String REGION = "us-east-1";

  private static final int MAX_THREADS = 24;

  private final BlobStore store;
  private final S3Proxy server;

  private S3Server(BlobStore store, S3Proxy server) {
    this.store = store;
    this.server = server;
  }

  /**
   * Starts the server on the buckets of a folder, which is made when missing.
   *
   * @param port 0 for a free one
   * @throws IllegalStateException when it cannot be started, e.g. because the port is taken
   */
  public static S3Server start(Path dataDirectory, int port) {
    try {
      Files.createDirectories(dataDirectory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var store = new FilesystemNio2BlobStore(dataDirectory.toAbsolutePath().toString());
    var server =
        S3Proxy.builder()
            .blobStore(store)
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY_ID, SECRET_ACCESS_KEY)
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .jettyMaxThreads(MAX_THREADS)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(
          "S3 server on port " + port + " did not start: " + e.getMessage(), e);
    }
    return new S3Server(store, server);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** Makes a bucket unless it exists. */
  public void createBucket(String bucket) {
    if (!store.containerExists(bucket)) {
      store.createContainer(bucket);
    }
  }

  /** Points every AWS client of this JVM that uses the default chains to this server. */
  public void setSystemProperties() {
    setSystemProperties(endpoint());
  }

  /** The same for a server elsewhere that has the same keys. */
  public static void setSystemProperties(URI endpoint) {
    System.setProperty("aws.accessKeyId", ACCESS_KEY_ID);
    System.setProperty("aws.secretAccessKey", SECRET_ACCESS_KEY);
    System.setProperty("aws.region", REGION);
    System.setProperty("aws.endpointUrlS3", endpoint.toString());
  }

  /** Stops after the requests in flight; the objects stay. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("S3 server did not stop: " + e.getMessage(), e);
    }
    store.close();
  }
}
