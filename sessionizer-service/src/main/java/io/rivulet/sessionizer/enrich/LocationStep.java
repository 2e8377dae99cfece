package io.rivulet.sessionizer.enrich;

import io.rivulet.event.Event;
import io.rivulet.event.EventBuilder;
import io.rivulet.sessionizer.geoip.GeoDatabase.Location;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Country and city of the address. A city is only added to the country that it lies in: where the
 * client names a country that is another, its city is not known.
 */
record LocationStep(Function<String, Location> places) implements UnaryOperator<Event> {

  @Override
  public Event apply(Event event) {
    if (event.ip() == null || event.city() != null) {
      return event;
    }
    Location found = places.apply(event.ip());
    if (event.country() != null && !event.country().equalsIgnoreCase(found.country())) {
      return event;
    }
    return EventBuilder.builder(event)
        .country(event.country() == null ? found.country() : event.country())
        .city(found.city())
        .build();
  }
}
