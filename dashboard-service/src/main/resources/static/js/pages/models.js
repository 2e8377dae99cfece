import { ask } from '../api.js';
import { choice, choose } from '../address.js';
import { draw, tooltip } from '../chart.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { mayTry } from '../navigation.js';
import { button, list, number } from '../parts/list.js';
import { key } from '../parts/days.js';
import { markdown } from '../parts/markdown.js';
import { bySplit, figuresRows, figuresTable, instant, kindName, metricName, metricText, numberText, parametersText, parsed, stateTag, words } from '../parts/model.js';
import { cell, more } from '../parts/more.js';
import { canvasHost, menu, note, panel } from '../parts/panel.js';

export const title = 'Models';
export const hasDays = false;

/** Population stability index: below the first nothing changed, above the second the model meets others than it learned from. */
const WATCH = 0.1;
const CHANGED = 0.2;

const FIRST_ROWS = 10;

export async function load({ project }, signal) {
  const [versions, trainings, scorings] = await Promise.all([
    ask('/api/models', { project }, signal),
    ask('/api/models/runs', { project, kind: 'train' }, signal),
    ask('/api/models/runs', { project, kind: 'score' }, signal),
  ]);
  const models = [...new Set([...trainings, ...scorings, ...versions].map((one) => one.model))].sort();
  const shown = models.includes(choice('model')) ? choice('model') : models[0] ?? null;
  const ofModel = (rows) => rows.filter((one) => one.model === shown);
  const run = ofModel(trainings).find((one) => String(one.model_run_id) === choice('run')) ?? ofModel(trainings).find((one) => one.metrics !== null) ?? null;
  const known = ofModel(versions);
  const version = known.find((one) => String(one.version) === choice('version')) ?? known.find((one) => one.status === 'champion') ?? known[0] ?? null;
  const [trials, card] = await Promise.all([
    run === null || run.trials === 0 ? [] : ask(`/api/models/${encodeURIComponent(shown)}/runs/${run.model_run_id}/trials`, { project }, signal),
    version === null ? null : ask(`/api/models/${encodeURIComponent(shown)}/versions/${version.version}/readable-card`, { project }, signal),
  ]);
  return { project, models, shown, versions: known, trainings: ofModel(trainings), scorings: ofModel(scorings), run, trials, version, card };
}

export function render(root, data, choices, again) {
  const { project, models, shown, versions, trainings, scorings, run, trials, version, card } = data;
  root.append(element('div.head', {}, element('h1', {}, title), element('p.muted', {}, 'What was learned from this project’s events, how good it is, and whose results are published. Times are UTC.')));
  if (shown === null) {
    root.append(nothing(choices.session));
    return;
  }
  const apply = (changes) => {
    choose(changes);
    again();
  };
  if (models.length > 1) {
    root.append(element('div.filters', {}, menu('Model', models.map((one) => [one, kindName(one)]), shown, (one) => apply({ model: one, run: null, version: null, state: null }))));
  }
  const draws = [];
  const add = ([made, drawing]) => {
    draws.push(drawing);
    return made;
  };
  root.append(
    state(shown, versions, trainings, scorings),
    versionsPanel(shown, versions, version, apply, project),
    runsPanel(shown, trainings, run, apply, project),
    run === null ? '' : runPanel(run, project),
    trials.length === 0 ? '' : add(trialsPanel(run, trials, project)),
    card === null ? '' : panel(`Card of version ${version.version}`, { name: 'card', controls: [stateTag(version.status)] }, element('div.model-card', {}, markdown(card.markdown))),
    add(driftPanel(shown, scorings, project)));
  for (const drawing of draws) drawing();
}

const tile = (name, value, remark) =>
  element('div.card', {}, element('dt.muted', {}, name), element('dd.figure', {}, value), element('dd.change.muted', {}, remark));

function state(shown, versions, trainings, scorings) {
  const champion = versions.find((one) => one.status === 'champion');
  const [latest] = trainings;
  const [scored] = scorings;
  const moved = drifted(scorings).filter(([, psi]) => psi > CHANGED);
  return element('dl.cards.four', { 'aria-label': 'State' },
    tile('Model', kindName(shown), champion === undefined ? 'no champion: nothing is published' : `champion is version ${champion.version}`),
    tile('Latest training', latest === undefined ? format.NOTHING : format.shortDay(day(latest.ended_at)), latest === undefined ? 'none' : latest.outcome),
    tile('Latest results', scored === undefined ? format.NOTHING : format.shortDay(day(scored.ended_at)), scored === undefined ? 'none yet' : parsed(scored.parameters)?.as_of ? `as of ${format.day(parsed(scored.parameters).as_of)}` : scored.outcome),
    tile('Features that moved', scored === undefined ? format.NOTHING : format.count(moved.length), moved.length === 0 ? 'since it learned' : moved.map(([name]) => words(name)).join(', ')));
}

