import { isComparing } from '../address.js';
import { ask } from '../api.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { activeUsersPanel } from '../parts/activity.js';
import { chosenPart, isNarrowed, loadParts, partFilters, partWords } from '../parts/audience.js';
import { cardRow, explanation } from '../parts/cards.js';
import { daysPanel } from '../parts/days.js';
import { beginReport, loadReport, sourceOf } from '../parts/report.js';

export const title = 'Engagement';
export const hasComparison = true;

const asked = () => (isNarrowed() ? ['part-engagement', chosenPart()] : ['engagement', {}]);

export async function load(choices, signal) {
  const [word, own] = asked();
  const [answer, definitions, parts] = await Promise.all([loadReport(word, choices, own, signal), ask('/api/definitions', {}, signal), loadParts(choices, signal)]);
  return { ...answer, parts, definitions: new Map(definitions.map((definition) => [definition.metric, definition])) };
}

const cards = (definitions) => [
  {
    key: 'average_active_users', title: 'Active users per day', show: format.decimal,
    explain: explanation('Average of the days shown that have data.', definitions.get('active_users')),
  },
  {
    key: 'stickiness', title: 'Stickiness', show: format.share,
    explain: explanation('Of the persons active in the 28 days up to a day, the share active on the day itself (DAU over MAU); days weigh by their MAU.', definitions.get('mau')),
  },
  {
    key: 'engaged_share', title: 'Engaged sessions', show: format.share,
    explain: explanation('Share of all sessions started in the days shown.', definitions.get('engaged_sessions')),
  },
  {
    key: 'average_session_seconds', title: 'Average session', show: format.duration,
    explain: explanation('Time in sessions over their number. A few long ones raise it; the median, on page Overview, they do not.', definitions.get('total_session_seconds')),
  },
  {
    key: 'sessions_per_user_day', title: 'Sessions per user and day', show: format.hundredth,
    explain: explanation('Sessions over active users, summed over the days: how often somebody who comes on a day comes on it.', definitions.get('sessions')),
  },
];

/** The figures of the cards. Daily distinct counts do not add up, but their average is a figure; shares are sums over sums. */
function totals(days) {
  const known = days.filter((day) => day.active_users !== null);
  const sum = (key) => known.reduce((all, day) => all + day[key], 0);
  const ratio = (key, over) => (over === 0 ? null : sum(key) / over);
  return {
    average_active_users: ratio('active_users', known.length),
    stickiness: ratio('active_users', sum('mau')),
    engaged_share: ratio('engaged_sessions', sum('sessions')),
    average_session_seconds: ratio('total_session_seconds', sum('sessions')),
    sessions_per_user_day: ratio('sessions', sum('active_users')),
  };
}

export function render(root, data, choices, again) {
  if (!beginReport(root, title, data, again)) return;
  const { range, sections, previous } = data.report;
  const [word, own] = asked();
  const source = sourceOf(word, 'days', data, own);
  const before = isComparing() ? previous?.days : null;
  const [active, drawActive] = activeUsersPanel({ range, days: sections.days }, source, before);
  const [lifecycle, drawLifecycle] = daysPanel(sections.days, [
    { key: 'new_users', name: 'New', colour: 'accent', kind: 'bar', stack: 'all' },
    { key: 'returning_users', name: 'Returning', colour: 'second', kind: 'bar', stack: 'all' },
    { key: 'resurrected_users', name: 'Resurrected', colour: 'third', kind: 'bar', stack: 'all' },
    { key: 'dormant_users', name: 'Dormant', colour: 'loss', kind: 'bar', stack: 'all', sign: -1 },
  ], {
    name: 'lifecycle', title: 'Lifecycle', metrics: ['new_users', 'returning_users', 'resurrected_users', 'dormant_users'], height: 'tall', range, source, axis: (value) => format.compact(Math.abs(value)),
    lead: 'New, returning and resurrected (silent for 28 days before) make the active users; below the line, those who fell silent',
  });
  const [stickiness, drawStickiness] = daysPanel(sections.days, [
    { key: 'stickiness', name: 'DAU / MAU', colour: 'accent', isFilled: true },
  ], { name: 'stickiness', title: 'Stickiness by day', metrics: ['active_users', 'mau'], range, source, before, format: format.share, axis: format.wholeShare });
  const [engaged, drawEngaged] = daysPanel(sections.days, [
    { key: 'engaged_share', name: 'Engaged', colour: 'accent', isFilled: true },
  ], { name: 'engaged', title: 'Engaged sessions by day', metrics: ['engaged_sessions', 'sessions'], range, source, before, format: format.share, axis: format.wholeShare, isShare: true });
  root.append(
    ...partFilters(data.parts, again, () => `Only sessions with ${partWords()}, as their last event has it, and the persons who had them: new is who had the first one like that, dormant who had none for 28 days.`),
    cardRow(cards(data.definitions), totals(sections.days), previous === null ? null : totals(previous.days)),
    active,
    lifecycle,
    element('div.pair', {}, stickiness, engaged));
  for (const draw of [drawActive, drawLifecycle, drawStickiness, drawEngaged]) draw();
}
