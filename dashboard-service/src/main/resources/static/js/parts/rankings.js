import { element } from '../dom.js';
import { choice, choose } from '../address.js';
import * as format from '../format.js';
import { cell, more } from './more.js';
import { menu, note, panel } from './panel.js';

/** The most frequent events, with their share of all. */
export function topEventsPanel(report, source) {
  const events = report.top_events;
  const names = events.length === 0 ? 0 : events[0].all_names;
  return panel('Top events', { name: 'top-events', metrics: ['event_events'] }, ranking('Event', events.map((e) => ({
    name: [e.event_name, ' ', element('span.tag', {}, e.type)],
    events: e.events,
    share: e.events / e.all_events,
  }))), note(names > events.length ? `The ${events.length} most frequent of ${format.count(names)} names.` : null),
  more(['Event', 'Type', 'Events', 'Share'], () => events.map((e) => [e.event_name, e.type, cell(e.events), cell(e.events / e.all_events)]), { ...source, isShown: true }));
}

export const dimensions = [
  ['device_type', 'Device type'],
  ['platform', 'Platform'],
  ['os', 'Operating system'],
  ['browser', 'Browser'],
  ['model', 'Model'],
  ['country', 'Country'],
  ['language', 'Language'],
  ['app_version', 'App version'],
];

/** Where events come from, by a dimension that the reader chooses. */
export function devicesPanel(report, source) {
  const table = element('div', {});
  const selected = dimensions.some(([value]) => value === choice('dimension')) ? choice('dimension') : 'device_type';
  const chooser = menu('Dimension', dimensions, selected, (dimension) => {
    choose({ dimension });
    fill();
  });
  const fill = () => {
    const title = dimensions.find(([value]) => value === chooser.value)[1];
    const values = report.devices[chooser.value] ?? [];
    const rows = values.map((v) => ({ name: v.value, events: v.events, share: v.events / v.all_events }));
    const listed = values.reduce((sum, v) => sum + v.events, 0);
    if (values.length > 0 && listed < values[0].all_events) {
      const rest = values[0].all_events - listed;
      rows.push({ name: 'all others', events: rest, share: rest / values[0].all_events, isRest: true });
    }
    table.replaceChildren(ranking(title, rows));
  };
  fill();
  return panel('Devices', { name: 'devices', metrics: ['device_events'], controls: [chooser] }, table,
    more(['Value', 'Events', 'Share'], () => (report.devices[chooser.value] ?? []).map((v) => [v.value, cell(v.events), cell(v.events / v.all_events)]), { ...source, isShown: true }));
}

/**
 * A table whose bars show each row's share of the largest.
 *
 * @param {object[]} rows name, events, share, and more: a cell for each of the further columns
 */
export function ranking(title, rows, further = []) {
  if (rows.length === 0) return element('p.muted', {}, 'Nothing known for these days.');
  const largest = Math.max(...rows.map((row) => row.share));
  return element(further.length === 0 ? 'table.ranking' : 'table.ranking.wide', {},
    element('thead', {}, element('tr', {},
      element('th', { scope: 'col' }, title),
      ['Events', 'Share', ...further].map((head) => element('th.number', { scope: 'col' }, head)))),
    element('tbody', {}, rows.map((row) => {
      const made = element(row.isRest ? 'tr.rest' : 'tr', {},
        element('th', { scope: 'row' }, element('span.name', {}, row.name)),
        element('td.number', {}, format.count(row.events)),
        element('td.number.muted', {}, format.share(row.share)),
        (row.more ?? []).map((one) => element('td.number', {}, one)));
      made.style.setProperty('--filled', `${(100 * row.share) / largest}%`);
      return made;
    })));
}

/** How a row's events changed against the days before. */
export function changeCell(now, was, previous) {
  if (previous === null) return element('span.muted', {}, format.NOTHING);
  if (was === undefined) return element('span.up', {}, 'new');
  const change = format.change(now, was);
  return element(`span.${change.direction}`, { title: `was ${format.count(was)}` }, change.text);
}
