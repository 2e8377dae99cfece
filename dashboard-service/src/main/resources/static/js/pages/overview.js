import { ask } from '../api.js';
import { choose, isComparing } from '../address.js';
import { element } from '../dom.js';
import { activeUsersPanel, dailyPanel } from '../parts/activity.js';
import { audience, isNarrowed, loadAudience, loadParts, partFilters, partWords } from '../parts/audience.js';
import { cardRow, explanation } from '../parts/cards.js';
import { freshnessLine } from '../parts/freshness.js';
import * as format from '../format.js';
import { head } from '../parts/head.js';
import { nothingCounts, nothingInRange } from '../parts/notice.js';
import { devicesPanel, topEventsPanel } from '../parts/rankings.js';
import { sourceOf } from '../parts/report.js';
import { retentionPanel } from '../parts/retention.js';

export const title = 'Overview';
export const hasComparison = true;

export async function load(choices, signal) {
  const [overview, definitions, parts, part] = await Promise.all([
    ask('/api/overview', choices, signal),
    ask('/api/definitions', {}, signal),
    loadParts(choices, signal),
    isNarrowed() ? loadAudience(choices, signal) : null,
  ]);
  return { ...overview, parts, part, definitions: new Map(definitions.map((definition) => [definition.metric, definition])) };
}

export function render(root, data, choices, again) {
  const { project, report, freshness, balance, definitions } = data;
  if (report === null) {
    root.append(nothingCounts(project.id, balance), freshnessLine(freshness, balance));
    return;
  }
  const { range } = report;
  root.append(head(title, range, report.previous), freshnessLine(freshness, balance));
  if (range.to < project.first_day || range.from > project.last_day) {
    root.append(nothingInRange(project, range, () => {
      choose({ range: 'all', from: null, to: null });
      again();
    }));
    return;
  }
  root.append(...partFilters(data.parts, again, () => `Only sessions with ${partWords()}, as their last event has it, and the persons who had them.`));
  if (data.part !== null) {
    audience(root, data.part, definitions, isComparing());
    return;
  }
  const before = isComparing() ? report.previous_days : null;
  const [activeUsers, drawActiveUsers] = activeUsersPanel(report, sourceOf('overview', 'days', data), before);
  const [sessions, drawSessions] = dailyPanel(report, 'sessions', 'Sessions per day', 'session', 'sessions', sourceOf('overview', 'days', data), before);
  const [events, drawEvents] = dailyPanel(report, 'events', 'Events per day', 'event', 'events', sourceOf('overview', 'days', data), before);
  const [retention, loadRetention] = retentionPanel(project.id, range.to);
  root.append(
    cardRow(cards(range, definitions), report.totals, report.previous),
    activeUsers,
    element('div.pair', {}, sessions, events),
    element('div.pair', {}, topEventsPanel(report, sourceOf('overview', 'top_events', data, { names: 12 })), devicesPanel(report, sourceOf('overview', 'devices', data, { values: 8 }))),
    retention);
  // a chart takes the size of its place, so the place must be on the page first
  drawActiveUsers();
  drawSessions();
  drawEvents();
  loadRetention();
}

/** How a daily metric becomes one figure of the range: not all of them add up. */
function cards(range, definitions) {
  const robots = 'robots left out unless the project includes them.';
  const sum = `Sum over the days shown; ${robots}`;
  return [
    { key: 'active_users', title: 'Active users', over: `Distinct persons active in the ${format.units(range.days, 'day', 'days')} shown, each counted once; ${robots}` },
    { key: 'new_users', title: 'New users', over: sum },
    { key: 'sessions', title: 'Sessions', over: sum },
    { key: 'events', title: 'Events', over: sum },
    { key: 'median_session_seconds', title: 'Median session', over: `Half of the sessions started in the days shown are at most this long; ${robots}`, show: format.duration, exact: format.duration },
  ].map((card) => ({ show: format.cardCount, exact: format.count, ...card, explain: explanation(card.over, definitions.get(card.key)) }));
}
