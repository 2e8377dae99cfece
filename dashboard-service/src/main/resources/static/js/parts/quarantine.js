import { element } from '../dom.js';
import * as format from '../format.js';
import { actions, button, list, number, stateOf } from './list.js';
import { cell, more } from './more.js';
import { panel } from './panel.js';

/** Requests without a known key are nobody's: there is no key to send them with. */
const NOBODY = '_unknown';

/** What is refused, by project and reason, and the job that sends it again. */
export const quarantinePanel = ({ reasons, samples }, replays, act) =>
  panel('Quarantine', { name: 'quarantine', lead: 'What the collector refused and keeps. Mend the cause first, then send it again: each event counts once, however often it is sent' },
    reasons.length === 0 ? element('p.muted', {}, 'Nothing is refused.') : list('Quarantine', ['Reason', 'Project', 'Refused', 'Latest', 'Samples', 'Sent again', ''], reasons.map((row) => [
      row.reason,
      row.project === NOBODY ? 'no known key' : row.project,
      number(format.count(row.refused)),
      format.time(row.last_at),
      element('ul.samples', {}, samples.filter((sample) => isOf(sample, row)).map((sample) => element('li', {}, sample.message, sample.event_id ? element('span.id.muted', {}, ` ${sample.event_id}`) : null))),
      outcome(replays.find((run) => run.job === 'replay-quarantine' && isFor(run.arguments, row))),
      actions(row.project === NOBODY || row.replayable === 0 ? null : button('Send again', sendAgain(row, act), `Send ${row.reason} of ${row.project} again`)),
    ])),
    more(['Reason', 'Project', 'Refused', 'Can be sent again', 'First', 'Latest'], () =>
      reasons.map((row) => [row.reason, row.project, cell(row.refused), cell(row.replayable), row.first_at, row.last_at]),
    { query: 'operations/quarantine', parameters: {}, file: 'quarantine', isShown: true }));

/** A run without a reason sends those of all reasons; one of some days does not send all. */
const isFor = (run, row) =>
  run.project === row.project && (run.reason ?? row.reason) === row.reason && run.from === undefined && run.to === undefined;

const isOf = (one, row) => one.project === row.project && one.reason === row.reason;

const outcome = (run) => (run === undefined ? element('span.muted', {}, 'not yet') : [`${format.time(run.created_at)} `, ...stateOf(run)]);

function sendAgain({ project, reason, refused, replayable }, act) {
  const left = refused - replayable;
  const go = act('POST', 'jobs/replay-quarantine/runs', { project, reason });
  return () => {
    if (confirm(`Send ${format.units(replayable, 'refused line', 'refused lines')} of ${project} (${reason}) to the collector again?${left === 0 ? '' : ` ${format.count(left)} more cannot be sent: they were cut, or are no JSON.`}`)) go();
  };
}
