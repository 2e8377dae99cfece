import { draw, tooltip } from '../chart.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { list, number } from './list.js';
import { cell, more } from './more.js';
import { canvasHost, note, panel } from './panel.js';

const MOST_ROWS = 15;

/** Where persons are who are in no segment. */
const NONE = '(none)';

const wordsBefore = (segment) => (segment === NONE ? 'not here before' : segment);
const wordsAfter = (segment) => (segment === NONE ? 'silent for 90 days' : segment);

/**
 * Who went from which segment to which.
 *
 * @param {object[]} rows from_day, to_day, from_segment, to_segment, persons; the largest first
 * @param {string[]} order of the segments
 * @return {[HTMLElement, () => void]} the panel, and what draws its chart once it is on the page
 */
export function flowsPanel(rows, order, { controls, source }) {
  const look = { name: 'segment-flows', controls };
  if (rows.length === 0) {
    return [panel('Who went where', look,
      element('p.muted', {}, 'Not told of these days yet: it takes events from two weeks before the first of them on. Choose later days, or a shorter way.')), () => {}];
  }
  const [{ from_day: from, to_day: to }] = rows;
  const moved = rows.filter((row) => row.from_segment !== row.to_segment);
  const persons = moved.reduce((sum, row) => sum + row.persons, 0);
  const host = canvasHost('sankey', `Ribbons of persons from segment to segment, ${format.days(from, to)}. The ways follow as a table.`);
  host.style.setProperty('--columns', 3);
  host.style.setProperty('--rows', Math.max(6, new Set(rows.map((row) => row.from_segment)).size, new Set(rows.map((row) => row.to_segment)).size));
  const made = panel('Who went where', {
    ...look,
    lead: `From the end of ${format.day(from)} to the end of ${format.day(to)}: ${format.units(persons, 'person', 'persons')} moved. Both days as the same version of the model tells them`,
  }, element('div.scroll', { tabindex: '0', role: 'region', 'aria-label': 'Ways between segments' }, host),
  moved.length === 0 ? element('p.muted', {}, 'Nobody moved.') : list('Largest moves', ['From', 'To', 'Persons'], moved.slice(0, MOST_ROWS).map((row) => [
    wordsBefore(row.from_segment), wordsAfter(row.to_segment), number(format.count(row.persons)),
  ])),
  note(moved.length > MOST_ROWS ? `The ${MOST_ROWS} largest of ${format.count(moved.length)} moves.` : null),
  more(['From', 'To', 'Persons'], () => rows.map((row) => [row.from_segment, row.to_segment, cell(row.persons)]), { ...source, isShown: true }));
  return [made, () => draw(host, (colours) => option(rows, order, colours))];
}

function option(rows, order, colours) {
  const rank = (segment) => (segment === NONE ? order.length : order.indexOf(segment));
  const nodes = (side, key, words) => [...new Set(rows.map((row) => row[key]))].sort((a, b) => rank(a) - rank(b)).map((segment) => ({
    name: `${side} ${segment}`,
    depth: side === 'from' ? 0 : 1,
    words: words(segment),
    persons: rows.filter((row) => row[key] === segment).reduce((sum, row) => sum + row.persons, 0),
    itemStyle: { color: segment === NONE ? colours.fifth : colours.accent, borderWidth: 0 },
    label: { position: side === 'from' ? 'right' : 'left' },
  }));
  return {
    tooltip: {
      ...tooltip(colours, ({ dataType, data }) => (dataType === 'edge' ? hoverWay(data.row) : hoverSegment(data))),
      trigger: 'item',
    },
    series: [{
      type: 'sankey',
      left: 4, right: 4, top: 8, bottom: 8,
      nodeWidth: 10, nodeGap: 12, draggable: false, layoutIterations: 0,
      emphasis: { focus: 'adjacency', lineStyle: { opacity: 0.55 } },
      blur: { itemStyle: { opacity: 0.25 }, lineStyle: { opacity: 0.08 }, label: { opacity: 0.4 } },
      data: [...nodes('from', 'from_segment', wordsBefore), ...nodes('to', 'to_segment', wordsAfter)],
      links: rows.map((row) => ({ source: `from ${row.from_segment}`, target: `to ${row.to_segment}`, value: row.persons, row })),
      lineStyle: { color: 'target', opacity: 0.22, curveness: 0.5 },
      label: {
        distance: 6, color: colours.ink, fontSize: 12,
        formatter: ({ data }) => `${data.words} {count|${format.compact(data.persons)}}`,
        rich: { count: { color: colours.muted, fontSize: 11 } },
      },
    }],
  };
}

const hoverWay = (row) =>
  element('div.hover', {},
    element('strong', {}, `${wordsBefore(row.from_segment)} → ${wordsAfter(row.to_segment)}`),
    element('div', {}, element('span', {}, row.from_segment === row.to_segment ? 'stayed' : 'went'), element('b', {}, format.units(row.persons, 'person', 'persons'))));

const hoverSegment = ({ words, persons }) =>
  element('div.hover', {}, element('strong', {}, words), element('div', {}, element('b', {}, format.units(persons, 'person', 'persons'))));
