package io.rivulet.stores;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk of some megabytes that one process has below a folder, and that can be filled up: a file
 * system in memory, in a namespace of that process, for which a user of Linux needs no rights.
 */
public final class SmallDisk {
  private final Path folder;
  private final int megabytes;

  /**
   * @param folder that is there, and stays empty for all others
   */
  public SmallDisk(Path folder, int megabytes) {
    this.folder = folder;
    this.megabytes = megabytes;
  }

  /** Not beyond Linux, and not where an administrator has forbidden such namespaces. */
  public boolean isPossible() throws InterruptedException {
    try {
      return new ProcessBuilder(command(List.of("true"))).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** That command, run with this disk; the process keeps its id. */
  public List<String> command(List<String> command) {
    List<String> all =
        new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c"));
    all.add("mount -t tmpfs -o size=%dm tmpfs \"$0\" && exec \"$@\"".formatted(megabytes));
    all.add(folder.toString());
    all.addAll(command);
    return all;
  }

  /** Takes all that is left of the disk of that process. */
  public void fill(long pid) throws IOException {
    boolean isFull = false;
    try (OutputStream out = Files.newOutputStream(filler(pid))) {
      while (!isFull) {
        isFull = !isTaken(out, new byte[4096]);
      }
    }
  }

  private static boolean isTaken(OutputStream out, byte[] block) {
    try {
      out.write(block);
      return true;
    } catch (IOException e) {
      return false; // no space left on device
    }
  }

  /** Takes away what {@link #fill} wrote. */
  public void makeRoom(long pid) throws IOException {
    Files.delete(filler(pid));
  }

  private Path filler(long pid) {
    return Path.of("/proc/" + pid + "/root" + folder.toAbsolutePath(), "filler");
  }
}
