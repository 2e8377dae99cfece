package io.rivulet.standalone.demo;

import java.time.Instant;
import java.util.Map;

/** What a person uses the product with, and how it tells of that. */
interface Client {

  /** A visit begins. */
  void open(Instant at);

  /** The person looks at a page or screen. */
  void look(Instant at, Place place);

  /** The person does something. */
  void act(Instant at, String event, Map<String, ?> properties);

  /** From then on the person is known as this user. */
  void signIn(Instant at, String userId, Map<String, ?> traits);
}
