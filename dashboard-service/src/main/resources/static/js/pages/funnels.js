import { ask } from '../api.js';
import { choice, choices as chosenAll, choose, isComparing } from '../address.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { askedSource, loadAsked, unanswered } from '../parts/asked.js';
import { isNarrowed, loadParts, partFilters, partWords } from '../parts/audience.js';
import { builder, builtFunnel, declaration, isBuilding, isBuilt } from '../parts/build-funnel.js';
import { cardRow, explanation } from '../parts/cards.js';
import { daysPanel } from '../parts/days.js';
import { funnelPanel, mature } from '../parts/funnel.js';
import { list, number } from '../parts/list.js';
import { cell, more } from '../parts/more.js';
import { menu, panel } from '../parts/panel.js';
import { changeCell } from '../parts/rankings.js';
import { beginReport, loadReport, sourceOf } from '../parts/report.js';

export const title = 'Funnels';
export const hasComparison = true;

const own = () => ({ funnel: choice('funnel') ?? '' });

/** The declared funnel that is shown. */
const nameOf = (funnels) => own().funnel || funnels[0].funnel;

export async function load(choices, signal) {
  const [answer, definitions, parts] = await Promise.all([loadReport('funnels', choices, own(), signal), ask('/api/definitions', {}, signal), loadParts(choices, signal)]);
  const data = { ...answer, parts, definitions: new Map(definitions.map((one) => [one.metric, one])), asked: null, names: [] };
  if (answer.report === null) return data;
  const { funnels } = answer.report.sections;
  if (!isBuilding(funnels)) return isNarrowed() ? { ...data, asked: await loadAsked('funnels', answer, { funnel: nameOf(funnels) }, signal) } : data;
  const [built, events] = await Promise.all([
    isBuilt() ? loadAsked('funnels', answer, builtFunnel(), signal) : null,
    ask('/api/reports/events', { project: answer.project.id, from: answer.report.range.from, to: answer.report.range.to }, signal),
  ]);
  return { ...data, asked: built, names: [...new Set(events.report.sections.events.map((event) => event.event_name))].filter((name) => name !== '(none)') };
}

const cards = (definitions) => [
  {
    key: 'entered', title: 'Entries', show: format.cardCount, exact: format.count,
    explain: explanation('First steps in the days shown.', definitions.get('funnel_entered')),
  },
  {
    key: 'converted', title: 'Reached the goal', show: format.cardCount, exact: format.count,
    explain: explanation('Of these, those that did all steps in time, whenever that was.', definitions.get('funnel_conversion')),
  },
  {
    key: 'conversion', title: 'Conversion', show: format.share,
    explain: explanation('Reached the goal over entries, of all days shown, also of those whose windows still run; compared with the days before once all are over.', definitions.get('funnel_conversion')),
  },
  {
    key: 'typical_seconds', title: 'Time to the goal', show: format.duration,
    explain: explanation('From the entry to the last step: the median of the days’ medians, each day weighing by its people.', definitions.get('funnel_median_seconds')),
  },
];

/** The figures of the cards: those of the last step. */
function totals(steps) {
  const goal = steps.at(-1);
  return goal === undefined ? null : { ...goal, conversion: goal.entered === 0 ? null : goal.converted / goal.entered };
}

/** The days before; of them the entries alone while some of the windows shown still run: the others have had more time. */
function comparable({ steps, previous }) {
  const before = previous === null ? null : totals(previous);
  return before === null || steps.at(-1).mature_entered === steps.at(-1).entered ? before : { entered: before.entered };
}