const day = (text) => format.utcDay(instant(text));
const time = (text) => [`${format.shortDay(day(text))} `, element('span.muted', {}, format.clock(instant(text)))];

/** The first rows of a long table, and all of them when they are asked for. */
function some(rows, name, apply) {
  const isAll = choice('all') === name;
  return {
    shown: isAll ? rows : rows.slice(0, FIRST_ROWS),
    rest: isAll || rows.length <= FIRST_ROWS ? null : element('p', {}, element('button.link', { type: 'button', click: () => apply({ all: name }) }, `Show all ${format.count(rows.length)}`)),
  };
}

function versionsPanel(shown, versions, version, apply, project) {
  const { shown: first, rest } = some(versions, 'versions', apply);
  return panel('Versions', {
    name: 'versions',
    lead: 'Champion: its results are published. Candidate: it was not good enough. Archived: it was champion before',
  }, versions.length === 0 ? element('p.muted', {}, 'No version yet: no training had enough to learn from. Why, the runs below say.')
    : list('Versions', ['Version', 'State', 'Learned', 'Verdict', ''], first.map((one) => [
      String(one.version),
      stateTag(one.status),
      time(one.created_at),
      element('span.verdict', {}, one.verdict),
      button('Card', () => apply({ version: one.version }), `Card of version ${one.version}${one === version ? ', shown below' : ''}`),
    ])),
  rest,
  more(['Version', 'State', 'Learned', 'Run', 'Verdict'], () => versions.map((one) => [cell(one.version), one.status, one.created_at, cell(one.run_id), one.verdict]),
    { file: `${project}-${shown}-versions`, isShown: true }));
}

function runsPanel(shown, trainings, run, apply, project) {
  const outcomes = [...new Set(trainings.map((one) => one.outcome))].sort();
  const wanted = outcomes.includes(choice('state')) ? choice('state') : '';
  const { shown: first, rest } = some(trainings.filter((one) => wanted === '' || one.outcome === wanted), 'runs', apply);
  return panel('Training runs', {
    name: 'model-runs',
    lead: 'What each run of the job learned from, and what came of it',
    controls: outcomes.length < 2 ? [] : [menu('State', [['', 'Every state'], ...outcomes.map((one) => [one, one])], wanted, (one) => apply({ state: one || null }))],
  }, trainings.length === 0 ? element('p.muted', {}, 'No training is known.') : list('Training runs', ['Run', 'State', 'Ended', 'Days', 'Parameters', 'Trials', 'What came of it', ''], first.map((one) => [
    String(one.run_id),
    stateTag(one.outcome),
    time(one.ended_at),
    one.data_from === null ? format.NOTHING : element('span.days-of', {}, format.days(one.data_from, one.data_to)),
    element('span.verdict', {}, [parametersText(parsed(one.parameters)), one.seed === null ? null : `seed ${one.seed}`].filter(Boolean).join(', ')),
    number(one.trials === 0 ? format.NOTHING : format.count(one.trials)),
    element('span.verdict', {}, one.message),
    one.metrics === null ? '' : button('Figures', () => apply({ run: one.model_run_id }), `Figures of run ${one.run_id}${one === run ? ', shown below' : ''}`),
  ])),
  rest,
  more(['Run', 'State', 'Ended', 'From', 'To', 'Parameters', 'Seed', 'Trials', 'Publication', 'Code', 'Message'], () => trainings.map((one) => [
    cell(one.run_id), one.outcome, one.ended_at, one.data_from, one.data_to, one.parameters, cell(one.seed), cell(one.trials), cell(one.data_publication_id), one.code_version, one.message,
  ]), { file: `${project}-${shown}-runs`, isShown: true }));
}

function runPanel(run, project) {
  const figures = bySplit(parsed(run.metrics));
  const [heads, rows] = figuresRows(figures);
  return panel(`Figures of run ${run.run_id}`, {
    name: 'run-figures',
    lead: `${format.day(day(run.ended_at))}, code ${run.code_version}. This version beside the baseline, on what it had not learned from; held out: by which it chose and calibrated`,
    controls: [stateTag(run.outcome)],
  }, figuresTable(figures), more(heads, () => rows, { file: `${project}-${run.model}-run-${run.run_id}`, isShown: true }));
}

