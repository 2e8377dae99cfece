import { draw, tooltip } from '../chart.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { cell, more } from './more.js';
import { canvasHost, note, panel } from './panel.js';

/** Beyond so many days bars would be thinner than the gaps between them. */
const MAX_BARS = 120;

/**
 * A panel with one value or several for every day of a range.
 *
 * @param {object[]} days each with day, the series' members, and is_complete
 * @param {object[]} series key: member of a day; name: in the legend; title: beside a value; colour: of the palette; kind:
 *     line or bar; stack: bars on one another; sign: -1 to hang below the line; width: of a line; isFilled: an area
 * @param {object} look name, title, lead, metrics (see panel), height (tall or low), format of values, axis format, isShare where nothing is beyond 100%, remark, source (see more), range,
 *     before: as many days right before, null to compare with none; the first series of them is drawn too
 * @return {[HTMLElement, () => void]} the panel, and what draws its chart once it is on the page
 */
export function daysPanel(days, series, look) {
  const { title, range } = look;
  const [first] = series;
  const before = look.before ?? null;
  const then = (i) => before?.[i]?.[first.key];
  const highest = Math.max(0, ...days.flatMap((d) => series.map((s) => d[s.key] ?? 0)), ...(before ?? []).map((d) => d[first.key] ?? 0));
  const show = look.format ?? format.count;
  const kinds = series[0].kind === 'bar' ? 'Bar chart' : 'Line chart';
  const host = canvasHost(look.height ?? 'low', `${kinds} of ${look.what ?? title.toLowerCase()} by day, ${format.days(range.from, range.to)}. The figures follow as a table.`);
  const made = panel(title, {
    name: look.name,
    lead: look.lead ?? null,
    metrics: look.metrics,
    controls: [...(look.controls ?? []), ...(series.length > 1 || before !== null ? [key(before === null ? series : [...series, past(first)])] : [])],
  }, host, note(look.notesIncomplete ? incomplete(days) : look.remark ?? null),
  more(['Day', ...series.map((s) => s.name), ...(before === null ? [] : ['Day before', past(first).name])], () =>
    days.map((d, i) => [
      cell(d.day, format.day(d.day)), ...series.map((s) => cell(d[s.key], show(d[s.key]))),
      ...(before === null ? [] : [cell(before[i].day, format.day(before[i].day)), cell(then(i), show(then(i)))]),
    ]), look.source));
  return [made, () => draw(host, (colours) => ({
    ...frame(days, colours, { gaps: days.length === 1 || series[0].kind === 'bar', axis: look.axis, isShare: look.isShare, highest }),
    tooltip: tooltip(colours, ([{ dataIndex }]) => {
      const d = days[dataIndex];
      const rows = series.map((s) => [titleOf(s, d), show(d[s.key]), colours[s.colour]]);
      return hover(d, before === null ? rows : [...rows, [`on ${format.day(before[dataIndex].day)}`, show(then(dataIndex)), colours.muted]]);
    }),
    series: [
      ...series.map((s, i) => (s.kind === 'bar' && days.length <= MAX_BARS ? bar(days, s, colours) : line(days, s, colours, 10 - i))),
      ...(before === null ? [] : [earlier(before, first, days.length, colours)]),
    ],
  }))];
}

/** The days before, as an entry of the legend. */
const past = (s) => ({ name: `${s.name}, days before`, colour: 'past' });

const titleOf = (s, d) => (typeof s.title === 'function' ? s.title(d[s.key]) : s.title ?? s.name);

/** The legend of lines or bars: their names beside their colours. */
export const key = (series) =>
  element('ul.key', { 'aria-label': 'Legend' }, series.map((s) =>
    element('li', {}, element(`i.${s.colour}`, { 'aria-hidden': 'true' }), s.name)));

const valueOf = (d, s) => (d[s.key] === null || d[s.key] === undefined ? null : (s.sign ?? 1) * d[s.key]);

const line = (days, s, colours, z) => ({
  type: 'line',
  name: s.name,
  data: days.map((d) => valueOf(d, s)),
  // a line needs two points; the first day of a project is one
  showSymbol: days.filter((d) => valueOf(d, s) !== null).length === 1,
  symbolSize: 6,
  sampling: days.length > 400 ? 'lttb' : undefined,
  z,
  stack: s.stack,
  lineStyle: { width: s.width ?? 1.75 },
  color: colours[s.colour],
  areaStyle: s.isFilled ? { color: colours['accent-soft'] } : undefined,
});

/** The days before: a dashed line, or on bars, on which it would be lost, a mark at each. */
const earlier = (days, s, shown, colours) => ({
  ...line(days, { ...s, isFilled: false, stack: undefined, colour: 'muted' }, colours, 11),
  name: past(s).name,
  lineStyle: { width: 1.5, type: 'dashed' },
  ...(s.kind === 'bar' && shown <= MAX_BARS ? {
    lineStyle: { width: 0 },
    showSymbol: true,
    showAllSymbol: true,
    symbol: 'rect',
    symbolSize: [shown <= 40 ? 10 : 4, 4],
    itemStyle: { color: colours.ink, borderColor: colours.surface, borderWidth: 1 },
  } : {}),
});

const bar = (days, s, colours) => ({
  type: 'bar',
  name: s.name,
  data: days.map((d) => ({ value: valueOf(d, s), itemStyle: { opacity: d.is_complete === false ? 0.45 : 1 } })),
  stack: s.stack,
  color: colours[s.colour],
  barCategoryGap: '28%',
  barMaxWidth: 28,
  itemStyle: { borderRadius: s.stack ? 0 : [2, 2, 0, 0] },
});

const frame = (days, colours, { gaps, axis, isShare, highest }) => ({
  grid: { left: 4, right: 8, top: 16, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
  xAxis: {
    type: 'category',
    data: days.map((d) => d.day),
    boundaryGap: gaps,
    axisLine: { onZero: false, lineStyle: { color: colours.line } },
    axisTick: { show: false },
    axisLabel: { color: colours.muted, hideOverlap: true, alignMinLabel: 'left', alignMaxLabel: 'right', formatter: days.length > 366 ? format.month : format.shortDay },
  },
  yAxis: {
    type: 'value',
    // of nothing but zeros the library would go beyond all, and to all it would go by thirds of 90%
    ...(isShare && (highest > 0.8 || highest <= 0) ? { max: 1, interval: 0.25 } : {}),
    minInterval: axis === undefined ? 1 : undefined,
    splitNumber: 4,
    splitLine: { lineStyle: { color: colours.line } },
    axisLabel: { color: colours.muted, formatter: axis ?? format.compact },
  },
});

function hover(day, rows) {
  return element('div.hover', {},
    element('strong', {}, format.longDay(day.day)),
    rows.map(([name, value, colour]) => {
      const dot = element('i', { 'aria-hidden': 'true' });
      dot.style.backgroundColor = colour;
      return element('div', {}, dot, element('span', {}, name), element('b', {}, value));
    }),
    day.is_complete === false ? element('p.muted', {}, 'not complete yet') : null);
}

function incomplete(days) {
  const open = days.filter((d) => d.is_complete === false);
  if (open.length === 0) return null;
  return open.length === 1 ? `${format.day(open[0].day)} is not complete yet.` : `${open.length} days from ${format.day(open[0].day)} on are not complete yet.`;
}
