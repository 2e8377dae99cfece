import { element } from '../dom.js';
import * as format from '../format.js';

/** What to show instead of a report, and always what to do next. */

const notice = (...content) => element('section.notice', {}, ...content);

function command(text) {
  const copied = element('span', { role: 'status' });
  const copy = element('button.button', {
    type: 'button',
    click: async () => {
      await navigator.clipboard.writeText(text);
      copied.textContent = ' Copied.';
    },
  }, 'Copy');
  return [
    element('pre', { tabindex: '0', 'aria-label': 'Command' }, element('code', {}, text)),
    // browsers offer the clipboard only to pages from https or from the machine itself
    navigator.clipboard ? element('p', {}, copy, copied) : null,
  ];
}

const trackCommand = (writeKey) =>
  [
    `curl -u ${writeKey}: http://${location.hostname}:8080/v1/track \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d '{"event": "Hello Rivulet", "userId": "ann"}'`,
  ].join('\n');

/** The command that sends an event to the project of a write key. */
export const sendOne = () => command(trackCommand('<write key>'));

/** Nothing has ever arrived. */
export const firstEvent = () =>
  notice(
    element('h1', {}, 'No events yet'),
    element('p', {}, 'Send the first one with the write key of the demo project:'),
    command(trackCommand('demo-write-key')),
    element('p.muted', {}, 'It shows here after the next run of the reports, one minute later as shipped. This page looks again every 10 seconds.'),
    element('p.muted', {}, 'Only looking around? ', element('code', {}, './run --demo'), ' starts Rivulet with 90 days of a made-up product.'),
    element('p.muted', {}, 'Other address or port? Take those of your ingest-service. Other project? Its write key is in config/projects.yml.'),
  );

/** The project is known, but no event of it counts yet. */
export const nothingCounts = (project, balance) =>
  notice(
    element('h1', {}, `No events of ${project} in the reports yet`),
    balance.quarantined > 0
      ? element('p', {}, `${format.units(balance.quarantined, 'event was', 'events were')} refused and kept in quarantine; view bi.rejected_events says why of each.`)
      : element('p', {}, 'Events that have arrived show here after the next run of the reports, one minute later as shipped.'),
    element('p', {}, 'Send one more, with the write key of the project from config/projects.yml:'),
    sendOne(),
    element('p.muted', {}, 'Traffic of known robots is received, but left out of the reports.'),
  );

/** The chosen days have no data. */
export const nothingInRange = (project, range, showAll) =>
  notice(
    element('h2', {}, `No events from ${format.days(range.from, range.to)}`),
    element('p', {}, `${project.id} has data from ${format.days(project.first_day, project.last_day)}.`),
    element('p', {}, element('button.button', { type: 'button', click: showAll }, 'Show all data')),
  );

const headings = {
  database_unavailable: 'The reporting database is away',
  reports_not_ready: 'The reports are not ready',
  report_too_slow: 'The report took too long',
  dashboard_unreachable: 'The dashboard does not answer',
  unknown_project: 'No such project',
  not_allowed: 'Not for your role',
  etl_unavailable: 'The ETL does not answer',
  operations_not_set_up: 'Not set up',
};

/** The server could not or would not answer. */
export const problem = (failure, again) =>
  element('section.notice.problem', { role: 'alert', 'data-code': failure.code ?? 'page_error' },
    element('h1', {}, headings[failure.code] ?? 'The report cannot be shown'),
    element('p', {}, failure.message),
    element('p', {},
      element('button.button', { type: 'button', click: again }, 'Try again'),
      ' ',
      element('a', { href: location.pathname }, 'Start from the overview')),
    element('p.muted', {}, 'Code: ', element('code', {}, failure.code ?? 'page_error')),
  );
