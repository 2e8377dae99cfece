package io.rivulet.standalone.replay;

import io.rivulet.event.resend.Door;

/**
 * One line of an event file, as its bytes stand there.
 *
 * @param source the file's name, or {@code stdin}
 * @param number counted from 1
 * @param json the line without its end; not copied, so not to be written to
 * @param door where it enters the collector
 */
@SuppressWarnings("ArrayRecordComponent") // lines are many, and nothing compares them
public record EventLine(String source, long number, byte[] json, Door door) {

  /** A line for the Segment door. */
  public EventLine(String source, long number, byte[] json) {
    this(source, number, json, Door.SEGMENT);
  }

  /** Where the line stands, as {@code file:number}. */
  public String place() {
    return source + ":" + number;
  }
}
