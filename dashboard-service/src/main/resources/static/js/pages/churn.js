import { ask } from '../api.js';
import { choice, choose } from '../address.js';
import { draw, tooltip } from '../chart.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { addressOf, mayTry } from '../navigation.js';
import { list, number } from '../parts/list.js';
import { bySplit, figure, figuresRows, figuresTable, instant, parsed } from '../parts/model.js';
import { cell, more } from '../parts/more.js';
import { nothingCounts } from '../parts/notice.js';
import { canvasHost, menu, note, panel } from '../parts/panel.js';
import { loadReport } from '../parts/report.js';

export const title = 'Churn';
export const hasDays = false;

const FIRST_PERSONS = 25;

const dimensions = [['platform', 'Platform', 'Every platform'], ['country', 'Country', 'Every country']];
const ofAll = () => Object.fromEntries(dimensions.map(([name]) => [name, choice(name) ?? '']));
const ofPersons = () => ({ ...ofAll(), tenth: choice('tenth') ?? '', reason: choice('reason') ?? '' });

export async function load({ project }, signal) {
  const [answer, persons, model] = await Promise.all([
    loadReport('churn', { project }, ofAll(), signal),
    allowed(loadReport('churn-persons', { project }, ofPersons(), signal)),
    orFailure(modelOf(project, signal)),
  ]);
  return { ...answer, persons, model };
}

/** Null where the reader may not see single persons. */
const allowed = (asked) => asked.catch((failure) => {
  if (failure.code !== 'not_allowed') throw failure;
  return null;
});

/** Scores can be read while the ETL is away; how they came to be cannot. */
const orFailure = (asked) => asked.catch((failure) => {
  if (failure.code === undefined) throw failure;
  return { failure };
});

/** Trainings, and the card of the version whose scores are published. */
async function modelOf(project, signal) {
  const [versions, runs] = await Promise.all([
    ask('/api/models', { project }, signal),
    ask('/api/models/runs', { project, kind: 'train' }, signal),
  ]);
  const champion = versions.find((one) => one.model === 'churn' && one.status === 'champion');
  const trainings = runs.filter((run) => run.model === 'churn');
  return {
    trainings,
    champion: champion ?? null,
    // of the training that made the champion
    figures: bySplit(parsed(trainings.find((run) => run.outcome === 'champion')?.metrics)),
    card: champion === undefined ? null : await ask(`/api/models/churn/versions/${champion.version}/card`, { project }, signal),
  };
}

export function render(root, data, choices, again) {
  if (data.report === null) {
    root.append(nothingCounts(data.project.id, data.balance));
    return;
  }
  const { sections } = data.report;
  const summary = sections.summary[0];
  const isFiltered = Object.values(ofAll()).some((one) => one !== '');
  const head = element('div.head', {}, element('h1', {}, title));
  root.append(head);
  if (summary.persons === 0 && !isFiltered) {
    root.append(unpublished(data.model, choices));
    return;
  }
  if (summary.persons > 0) {
    head.append(
      element('p', {}, `Who is likely to leave ${format.days(addDays(summary.as_of, summary.gap_days), addDays(summary.as_of, summary.gap_days + summary.window_days - 1))}`,
        element('span.muted', {}, ` · as of ${format.day(summary.as_of)}, by version ${summary.model_version}`)),
      element('p.muted', {}, `Of those who were active in the ${summary.window_days} days before. ${summary.gap_days === 0 ? '' : `The ${format.units(summary.gap_days, 'day', 'days')} in between are there to do something.`}`));
  }
  root.append(filters(sections.choices, again));
  if (summary.persons === 0) {
    root.append(element('p.muted', {}, 'Nobody with a score is like that. Choose another platform or country.'));
    return;
  }
  const source = (section) => ({ query: `churn/${section}`, parameters: { project: data.project.id, ...ofAll() }, file: `${data.project.id}-churn-${section}-${summary.as_of}` });
  const [tenths, drawTenths] = tenthsPanel(sections.tenths, source('tenths'));
  const [calibration, drawCalibration] = calibrationPanel(data.model, data.project.id);
  root.append(
    cards(summary, data.model),
    element('div.pair', {}, tenths, calibration),
    reasonsPanel(sections.reasons, summary, source('reasons'), again),
    mayTry('analyst', choices.session) && data.persons !== null ? personsPanel(data, again) : '',
    surePanel(data.model, data.project.id));
  drawTenths();
  drawCalibration();
}

const addDays = (day, days) => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

