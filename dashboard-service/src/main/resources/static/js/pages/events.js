import { ask } from '../api.js';
import { choice, choose, isComparing } from '../address.js';
import { erase } from '../chart.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { mayTry } from '../navigation.js';
import { askedSource, loadAsked, unanswered } from '../parts/asked.js';
import { isNarrowed, loadParts, partFilters, partWords } from '../parts/audience.js';
import { daysPanel } from '../parts/days.js';
import { list } from '../parts/list.js';
import { cell, more } from '../parts/more.js';
import { note, panel } from '../parts/panel.js';
import { changeCell, ranking } from '../parts/rankings.js';
import { beginReport, loadReport, sourceOf } from '../parts/report.js';

export const title = 'Events';
export const hasComparison = true;

/** Days are summed by platform before anybody asks; by country and version the ETL counts the events. */
const isAsked = () => isNarrowed(['country', 'app_version']);

/** A report of all events, or of those of the platform. */
const reported = (word) => (isNarrowed(['platform']) && !isAsked() ? [`part-${word}`, { platform: choice('platform') }] : [word, {}]);

export async function load(choices, signal) {
  const [word, own] = reported('events');
  const [answer, parts] = await Promise.all([loadReport(word, choices, own, signal), loadParts(choices, signal)]);
  const base = { ...answer, parts, asked: null };
  const events = answer.report?.sections.events ?? [];
  if (!isAsked() || events.length === 0) return base;
  const asked = events.find((event) => idOf(event) === choice('event')) ?? events[0];
  return { ...(await loadAsked('events', base, one(asked), signal)), asked: idOf(asked) };
}

const metric = (name) => (reported('events')[0] === 'part-events' ? `event_platform_${name}` : `event_${name}`);

const idOf = (event) => `${event.type} ${event.event_name}`;
const one = (event) => ({ name: event.event_name, type: event.type });

export function render(root, data, choices, again) {
  if (!beginReport(root, title, data, again)) return;
  const { range, sections, previous } = data.report;
  const events = sections.events;
  const [word, own] = reported('events');
  root.append(...partFilters(data.parts, again, () => `Only events with ${partWords()}, and the persons who had such an event.`));
  if (data.failure) {
    root.append(unanswered(data.failure, 'Choose fewer days, or clear the filters.'));
    return;
  }
  if (events.length === 0) {
    root.append(element('p.muted', {}, isNarrowed() ? `No event with ${partWords()} in these days.` : 'No event in these days.'));
    return;
  }
  const before = new Map((previous?.events ?? []).map((event) => [idOf(event), event.events]));
  const trend = element('div.stack', {});
  const show = async (event) => {
    const answer = await daysOf(event, data, choices, trend);
    if (idOf(chosen()) !== idOf(event)) return;
    if (answer.failure) {
      trend.replaceChildren(unanswered(answer.failure, 'Choose fewer days, or clear the filters.'));
      return;
    }
    const [wordOfDays, part] = reported('event-days');
    const source = isAsked() ? askedSource('events', answer, one(event), 'event-days-part') : sourceOf(wordOfDays, 'days', answer, { ...part, ...one(event) });
    const { days } = answer.report.sections;
    const before = isComparing() ? answer.report.previous?.days : null;
    const made = [
      daysPanel(days, [{ key: 'events', name: 'Events', colour: 'accent', kind: 'bar', isFilled: true }],
        { name: 'event-trend', metrics: [metric('events')], title: event.event_name, lead: `${event.type}: events per day`, range, source, before, what: 'events' }),
      daysPanel(days, [{ key: 'users', name: 'Users', title: 'users on the day', colour: 'second', width: 2.25 }],
        { name: 'event-users', metrics: [metric('users')], title: 'Users', lead: 'Distinct persons on the day; days do not add up', range, source, before, what: 'users' }),
    ];
    erase(trend);
    trend.replaceChildren(element('div.pair', {}, made.map(([part]) => part)));
    for (const [, draw] of made) draw();
    if (mayTry('analyst', choices.session)) showProperties(trend, data.project.id, event);
  };
  const filter = element('input', { type: 'text', placeholder: 'Find an event', 'aria-label': 'Find an event', value: choice('find') ?? '' });
  const body = element('div', {});
  const chosen = () => events.find((event) => idOf(event) === (choice('event') ?? data.asked)) ?? events[0];
  const list = () => {
    const wanted = filter.value.trim().toLowerCase();
    const found = events.filter((event) => event.event_name.toLowerCase().includes(wanted));
    body.replaceChildren(found.length === 0
      ? element('p.muted', {}, `No event has “${filter.value}” in its name.`)
      : ranking('Event', found.map((event) => ({
        name: [
          element('button.link', {
            type: 'button',
            'aria-pressed': String(idOf(event) === idOf(chosen())),
            click: () => {
              choose({ event: idOf(event) });
              list();
              show(event);
            },
          }, event.event_name),
          ' ', element('span.tag', {}, event.type)],
        events: event.events,
        share: event.events / event.all_events,
        more: [format.decimal(event.users_per_day), changeCell(event.events, before.get(idOf(event)), previous)],
      })), ['Users a day', 'Change']));
  };
  filter.addEventListener('input', () => {
    choose({ find: filter.value === '' ? null : filter.value }, { isMinor: true });
    list();
  });
  list();
  root.append(trend, panel('All events', {
    name: 'events',
    metrics: [metric('events'), metric('users')],
    lead: 'Choose one to see its days. Users a day: average of the days on which it happened',
    controls: [filter],
  }, body,
  note(events[0].all_names > events.length ? `The ${events.length} most frequent of ${format.count(events[0].all_names)} names.` : null),
  more(['Event', 'Type', 'Events', 'Users a day', 'Days', 'First day', 'Last day'], () =>
    events.map((e) => [e.event_name, e.type, cell(e.events), cell(e.users_per_day), cell(e.days), e.first_day, e.last_day]),
  { ...(isAsked() ? askedSource('events', data, {}, 'events-part') : sourceOf(word, 'events', data, own)), isShown: true })));
  show(chosen());
}

