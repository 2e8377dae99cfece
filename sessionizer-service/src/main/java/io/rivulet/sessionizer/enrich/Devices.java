package io.rivulet.sessionizer.enrich;

import io.rivulet.event.Event;
import org.jspecify.annotations.Nullable;

/** Fills in what a device that the client described lacks. */
final class Devices {
  private Devices() {}

  /** The device, of that type unless it has one; null when nothing is known. */
  static Event.@Nullable Device withType(Event.@Nullable Device said, @Nullable String type) {
    if (type == null || (said != null && said.type() != null)) {
      return said;
    }
    return said == null
        ? new Event.Device(null, type, null, null, null)
        : new Event.Device(
            said.id(), type, said.manufacturer(), said.model(), said.advertisingId());
  }

  /**
   * The device with manufacturer and model, unless it has one of them: one from the client and the
   * other from elsewhere could name a device that does not exist.
   */
  static Event.@Nullable Device withName(
      Event.@Nullable Device said, @Nullable String manufacturer, @Nullable String model) {
    if ((manufacturer == null && model == null)
        || (said != null && (said.manufacturer() != null || said.model() != null))) {
      return said;
    }
    return said == null
        ? new Event.Device(null, null, manufacturer, model, null)
        : new Event.Device(said.id(), said.type(), manufacturer, model, said.advertisingId());
  }
}
