package io.rivulet.stores;

import io.rivulet.embedded.S3Server;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * An S3-compatible store without buckets, with the keys of {@link S3Server}.
 *
 * @param endpoint its address, path style
 */
public record TestS3(URI endpoint, AutoCloseable server) implements AutoCloseable {
  private static final int PORT = 9000;

  /**
   * Starts it.
   *
   * @param folder for its objects, where it runs in this JVM
   */
  public static TestS3 start(Path folder) {
    if (!Images.inUse()) {
      return inThisJvm(folder, 0);
    }
    Container container =
        Container.of(
            Images.S3,
            PORT,
            Map.of(
                "S3PROXY_ENDPOINT", "http://0.0.0.0:" + PORT,
                "S3PROXY_AUTHORIZATION", "aws-v2-or-v4",
                "S3PROXY_IDENTITY", S3Server.ACCESS_KEY_ID,
                "S3PROXY_CREDENTIAL", S3Server.SECRET_ACCESS_KEY,
                "JCLOUDS_PROVIDER", "filesystem-nio2",
                "JCLOUDS_FILESYSTEM_BASEDIR", "/data",
                "S3PROXY_JAVA_OPTS", "-Xmx256m"));
    container.start();
    return new TestS3(URI.create("http://" + container.address()), container);
  }

  /**
   * Starts one that has what an earlier one left in the folder.
   *
   * @param port 0 for a free one
   */
  public static TestS3 inThisJvm(Path folder, int port) {
    S3Server server = S3Server.start(folder, port);
    return new TestS3(server.endpoint(), server);
  }

  /** Points every AWS client of this JVM that uses the default chains to this store. */
  public void setSystemProperties() {
    S3Server.setSystemProperties(endpoint);
  }

  @Override
  public void close() {
    Closing.close(server);
  }
}
