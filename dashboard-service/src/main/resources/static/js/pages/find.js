import { ask } from '../api.js';
import { choice, choose } from '../address.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { addressOf } from '../navigation.js';
import { panel } from '../parts/panel.js';

export const title = 'Where is my event?';
export const navigationTitle = 'Find an event';
export const hasDays = false;

export async function load({ project }, signal) {
  const id = choice('message');
  return { found: id === null ? null : await ask('/api/find/event', { project, message_id: id }, signal) };
}

export function render(root, { found }, { project }, again) {
  const id = element('input', { type: 'text', name: 'message', required: true, placeholder: 'messageId', 'aria-label': 'Message id', value: choice('message') ?? '', spellcheck: 'false', autocapitalize: 'none' });
  root.append(
    element('div.head', {}, element('h1', {}, title),
      element('p.muted', {}, 'Every event has a messageId, given by its SDK. With it you see what became of the event, from its receipt to the reports. Times are UTC.')),
    element('form.filters', {
      submit: (event) => {
        event.preventDefault();
        choose({ message: id.value.trim() });
        again();
      },
    }, id, element('button.button.primary', { type: 'submit' }, 'Find')));
  if (found === null) {
    id.focus();
    return;
  }
  if (found.event === null || found.event === undefined) root.append(...(found.refusals.length === 0 ? [unknown(found, project)] : []));
  else root.append(way(found), details(found.event));
  if (found.refusals.length > 0) root.append(refusals(found.refusals));
}

const unknown = (found, project) =>
  element('section.notice', { 'data-state': 'unknown' },
    element('h2', {}, found.archived ? 'It waits to be read' : `No event of ${project} has this id (yet)`),
    element('p', {}, element('code', {}, found.message_id)),
    found.reported_until
      ? element('p', {}, 'The latest event in the reports was received at ', element('strong', {}, format.exact(found.reported_until)), '.')
      : element('p', {}, 'The reports have no event of this project yet.'),
    found.archived
      ? element('p', {}, 'It is in the lake, in ', element('code', {}, found.archived.object), '. The next run of preprocess reads it.')
      : element('ul', {},
        element('li', {}, 'It was received lately, and is in Kafka. Look again in a minute or two.'),
        element('li', {}, 'The collector did not answer 200: the SDK still has it, and will send it again.'),
        element('li', {}, 'It has the write key of another project, or the id is another one.')));

/** The event's stations in their order; what has not happened yet is said. */
function way({ event, archived, report }) {
  const delay = (Date.parse(event.received_at) - Date.parse(event.occurred_at)) / 1000;
  return panel('Its way', { name: 'way' }, element('ol.way', {}, [
    station('Happened', format.exact(event.occurred_at), event.clock_correction_ms ? `the sender’s clock was corrected by ${format.duration(Math.abs(event.clock_correction_ms) / 1000)}` : null),
    station('Accepted by the collector', format.exact(event.received_at), delay > 1 ? `${format.duration(Math.round(delay))} later, by protocol ${event.protocol}` : `by protocol ${event.protocol}`),
    archived === null || archived === undefined ? station('Archived', null, event.raw_object) : [
      station('Through Kafka', `${archived.topic}, partition ${archived.partition}`, `at offset ${format.count(archived.first_offset)} or a little later`),
      station('Archived in the lake', element('code', {}, archived.object)),
      archived.curated_at ? station('Curated', format.exact(archived.curated_at), `by run ${archived.curated_by_run} of preprocess`) : station('Curated', 'long ago', 'by a run that is no longer kept'),
    ],
    station('In session', element('code', {}, event.session_id), `as number ${event.session_index + 1} of the session begun ${format.exact(event.session_start)}`),
    event.is_bot ? station('Left out of reports', 'it is of a known robot', 'unless the project includes them') : null,
    report === null || report === undefined
      ? station('In the reports', null, 'not yet: the next run of report takes it')
      : station('In the reports', element('a', { href: addressOf('/', { from: report.day, to: report.day }) }, format.longDay(report.day)), `published ${format.exact(report.published_at)} by run ${report.run}`),
  ]));
}

const station = (name, value, remark = null) =>
  element(value === null ? 'li.open-end' : 'li', {},
    element('strong', {}, name), element('div', {}, value === null ? null : element('p', {}, value), remark === null ? null : element('p.muted', {}, remark)));

const details = (event) =>
  panel(event.name ?? event.type, { name: 'event', lead: event.name ? event.type : null },
    element('dl.facts', {}, [
      ['User', event.user_id],
      ['Instance', event.instance_id],
      ['Library', event.library],
      ['Page', event.page_path],
    ].filter(([, value]) => value).map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value)))),
    json('Properties', event.properties), json('Traits', event.traits));

const json = (name, value) =>
  value === null || value === undefined || Object.keys(value).length === 0 ? null : [
    element('h3', {}, name),
    element('pre.json', { tabindex: '0', 'aria-label': name }, element('code', {}, JSON.stringify(value, null, 2))),
  ];

const refusals = (all) =>
  panel('Refused', { name: 'refusals', lead: 'docs/ingest.md explains each reason. After a fix, ./run replay quarantine sends them again' },
    element('ol.way', {}, all.map((one) => station(one.reason, one.message, [format.exact(one.received_at), ' · ', element('code', {}, one.object)]))));
