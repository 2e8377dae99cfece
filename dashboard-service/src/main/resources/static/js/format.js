/** Figures and days in words. Days are those of the project's time zone; times are shown in UTC and say so. */

const integers = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const wholePercent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });
const signedPercent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' });
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

export const NOTHING = '–';

const known = (value, format) => (value === null || value === undefined ? NOTHING : format(value));

export const count = (value) => known(value, (v) => integers.format(v));
const decimals = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const hundredths = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** An average: with a decimal while it is small. */
export const decimal = (value) => known(value, (v) => (v < 100 ? decimals.format(v) : integers.format(Math.round(v))));

/** An average that hardly moves. */
export const hundredth = (value) => known(value, (v) => hundredths.format(v));
export const compact = (value) => short.format(value);

/** A count for a place that holds nine characters; from ten million on it is rounded. */
export const cardCount = (value) => (value < 10_000_000 ? count(value) : compact(value));
export const share = (value) => known(value, (v) => percent.format(v));
export const wholeShare = (value) => known(value, (v) => wholePercent.format(v));

/** Seconds in the two units that matter: "42 s", "2 min 15 s", "1 h 2 min", from two days on "14 d 1 h". */
export function duration(seconds) {
  return known(seconds, (value) => {
    if (value < 10 && !Number.isInteger(value)) return `${value.toFixed(1)} s`;
    const whole = Math.round(value);
    if (whole < 60) return `${whole} s`;
    if (whole < 3600) return two(Math.floor(whole / 60), 'min', whole % 60, 's');
    if (whole >= 172_800) {
      const hours = Math.round(whole / 3600);
      return two(Math.floor(hours / 24), 'd', hours % 24, 'h');
    }
    const minutes = Math.round(whole / 60);
    return two(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  });
}

const two = (large, largeUnit, small, smallUnit) =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

const spans = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]];

/** A length that was set, in its own unit: "7 days", "36 hours". */
export function span(seconds) {
  const [unit, length] = spans.find(([, one]) => seconds % one === 0);
  return units(seconds / length, unit, `${unit}s`);
}

export const units = (value, one, many) => `${count(value)} ${value === 1 ? one : many}`;

const parts = (day) => {
  const [year, month, date] = day.split('-').map(Number);
  return { year, month: months[month - 1], date };
};

export const shortDay = (value) => {
  const { month, date } = parts(value);
  return `${date} ${month}`;
};
export const day = (value) => `${shortDay(value)} ${parts(value).year}`;
export const longDay = (value) => `${weekdays[new Date(`${value}T00:00:00Z`).getUTCDay()]}, ${day(value)}`;
export const month = (value) => `${parts(value).month} ${parts(value).year}`;

/** An instant to the minute: "5 Nov 2026, 21:14 UTC". */
export const time = (value) =>
  known(value, (v) => {
    const utc = new Date(v).toISOString();
    return `${day(utc.slice(0, 10))}, ${utc.slice(11, 16)} UTC`;
  });

/** "6 – 10 Mar 2024": month and year are written once where they are the same. */
export function days(from, to) {
  const [first, last] = [parts(from), parts(to)];
  if (from === to) return day(to);
  if (first.year !== last.year) return `${day(from)} – ${day(to)}`;
  return `${first.month === last.month ? first.date : shortDay(from)} – ${day(to)}`;
}

/** How a figure moved: a word for the style and a text; null when there is nothing to compare with. */
export function change(now, before) {
  if (now === null || before === null || before === undefined) return null;
  if (now === before) return { direction: 'same', text: 'no change' };
  if (before === 0) return { direction: 'up', text: 'up from 0' };
  const ratio = now / before - 1;
  // would read 0% up
  if (Math.abs(ratio) < 0.0005) return { direction: 'same', text: 'no change' };
  return { direction: ratio > 0 ? 'up' : 'down', text: signedPercent.format(ratio) };
}

/** How a share moved, in percentage points: a percentage of a percentage is read as the one or the other. */
export function points(now, before) {
  if (now === null || before === null || before === undefined) return null;
  const moved = Math.round((now - before) * 1000) / 10;
  if (moved === 0) return { direction: 'same', text: 'no change' };
  return { direction: moved > 0 ? 'up' : 'down', text: `${moved > 0 ? '+' : '-'}${decimals.format(Math.abs(moved))} pp` };
}

/** The time of day of an instant: "21:14:08". */
export const clock = (value) => new Date(value).toISOString().slice(11, 19);

/** The UTC day of an instant, as yyyy-mm-dd. */
export const utcDay = (value) => new Date(value).toISOString().slice(0, 10);

/** An instant to the second, in UTC: "5 Nov 2026, 21:14:08". */
export const exact = (value) => known(value, (v) => `${day(utcDay(v))}, ${clock(v)}`);
