package io.rivulet.ingest.decode;

import static io.rivulet.ingest.body.JsonTape.NONE;

import io.rivulet.event.project.Project.IpPolicy;
import io.rivulet.ingest.body.JsonTape;
import io.rivulet.ingest.body.Name;
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
    object(context, line, Name.LIBRARY, Name.NAME, Name.VERSION);
    object(context, line, Name.APP, Name.NAME, Name.VERSION, Name.BUILD, Name.NAMESPACE);
    line.open(Name.DEVICE);
    Members device = context.object(Name.DEVICE);
    texts(device, line, Name.ID, Name.TYPE, Name.MANUFACTURER, Name.MODEL);
    line.text(Name.LINE_ADVERTISING_ID, tape, device.text(Name.ADVERTISING_ID));
    line.close();
    object(context, line, Name.OS, Name.NAME, Name.VERSION);
    line.open(Name.SCREEN);
    Members screen = context.object(Name.SCREEN);
    line.value(Name.WIDTH, tape, screen.integer(Name.WIDTH));
    line.value(Name.HEIGHT, tape, screen.integer(Name.HEIGHT));
    line.value(Name.DENSITY, tape, screen.decimal(Name.DENSITY));
    line.close();
    texts(context, line, Name.LOCALE, Name.TIMEZONE);
    line.text(Name.IP, ip(context, requestIp, policy));
    texts(context.object(Name.LOCATION), line, Name.COUNTRY, Name.CITY);
    int userAgent = context.text(Name.USER_AGENT);
    line.text(Name.LINE_USER_AGENT, tape, userAgent);
    if (userAgent == NONE) {
      line.text(Name.LINE_USER_AGENT, requestUserAgent);
    }
    page(context.object(Name.PAGE), new Members(tape, pageProperties), line);
    object(
        context, line, Name.CAMPAIGN, Name.NAME, Name.SOURCE, Name.MEDIUM, Name.TERM, Name.CONTENT);
  }

  private static void object(Members context, LineWriter line, Name name, Name... texts) {
    line.open(name);
    texts(context.object(name), line, texts);
    line.close();
  }

  private static void texts(Members from, LineWriter line, Name... names) {
    for (Name name : names) {
      line.text(name, from.tape(), from.text(name));
    }
  }

  // Whatever the member holds leaves the context: it may be an address that must not be kept.
  private static @Nullable String ip(Members context, @Nullable String requestIp, IpPolicy policy) {
    int claimed = context.take(Name.IP);
    String address = context.tape().isString(claimed) ? context.string(claimed) : null;
    return address == null || address.isBlank() ? requestIp : IpAddress.keep(policy, address);
  }

  private static void page(Members page, Members fallback, LineWriter line) {
    line.open(Name.PAGE);
    for (Name name : PAGE) {
      int text = page.text(name);
      line.text(name, page.tape(), text != NONE ? text : fallback.peekText(name));
    }
    line.close();
  }

  private static final Name[] PAGE = {Name.URL, Name.PATH, Name.REFERRER, Name.TITLE, Name.SEARCH};
}
