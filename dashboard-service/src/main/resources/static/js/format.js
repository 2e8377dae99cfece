/** Figures and days in words. Days are those of the project's time zone; times are shown in UTC and say so. */

const integers = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const wholePercent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });
const signedPercent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' });
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayMonthYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const monthYear = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });
const minute = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

export const NOTHING = '–';

const known = (value, format) => (value === null || value === undefined ? NOTHING : format(value));

export const count = (value) => known(value, (v) => integers.format(v));
export const compact = (value) => short.format(value);
export const share = (value) => known(value, (v) => percent.format(v));
export const wholeShare = (value) => known(value, (v) => wholePercent.format(v));

/** Seconds in the two units that matter: "42 s", "2 min 15 s", "1 h 2 min". */
export function duration(seconds) {
  return known(seconds, (value) => {
    if (value < 10 && !Number.isInteger(value)) return `${value.toFixed(1)} s`;
    const whole = Math.round(value);
    if (whole < 60) return `${whole} s`;
    if (whole < 3600) return two(Math.floor(whole / 60), 'min', whole % 60, 's');
    const minutes = Math.round(whole / 60);
    return two(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  });
}

const two = (large, largeUnit, small, smallUnit) =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

export const units = (value, one, many) => `${count(value)} ${value === 1 ? one : many}`;

const date = (day) => new Date(`${day}T00:00:00Z`);

export const day = (value) => dayMonthYear.format(date(value));
export const shortDay = (value) => dayMonth.format(date(value));
export const longDay = (value) => weekday.format(date(value));
export const month = (value) => monthYear.format(date(value));
export const time = (value) => known(value, (v) => `${minute.format(new Date(v))} UTC`);

/** "3 – 30 Sep 2018", with month and year only where they differ. */
export const days = (from, to) => (from === to ? day(from) : dayMonthYear.formatRange(date(from), date(to)));

/** How a figure moved: a word for the style and a text; null when there is nothing to compare with. */
export function change(now, before) {
  if (now === null || before === null || before === undefined) return null;
  if (now === before) return { direction: 'same', text: 'no change' };
  if (before === 0) return { direction: 'up', text: 'up from 0' };
  const ratio = now / before - 1;
  return { direction: ratio > 0 ? 'up' : 'down', text: signedPercent.format(ratio) };
}