function filters(found, again) {
  const own = ofAll();
  const selects = dimensions.map(([name, label, every]) => {
    const values = found.filter((row) => row.dimension === name).map((row) => row.value);
    const shown = values.includes(own[name]) || own[name] === '' ? values : [own[name], ...values];
    return shown.length === 0 ? null : menu(label, [['', every], ...shown.map((one) => [one, one])], own[name], (one) => {
      choose({ [name]: one || null });
      again();
    });
  });
  return element('div.filters', {}, selects);
}

function cards(summary, model) {
  const test = model.figures?.get('test');
  const baseline = model.figures?.get('baseline');
  return element('dl.cards.four', { 'aria-label': 'Figures' },
    card('Persons with a score', format.count(summary.persons), 'active lately'),
    card('Expected to leave', format.count(Math.round(summary.expected)), `${format.share(summary.expected / summary.persons)} of them`),
    card('Of the most likely tenth', summary.top_persons === 0 ? format.NOTHING : format.share(summary.top_expected / summary.top_persons),
      summary.top_persons === 0 ? 'nobody of those chosen is in it' : `${format.count(Math.round(summary.top_expected))} of ${format.count(summary.top_persons)} are expected to leave`),
    test === undefined
      ? card('How sure', format.NOTHING, model.failure?.message ?? 'the training is not known any more')
      : card('How sure (ROC-AUC)', figure(test.get('roc_auc')), `${figure(test.get('roc_auc_low'))} to ${figure(test.get('roc_auc_high'))} with 95 %; recency alone ${figure(baseline?.get('roc_auc'))}`));
}

const card = (name, value, remark) =>
  element('div.card', {}, element('dt.muted', {}, name), element('dd.figure', {}, value), element('dd.change.muted', {}, remark));

const axes = (colours, name) => ({
  axisLine: { lineStyle: { color: colours.line } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: colours.line } },
  axisLabel: { color: colours.muted },
  nameTextStyle: { color: colours.muted },
  nameLocation: 'middle',
  nameGap: 28,
  name,
});

const hover = (heading, rows) => element('div.hover', {}, element('strong', {}, heading), rows.map(([name, value]) => element('div', {}, element('span', {}, name), element('b', {}, value))));

function tenthsPanel(tenths, source) {
  const host = canvasHost('tall', 'Bar chart of the probability of leaving by tenth of the persons, the most likely first. The figures follow as a table.');
  const made = panel('Who', {
    name: 'churn-tenths',
    lead: 'Mean probability of leaving, by tenth of all persons with a score: 1 is the most likely to leave',
  }, host, more(['Tenth', 'Persons', 'Expected to leave', 'Mean probability', 'Lowest', 'Highest'], () => tenths.map((t) => [
    cell(t.tenth, String(t.tenth)), cell(t.persons, format.count(t.persons)), cell(t.expected, format.decimal(t.expected)),
    cell(t.probability, format.share(t.probability)), cell(t.lowest, format.share(t.lowest)), cell(t.highest, format.share(t.highest)),
  ]), source));
  return [made, () => draw(host, (colours) => ({
    grid: { left: 4, right: 8, top: 16, bottom: 30, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'category', data: tenths.map((t) => String(t.tenth)), ...axes(colours, 'Tenth') },
    yAxis: { type: 'value', min: 0, splitNumber: 4, ...axes(colours), axisLabel: { color: colours.muted, formatter: format.wholeShare } },
    tooltip: tooltip(colours, ([{ dataIndex }]) => {
      const t = tenths[dataIndex];
      return hover(`Tenth ${t.tenth}`, [['persons', format.count(t.persons)], ['mean probability', format.share(t.probability)], ['from', format.share(t.lowest)], ['to', format.share(t.highest)], ['expected to leave', format.decimal(t.expected)]]);
    }),
    series: [{ type: 'bar', data: tenths.map((t) => ({ value: t.probability, itemStyle: { opacity: t.tenth === 1 ? 1 : 0.55 } })), color: colours.accent, barCategoryGap: '28%', itemStyle: { borderRadius: [2, 2, 0, 0] } }],
  }))];
}

