package io.rivulet.sessionizer.instance;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What an installation says of itself when it starts: library, app, device, system, screen,
 * language. A text of more than {@value #MAX_TEXT_BYTES} bytes of UTF-8 is not kept.
 */
record Description(
    Event.@Nullable Library library,
    Event.@Nullable App app,
    Event.@Nullable Device device,
    Event.@Nullable Os os,
    Event.@Nullable Screen screen,
    @Nullable String locale,
    @Nullable String language,
    @Nullable String timezone) {

  static final int MAX_TEXT_BYTES = 254;

  private static final int TEXTS = 13;

  /** No description takes more. */
  static final int MAX_BYTES = TEXTS * (1 + MAX_TEXT_BYTES) + 2 * Integer.BYTES;

  private static final int NO_NUMBER = -1;

  private static final Event.Library NO_LIBRARY = new Event.Library(null, null);
  private static final Event.App NO_APP = new Event.App(null, null, null, null);
  private static final Event.Device NO_DEVICE = new Event.Device(null, null, null, null, null);
  private static final Event.Os NO_OS = new Event.Os(null, null);
  private static final Event.Screen NO_SCREEN = new Event.Screen(null, null, null);

  /** What that event says. */
  static Description of(Event event) {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
    write(event, bytes);
    return read(bytes.flip()); // as it will be remembered: without what is too long
  }

  /** Gives the event what it lacks. */
  void fill(Event event, EventBuilder into) {
    if (event.library() == null) {
      into.library(library);
    }
    if (event.app() == null) {
      into.app(app);
    }
    if (event.device() == null) {
      into.device(device);
    }
    if (event.os() == null) {
      into.os(os);
    }
    if (event.screen() == null) {
      into.screen(screen);
    }
    if (event.locale() == null && event.language() == null) {
      into.locale(locale).language(language);
    }
    if (event.timezone() == null) {
      into.timezone(timezone);
    }
  }

  /** Writes what {@link #read} reads. */
  void write(ByteBuffer bytes) {
    write(library, app, device, os, screen, locale, language, timezone, bytes);
  }

  private static void write(Event event, ByteBuffer bytes) {
    write(
        event.library(),
        event.app(),
        event.device(),
        event.os(),
        event.screen(),
        event.locale(),
        event.language(),
        event.timezone(),
        bytes);
  }

  private static void write(
      Event.@Nullable Library library,
      Event.@Nullable App app,
      Event.@Nullable Device device,
      Event.@Nullable Os os,
      Event.@Nullable Screen screen,
      @Nullable String locale,
      @Nullable String language,
      @Nullable String timezone,
      ByteBuffer bytes) {
    putText(bytes, library == null ? null : library.name());
    putText(bytes, library == null ? null : library.version());
    putText(bytes, app == null ? null : app.name());
    putText(bytes, app == null ? null : app.version());
    putText(bytes, device == null ? null : device.id());
    putText(bytes, device == null ? null : device.type());
    putText(bytes, device == null ? null : device.manufacturer());
    putText(bytes, device == null ? null : device.model());
    putText(bytes, os == null ? null : os.name());
    putText(bytes, os == null ? null : os.version());
    putText(bytes, locale);
    putText(bytes, language);
    putText(bytes, timezone);
    putNumber(bytes, screen == null ? null : screen.width());
    putNumber(bytes, screen == null ? null : screen.height());
  }

  /** Reads what {@link #write} wrote. */
  static Description read(ByteBuffer bytes) {
    Event.Library library = new Event.Library(text(bytes), text(bytes));
    Event.App app = new Event.App(text(bytes), text(bytes), null, null);
    Event.Device device =
        new Event.Device(text(bytes), text(bytes), text(bytes), text(bytes), null);
    Event.Os os = new Event.Os(text(bytes), text(bytes));
    String locale = text(bytes);
    String language = text(bytes);
    String timezone = text(bytes);
    Event.Screen screen = new Event.Screen(number(bytes), number(bytes), null);
    return new Description(
        library.equals(NO_LIBRARY) ? null : library,
        app.equals(NO_APP) ? null : app,
        device.equals(NO_DEVICE) ? null : device,
        os.equals(NO_OS) ? null : os,
        screen.equals(NO_SCREEN) ? null : screen,
        locale,
        language,
        timezone);
  }

  /** The length and one more, so that 0 says that there is no text; then the text. */
  private static void putText(ByteBuffer bytes, @Nullable String text) {
    byte[] utf8 = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    if (utf8 == null || utf8.length > MAX_TEXT_BYTES) {
      bytes.put((byte) 0);
    } else {
      bytes.put((byte) (utf8.length + 1)).put(utf8);
    }
  }

  private static @Nullable String text(ByteBuffer bytes) {
    int length = (bytes.get() & 0xFF) - 1;
    return length < 0 ? null : Utf8.read(bytes, length);
  }

  private static void putNumber(ByteBuffer bytes, @Nullable Integer number) {
    bytes.putInt(number == null ? NO_NUMBER : number);
  }

  private static @Nullable Integer number(ByteBuffer bytes) {
    int number = bytes.getInt();
    return number == NO_NUMBER ? null : number;
  }
}