const scoreMetrics = ['auc_pr', 'ndcg_at_10', 'silhouette'];

/** By which trials compare: the first that is known, of the validation. */
function scoreOf(trials) {
  const names = [...new Set(trials.flatMap((one) => [...(one.figures.get('validation')?.keys() ?? [])]))];
  return scoreMetrics.find((name) => names.includes(name)) ?? names[0] ?? null;
}

function trialsPanel(run, rows, project) {
  const trials = rows.map((row) => ({ ...row, parameters: parsed(row.parameters), figures: bySplit(parsed(row.metrics)) }));
  const metric = scoreOf(trials);
  const score = (trial, split = 'validation') => trial.figures.get(split)?.get(metric) ?? null;
  const learners = [...new Set(trials.map((one) => one.learner))].sort();
  const colours = ['accent', 'fourth', 'third', 'second'];
  const colourOf = (one) => colours[learners.indexOf(one.learner) % colours.length];
  const best = trials.find((one) => one.is_best);
  const host = canvasHost('low', `Chart of ${metricName(metric)} of ${trials.length} trials on the validation window, in the order in which they were tried. The figures follow as a table.`);
  const names = [...new Set(trials.flatMap((one) => Object.keys(one.parameters)))].sort();
  // one that no trial of the learner sets is another learner's
  const has = (learner, name) => trials.some((one) => one.learner === learner && one.parameters[name] !== undefined);
  const value = (one, name) => (one.parameters[name] === undefined ? element('span.muted', {}, 'as shipped') : numberText(one.parameters[name]));
  const made = panel(`Trials of run ${run.run_id}`, {
    name: 'trials',
    lead: `Settings that were tried, compared by ${metricName(metric)} on a window before the one that the version is measured on. ${best === undefined ? 'All failed' : `The best is trial ${best.trial}: ${words(best.learner)}${Object.keys(best.parameters).length === 0 ? ' as shipped' : `, ${parametersText(best.parameters)}`}`}`,
    controls: [key(learners.map((one) => ({ name: words(one), colour: colours[learners.indexOf(one) % colours.length] })))],
  }, host,
  note(trials.some((one) => one.share < 1) ? 'Small: learned from a part of the examples. Only trials of the same part compare.' : null),
  list('Trials', ['Trial', 'State', 'Learner', ...names.map(words), 'Part', metric === null ? 'Score' : metricName(metric), 'Held out', 'Took'], trials.map((one) => [
    String(one.trial),
    one.is_best ? stateTag('best') : [stateTag(one.state), one.message ? element('p.message.muted', { title: one.message }, one.message) : null],
    words(one.learner),
    ...names.map((name) => number(has(one.learner, name) ? value(one, name) : '')),
    number(one.share === 1 ? 'all' : format.wholeShare(one.share)),
    number(metricText(metric, score(one)), one.is_best ? '.own' : ''),
    number(metricText(metric, score(one, 'held_out'))),
    number(format.duration(one.duration_seconds)),
  ])),
  more(['Trial', 'State', 'Best', 'Learner', 'Parameters', 'Part', ...(metric === null ? [] : [`validation ${metric}`, `held out ${metric}`]), 'Seconds', 'Message'], () => trials.map((one) => [
    cell(one.trial), one.state, String(one.is_best), one.learner, JSON.stringify(one.parameters), cell(one.share), ...(metric === null ? [] : [cell(score(one)), cell(score(one, 'held_out'))]), cell(one.duration_seconds), one.message,
  ]), { file: `${project}-${run.model}-trials-${run.run_id}`, isShown: true }));
  return [made, () => draw(host, (palette) => ({
    grid: { left: 4, right: 12, top: 16, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'category', data: trials.map((one) => String(one.trial)), axisLine: { lineStyle: { color: palette.line } }, axisTick: { show: false }, axisLabel: { color: palette.muted } },
    yAxis: { type: 'value', scale: true, splitNumber: 4, splitLine: { lineStyle: { color: palette.line } }, axisLabel: { color: palette.muted } },
    tooltip: { ...tooltip(palette, ({ dataIndex }) => {
      const one = trials[dataIndex];
      return element('div.hover', {}, element('strong', {}, `Trial ${one.trial}: ${words(one.learner)}`),
        [...Object.entries(one.parameters).map(([name, value]) => [words(name), numberText(value)]), ['part', format.wholeShare(one.share)], [metricName(metric), metricText(metric, score(one))]]
          .map(([name, value]) => element('div', {}, element('span', {}, name), element('b', {}, value))));
    }), trigger: 'item' },
    series: [{
      type: 'scatter',
      data: trials.map((one) => ({
        value: score(one),
        symbol: one.is_best ? 'diamond' : 'circle',
        symbolSize: one.is_best ? 18 : 6 + 6 * one.share,
        itemStyle: { color: palette[colourOf(one)], borderColor: one.is_best ? palette.ink : palette.surface, borderWidth: one.is_best ? 2 : 1 },
      })),
    }],
  }))];
}

