import { element } from '../dom.js';
import { draw, tooltip } from '../chart.js';
import * as format from '../format.js';
import { canvasHost, figures, note, panel } from './panel.js';

/** Beyond so many days bars would be thinner than the gaps between them. */
const MAX_BARS = 120;

/** Daily, weekly and monthly active users as lines over the range. */
export function activeUsersPanel(report) {
  const { days, range } = report;
  const host = canvasHost('tall', `Line chart of daily, weekly and monthly active users, ${format.days(range.from, range.to)}. The figures follow as a table.`);
  const series = [
    { key: 'active_users', name: 'Day', title: 'on the day', colour: 'accent', width: 2.5 },
    { key: 'wau', name: '7 days', title: 'in 7 days', colour: 'second', width: 1.75 },
    { key: 'mau', name: '28 days', title: 'in 28 days', colour: 'third', width: 1.75 },
  ];
  const made = panel('Active users', {
    name: 'active-users',
    controls: [element('ul.key', { 'aria-label': 'Lines' }, series.map((s) => element('li', {}, element(`i.${s.colour}`, { 'aria-hidden': 'true' }), s.name)))],
    lead: 'Distinct persons active on a day, and in the 7 and 28 days that end on it',
  }, host, note(incomplete(days)), figures(['Day', 'Day (DAU)', '7 days (WAU)', '28 days (MAU)'], () =>
    days.map((d) => [format.day(d.day), format.count(d.active_users), format.count(d.wau), format.count(d.mau)])));
  return [made, () => draw(host, (colours) => ({
    ...frame(days, colours, { gaps: days.length === 1 }),
    tooltip: tooltip(colours, ([first]) => hover(days[first.dataIndex], series.map((s) => [s.title, days[first.dataIndex][s.key], colours[s.colour]]))),
    series: series.map((s, i) => ({
      type: 'line',
      name: s.name,
      data: days.map((d) => d[s.key]),
      // a line needs two points; the first day of a project is one
      showSymbol: days.filter((d) => d.mau !== null).length === 1,
      symbolSize: 6,
      z: 10 - i,
      lineStyle: { width: s.width },
      color: colours[s.colour],
      areaStyle: i === 0 ? { color: colours['accent-soft'] } : undefined,
    })),
  }))];
}

/** One count per day, as bars; as a line where there are too many days for bars. */
export function dailyPanel(report, key, title, one, many) {
  const { days, range } = report;
  const host = canvasHost('low', `Chart of ${many} per day, ${format.days(range.from, range.to)}. The figures follow as a table.`);
  const made = panel(title, { name: key },
    host, figures(['Day', title], () => days.map((d) => [format.day(d.day), format.count(d[key])])));
  return [made, () => draw(host, (colours) => ({
    ...frame(days, colours, { gaps: true }),
    tooltip: tooltip(colours, ([first]) => {
      const d = days[first.dataIndex];
      return hover(d, [[d[key] === 1 ? one : many, d[key], colours.accent]]);
    }),
    series: [days.length <= MAX_BARS ? bars(days, key, colours) : {
      type: 'line',
      data: days.map((d) => d[key]),
      showSymbol: false,
      sampling: 'lttb',
      color: colours.accent,
      lineStyle: { width: 1.5 },
      areaStyle: { color: colours['accent-soft'] },
    }],
  }))];
}

const bars = (days, key, colours) => ({
  type: 'bar',
  data: days.map((d) => ({ value: d[key], itemStyle: { opacity: d.is_complete === false ? 0.45 : 1 } })),
  color: colours.accent,
  barCategoryGap: '28%',
  barMaxWidth: 28,
  itemStyle: { borderRadius: [2, 2, 0, 0] },
});

const frame = (days, colours, { gaps }) => ({
  grid: { left: 4, right: 8, top: 16, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
  xAxis: {
    type: 'category',
    data: days.map((d) => d.day),
    boundaryGap: gaps,
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    axisLabel: { color: colours.muted, hideOverlap: true, alignMinLabel: 'left', alignMaxLabel: 'right', formatter: days.length > 366 ? format.month : format.shortDay },
  },
  yAxis: {
    type: 'value',
    minInterval: 1,
    splitNumber: 4,
    splitLine: { lineStyle: { color: colours.line } },
    axisLabel: { color: colours.muted, formatter: format.compact },
  },
});

function hover(day, rows) {
  return element('div.hover', {},
    element('strong', {}, format.longDay(day.day)),
    rows.map(([name, value, colour]) => {
      const dot = element('i', { 'aria-hidden': 'true' });
      dot.style.backgroundColor = colour;
      return element('div', {}, dot, element('span', {}, name), element('b', {}, format.count(value)));
    }),
    day.is_complete === false ? element('p.muted', {}, 'not complete yet') : null);
}

function incomplete(days) {
  const open = days.filter((d) => d.is_complete === false);
  if (open.length === 0) return null;
  return open.length === 1 ? `${format.day(open[0].day)} is not complete yet.` : `${open.length} days from ${format.day(open[0].day)} on are not complete yet.`;
}
