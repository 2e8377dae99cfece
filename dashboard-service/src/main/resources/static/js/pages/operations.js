import { ask, send } from '../api.js';
import { choice, choose } from '../address.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { actions, button, list, number, stateOf } from '../parts/list.js';
import { cell, more } from '../parts/more.js';
import { menu, panel } from '../parts/panel.js';
import { quarantinePanel } from '../parts/quarantine.js';

export const title = 'Operations';
export const isReport = false;

/** Looks again by itself, unless the reader is at something. */
export const refreshAfterMs = 10_000;

const MOST_RUNS = 50;
const FIRST_RUNS = 15;
const DAYS_OF_BALANCE = 14;

/** From this share on somebody has to do something; the sessionizer warns, too. */
const MOST_RETENTION = 0.5;

const states = ['', 'running', 'waiting', 'succeeded', 'failed', 'stopped', 'timeout'];

const lagProblems = ['sessionizer_unavailable', 'lag_unknown'];

const operations = (path, parameters, signal) => ask(`/api/operations/${path}`, parameters, signal);

export async function load(choices, signal) {
  const [jobs, triggers, runs, balance, quality, quarantine, replays, freshness, lag] = await Promise.all([
    operations('jobs', {}, signal),
    operations('triggers', {}, signal),
    operations('runs', { limit: MOST_RUNS, state: choice('state'), job: choice('job') }, signal),
    operations('balance', {}, signal),
    operations('quality', { limit: 50, outcome: 'failed' }, signal),
    operations('quarantine', {}, signal),
    operations('runs', { limit: MOST_RUNS, job: 'replay-quarantine' }, signal),
    operations('freshness', {}, signal),
    // the sessionizer's, without which all else can still be seen
    operations('lag', {}, signal).catch((failure) => {
      if (!lagProblems.includes(failure.code)) throw failure;
      return failure;
    }),
  ]);
  return { jobs, triggers, runs, balance, quality, quarantine, replays, freshness, lag };
}

export function render(root, { jobs, triggers, runs, balance, quality, quarantine, replays, freshness, lag }, choices, again) {
  const failure = element('p.problem', { role: 'alert', hidden: true });
  const act = (method, path, body = null) => async () => {
    failure.hidden = true;
    try {
      await send(method, `/api/operations/${path}`, body);
      again();
    } catch (reason) {
      failure.textContent = reason.message;
      failure.hidden = false;
    }
  };
  root.append(
    element('div.head', {}, element('h1', {}, title), element('p.muted', {}, 'The ETL’s jobs, and whether every event is accounted for. Times are UTC; this page looks again every 10 seconds.')),
    failure,
    summary(jobs, runs, balance, quality),
    runsPanel(jobs, runs, act, again),
    jobsPanel(jobs, act),
    triggersPanel(triggers, act),
    freshnessPanel(freshness),
    lagPanel(lag),
    balancePanel(balance),
    quarantinePanel(quarantine, replays, act),
    qualityPanel(quality));
}

function summary(jobs, runs, balance, quality) {
  const late = jobs.filter((job) => job.late_since !== undefined && job.late_since !== null);
  const off = balance.filter((row) => row.difference !== 0);
  const failed = runs.filter((run) => run.state === 'FAILED' || run.state === 'TIMEOUT');
  const lastGood = runs.find((run) => run.job === 'report' && run.state === 'SUCCEEDED');
  return element('dl.cards.four', { 'aria-label': 'State' },
    light('Last good report', lastGood === undefined ? '–' : ago(lastGood.ended_at), lastGood !== undefined, lastGood === undefined ? 'none among the runs listed' : format.time(lastGood.ended_at)),
    light('Late jobs', format.count(late.length), late.length === 0, late.map((job) => job.job).join(', ') || 'all in time'),
    light('Failed runs', format.count(failed.length), failed.length === 0, `of the ${format.count(runs.length)} listed`),
    light('Balance and rules', off.length === 0 ? '0' : format.count(off.reduce((sum, row) => sum + row.difference, 0)), off.length === 0 && quality.length === 0,
      `${off.length === 0 ? 'every event accounted for' : `${format.units(off.length, 'day', 'days')} off`}, ${format.units(new Set(quality.map((row) => `${row.project} ${row.dataset} ${row.rule}`)).size, 'rule failed', 'rules failed')}`));
}

const light = (name, value, isGood, remark) =>
  element('div.card', {},
    element('dt.muted', {}, name),
    element('dd.figure', {}, element(isGood ? 'span.ok' : 'span.off', { 'aria-hidden': 'true' }, isGood ? '✓ ' : '! '), value),
    element('dd.change.muted', {}, remark));

const isOver = (run) => run.ended_at !== undefined && run.ended_at !== null;

