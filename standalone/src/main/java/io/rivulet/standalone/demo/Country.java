package io.rivulet.standalone.demo;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Where people are: the code, the language and the clock on the wall. */
enum Country {
  DE(0.30, "de-DE", "Europe/Berlin"),
  US(0.24, "en-US", "America/New_York"),
  GB(0.14, "en-GB", "Europe/London"),
  FR(0.12, "fr-FR", "Europe/Paris"),
  BR(0.09, "pt-BR", "America/Sao_Paulo"),
  PL(0.06, "pl-PL", "Europe/Warsaw"),
  JP(0.05, "ja-JP", "Asia/Tokyo");

  private final double share;
  private final String locale;
  private final ZoneId zone;

  Country(double share, String locale, String zone) {
    this.share = share;
    this.locale = locale;
    this.zone = ZoneId.of(zone);
  }

  /** The country at a place of all people, from 0 to 1. */
  static Country at(double place) {
    return Shares.at(place, values(), country -> country.share);
  }

  String locale() {
    return locale;
  }

  ZoneId zone() {
    return zone;
  }

  ZoneOffset offsetOn(LocalDate day) {
    return zone.getRules().getOffset(day.atTime(12, 0));
  }
}
