package io.rivulet.event.project;

/**
 * Where it stands what persons pay.
 *
 * @param event name of the event of a payment
 * @param property its top-level property with the amount, a number in the project's own currency
 */
public record Money(String event, String property) {

  /** As Segment's specification of e-commerce has it. */
  public static final Money DEFAULT = new Money("Order Completed", "revenue");

  /**
   * Checks what the file says.
   *
   * @throws IllegalArgumentException naming the value that cannot be
   */
  public Money {
    Declared.requireEventName("money", event);
    Declared.requireProperty("money of event '" + event + "'", property);
  }
}