function runsPanel(jobs, runs, act, again) {
  const shown = choice('runs') === 'all' ? runs : runs.slice(0, FIRST_RUNS);
  const filter = (label, name, options) => menu(label, options, choice(name) ?? '', (value) => {
    choose({ [name]: value || null });
    again();
  });
  return panel('Runs', {
    name: 'runs',
    lead: `The latest ${shown.length}`,
    controls: [
      filter('Job', 'job', [['', 'Every job'], ...jobs.map((job) => [job.job, job.job])]),
      filter('State', 'state', states.map((state) => [state, state === '' ? 'Every state' : state])),
    ],
  }, runs.length === 0 ? element('p.muted', {}, 'No run is like that.') : list('Runs', ['Run', 'Job', 'State', 'Started', 'Took', 'Rows in', 'Rows out', ''], shown.map((run) => [
    `${run.id}`,
    [run.job, run.project ? element('span.tag', {}, run.project) : null],
    stateOf(run),
    run.started_at ? [`${format.shortDay(format.utcDay(run.started_at))} `, element('span.muted', {}, format.clock(run.started_at))] : format.NOTHING,
    number(run.started_at ? format.duration(((isOver(run) ? Date.parse(run.ended_at) : Date.now()) - Date.parse(run.started_at)) / 1000) : format.NOTHING),
    number(format.count(run.rows_in)),
    number(format.count(run.rows_out)),
    actions(
      isOver(run) ? null : button('Stop', act('POST', `runs/${run.id}/stop`), `Stop run ${run.id}`),
      ['FAILED', 'TIMEOUT', 'STOPPED'].includes(run.state) ? button('Run again', act('POST', `jobs/${encodeURIComponent(run.job)}/runs`, run.arguments), `Run ${run.job} again`) : null),
  ])), shown.length === runs.length ? null : element('p', {}, element('button.link', {
    type: 'button',
    click: () => {
      choose({ runs: 'all' });
      again();
    },
  }, `Show all ${runs.length}`)), more(['Run', 'Job', 'Project', 'State', 'Started', 'Ended', 'Rows in', 'Rows out', 'Message'], () =>
    runs.map((run) => [`${run.id}`, run.job, run.project, run.state, run.started_at, run.ended_at, cell(run.rows_in), cell(run.rows_out), run.message]), { file: 'runs', isShown: true }));
}

const jobsPanel = (jobs, act) =>
  panel('Jobs', { name: 'jobs', lead: 'What a job does is in docs/etl.md. A run started here does all projects' },
    list('Jobs', ['Job', 'What it does', 'State', ''], jobs.map((job) => [
      job.job,
      element('p.message', {}, job.description),
      job.is_paused ? element('span.state.stopped', {}, 'paused') : job.late_since ? element('span.state.failed', {}, `late since ${format.time(job.late_since)}`) : element('span.muted', {}, 'in time'),
      actions(
        job.is_paused ? null : button('Start', start(job.job, act), `Start ${job.job}`),
        button(job.is_paused ? 'Resume' : 'Pause', act('POST', `jobs/${encodeURIComponent(job.job)}/${job.is_paused ? 'resume' : 'pause'}`), `${job.is_paused ? 'Resume' : 'Pause'} ${job.job}`)),
    ])));

/** Jobs that change nothing when there is nothing new; of any other, one is asked first. */
const harmless = ['preprocess', 'crawl', 'report', 'verify'];

function start(job, act) {
  const go = act('POST', `jobs/${encodeURIComponent(job)}/runs`, {});
  return () => {
    if (harmless.includes(job) || confirm(`Start ${job}, for all projects?`)) go();
  };
}

const triggersPanel = (triggers, act) =>
  panel('Triggers', { name: 'triggers', lead: 'What starts the jobs; config/jobs.yml declares them' },
    list('Triggers', ['Trigger', 'Starts', 'When', 'Next', 'Last', ''], triggers.filter((trigger) => trigger.kind !== 'ON_DEMAND').map((trigger) => [
      trigger.trigger,
      trigger.job,
      whenOf(trigger),
      format.time(trigger.next_fire_at),
      format.time(trigger.last_fired_at),
      actions(button(trigger.is_paused ? 'Resume' : 'Pause', act('POST', `triggers/${encodeURIComponent(trigger.trigger)}/${trigger.is_paused ? 'resume' : 'pause'}`), `${trigger.is_paused ? 'Resume' : 'Pause'} ${trigger.trigger}`)),
    ])));

function whenOf(trigger) {
  if (trigger.is_paused) return element('span.state.stopped', {}, 'paused');
  if (trigger.schedule?.startsWith('every PT')) return trigger.schedule.replace('PT', '').toLowerCase();
  if (trigger.schedule) return `${trigger.schedule} (${trigger.time_zone === 'Z' ? 'UTC' : trigger.time_zone})`;
  if (trigger.watches) return element('p.message', {}, `after ${trigger.watches.toLowerCase()}`);
  return trigger.kind.toLowerCase();
}