/** Features with their index at the latest scoring that watched them, the farthest first. */
const drifted = (scorings) => {
  const watched = scorings.map((one) => bySplit(parsed(one.metrics)).get('drift')).find((one) => one !== undefined);
  return watched === undefined ? [] : [...watched].sort(([, a], [, b]) => b - a);
};

const verdictOf = (psi) => (psi > CHANGED ? 'changed' : psi > WATCH ? 'watch' : 'stable');

function driftPanel(shown, scorings, project) {
  const features = drifted(scorings);
  if (features.length === 0) {
    return [panel('Drift', { name: 'drift' }, element('p.muted', {}, 'Nothing was compared yet: each scoring of a champion compares how features lie now with how they lay when it was measured.')), () => {}];
  }
  const at = scorings.find((one) => bySplit(parsed(one.metrics)).has('drift'));
  const host = element('div.chart.drift', { role: 'img', 'aria-label': 'Bar chart of the population stability index by feature, the farthest moved first. The figures follow as a table.' });
  host.style.setProperty('--rows', features.length);
  const made = panel('Drift', {
    name: 'drift',
    lead: `How features lie now beside how they lay when the champion was measured, as of its results of ${format.day(day(at.ended_at))} (population stability index)`,
    controls: [key([{ name: `stable, up to ${WATCH}`, colour: 'accent' }, { name: `watch, up to ${CHANGED}`, colour: 'fourth' }, { name: 'changed', colour: 'alarm-bar' }])],
  }, host,
  note(`0 is the same. Up to ${WATCH} nothing has changed; above ${CHANGED} the model meets other persons than it learned from: train anew, or look what changed in the product or in what it sends.`),
  more(['Feature', 'PSI', 'Meaning'], () => features.map(([name, psi]) => [words(name), cell(psi, format.hundredth(psi)), verdictOf(psi)]), { file: `${project}-${shown}-drift` }));
  return [made, () => draw(host, (palette) => {
    const rows = [...features].reverse();
    const colour = { stable: palette.accent, watch: palette.fourth, changed: palette.alarm };
    const most = Math.max(CHANGED * 1.25, ...features.map(([, psi]) => psi)) * 1.02;
    return {
      grid: { left: 4, right: 44, top: 8, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { type: 'value', max: most, splitLine: { show: false }, axisLabel: { color: palette.muted, showMaxLabel: false, formatter: (one) => format.hundredth(one) } },
      yAxis: { type: 'category', data: rows.map(([name]) => words(name)), axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: palette.ink } },
      tooltip: { ...tooltip(palette, ({ dataIndex }) => element('div.hover', {}, element('strong', {}, words(rows[dataIndex][0])), element('div', {}, element('span', {}, verdictOf(rows[dataIndex][1])), element('b', {}, format.hundredth(rows[dataIndex][1]))))), trigger: 'item' },
      series: [{
        type: 'bar',
        barMaxWidth: 14,
        data: rows.map(([, psi]) => ({ value: psi, itemStyle: { color: colour[verdictOf(psi)], borderRadius: [0, 2, 2, 0] } })),
        label: { show: true, position: 'right', color: palette.muted, formatter: ({ value }) => format.hundredth(value) },
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          lineStyle: { color: palette.muted, type: 'dashed', width: 1 },
          data: [{ xAxis: WATCH }, { xAxis: CHANGED }],
        },
      }],
    };
  })];
}

/** Nothing was trained, and what to do. */
const nothing = (session) =>
  element('section.notice', { 'data-notice': 'models' },
    element('h2', {}, 'Nothing has been learned yet'),
    element('p', {}, 'Models are trained by jobs from this project’s own events; each run, refused ones too, shows here with its figures.'),
    mayTry('admin', session)
      ? element('p', {}, 'Start one on page ', element('a', { href: '/operations' }, 'Operations'), ': ', element('code', {}, 'train-churn'), ' learns who is about to leave. It also runs on Mondays at 04:40 UTC.')
      : element('p', {}, 'The first training runs on Monday at 04:40 UTC, or when an admin starts ', element('code', {}, 'train-churn'), '.'),
    element('p.muted', {}, 'With too little data a run is refused and says what is missing.'));
