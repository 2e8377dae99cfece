package io.rivulet.dashboard.access;

import java.io.Serializable;
import java.security.Principal;
import java.time.Instant;

/**
 * Who signed in, with which password: once it is changed this one is signed in no more. What the
 * account may do is asked at every request, so that a change holds at once.
 */
record SignedIn(String name, Instant passwordSetAt) implements Principal, Serializable {
  @Override
  public String getName() {
    return name;
  }
}
