package io.rivulet.sessionizer.enrich;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The campaign that the {@code utm_*} parameters of the page's address name. */
final class CampaignStep {
  private CampaignStep() {}

  static Event apply(Event event) {
    Event.Page page = event.page();
    if (event.campaign() != null || page == null) {
      return event;
    }
    Map<String, String> utm = utmParameters(query(page));
    if (utm.isEmpty()) {
      return event;
    }
    Event.Campaign campaign =
        new Event.Campaign(
            utm.get("utm_campaign"),
            utm.get("utm_source"),
            utm.get("utm_medium"),
            utm.get("utm_term"),
            utm.get("utm_content"));
    return campaign.equals(new Event.Campaign(null, null, null, null, null))
        ? event
        : EventBuilder.builder(event).campaign(campaign).build();
  }

  /** The query without question mark and fragment; empty where there is none. */
  private static String query(Event.Page page) {
    String url = page.url();
    int mark = url == null ? -1 : url.indexOf('?');
    String query = url != null && mark >= 0 ? url.substring(mark + 1) : search(page.search());
    int hash = query.indexOf('#');
    return hash >= 0 ? query.substring(0, hash) : query;
  }

  private static String search(@Nullable String search) {
    if (search == null) {
      return "";
    }
    return search.startsWith("?") ? search.substring(1) : search;
  }

  // The first of a repeated parameter counts, as in the browsers' URLSearchParams.get.
  private static Map<String, String> utmParameters(String query) {
    Map<String, String> utm = new HashMap<>();
    if (!query.contains("utm_")) {
      return utm;
    }
    int from = 0;
    while (from <= query.length()) {
      int to = query.indexOf('&', from);
      String pair = query.substring(from, to < 0 ? query.length() : to);
      int equals = pair.indexOf('=');
      if (pair.startsWith("utm_") && equals > 0 && equals < pair.length() - 1) {
        utm.putIfAbsent(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
      }
      from = to < 0 ? query.length() + 1 : to + 1;
    }
    return utm;
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value; // a broken escape is kept as it came
    }
  }
}
