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
  private static final Name[] LIBRARY = {Name.NAME, Name.VERSION};
  private static final Name[] APP = {Name.NAME, Name.VERSION, Name.BUILD, Name.NAMESPACE};
  private static final Name[] DEVICE = {Name.ID, Name.TYPE, Name.MANUFACTURER, Name.MODEL};
  private static final Name[] OS = {Name.NAME, Name.VERSION};
  private static final Name[] LOCALE = {Name.LOCALE, Name.TIMEZONE};
  private static final Name[] LOCATION = {Name.COUNTRY, Name.CITY};
  private static final Name[] PAGE = {Name.URL, Name.PATH, Name.REFERRER, Name.TITLE, Name.SEARCH};
  private static final Name[] CAMPAIGN = {
    Name.NAME, Name.SOURCE, Name.MEDIUM, Name.TERM, Name.CONTENT
  };

  private SegmentContext() {}

  /**
   * Takes the known members out of {@code context} and writes them.
   *
   * @param pageProperties node of the properties of a page event, which may tell of the page what
   *     the context does not
   * @param requestIp the sender's address as the policy keeps it, quoted
   * @param requestUserAgent of the sender, clean and quoted
   */
  static void lift(
      Members context,
      LineWriter line,
      int pageProperties,
      byte @Nullable [] requestIp,
      byte @Nullable [] requestUserAgent,
      IpPolicy policy) {
    JsonTape tape = context.tape();
    object(context, line, Name.LIBRARY, LIBRARY);
    object(context, line, Name.APP, APP);
    Members device = context.object(Name.DEVICE);
    if (device.isPresent()) {
      line.open(Name.DEVICE);
      texts(device, line, DEVICE);
      line.text(Name.LINE_ADVERTISING_ID, tape, device.text(Name.ADVERTISING_ID));
      line.close();
    }
    object(context, line, Name.OS, OS);
    Members screen = context.object(Name.SCREEN);
    if (screen.isPresent()) {
      line.open(Name.SCREEN);
      line.value(Name.WIDTH, tape, screen.integer(Name.WIDTH));
      line.value(Name.HEIGHT, tape, screen.integer(Name.HEIGHT));
      line.value(Name.DENSITY, tape, screen.decimal(Name.DENSITY));
      line.close();
    }
    texts(context, line, LOCALE);
    ip(context, line, requestIp, policy);
    texts(context.object(Name.LOCATION), line, LOCATION);
    int userAgent = context.text(Name.USER_AGENT);
    line.text(Name.LINE_USER_AGENT, tape, userAgent);
    if (userAgent == NONE) {
      line.quoted(Name.LINE_USER_AGENT, requestUserAgent);
    }
    page(context.object(Name.PAGE), new Members(tape, pageProperties), line);
    object(context, line, Name.CAMPAIGN, CAMPAIGN);
  }

  private static void object(Members context, LineWriter line, Name name, Name[] texts) {
    Members members = context.object(name);
    if (members.isPresent()) {
      line.open(name);
      texts(members, line, texts);
      line.close();
    }
  }

  private static void texts(Members from, LineWriter line, Name[] names) {
    for (Name name : names) {
      line.text(name, from.tape(), from.text(name));
    }
  }

  // Whatever the member holds leaves the context: it may be an address that must not be kept.
  private static void ip(
      Members context, LineWriter line, byte @Nullable [] requestIp, IpPolicy policy) {
    int claimed = context.take(Name.IP);
    String address = context.tape().isString(claimed) ? context.string(claimed) : null;
    if (address == null || address.isBlank()) {
      line.quoted(Name.IP, requestIp);
    } else {
      line.text(Name.IP, IpAddress.keep(policy, address));
    }
  }

  private static void page(Members page, Members fallback, LineWriter line) {
    line.open(Name.PAGE);
    for (Name name : PAGE) {
      int text = page.text(name);
      line.text(name, page.tape(), text != NONE ? text : fallback.peekText(name));
    }
    line.close();
  }
}
