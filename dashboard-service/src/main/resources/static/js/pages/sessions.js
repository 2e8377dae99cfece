import { choice, choose } from '../address.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { addressOf } from '../navigation.js';
import { cell, more } from '../parts/more.js';
import { note, panel } from '../parts/panel.js';
import { beginReport, loadReport, sourceOf } from '../parts/report.js';

export const title = 'Sessions';

const own = () => ({ platform: choice('platform') ?? '', person: choice('person') ?? '', engaged: choice('engaged') ?? '' });

export const load = (choices, signal) => loadReport('sessions', choices, own(), signal);

export function render(root, data, choices, again) {
  if (!beginReport(root, title, data, again)) return;
  const { sections } = data.report;
  const totals = sections.totals[0];
  root.append(
    filters(sections.platforms.map((row) => row.platform), again),
    panel(format.units(totals.sessions, 'session', 'sessions'), {
      name: 'sessions',
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

function filters(platforms, again) {
  const apply = (changes) => {
    choose(changes);
    again();
  };
  const chosen = own();
  const known = platforms.includes(chosen.platform) || chosen.platform === '' ? platforms : [chosen.platform, ...platforms];
  const platform = element('select', { 'aria-label': 'Platform', change: () => apply({ platform: platform.value || null }) },
    element('option', { value: '' }, 'Every platform'),
    known.map((value) => element('option', { value, selected: value === chosen.platform }, value)));
  const engaged = element('select', { 'aria-label': 'Engagement', change: () => apply({ engaged: engaged.value || null }) },
    [['', 'Engaged or not'], ['yes', 'Engaged'], ['no', 'Not engaged']].map(([value, text]) =>
      element('option', { value, selected: value === chosen.engaged }, text)));
  const person = element('input', { type: 'text', placeholder: 'User or instance id', 'aria-label': 'User or instance id', value: chosen.person });
  return element('form.filters', {
    submit: (event) => {
      event.preventDefault();
      apply({ person: person.value.trim() || null });
    },
  }, person, element('button.button', { type: 'submit' }, 'Find'), platform, engaged,
  Object.values(chosen).some((value) => value !== '')
    ? element('button.link', { type: 'button', click: () => apply({ platform: null, person: null, engaged: null }) }, 'Clear filters')
    : null);
}

const table = (sessions) =>
  element('div.scroll', { tabindex: '0', role: 'region', 'aria-label': 'Sessions' },
    element('table.list', {},
      element('thead', {}, element('tr', {}, ['Started', 'Person', 'Length', 'Events', 'First page', 'Device', 'Country'].map((head) =>
        element(['Length', 'Events'].includes(head) ? 'th.number' : 'th', { scope: 'col' }, head)))),
      element('tbody', {}, sessions.map((s) => element('tr', {},
        element('th', { scope: 'row' }, `${format.shortDay(format.utcDay(s.started_at))} `, element('span.muted', {}, format.clock(s.started_at))),
        element('td', {}, element('a.name.id', { href: addressOf('/person', { person: s.person_id }) }, s.person_id), s.is_bot ? element('span.tag', {}, 'robot') : null),
        element('td.number', {}, format.duration(s.duration_seconds)),
        element('td.number', {}, format.count(s.events)),
        element('td', {}, element('span.name', {}, s.entry_page ?? format.NOTHING)),
        element('td', {}, [s.platform, s.os_name, s.browser_name].filter(Boolean).join(' · ') || format.NOTHING),
        element('td', {}, s.country ?? format.NOTHING))))));
