package io.rivulet.sessionizer.faults;

import io.rivulet.event.LakeObject;
import io.rivulet.event.LakeObject.Area;
import io.rivulet.sessionizer.RealParts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A reader of the lake that looks all the time. Whatever it sees under an object's key must be
 * whole, have as many lines as it says, and have the same lines whenever it is looked at again; and
 * no object may go away.
 */
final class LakeWatcher {
  private static final Pattern NUMBER = Pattern.compile("\\be-(\\d+)\"");

  private final S3Client s3;
  private final Map<String, S3Object> seen = new ConcurrentHashMap<>();
  private final Map<String, List<String>> linesOf = new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<String> violations = new CopyOnWriteArrayList<>();
  private final AtomicInteger lines = new AtomicInteger();
  private final AtomicInteger highest = new AtomicInteger(-1);
  private final Thread thread = new Thread(this::run, "lake-watcher");
  private volatile boolean closed;

  LakeWatcher(S3Client s3) {
    this.s3 = s3;
    thread.start();
  }

  /** What must not be; nothing as it should be. */
  List<String> violations() {
    return violations;
  }

  /** Lines of all objects together. */
  int lines() {
    return lines.get();
  }

  int objects() {
    return seen.size();
  }

  /** The highest number of an event that is in the lake. */
  int highest() {
    return highest.get();
  }

  /** Reads all objects, also those that have not changed, and returns their lines by key. */
  Map<String, List<String>> readAgain(Area area) throws IOException {
    Map<String, List<String>> all = new TreeMap<>();
    for (S3Object object : list()) {
      if (object.key().startsWith(area.prefix() + "/")) {
        read(object);
        all.put(object.key(), linesOf.get(object.key()));
      }
    }
    return all;
  }

  static int numberIn(String line) {
    Matcher matcher = NUMBER.matcher(line);
    if (!matcher.find()) {
      throw new IllegalStateException("no number in " + line);
    }
    return Integer.parseInt(matcher.group(1));
  }

  private void run() {
    while (!closed) {
      try {
        look();
      } catch (NoSuchBucketException e) {
        // not yet
      } catch (IOException | RuntimeException e) {
        violations.add(e.toString());
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private void look() throws IOException {
    Set<String> gone = new HashSet<>(seen.keySet());
    for (S3Object object : list()) {
      gone.remove(object.key());
      S3Object before = seen.get(object.key());
      if (before == null
          || !before.eTag().equals(object.eTag())
          || !before.lastModified().equals(object.lastModified())) {
        read(object);
      }
    }
    gone.forEach(key -> violations.add(key + " is gone"));
  }

  private List<S3Object> list() {
    List<S3Object> objects = new ArrayList<>();
    for (S3Object object :
        s3.listObjectsV2Paginator(ListObjectsV2Request.builder().bucket(RealParts.BUCKET).build())
            .contents()) {
      if (LakeObject.parse(object.key()).isPresent()) {
        objects.add(object);
      }
    }
    return objects;
  }

  private synchronized void read(S3Object object) throws IOException {
    String key = object.key();
    try (ResponseInputStream<GetObjectResponse> in =
            s3.getObject(b -> b.bucket(RealParts.BUCKET).key(key));
        InputStream text = new GZIPInputStream(in)) {
      String content = new String(text.readAllBytes(), StandardCharsets.UTF_8);
      List<String> now = content.lines().toList();
      String declared = in.response().metadata().get(LakeObject.LINES_METADATA);
      if (!content.endsWith("\n") || !Integer.toString(now.size()).equals(declared)) {
        violations.add(key + " has " + now.size() + " lines and declares " + declared);
      }
      List<String> before = linesOf.putIfAbsent(key, now);
      if (before != null && !before.equals(now)) {
        violations.add(key + " had " + before.size() + " lines and has other " + now.size());
      }
      if (before == null) {
        int[] numbers = now.stream().mapToInt(LakeWatcher::numberIn).toArray();
        highest.accumulateAndGet(Arrays.stream(numbers).max().orElse(-1), Math::max);
        lines.addAndGet(now.size());
      }
    } catch (IOException e) {
      violations.add(key + " cannot be read to its end: " + e);
    }
    seen.put(key, object);
  }

  void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
