package io.rivulet.sessionizer.stream;

import io.rivulet.sessionizer.instance.InstanceState;
import io.rivulet.sessionizer.session.RecentSessions;
import io.rivulet.sessionizer.session.RecentSessionsCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * All that the stream remembers of one actor, one value of the store: its sessions and, where it is
 * an installation that said something, its state. So an event costs one look-up and one write. It
 * takes at most {@link RecentSessionsCodec#MAX_BYTES} and {@link InstanceState#MAX_BYTES}, and one
 * for the version.
 */
record ActorMemory(RecentSessions sessions, InstanceState instance) {

  /** Of an actor that was never seen. */
  static final ActorMemory NONE = new ActorMemory(RecentSessions.NONE, InstanceState.NONE);

  private static final byte VERSION = 2;

  /** The bytes that {@link #read} reads: the version, the sessions, the installation's state. */
  byte[] write() {
    int longest =
        1
            + RecentSessionsCodec.maxBytes(sessions)
            + (instance.equals(InstanceState.NONE) ? 0 : InstanceState.MAX_BYTES);
    ByteBuffer bytes = ByteBuffer.allocate(longest).put(VERSION);
    RecentSessionsCodec.write(sessions, bytes);
    instance.write(bytes);
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /**
   * What {@link #write} wrote, now or in an earlier release.
   *
   * @throws IllegalStateException when a later release wrote it in another form
   */
  static ActorMemory read(byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    byte version = bytes.get();
    return switch (version) {
      case 1 -> new ActorMemory(RecentSessionsCodec.readVersion1(bytes), InstanceState.NONE);
      case VERSION -> new ActorMemory(RecentSessionsCodec.read(bytes), InstanceState.read(bytes));
      default ->
          throw new IllegalStateException(
              "the actor store holds version " + version + ", this release reads up to " + VERSION);
    };
  }
}
