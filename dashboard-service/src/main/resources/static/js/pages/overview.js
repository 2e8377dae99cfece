import { ask } from '../api.js';
import { choose } from '../address.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { activeUsersPanel, dailyPanel } from '../parts/activity.js';
import { cardRow } from '../parts/cards.js';
import { freshnessLine } from '../parts/freshness.js';
import { nothingCounts, nothingInRange } from '../parts/notice.js';
import { devicesPanel, topEventsPanel } from '../parts/rankings.js';
import { retentionPanel } from '../parts/retention.js';

export const title = 'Overview';

export async function load(choices, signal) {
  const [overview, definitions] = await Promise.all([
    ask('/api/overview', choices, signal),
    ask('/api/definitions', {}, signal),
  ]);
  return { ...overview, definitions: new Map(definitions.map((definition) => [definition.metric, definition])) };
}

export function render(root, data, choices, again) {
  const { project, report, freshness, balance, definitions } = data;
  if (report === null) {
    root.append(nothingCounts(project.id, balance), freshnessLine(freshness, balance));
    return;
  }
  const { range } = report;
  root.append(head(range), freshnessLine(freshness, balance));
  if (range.to < project.first_day || range.from > project.last_day) {
    root.append(nothingInRange(project, range, () => {
      choose({ range: 'all', from: null, to: null });
      again();
    }));
    return;
  }
  const [activeUsers, drawActiveUsers] = activeUsersPanel(report);
  const [sessions, drawSessions] = dailyPanel(report, 'sessions', 'Sessions per day', 'session', 'sessions');
  const [events, drawEvents] = dailyPanel(report, 'events', 'Events per day', 'event', 'events');
  const [retention, loadRetention] = retentionPanel(project.id, range.to);
  root.append(
    cardRow(report, definitions),
    activeUsers,
    element('div.pair', {}, sessions, events),
    element('div.pair', {}, topEventsPanel(report), devicesPanel(report)),
    retention);
  // a chart takes the size of its place, so the place must be on the page first
  drawActiveUsers();
  drawSessions();
  drawEvents();
  loadRetention();
}

const head = (range) =>
  element('div.head', {},
    element('h1', {}, title),
    element('p', {},
      format.days(range.from, range.to),
      element('span.muted', {}, ` · ${format.units(range.days, 'day', 'days')}, compared with ${format.days(range.previous_from, range.previous_to)}`)),
    range.is_shortened ? element('p.muted', {}, `There is older data; one report shows at most ${format.count(range.days)} days.`) : null);