/** Told and happened on the snapshot that the champion was measured on. */
function calibrationPanel(model, project) {
  const groups = model.card?.groups ?? [];
  if (groups.length === 0) {
    return [panel('How sure', { name: 'churn-calibration' }, element('p.muted', {}, model.failure?.message ?? 'The card of this version does not say how often its probabilities came true: train anew.')), () => {}];
  }
  const host = canvasHost('tall', 'Chart of the share that left over the probability that was told, by tenth of the persons, beside the line on which both are the same. The figures follow as a table.');
  const most = Math.min(1, Math.max(...groups.map((g) => Math.max(g.told, g.happened))) * 1.1 || 1);
  const made = panel('How sure', {
    name: 'churn-calibration',
    lead: `What was told as of ${format.day(model.card.measuredAsOf)}, and how many then left. On the dashed line it came true exactly`,
  }, host, more(['Tenth', 'Persons', 'Told', 'Left'], () => groups.map((g, i) => [cell(i + 1, String(i + 1)), cell(g.count, format.count(g.count)), cell(g.told, format.share(g.told)), cell(g.happened, format.share(g.happened))]),
    { file: `${project}-churn-calibration-${model.card.measuredAsOf}` }));
  return [made, () => draw(host, (colours) => ({
    grid: { left: 24, right: 16, top: 16, bottom: 30, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'value', min: 0, max: most, splitNumber: 4, ...axes(colours, 'Told'), axisLabel: { color: colours.muted, formatter: format.wholeShare, showMaxLabel: false } },
    yAxis: { type: 'value', min: 0, max: most, splitNumber: 4, ...axes(colours, 'Left'), nameGap: 40, axisLabel: { color: colours.muted, formatter: format.wholeShare, showMaxLabel: false } },
    tooltip: { ...tooltip(colours, ({ data: [, , i] }) => hover(`Tenth ${i + 1}`, [['persons', format.count(groups[i].count)], ['told', format.share(groups[i].told)], ['left', format.share(groups[i].happened)]])), trigger: 'item' },
    series: [
      { type: 'line', data: [[0, 0], [most, most]], showSymbol: false, silent: true, tooltip: { show: false }, lineStyle: { width: 1.5, type: 'dashed', color: colours.muted } },
      { type: 'line', data: groups.map((g, i) => [g.told, g.happened, i]), symbol: 'circle', symbolSize: 9, color: colours.accent, lineStyle: { width: 1.75 } },
    ],
  }))];
}

function reasonsPanel(reasons, summary, source, again) {
  const largest = Math.max(...reasons.map((r) => r.persons), 1);
  const chosen = choice('reason') ?? '';
  return panel('Why', {
    name: 'churn-reasons',
    lead: 'What would make leaving less likely if it were as with those who stay. Reasons go together with leaving; they need not cause it. Choose one to see its persons',
  }, reasons.length === 0 ? element('p.muted', {}, 'Nothing speaks for leaving.') : element('div.scroll', { tabindex: '0', role: 'region', 'aria-label': 'Reasons' },
    element('table.ranking.reasons', {},
      element('thead', {}, element('tr', {}, ['Reason', 'Persons', 'Share', 'Of the top tenth', 'Mean probability'].map((one, i) => element(i === 0 ? 'th' : 'th.number', { scope: 'col' }, one)))),
      element('tbody', {}, reasons.map((r) => {
        const row = element('tr', {},
          element('th', { scope: 'row' }, element('span.name', {}, element('button.link', {
            type: 'button', 'aria-pressed': String(r.reason === chosen),
            click: () => {
              choose({ reason: r.reason === chosen ? null : r.reason, tenth: null });
              again();
            },
          }, r.reason))),
          element('td.number', {}, format.count(r.persons)),
          element('td.number.muted', {}, format.share(r.persons / summary.persons)),
          element('td.number', {}, summary.top_persons === 0 ? format.NOTHING : format.share(r.top_persons / summary.top_persons)),
          element('td.number', {}, format.share(r.probability)));
        row.style.setProperty('--filled', `${(100 * r.persons) / largest}%`);
        return row;
      })))),
  more(['Reason', 'Persons', 'Of the top tenth', 'Mean probability'], () => reasons.map((r) => [r.reason, cell(r.persons), cell(r.top_persons), cell(r.probability)]), { ...source, isShown: true }));
}

