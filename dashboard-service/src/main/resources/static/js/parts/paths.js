import { draw, tooltip } from '../chart.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { list, number } from './list.js';
import { cell, more } from './more.js';
import { canvasHost, note, panel } from './panel.js';

const MOST_ROWS = 25;

/** Of a name in the chart; the table has all of it. */
const LONGEST_LABEL = 17;

const idOf = (step, place) => `${step} ${place}`;

const shortened = (text) => (text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text);

/** In words: the marks of the view are no names. */
const wordsOf = (place) => ({ '(start)': 'Start', '(end)': 'Session ends', '(other)': 'other places' })[place] ?? place;

/**
 * How sessions go on from step to step, as ribbons as wide as there are sessions.
 *
 * @param {object[]} rows step, from, to, transitions; one per step and pair of places
 * @return {[HTMLElement, () => void]} the panel, and what draws its chart once it is on the page
 */
export function pathsPanel(rows, first, last, source) {
  const columns = last - first + 2;
  const largest = Math.max(...Array.from({ length: columns }, (_, i) => new Set(rows.filter((row) => row.step === first + i - 1).map((row) => row.to)).size));
  const host = canvasHost('sankey', `Ribbons of how sessions go from place to place, steps ${first} to ${last}. The ways follow as a table.`);
  host.style.setProperty('--columns', columns);
  host.style.setProperty('--rows', Math.max(largest, 4));
  const sessions = rows.filter((row) => row.step === first).reduce((all, row) => all + row.transitions, 0);
  const made = panel('Ways through sessions', {
    name: 'paths',
    metrics: ['path_share', 'path_sessions'],
    lead: `${format.units(sessions, 'session', 'sessions')} from ${first === 1 ? 'the start' : `step ${first}`} to step ${last}. A place repeated at once counts once. Choose a place to follow its ways`,
  }, element('div.scroll', { tabindex: '0', role: 'region', 'aria-label': 'Ways through sessions' }, host),
  more(['Step', 'From', 'To', 'Sessions', 'Of those at the place'], () => rows.map((row) => [
    `${row.step}`, row.from, row.to, cell(row.transitions, format.count(row.transitions)), cell(row.transitions / row.from_transitions, format.share(row.transitions / row.from_transitions)),
  ]), source));
  return [made, () => draw(host, (colours) => option(rows, first, last, colours))];
}

function option(rows, first, last, colours) {
  const nodes = new Map();
  const add = (step, place, sessions) => {
    const id = idOf(step, place);
    if (!nodes.has(id)) nodes.set(id, { step, place, sessions: 0 });
    nodes.get(id).sessions += sessions;
  };
  for (const row of rows) {
    if (row.step === first) add(first - 1, row.from, row.transitions);
    add(row.step, row.to, row.transitions);
  }
  const colourOf = (place) => (place === '(end)' ? colours.loss : place === '(other)' ? colours.fifth : colours.accent);
  return {
    tooltip: {
      ...tooltip(colours, ({ dataType, data }) => (dataType === 'edge' ? hoverWay(data.row) : hoverPlace(data.node))),
      trigger: 'item',
    },
    series: [{
      type: 'sankey',
      left: 4, right: 152, top: 8, bottom: 8,
      nodeAlign: 'left', nodeWidth: 10, nodeGap: 18, draggable: false, layoutIterations: 0,
      emphasis: { focus: 'trajectory', lineStyle: { opacity: 0.55 } },
      blur: { itemStyle: { opacity: 0.25 }, lineStyle: { opacity: 0.08 }, label: { opacity: 0.4 } },
      data: [...nodes].sort(([, a], [, b]) => a.step - b.step || rankOf(a) - rankOf(b) || b.sessions - a.sessions).map(([name, node]) => ({
        name, node, depth: node.step - first + 1,
        itemStyle: { color: colourOf(node.place), borderWidth: 0 },
      })),
      links: rows.map((row) => ({ source: idOf(row.step - 1, row.from), target: idOf(row.step, row.to), value: row.transitions, row })),
      lineStyle: { color: 'target', opacity: 0.22, curveness: 0.5 },
      label: {
        position: 'right', distance: 6, color: colours.ink, fontSize: 12,
        formatter: ({ data: { node } }) => `${shortened(wordsOf(node.place))} {count|${format.compact(node.sessions)}}`,
        rich: { count: { color: colours.muted, fontSize: 11 } },
      },
    }],
  };
}

/** Ends stand below places, the rest below those with names. */
const rankOf = ({ place }) => ['(other)', '(end)'].indexOf(place);

const hoverWay = (row) =>
  element('div.hover', {},
    element('strong', {}, `${wordsOf(row.from)} → ${wordsOf(row.to)}`),
    element('div', {}, element('span', {}, `as step ${row.step}`), element('b', {}, format.units(row.transitions, 'session', 'sessions'))),
    element('p.muted', {}, `${format.share(row.transitions / row.from_transitions)} of those at ${wordsOf(row.from)}`));

const hoverPlace = ({ place, step, sessions }) =>
  element('div.hover', {},
    element('strong', {}, wordsOf(place)),
    element('div', {}, element('span', {}, step === 0 ? 'where sessions begin' : place === '(end)' ? `after step ${step - 1}` : `as step ${step}`), element('b', {}, format.units(sessions, 'session', 'sessions'))));

/** The most frequent ways, for reading. */
export function transitionsPanel(rows, source) {
  const top = [...rows].sort((a, b) => b.transitions - a.transitions || a.step - b.step).slice(0, MOST_ROWS);
  return panel('Most frequent ways', { name: 'transitions', metrics: ['path_share', 'path_sessions'], lead: 'Share: of the sessions that were at the place, as this step' },
    list('Most frequent ways', ['From', 'To', 'Step', 'Sessions', 'Share'], top.map((row) => [
      element('span.name', {}, wordsOf(row.from)),
      element('span.name', {}, wordsOf(row.to)),
      number(`${row.step}`),
      number(format.count(row.transitions)),
      number(format.share(row.transitions / row.from_transitions), '.muted'),
    ])),
    note(rows.length > top.length ? `The ${top.length} most frequent of ${format.count(rows.length)} ways.` : null),
    more(['From', 'To', 'Step', 'Sessions', 'Share'], () => top.map((row) => [row.from, row.to, `${row.step}`, cell(row.transitions), cell(row.transitions / row.from_transitions)]), { ...source, isShown: true }));
}
