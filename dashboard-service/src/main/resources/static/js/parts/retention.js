import { element } from '../dom.js';
import { ask } from '../api.js';
import { choice, choose } from '../address.js';
import { draw, erase, mix, readableOn, tooltip } from '../chart.js';
import * as format from '../format.js';
import { chosenPart, isNarrowed, part, partWords } from './audience.js';
import { cell, more } from './more.js';
import { canvasHost, panel, segments } from './panel.js';

const periods = [['day', 'Day'], ['week', 'Week'], ['month', 'Month']];
const modes = [['on', 'On'], ['after', 'On or after']];

const chosenOf = (options, value, otherwise) => (options.some(([known]) => known === value) ? value : otherwise);

const limits = { day: [21, 14], week: [12, 12], month: [12, 12] };

/** The query of a period's cohorts, with its values. */
export const sourceFor = (project, until, period) => ({
  query: isNarrowed() ? 'retention/part_cohorts' : 'retention/cohorts',
  parameters: { ...chosenPart(), project, period, until, cohorts: limits[period][0], steps: limits[period][1] },
  file: `${project}-retention-${period}`,
});

/**
 * The cohorts up to the end of the range; period and mode are chosen here and kept in the address.
 *
 * @param {(table, period, mode) => void} onShown told what is shown, whenever it changes
 */
export function retentionPanel(project, until, onShown = null) {
  let period = chosenOf(periods, choice('period'), 'week');
  let mode = chosenOf(modes, choice('mode'), 'on');
  let table = null;
  const body = element('div.retention', { 'aria-live': 'polite' });
  const show = () => {
    erase(body);
    if (table.cohorts.length === 0) body.replaceChildren(element('p.muted', {}, 'No cohort starts before the end of these days.'));
    else {
      heatmap(body, table, period, mode, sourceFor(project, until, period));
      onShown?.(table, period, mode);
    }
  };
  const load = async () => {
    const asked = period;
    try {
      const answer = await ask('/api/retention', { project, period: asked, to: until, ...part() });
      if (asked !== period || !body.isConnected) return;
      table = answer.retention;
      show();
    } catch (failure) {
      erase(body);
      body.replaceChildren(element('p.problem', { role: 'alert' }, failure.message));
    }
  };
  const made = panel('Retention', {
    name: 'retention',
    metrics: ['cohort_size', 'retention_on', 'retention_on_or_after'],
    lead: `Of the people first seen in a period${isNarrowed() ? `, who began with ${partWords()}` : ''}, the share that came back`,
    controls: [
      segments('Cohorts by', 'retention-period', periods, period, (value) => {
        period = value;
        choose({ period });
        load();
      }),
      segments('Came back', 'retention-mode', modes, mode, (value) => {
        mode = value;
        choose({ mode });
        if (table !== null) show();
      }),
    ],
  }, body);
  return [made, load];
}

const columnOf = (mode) => (mode === 'on' ? 'retained_on' : 'retained_on_or_after');

const startOf = (period, cohort) => (period === 'month' ? format.month(cohort.cohort_start) : format.day(cohort.cohort_start));