/** The days of an event; where they are counted when asked for, those of one come with the list. */
async function daysOf(event, data, choices, trend) {
  const [word, part] = reported('event-days');
  if (!isAsked()) return loadReport(word, choices, { ...part, ...one(event) });
  if (idOf(event) === data.asked) return data;
  erase(trend);
  trend.replaceChildren(element('p.muted', { role: 'status' }, `Counting the days of ${event.event_name} …`));
  return loadAsked('events', data, one(event));
}

/** The properties of an event, as the Data Catalog has them over all time. */
async function showProperties(root, project, event) {
  let content;
  try {
    const { columns } = await ask('/api/catalog/event', { project, type: event.type, name: event.event_name });
    content = columns.length === 0 ? element('p.muted', {}, 'It has none.') : [propertyTable(columns), more(['Property', 'Type', 'Filled', 'First seen', 'Last seen'], () =>
      columns.map((c) => [c.path, c.type, cell(c.filled), c.first_seen_at, c.last_seen_at]), { file: `${project}-properties`, isShown: true })];
  } catch (failure) {
    if (failure.code === 'not_allowed') return;
    content = element('p.muted', {}, failure.code === 'unknown_table' ? 'The catalog does not know this event yet: job crawl tells it.' : failure.message);
  }
  const [trend] = root.children;
  if (trend === undefined || choice('event') !== null && choice('event') !== idOf(event)) return;
  root.replaceChildren(trend, panel('Properties', {
    name: 'properties',
    lead: event.type === 'track' ? 'Of all time, copies included; no example shows what looks like a secret' : `Of all ${event.type} events of all time, whatever their name`,
  }, content));
}

const propertyTable = (columns) =>
  list('Properties', ['Property', 'Type', 'Empty', 'Values seen', 'Since'], columns.map((c) => [
    [c.path.replace(/^properties\./, ''), c.is_vanished ? element('span.tag', {}, 'not seen for 14 days') : null],
    c.type,
    format.share(c.null_share),
    element('p.message.muted', {}, (c.examples ?? []).map((example) => (typeof example === 'string' ? example : JSON.stringify(example))).join(', ') || format.NOTHING),
    format.day(format.utcDay(c.first_seen_at)),
  ]));
