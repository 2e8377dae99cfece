import { choice, choose } from '../address.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { chosenPart, isNarrowed, loadParts, partFilters, partWords } from '../parts/audience.js';
import { daysPanel } from '../parts/days.js';
import { cell, more } from '../parts/more.js';
import { menu, note, panel } from '../parts/panel.js';
import { changeCell, dimensions, ranking } from '../parts/rankings.js';
import { beginReport, loadReport, sourceOf } from '../parts/report.js';

export const title = 'Devices';

const known = () => dimensions.find(([value]) => value === choice('dimension')) ?? dimensions[0];

const asked = () => (isNarrowed() ? ['part-devices', { dimension: known()[0], ...chosenPart() }] : ['devices', { dimension: known()[0] }]);

export async function load(choices, signal) {
  const [word, own] = asked();
  const [answer, parts] = await Promise.all([loadReport(word, choices, own, signal), loadParts(choices, signal)]);
  return { ...answer, parts };
}

const colours = ['accent', 'second', 'third', 'fourth', 'fifth'];

export function render(root, data, choices, again) {
  if (!beginReport(root, title, data, again)) return;
  const { range, sections, previous } = data.report;
  const [dimension, name] = known();
  const [word, own] = asked();
  root.append(
    element('div.panel-controls', {}, menu('Dimension', dimensions, dimension, (chosen) => {
      choose({ dimension: chosen });
      again();
    })),
    ...partFilters(data.parts, again, () => `Only sessions with ${partWords()}, as their last event has it, and the persons and events of them.`));
  if (sections.values.length === 0) {
    root.append(element('p.muted', {}, `Nothing is known of ${name.toLowerCase()} in these days.`));
    return;
  }
  const top = [...new Map(sections.days.map((row) => [row.place, row.value]))].sort(([a], [b]) => a - b);
  const days = byDay(sections.days);
  const [trend, draw] = daysPanel(days, top.map(([place, value], i) => ({ key: `place${place}`, name: value, colour: colours[i], width: i === 0 ? 2.5 : 1.75 })), {
    name: 'device-days', metrics: ['device_users'], title: `Users by ${name.toLowerCase()}`, what: `users by ${name.toLowerCase()}`, height: 'tall', range, source: sourceOf(word, 'days', data, own),
    lead: 'Distinct persons on the day, of the five most frequent values. A person with two devices counts with both',
  });
  const before = new Map((previous?.values ?? []).map((row) => [row.value, row.events]));
  const values = sections.values;
  const listed = values.reduce((sum, row) => sum + row.events, 0);
  root.append(trend, panel(name, { name: 'values', metrics: ['device_events', 'device_users'], lead: 'Users a day: average of the days shown' },
    ranking(name, values.map((row) => ({
      name: row.value,
      events: row.events,
      share: row.events / row.all_events,
      more: [format.decimal(row.users_per_day), changeCell(row.events, before.get(row.value), previous)],
    })), ['Users a day', 'Change']),
    note(listed < values[0].all_events ? `The ${values.length} most frequent of ${format.count(values[0].all_values)} values.` : null),
    more([name, 'Events', 'Share', 'Users a day'], () => values.map((row) => [row.value, cell(row.events), cell(row.events / row.all_events), cell(row.users_per_day)]),
      { ...sourceOf(word, 'values', data, own), isShown: true })));
  draw();
}

/** Rows of day and value become one row a day. */
function byDay(rows) {
  const days = new Map();
  for (const row of rows) {
    if (!days.has(row.day)) days.set(row.day, { day: row.day });
    days.get(row.day)[`place${row.place}`] = row.users;
  }
  return [...days.values()];
}
