package io.rivulet.standalone.demo;

import java.util.Locale;

/** The pages of the product's website, and the screens of its apps. */
enum Place {
  HOME("Home"),
  PRICING("Pricing"),
  SIGN_UP("Sign Up"),
  TIMER("Timer"),
  CALENDAR("Calendar"),
  PROJECTS("Projects"),
  REPORTS("Reports"),
  INVOICES("Invoices"),
  SETTINGS("Settings"),
  CHECKOUT("Checkout");

  private final String title;

  Place(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  String path() {
    return this == HOME ? "/" : "/" + title.toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
