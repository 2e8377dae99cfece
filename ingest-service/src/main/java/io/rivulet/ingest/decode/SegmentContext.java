package io.rivulet.ingest.decode;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.event.EventType;
import io.rivulet.event.project.Project.IpPolicy;
import io.rivulet.ingest.clean.IpAddress;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Moves what is known of a Segment {@code context} into the event's own members. What does not fit
 * or is not known stays in the context.
 */
final class SegmentContext {
  private SegmentContext() {}

  /** Takes the known members out of {@code context} and gives them to {@code event}. */
  static void lift(
      Members context,
      EventBuilder event,
      EventType type,
      @Nullable JsonNode properties,
      RequestFacts facts,
      IpPolicy ipPolicy) {
    Members library = context.object("library");
    if (library.rest() != null) {
      event.library(new Event.Library(library.text("name"), library.text("version")));
      context.putBack("library", library);
    }
    Members app = context.object("app");
    if (app.rest() != null) {
      event.app(
          new Event.App(
              app.text("name"), app.text("version"), app.text("build"), app.text("namespace")));
      context.putBack("app", app);
    }
    Members device = context.object("device");
    if (device.rest() != null) {
      event.device(
          new Event.Device(
              device.text("id"),
              device.text("type"),
              device.text("manufacturer"),
              device.text("model"),
              device.text("advertisingId")));
      context.putBack("device", device);
    }
    Members os = context.object("os");
    if (os.rest() != null) {
      event.os(new Event.Os(os.text("name"), os.text("version")));
      context.putBack("os", os);
    }
    Members screen = context.object("screen");
    if (screen.rest() != null) {
      event.screen(
          new Event.Screen(
              screen.integer("width"), screen.integer("height"), screen.decimal("density")));
      context.putBack("screen", screen);
    }
    Members campaign = context.object("campaign");
    if (campaign.rest() != null) {
      event.campaign(
          new Event.Campaign(
              campaign.text("name"),
              campaign.text("source"),
              campaign.text("medium"),
              campaign.text("term"),
              campaign.text("content")));
      context.putBack("campaign", campaign);
    }
    Members location = context.object("location");
    event.country(location.text("country")).city(location.text("city"));
    context.putBack("location", location);
    event.locale(context.text("locale")).timezone(context.text("timezone"));
    String userAgent = context.text("userAgent");
    event.userAgent(userAgent != null ? userAgent : facts.userAgent());
    event.ip(ip(context, facts, ipPolicy));
    event.page(page(context, type == EventType.PAGE ? properties : null));
  }

  // Whatever the member holds leaves the context: it may be an address that must not be kept.
  private static @Nullable String ip(Members context, RequestFacts facts, IpPolicy policy) {
    JsonNode claimed = context.take("ip");
    String address = claimed != null && claimed.isString() ? claimed.stringValue() : "";
    return IpAddress.keep(policy, address.isBlank() ? facts.ip() : address);
  }

  private static Event.@Nullable Page page(Members context, @Nullable JsonNode properties) {
    Members page = context.object("page");
    Members fallback = new Members(properties);
    Event.Page lifted =
        new Event.Page(
            either(page, fallback, "url"),
            either(page, fallback, "path"),
            either(page, fallback, "referrer"),
            either(page, fallback, "title"),
            either(page, fallback, "search"));
    context.putBack("page", page);
    return lifted.equals(new Event.Page(null, null, null, null, null)) ? null : lifted;
  }

  private static @Nullable String either(Members first, Members second, String name) {
    String text = first.text(name);
    return text != null ? text : second.text(name);
  }
}
