import { element } from '../dom.js';
import { choice, choose } from '../address.js';
import * as format from '../format.js';
import { panel } from './panel.js';

/** The most frequent events, with their share of all. */
export function topEventsPanel(report) {
  const events = report.top_events;
  const names = events.length === 0 ? 0 : events[0].all_names;
  return panel('Top events', {
    name: 'top-events',
    note: names > events.length ? `The ${events.length} most frequent of ${format.count(names)} names.` : null,
  }, ranking('Event', events.map((e) => ({
    name: [e.event_name, ' ', element('span.tag', {}, e.type)],
    events: e.events,
    share: e.events / e.all_events,
  }))));
}

const dimensions = [
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
export function devicesPanel(report) {
  const table = element('div', {});
  const selected = dimensions.some(([value]) => value === choice('dimension')) ? choice('dimension') : 'device_type';
  const chooser = element('select', {
    'aria-label': 'Dimension',
    change: () => {
      choose({ dimension: chooser.value });
      fill();
    },
  }, dimensions.map(([value, text]) => element('option', { value, selected: value === selected }, text)));
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
  return panel('Devices', { name: 'devices', controls: [chooser] }, table);
}

/** A table whose bars show each row's share of the largest. */
function ranking(title, rows) {
  if (rows.length === 0) return element('p.muted', {}, 'Nothing known for these days.');
  const largest = Math.max(...rows.map((row) => row.share));
  return element('table.ranking', {},
    element('thead', {}, element('tr', {},
      element('th', { scope: 'col' }, title),
      element('th.number', { scope: 'col' }, 'Events'),
      element('th.number', { scope: 'col' }, 'Share'))),
    element('tbody', {}, rows.map((row) => {
      const made = element(row.isRest ? 'tr.rest' : 'tr', {},
        element('th', { scope: 'row' }, element('span.name', {}, row.name)),
        element('td.number', {}, format.count(row.events)),
        element('td.number.muted', {}, format.share(row.share)));
      made.style.setProperty('--filled', `${(100 * row.share) / largest}%`);
      return made;
    })));
}
