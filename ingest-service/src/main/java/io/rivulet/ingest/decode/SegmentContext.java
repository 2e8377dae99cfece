package io.rivulet.ingest.decode;

import static io.rivulet.ingest.body.JsonTape.NONE;

import io.rivulet.event.project.Project.IpPolicy;
import io.rivulet.ingest.body.JsonTape;
import io.rivulet.ingest.clean.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Moves what is known of a Segment {@code context} into the event's own members. What does not fit
 * or is not known stays in the context.
 */
final class SegmentContext {
  private SegmentContext() {}

  /**
   * Takes the known members out of {@code context} and writes them.
   *
   * @param pageProperties node of the properties of a page event, which may tell of the page what
   *     the context does not
   * @param requestIp the sender's address as the policy keeps it
   * @param requestUserAgent of the sender, clean
   */
  static void lift(
      Members context,
      LineWriter line,
      int pageProperties,
      @Nullable String requestIp,
      @Nullable String requestUserAgent,
      IpPolicy policy) {
    JsonTape tape = context.tape();
    object(context, line, Names.LIBRARY, Names.NAME, Names.VERSION);
    object(context, line, Names.APP, Names.NAME, Names.VERSION, Names.BUILD, Names.NAMESPACE);
    line.open(Names.DEVICE);
    Members device = context.object(Names.DEVICE);
    texts(device, line, Names.ID, Names.TYPE, Names.MANUFACTURER, Names.MODEL);
    line.text(Names.LINE_ADVERTISING_ID, tape, device.text(Names.ADVERTISING_ID));
    line.close();
    object(context, line, Names.OS, Names.NAME, Names.VERSION);
    line.open(Names.SCREEN);
    Members screen = context.object(Names.SCREEN);
    line.value(Names.WIDTH, tape, screen.integer(Names.WIDTH));
    line.value(Names.HEIGHT, tape, screen.integer(Names.HEIGHT));
    line.value(Names.DENSITY, tape, screen.decimal(Names.DENSITY));
    line.close();
    texts(context, line, Names.LOCALE, Names.TIMEZONE);
    line.text(Names.IP, ip(context, requestIp, policy));
    texts(context.object(Names.LOCATION), line, Names.COUNTRY, Names.CITY);
    int userAgent = context.text(Names.USER_AGENT);
    line.text(Names.LINE_USER_AGENT, tape, userAgent);
    if (userAgent == NONE) {
      line.text(Names.LINE_USER_AGENT, requestUserAgent);
    }
    page(context.object(Names.PAGE), new Members(tape, pageProperties), line);
    object(
        context,
        line,
        Names.CAMPAIGN,
        Names.NAME,
        Names.SOURCE,
        Names.MEDIUM,
        Names.TERM,
        Names.CONTENT);
  }

  private static void object(Members context, LineWriter line, byte[] name, byte[]... texts) {
    line.open(name);
    texts(context.object(name), line, texts);
    line.close();
  }

  private static void texts(Members from, LineWriter line, byte[]... names) {
    for (byte[] name : names) {
      line.text(name, from.tape(), from.text(name));
    }
  }

  // Whatever the member holds leaves the context: it may be an address that must not be kept.
  private static @Nullable String ip(Members context, @Nullable String requestIp, IpPolicy policy) {
    int claimed = context.take(Names.IP);
    String address = context.tape().isString(claimed) ? context.string(claimed) : null;
    return address == null || address.isBlank() ? requestIp : IpAddress.keep(policy, address);
  }

  private static void page(Members page, Members fallback, LineWriter line) {
    line.open(Names.PAGE);
    for (byte[] name : PAGE) {
      int text = page.text(name);
      line.text(name, page.tape(), text != NONE ? text : fallback.peekText(name));
    }
    line.close();
  }

  private static final byte[][] PAGE = {
    Names.URL, Names.PATH, Names.REFERRER, Names.TITLE, Names.SEARCH
  };
}