export function render(root, data, choices, again) {
  if (!beginReport(root, title, data, again)) return;
  const { sections } = data.report;
  const building = isBuilding(sections.funnels);
  root.append(
    chooser(sections.funnels, building, again),
    ...partFilters(data.parts, again, () => `Only entries that began with ${partWords()}, as their first event has it. Later steps count whatever they are done with, so the parts of a funnel add up to the whole.`));
  if (building) root.append(builder(data.names, again));
  if (building && data.asked === null) return;
  if (data.asked?.failure) {
    root.append(unanswered(data.asked.failure, building
      ? 'Begin with a rarer event, or declare it: each report then computes it in the background, for every reader.'
      : 'Clear the filters to see it of all people.'));
    if (building && data.asked.failure.code === 'report_too_slow') root.append(declaration());
    return;
  }
  const figures = (data.asked ?? data).report;
  const shown = { ...figures.sections, previous: figures.previous?.steps ?? null };
  const before = isComparing() ? figures.previous?.days : null;
  const name = building ? 'Built funnel' : nameOf(sections.funnels);
  if (shown.steps.length === 0) {
    root.append(element('p.muted', {}, building
      ? `Nobody did “${chosenAll('step')[0]}” in these days${isNarrowed() ? ` with ${partWords()}` : ''}. Choose another first step, or more days.`
      : `Nobody entered “${name}” in these days${isNarrowed() ? ` with ${partWords()}` : ', or no funnel of that name is declared'}.`));
    return;
  }
  const sourceOfSection = (section, file) => (data.asked === null
    ? sourceOf('funnels', section, data, { funnel: name }) : askedSource('funnels', data, building ? builtFunnel() : { funnel: name }, file));
  const sources = sourceOfSection('steps', building ? 'built-funnel' : 'funnel-part');
  const daySource = sourceOfSection('days', building ? 'built-funnel-days' : 'funnel-part-days');
  const { range } = data.report;
  const remark = openDays(shown.days);
  const [conversion, drawConversion] = daysPanel(shown.days, [
    { key: 'conversion', name: 'Conversion', title: 'reached the goal', colour: 'accent', kind: 'bar', isFilled: true },
  ], { name: 'funnel-days', metrics: ['funnel_conversion'], title: 'Conversion by day of entry', what: 'conversion', range, source: daySource, before, format: format.share, axis: format.wholeShare, isShare: true, remark });
  // an entry is one, whatever becomes of it
  const [entries, drawEntries] = daysPanel(shown.days.map((day) => ({ ...day, is_complete: day.is_over })), [
    { key: 'entered', name: 'Entries', title: (value) => (value === 1 ? 'entry' : 'entries'), colour: 'second', kind: 'bar', isFilled: true },
  ], { name: 'funnel-entries', metrics: ['funnel_entered'], title: 'Entries by day', what: 'entries', range, source: daySource, before });
  root.append(
    cardRow(cards(data.definitions), totals(shown.steps), comparable(shown)),
    funnelPanel(name, shown.steps, mature(shown.steps), sources),
    element('div.pair', {}, conversion, entries));
  if (building) root.append(declaration());
  else if (sections.funnels.length > 1 && !isNarrowed()) root.append(allFunnels(data, again));
  drawConversion();
  drawEntries();
}

/** Which funnel: a declared one, or one to be built. */
function chooser(funnels, building, again) {
  const isUnknown = own().funnel !== '' && !funnels.some(({ funnel }) => funnel === own().funnel);
  const known = [...funnels.map(({ funnel }) => funnel), ...(isUnknown ? [own().funnel] : [])];
  const select = menu('Funnel', [...known.map((funnel) => [funnel, funnel]), ['', 'Build one …']], building ? '' : own().funnel || known[0], (funnel) => {
    choose(funnel === '' ? { build: 'yes', funnel: null } : { funnel, build: null, step: null, window: null, order: null });
    again();
  });
  return element('div.filters', {}, select,
    building ? null : element('button.button', { type: 'button', click: () => { choose({ build: 'yes', funnel: null }); again(); } }, 'Build one'));
}

function openDays(days) {
  const open = days.filter((day) => day.is_complete === false);
  return open.length === 0 ? null : `Pale: entered ${open.length === 1 ? 'on' : 'from'} ${format.day(open[0].day)}${open.length === 1 ? '' : ' on'}, and still within the window. More may reach the goal.`;
}

/** All declared funnels, to choose from. */
function allFunnels(data, again) {
  const { sections, previous } = data.report;
  const before = new Map((previous?.funnels ?? []).map((one) => [one.funnel, one]));
  return panel('All funnels', { name: 'funnels', metrics: ['funnel_entered', 'funnel_conversion'] },
    list('All funnels', ['Funnel', 'Steps', 'Window', 'Entries', 'Change', 'Conversion'], sections.funnels.map((one) => [
      element('button.link', {
        type: 'button',
        click: () => {
          choose({ funnel: one.funnel });
          scrollTo(0, 0);
          again();
        },
      }, one.funnel),
      number(format.count(one.steps)),
      number(format.span(one.window_seconds)),
      number(format.count(one.entered)),
      number(changeCell(one.entered, before.get(one.funnel)?.entered, previous)),
      number(format.share(one.conversion)),
    ])),
    more(['Funnel', 'Steps', 'Window, seconds', 'Entries', 'Converted', 'Conversion'], () =>
      sections.funnels.map((one) => [one.funnel, cell(one.steps), cell(one.window_seconds), cell(one.entered), cell(one.converted), cell(one.conversion)]),
    { ...sourceOf('funnels', 'funnels', data), isShown: true }));
}
