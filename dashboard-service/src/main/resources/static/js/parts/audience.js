import { choice, choose } from '../address.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { activeUsersBySessions, dailyPanel } from './activity.js';
import { cardRow, explanation } from './cards.js';
import { daysPanel } from './days.js';
import { menu } from './panel.js';
import { loadReport, sourceOf } from './report.js';

/** What reports can be narrowed to: name in addresses and queries, title, and the choice of all. */
export const dimensions = [['platform', 'Platform', 'Every platform'], ['country', 'Country', 'Every country'], ['app_version', 'App version', 'Every app version']];

const names = dimensions.map(([name]) => name);

/** The part of the people that the reader has chosen, '' where it is all of them. */
export const chosenPart = () => Object.fromEntries(names.map((name) => [name, choice(name) ?? '']));

/** Whether a part is chosen, by any of these. */
export const isNarrowed = (among = names) => among.some((name) => (choice(name) ?? '') !== '');

/** What is chosen alone, for what is asked of all people without it. */
export const part = () => Object.fromEntries(Object.entries(chosenPart()).filter(([, value]) => value !== ''));

/** The values that there are of each dimension in the days shown. */
export const loadParts = async (choices, signal) => (await loadReport('parts', choices, {}, signal)).report?.sections.choices ?? [];

/** The part in words, such as: platform ios, country Austria. */
export const partWords = () => dimensions.filter(([name]) => choice(name)).map(([name, label]) => `${label.toLowerCase()} ${choice(name)}`).join(', ');

/** Menus of the dimensions that have values. */
export function partMenus(choices, apply) {
  const chosen = chosenPart();
  return dimensions.map(([name, label, every]) => {
    const found = choices.filter((row) => row.dimension === name).map((row) => row.value);
    const known = found.includes(chosen[name]) || chosen[name] === '' ? found : [chosen[name], ...found];
    // nothing to choose from, nothing chosen: no such field
    return known.length === 0 ? null : menu(label, [['', every], ...known.map((value) => [value, value])], chosen[name], (value) => apply({ [name]: value || null }));
  });
}

/** Menus, what takes their choices back, and how the part is counted once there is one; nothing where there is nothing to choose from. */
export function partFilters(choices, again, counting = null) {
  const apply = (changes) => {
    choose(changes);
    again();
  };
  const menus = partMenus(choices, apply).filter((made) => made !== null);
  if (menus.length === 0) return [];
  const filters = element('div.filters', {}, menus,
    isNarrowed() ? element('button.link', { type: 'button', click: () => apply(Object.fromEntries(names.map((name) => [name, null]))) }, 'Clear filters') : null);
  return isNarrowed() && counting !== null ? [filters, element('p.muted.part', {}, counting())] : [filters];
}

/** The figures of that part, as the sessions have them. */
export const loadAudience = (choices, signal) => loadReport('audience', choices, chosenPart(), signal);

const cards = (definitions) => [
  { key: 'active_users', title: 'Active users', show: format.cardCount, exact: format.count, over: 'Distinct persons with such a session in the days shown, each counted once.', metric: 'active_users' },
  { key: 'sessions', title: 'Sessions', show: format.cardCount, exact: format.count, over: 'Such sessions that started in the days shown; robots left out unless the project includes them.', metric: 'sessions' },
  { key: 'events', title: 'Events', show: format.cardCount, exact: format.count, over: 'Of these sessions.', metric: 'session_events' },
  { key: 'engaged_share', title: 'Engaged sessions', show: format.share, over: 'Share of these sessions.', metric: 'engaged_sessions' },
  { key: 'median_session_seconds', title: 'Median session', show: format.duration, over: 'Half of these sessions are at most this long.', metric: 'session_duration' },
].map(({ over, metric, ...card }) => ({ ...card, explain: explanation(over, definitions.get(metric)) }));

/** Figures and charts of the part. */
export function audience(root, data, definitions, isComparing) {
  const { range, sections, previous } = data.report;
  const source = sourceOf('audience', 'days', data, chosenPart());
  const before = isComparing ? previous?.days : null;
  const parts = [
    activeUsersBySessions({ range, days: sections.days }, source, before),
    dailyPanel({ range, days: sections.days }, 'sessions', 'Sessions per day', 'session', 'sessions', source, before),
    dailyPanel({ range, days: sections.days }, 'events', 'Events per day', 'event', 'events', source, before),
    daysPanel(sections.days, [
      { key: 'engaged_share', name: 'Engaged', colour: 'accent', isFilled: true },
    ], { name: 'engaged', title: 'Engaged sessions by day', metrics: ['engaged_sessions'], range, source, before, format: format.share, axis: format.wholeShare, isShare: true }),
  ];
  const [[users, drawUsers], [visits, drawVisits], [events, drawEvents], [engaged, drawEngaged]] = parts;
  root.append(
    cardRow(cards(definitions), sections.totals[0], previous?.totals[0]),
    users,
    element('div.pair', {}, visits, events),
    engaged);
  for (const draw of [drawUsers, drawVisits, drawEvents, drawEngaged]) draw();
}
