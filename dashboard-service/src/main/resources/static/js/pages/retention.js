import { draw, tooltip } from '../chart.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { loadParts, partFilters, partWords } from '../parts/audience.js';
import { key } from '../parts/days.js';
import { cell, more } from '../parts/more.js';
import { canvasHost, panel } from '../parts/panel.js';
import { beginReport, loadReport } from '../parts/report.js';
import { retentionPanel, sourceFor } from '../parts/retention.js';

export const title = 'Retention';

const lines = [
  { name: 'On', title: 'in exactly this', key: 'retained_on', colour: 'accent', mode: 'on' },
  { name: 'On or after', title: 'in this or a later one', key: 'retained_on_or_after', colour: 'second', mode: 'after' },
];

export async function load(choices, signal) {
  const [answer, parts] = await Promise.all([loadReport('engagement', choices, {}, signal), loadParts(choices, signal)]);
  return { ...answer, parts };
}

export function render(root, data, choices, again) {
  // nothing is compared: each cohort has a row of its own
  const report = data.report === null ? null : { ...data.report, previous: null };
  if (!beginReport(root, title, { ...data, report }, again, 'Cohorts up to the last day shown')) return;
  const { project } = data;
  const host = canvasHost('tall', 'Line chart of the share that came back, by period. The figures follow as a table.');
  const figures = element('div', {});
  const curve = panel('Curve', { name: 'curve', metrics: ['retention_on', 'retention_on_or_after'], controls: [key(lines)], lead: 'All cohorts together, weighted by their size; only periods that are over' }, host, figures);
  const [cohorts, loadCohorts] = retentionPanel(project.id, report.range.to, (table, period, mode) => {
    drawCurve(host, table, period, mode);
    figures.replaceChildren(more([period, 'People', 'On', 'On or after'], () => table.averages.map((a) => [
      cell(a.n, `${a.n}`), cell(a.cohort_size, format.count(a.cohort_size)),
      cell(a.retained_on / a.cohort_size, format.share(a.retained_on / a.cohort_size)),
      cell(a.retained_on_or_after / a.cohort_size, format.share(a.retained_on_or_after / a.cohort_size)),
    ]), { ...sourceFor(project.id, report.range.to, period), file: `${project.id}-retention-curve-${period}` }));
  });
  root.append(...partFilters(data.parts, again, () => `Only persons who began with ${partWords()}, by the first of their sessions that tells it. Coming back counts with any platform, country and version.`), curve, cohorts);
  loadCohorts();
}

function drawCurve(host, table, period, mode) {
  const points = table.averages;
  draw(host, (colours) => ({
    grid: { left: 4, right: 12, top: 16, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category', boundaryGap: false, data: points.map((a) => `${a.n}`), axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.muted, alignMinLabel: 'left', alignMaxLabel: 'right', formatter: (n) => `${period} ${n}` },
    },
    yAxis: { type: 'value', min: 0, max: 1, interval: 0.25, splitLine: { lineStyle: { color: colours.line } }, axisLabel: { color: colours.muted, formatter: format.wholeShare } },
    tooltip: tooltip(colours, ([first]) => {
      const a = points[first.dataIndex];
      return element('div.hover', {},
        element('strong', {}, `${period} ${a.n}`),
        lines.map((line) => element('div', {}, element('span', {}, line.title), element('b', {}, format.share(a[line.key] / a.cohort_size)))),
        element('p.muted', {}, `of ${format.units(a.cohort_size, 'person', 'people')} in ${format.units(a.cohorts, 'cohort', 'cohorts')}`));
    }),
    series: lines.map((line) => ({
      type: 'line', name: line.name, data: points.map((a) => a[line.key] / a.cohort_size), showSymbol: points.length < 20, symbolSize: 6,
      color: colours[line.colour], lineStyle: { width: line.mode === mode ? 2.5 : 1.25, type: line.mode === mode ? 'solid' : 'dashed' },
      areaStyle: line.mode === mode ? { color: colours['accent-soft'] } : undefined,
    })),
  }));
}
