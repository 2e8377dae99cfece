package io.rivulet.standalone.replay;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The lines to replay, one after the other. Blank lines are left out. Not for several threads. */
public interface EventLines extends Closeable {

  /** The next line; null after the last. */
  @Nullable EventLine next() throws IOException;

  /** How much has been read, from 0 to 1; negative where the whole is not known. */
  double fractionRead();

  @Override
  default void close() throws IOException {}
}