function personsPanel(data, again) {
  const { persons } = data.persons.report.sections;
  const shown = choice('persons') === 'all' ? persons : persons.slice(0, FIRST_PERSONS);
  const own = ofPersons();
  const tenth = menu('Tenth', [['', 'Every tenth'], ...Array.from({ length: 10 }, (_, i) => [String(i + 1), `Tenth ${i + 1}`])], own.tenth, (one) => {
    choose({ tenth: one || null });
    again();
  });
  const clear = own.reason === '' ? null : element('button.link', {
    type: 'button',
    click: () => {
      choose({ reason: null });
      again();
    },
  }, `With “${own.reason}” · show all`);
  const all = persons[0]?.all_persons ?? 0;
  return panel('Most likely to leave', { name: 'churn-persons', lead: 'With the three reasons that count most. A name leads to the person’s timeline', controls: [clear, tenth].filter(Boolean) },
    persons.length === 0 ? element('p.muted', {}, 'Nobody is like that. Choose another tenth or reason.') : list('Persons', ['Person', 'Probability', 'Tenth', 'Reasons', 'Last seen', 'Platform', 'Country'], shown.map((p) => [
      element('a.name.id', { href: addressOf('/person', { person: p.person_id }) }, p.person_id),
      number(format.share(p.probability)),
      number(String(p.tenth)),
      element('span.reasons-of', {}, [p.reason_1, p.reason_2, p.reason_3].filter(Boolean).join(' · ') || format.NOTHING),
      p.last_seen_at === null ? format.NOTHING : format.shortDay(format.utcDay(p.last_seen_at)),
      p.platform ?? format.NOTHING,
      p.country ?? format.NOTHING,
    ])),
    shown.length === persons.length ? null : element('p', {}, element('button.link', {
      type: 'button',
      click: () => {
        choose({ persons: 'all' });
        again();
      },
    }, `Show ${format.count(persons.length)}`)),
    note(all > persons.length ? `The ${persons.length} most likely of ${format.count(all)}. The SQL without its limit has all.` : null),
    more(['Person', 'Probability', 'Tenth', 'Reason 1', 'Reason 2', 'Reason 3', 'Last seen', 'Active days', 'Platform', 'Country'], () => persons.map((p) => [
      p.person_id, cell(p.probability), cell(p.tenth), p.reason_1, p.reason_2, p.reason_3, p.last_seen_at, cell(p.active_days), p.platform, p.country,
    ]), { query: 'churn_persons/persons', parameters: { project: data.project.id, ...own }, file: `${data.project.id}-churn-persons`, isShown: true }));
}

function surePanel(model, project) {
  if (model.failure !== undefined || model.figures.size === 0) return '';
  const [heads, rows] = figuresRows(model.figures);
  return panel('Beside knowing little', {
    name: 'churn-figures',
    lead: 'On persons and days that it had not learned from. The baseline knows only how long ago each person was last active',
    controls: [element('a', { href: addressOf('/models', { model: 'churn' }) }, 'Runs, trials, card and drift →')],
  }, figuresTable(model.figures), more(heads, () => rows, { file: `${project}-churn-figures`, isShown: true }));
}

/** Why there are no scores, and what to do. */
function unpublished(model, { session }) {
  const admin = mayTry('admin', session)
    ? element('p', {}, 'Start ', element('code', {}, 'train-churn'), ' on page ', element('a', { href: '/operations' }, 'Operations'), '; it also runs on Mondays at 04:40 UTC.')
    : element('p', {}, 'It is learned on Mondays at 04:40 UTC, and whenever an admin starts ', element('code', {}, 'train-churn'), '.');
  const needs = element('p.muted', {}, 'It needs two windows of history with their gaps and 14 days before (76 days as shipped), and at least 30 persons who left and 30 who stayed, to learn from and again to measure on. With less, train with a shorter window (', element('code', {}, 'window_days'), ').');
  if (model.failure !== undefined) {
    return notice('No scores are published', element('p', {}, 'Why, the ETL would say, but: ', model.failure.message), admin);
  }
  const [latest] = model.trainings;
  if (latest === undefined) return notice('Nothing has been learned yet', element('p', {}, 'Who is about to leave is told by a model that learns from your own events.'), admin, needs);
  if (model.champion !== null) return notice('Learned, not scored yet', element('p', {}, latest.message), element('p', {}, 'Scores follow by job ', element('code', {}, 'score-churn'), ', after the next report.'));
  if (latest.outcome === 'refused') {
    return notice('Too little data to learn from', element('p', {}, `${latest.message}.`), needs, admin);
  }
  const figures = bySplit(parsed(latest.metrics));
  return notice('No scores are published, for the model is not good enough', element('p', {}, `Version of ${format.time(instant(latest.ended_at))}: ${latest.message}.`),
    figures.size === 0 ? null : figuresTable(figures),
    element('p.muted', {}, 'A list of whom was not seen for long, from bi.users, does as well. More history, another window or ', element('a', { href: addressOf('/models', { model: 'churn' }) }, 'tuning'), ' may help.'), admin);
}

const notice = (heading, ...content) => element('section.notice', { 'data-notice': 'churn' }, element('h2', {}, heading), content);
