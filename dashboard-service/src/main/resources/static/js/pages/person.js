import { ask } from '../api.js';
import { choice } from '../address.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { addressOf } from '../navigation.js';
import { cell, more } from '../parts/more.js';
import { panel } from '../parts/panel.js';
import { beginReport, loadReport, sourceOf } from '../parts/report.js';

export const title = 'Person';

const own = () => ({ person: choice('person') ?? '' });

export const load = (choices, signal) => loadReport('person', choices, own(), signal);

export function render(root, data, choices, again) {
  if (!beginReport(root, title, data, again)) return;
  const person = data.report.sections.person[0];
  const { sessions } = data.report.sections;
  root.append(element('p', {}, element('a', { href: addressOf('/sessions') }, '← Sessions')));
  if (person === undefined) {
    root.append(element('section.notice', {},
      element('h2', {}, 'Nobody is known by that id'),
      element('p', {}, element('code', {}, own().person)),
      element('p.muted', {}, 'A person is a user where one signed in, else the device or browser. Robots are no persons. Who was joined to a user is found by the user’s id.')));
    return;
  }
  root.append(
    panel(person.person_id, { name: 'person', metrics: ['user_active_days', 'user_sessions', 'user_events'] }, facts([
      ['First seen', format.time(person.first_seen_at)],
      ['Last seen', format.time(person.last_seen_at)],
      ['Active days', format.count(person.active_days)],
      ['Sessions', format.count(person.sessions)],
      ['Events', format.count(person.events)],
      ['Platform', person.platform],
      ['Country', person.country],
    ]), traits(person.traits)),
    panel('Timeline', {
      name: 'timeline',
      metrics: ['session_duration', 'session_events'],
      lead: sessions.length === 0 ? null : `${format.units(sessions.length, 'session', 'sessions')} in the days shown, the latest first. Times are UTC`,
    }, sessions.length === 0 ? element('p.muted', {}, 'No session in the days shown. Widen the days above.') : timeline(sessions),
    more(['Session', 'Started', 'Ended', 'Seconds', 'Events', 'First page', 'Last page', 'Platform'], () =>
      sessions.map((s) => [s.session_id, s.started_at, s.ended_at, cell(s.duration_seconds), cell(s.events), s.entry_page, s.exit_page, s.platform]),
    { ...sourceOf('person', 'sessions', data, own()), isShown: true })));
}

const facts = (pairs) =>
  element('dl.facts', {}, pairs.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value ?? format.NOTHING))));

function traits(json) {
  const known = Object.entries(json === null ? {} : JSON.parse(json));
  if (known.length === 0) return null;
  return element('details.figures', {}, element('summary', {}, format.units(known.length, 'trait', 'traits')),
    facts(known.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)])));
}

function timeline(sessions, project) {
  const days = new Map();
  for (const s of sessions) days.set(s.day, [...(days.get(s.day) ?? []), s]);
  return element('ol.timeline', {}, [...days].map(([day, all]) =>
    element('li', {},
      element('h3', {}, format.longDay(day)),
      element('ol', {}, all.map((s) => element('li', {},
        element('span.muted', {}, format.clock(s.started_at)),
        element('div', {},
          element('p', {}, element('strong', {}, format.duration(s.duration_seconds)), ` · ${format.units(s.events, 'event', 'events')}`,
            s.pageviews > 0 ? `, ${format.units(s.pageviews, 'page or screen', 'pages and screens')}` : '', s.is_engaged ? null : element('span.tag', {}, 'not engaged')),
          element('p.muted', {}, [pages(s), [s.platform, s.device_type, s.os_name, s.browser_name].filter(Boolean).join(' '), s.country, s.app_version && `version ${s.app_version}`]
            .filter(Boolean).join(' · ')),
          eventsOf(s, project))))))));
}

/** The session's events, asked for when they are opened: they are in the curated files, not in the database. */
function eventsOf(session, project) {
  const body = element('div', {});
  const details = element('details', {
    toggle: async () => {
      if (!details.open || body.childElementCount > 0) return;
      body.replaceChildren(element('p.muted', {}, 'Looking into the files …'));
      try {
        const events = await ask('/api/find/session', { project, session_id: session.session_id, day: format.utcDay(session.started_at) });
        body.replaceChildren(element('ol', {}, events.map((event) => element('li', {},
          element('span.muted', {}, format.clock(event.occurred_at)),
          element('p', {}, element('a', { href: addressOf('/find', { message: event.message_id }) }, event.name ?? event.type), ' ', element('span.tag', {}, event.type),
            event.page_path ? element('span.muted', {}, ` ${event.page_path}`) : null)))));
      } catch (failure) {
        body.replaceChildren(element('p.problem', { role: 'alert' }, failure.message));
      }
    },
  }, element('summary', {}, 'Events'), body);
  return details;
}

function pages(s) {
  if (s.entry_page === null) return null;
  return s.exit_page === null || s.exit_page === s.entry_page ? s.entry_page : `${s.entry_page} → ${s.exit_page}`;
}