function heatmap(body, table, period, mode, source) {
  const column = columnOf(mode);
  const steps = Math.max(1, ...table.cohorts.flatMap((cohort) => cohort.cells.map((cell) => cell.n)));
  const rows = [
    { name: 'All, weighted', size: null, cells: table.averages.map((a) => ({ ...a, is_mature: true })), isAverage: true },
    ...table.cohorts.map((cohort) => ({ name: startOf(period, cohort), size: cohort.cohort_size, cells: cohort.cells })),
  ];
  const rate = (cell) => (cell.cohort_size === 0 ? 0 : cell[column] / cell.cohort_size);
  const cells = rows.flatMap((row, y) =>
    row.cells.filter((cell) => cell.n >= 1).map((cell) => ({ x: cell.n - 1, y, row, cell, rate: rate(cell) })));
  const top = Math.max(0.1, Math.ceil(10 * Math.max(0, ...cells.map((one) => one.rate))) / 10);

  const parts = [cells.filter((one) => one.cell.is_mature), cells.filter((one) => !one.cell.is_mature)];

  const host = canvasHost('heatmap', `Heatmap of retention by ${period}: ${table.cohorts.length} cohorts. The figures follow as a table.`);
  host.style.setProperty('--rows', rows.length);
  host.style.setProperty('--columns', steps);
  body.replaceChildren(
    element('div.scroll', { tabindex: '0', role: 'region', 'aria-label': 'Retention heatmap' }, host),
    legend(top),
    more(['Cohort', 'People', ...Array.from({ length: steps }, (_, i) => `${period} ${i + 1}`)], () => rows.map((row) => [
      row.name,
      row.isAverage ? '' : cell(row.size, format.count(row.size)),
      ...Array.from({ length: steps }, (_, i) => {
        const found = row.cells.find((one) => one.n === i + 1);
        return found === undefined ? '' : cell(rate(found), format.share(rate(found)) + (found.is_mature ? '' : ' so far'));
      }),
    ]), source));

  draw(host, (colours) => ({
    grid: { left: 150, right: 4, top: 28, bottom: 4 },
    graphic: [
      { type: 'text', silent: true, style: { x: 8, y: 16, text: 'First seen', fill: colours.muted, font: headFont(), verticalAlign: 'middle' } },
      { type: 'text', silent: true, style: { x: 140, y: 16, text: 'People', fill: colours.muted, font: headFont(), align: 'right', verticalAlign: 'middle' } },
    ],
    xAxis: {
      type: 'category',
      position: 'top',
      data: Array.from({ length: steps }, (_, i) => `${period[0].toUpperCase()}${period.slice(1)} ${i + 1}`),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: colours.muted, interval: 0, formatter: (text, i) => (i === 0 ? text : text.split(' ')[1]) },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((row) => row.name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        margin: 142,
        align: 'left',
        formatter: (text, i) => (rows[i].isAverage ? `{average|${text}}` : `{name|${text}}{size|${format.compact(rows[i].size)}}`),
        rich: {
          average: { color: colours.ink, fontWeight: 600 },
          name: { color: colours.ink, width: 92 },
          size: { color: colours.muted, width: 40, align: 'right' },
        },
      },
    },
    tooltip: {
      ...tooltip(colours, ({ dataIndex, seriesIndex }) => hover(parts[seriesIndex][dataIndex], period, mode)),
      trigger: 'item',
    },
    series: parts.map((part, i) => ({
      type: 'heatmap',
      data: part.map((one) => {
        const full = heat(one.rate / top, colours);
        const color = i === 0 ? full : mix(colours.surface, full, 0.3);
        return { value: [one.x, one.y, one.rate], itemStyle: { color }, label: { color: readableOn(color, colours) } };
      }),
      label: { show: true, formatter: ({ value }) => format.wholeShare(value[2]), fontSize: 11 },
      itemStyle: i === 0
        ? { borderColor: colours.surface, borderWidth: 2, borderRadius: 5 }
        : { borderColor: colours.muted, borderType: 'dashed', borderWidth: 1, borderRadius: 5 },
      emphasis: { itemStyle: { borderColor: colours.ink, borderWidth: 1.5 } },
    })),
  }));
}

/** Of the heads above cohorts, which are no labels of an axis. */
const headFont = () => `12px ${getComputedStyle(document.body).fontFamily}`;

/** The colour of a rate, given as a part of the highest colour's. */
function heat(part, colours) {
  return part < 0.5
    ? mix(colours['heat-low'], colours['heat-middle'], 2 * part)
    : mix(colours['heat-middle'], colours['heat-high'], 2 * part - 1);
}

function hover({ row, cell, rate }, period, mode) {
  const people = mode === 'on' ? cell.retained_on : cell.retained_on_or_after;
  const when = `${mode === 'on' ? 'in' : 'in or after'} ${period} ${cell.n}`;
  return element('div.hover', {},
    element('strong', {}, row.isAverage ? `${cell.cohorts} cohorts together` : `First seen: ${row.name}`),
    element('div', {}, element('span', {}, when), element('b', {}, format.share(rate))),
    element('p.muted', {}, `${format.count(people)} of ${format.units(cell.cohort_size, 'person', 'people')}`),
    cell.is_mature ? null : element('p.muted', {}, `so far: the ${period} is not over, the figure still grows`));
}

const legend = (top) =>
  element('p.legend.muted', {},
    element('span', {}, '0%'),
    element('span.ramp', { 'aria-hidden': 'true' }),
    element('span', {}, format.wholeShare(top)),
    element('span.open', {}, element('span.immature', { 'aria-hidden': 'true' }), 'period not over yet, the figure still grows; left out of “All”'));
