import { choice, choose } from '../address.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { addressOf } from '../navigation.js';
import { dimensions, partMenus } from '../parts/audience.js';
import { list, number } from '../parts/list.js';
import { cell, more } from '../parts/more.js';
import { menu, note, panel } from '../parts/panel.js';
import { beginReport, loadReport, sourceOf } from '../parts/report.js';

export const title = 'Sessions';

const names = [...dimensions.map(([name]) => name), 'person', 'engaged'];

const own = () => Object.fromEntries(names.map((name) => [name, choice(name) ?? '']));

export const load = (choices, signal) => loadReport('sessions', choices, own(), signal);

export function render(root, data, choices, again) {
  if (!beginReport(root, title, data, again)) return;
  const { sections } = data.report;
  const totals = sections.totals[0];
  root.append(
    filters(sections.choices, again),
    panel(format.units(totals.sessions, 'session', 'sessions'), {
      name: 'sessions',
      metrics: ['sessions', 'engaged_sessions', 'session_duration', 'session_events'],
      lead: `${format.units(totals.persons, 'person', 'persons')}, ${format.count(totals.engaged_sessions)} engaged. Times are UTC. Robots are listed too, and marked.`,
    }, sections.sessions.length === 0
      ? element('p.muted', {}, 'No session in these days is like that. Widen the days, or clear the filters.')
      : table(sections.sessions),
    note(totals.sessions > sections.sessions.length ? `The latest ${sections.sessions.length} of them.` : null),
    more(['Session', 'Person', 'Started', 'Seconds', 'Events', 'Pages', 'First page', 'Last page', 'Engaged', 'Robot', 'Platform', 'Device', 'System', 'Browser', 'Country', 'App version'],
      () => sections.sessions.map((s) => [s.session_id, s.person_id, s.started_at, cell(s.duration_seconds), cell(s.events), cell(s.pageviews), s.entry_page, s.exit_page,
        String(s.is_engaged), String(s.is_bot), s.platform, s.device_type, s.os_name, s.browser_name, s.country, s.app_version]),
      { ...sourceOf('sessions', 'sessions', data, own()), isShown: true })));
}

function filters(choices, again) {
  const apply = (changes) => {
    choose(changes);
    again();
  };
  const chosen = own();
  const selects = partMenus(choices, apply);
  const engaged = menu('Engagement', [['', 'Engaged or not'], ['yes', 'Engaged'], ['no', 'Not engaged']], chosen.engaged, (value) => apply({ engaged: value || null }));
  const person = element('input', { type: 'text', placeholder: 'User or instance id', 'aria-label': 'User or instance id', value: chosen.person });
  return element('form.filters', {
    submit: (event) => {
      event.preventDefault();
      apply({ person: person.value.trim() || null });
    },
  }, person, element('button.button', { type: 'submit' }, 'Find'), selects, engaged,
  Object.values(chosen).some((value) => value !== '')
    ? element('button.link', { type: 'button', click: () => apply(Object.fromEntries(names.map((name) => [name, null]))) }, 'Clear filters')
    : null);
}

const table = (sessions) =>
  list('Sessions', ['Started', 'Person', 'Length', 'Events', 'First page', 'Device', 'Country'], sessions.map((s) => [
    [`${format.shortDay(format.utcDay(s.started_at))} `, element('span.muted', {}, format.clock(s.started_at))],
    [element('a.name.id', { href: addressOf('/person', { person: s.person_id }) }, s.person_id), s.is_bot ? element('span.tag', {}, 'robot') : null],
    number(format.duration(s.duration_seconds)),
    number(format.count(s.events)),
    element('span.name', {}, s.entry_page ?? format.NOTHING),
    [s.platform, s.os_name, s.browser_name].filter(Boolean).join(' · ') || format.NOTHING,
    s.country ?? format.NOTHING,
  ]));