/** How far behind the reports are; of a project that sends nothing it only tells since when. */
const freshnessPanel = (rows) =>
  panel('Freshness', {
    name: 'freshness',
    metrics: ['late_events'],
    lead: 'Behind: how long ago the latest event in the reports was received. The canary sends one a minute, so its row is the lag of the whole way',
  }, rows.length === 0 ? element('p.muted', {}, 'Nothing has been reported yet.') : list('Freshness', ['Project', 'Complete until', 'Behind', 'Published', 'By run', 'Late events'], rows.map((row) => [
    row.project,
    format.time(row.complete_until),
    number(format.duration(Math.max(0, Math.round((Date.now() - Date.parse(row.complete_until)) / 1000)))),
    format.time(row.published_at),
    number(format.count(row.run_id)),
    number(format.count(row.late_events)),
  ])), more(['Project', 'Dataset', 'Complete until', 'Published', 'Run', 'Late events'], () =>
    rows.map((row) => [row.project, row.dataset, row.complete_until, row.published_at, cell(row.run_id), cell(row.late_events)]),
  { query: 'operations/freshness', parameters: {}, file: 'freshness', isShown: true }));

const readers = { sessions: 'The sessionizer, which makes sessions', lake: 'The archiver, which writes the lake' };

/** What waits in Kafka, or why that is not known. */
const lagPanel = (lag) =>
  panel('Waiting in Kafka', {
    name: 'lag',
    lead: 'Records that were taken and are not done yet, of all partitions. The archiver collects for a minute or so, so some always wait for it. At 100% of the retention Kafka deletes what nobody read',
  }, lag instanceof Error ? element('p.problem', { role: 'status' }, lag.message) : [
    list('Waiting in Kafka', ['Reader', 'Topic', 'Waiting', 'Oldest', 'Retention used'], lag.map((row) => [
      readers[row.reader],
      element('code', {}, row.topic),
      number(format.count(row.records)),
      number(format.duration(Math.round(row.oldest_seconds))),
      number(format.share(row.retention_used), row.retention_used >= MOST_RETENTION ? '.off' : ''),
    ])),
    more(['Reader', 'Topic', 'Waiting', 'Oldest, seconds', 'Retention used'], () =>
      lag.map((row) => [row.reader, row.topic, cell(row.records), cell(row.oldest_seconds), cell(row.retention_used)]), { file: 'kafka-lag', isShown: true }),
  ]);

function balancePanel(balance) {
  const days = [...new Set(balance.map((row) => row.day))].sort().slice(-DAYS_OF_BALANCE);
  const rows = balance.filter((row) => days.includes(row.day) || row.difference !== 0).sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : a.project < b.project ? -1 : 1));
  const heads = ['Day of receipt', 'Project', 'Received', 'Accepted', 'Quarantined', 'Curated', 'Duplicates', 'Erased', 'Expired', 'Difference'];
  return panel('Closing balance', { name: 'balance', metrics: ['accepted_events', 'curated_events', 'duplicate_events', 'erased_events', 'expired_events', 'closing_difference'], lead: `Accepted = curated + duplicates + erased + expired. The latest ${DAYS_OF_BALANCE} days of receipt (UTC), and all that are off` },
    rows.length === 0 ? element('p.muted', {}, 'Nothing has been received yet.') : list('Closing balance', heads, rows.map((row) => [
      format.day(row.day),
      row.project,
      ...[row.received, row.accepted, row.quarantined, row.curated, row.duplicates, row.erased, row.expired].map((value) => number(format.count(value))),
      element(row.difference === 0 ? 'span.number.ok' : 'span.number.off', {}, format.count(row.difference)),
    ])),
    more(heads, () => rows.map((row) => [row.day, row.project, cell(row.received), cell(row.accepted), cell(row.quarantined), cell(row.curated), cell(row.duplicates), cell(row.erased), cell(row.expired), cell(row.difference)]),
      { file: 'closing-balance', isShown: true }));
}

/** A rule that fails at every run is one row, with its latest failure. */
function qualityPanel(quality) {
  const failures = Map.groupBy(quality, (row) => JSON.stringify([row.project, row.dataset, row.rule]));
  const rows = [...failures.values()].map((all) => ({ ...all[0], times: all.length }));
  return panel('Quality rules that failed', { name: 'quality', lead: 'In the last 14 days, of the latest 50 failures. A failed rule keeps the old numbers, or only warns; docs/quality.md' },
    rows.length === 0 ? element('p.muted', {}, 'None in the last 14 days.') : list('Quality', ['Latest', 'Times', 'Project', 'Dataset', 'Rule', 'Value', 'Level'], rows.map((row) => [
      format.time(row.evaluated_at), number(format.count(row.times)), row.project, row.dataset, element('code', {}, row.rule), number(row.value === null ? format.NOTHING : String(row.value)), row.level,
    ])));
}

function ago(instant) {
  const seconds = (Date.now() - Date.parse(instant)) / 1000;
  return seconds < 90_000 ? `${format.duration(Math.max(0, Math.round(seconds)))} ago` : format.shortDay(format.utcDay(instant));
}
