import { choice, choose } from '../address.js';
import { element } from '../dom.js';
import { askedSource, loadAsked, unanswered } from '../parts/asked.js';
import { isNarrowed, loadParts, partFilters, partWords } from '../parts/audience.js';
import { menu, segments } from '../parts/panel.js';
import { pathsPanel, transitionsPanel } from '../parts/paths.js';
import { beginReport, loadReport, sourceOf } from '../parts/report.js';

export const title = 'Paths';

const kinds = [['view', 'Pages and screens'], ['event', 'Events']];
const LAST_STEP = 10;
const numbers = Array.from({ length: LAST_STEP }, (_, i) => i + 1);
const places = [5, 8, 12, 20];

const chosenOf = (options, value, otherwise) => (options.includes(Number(value)) ? Number(value) : otherwise);

const own = () => ({ kind: choice('kind') === 'event' ? 'event' : 'view' });

export async function load(choices, signal) {
  const [answer, parts] = await Promise.all([loadReport('paths', choices, own(), signal), loadParts(choices, signal)]);
  return { ...(answer.report !== null && isNarrowed() ? await loadAsked('paths', answer, own(), signal) : answer), parts };
}

export function render(root, data, choices, again) {
  if (!beginReport(root, title, data, again)) return;
  root.append(...partFilters(data.parts, again, () => `Only sessions with ${partWords()}, as their last event has it. Of each day the 50 places that these sessions visit most have their names.`));
  if (data.failure) {
    root.append(unanswered(data.failure, 'Choose fewer days, or clear the filters.'));
    return;
  }
  const first = chosenOf(numbers.slice(0, -1), choice('first'), 1);
  const last = Math.max(first + 1, chosenOf(numbers, choice('last'), Math.min(LAST_STEP, first + 3)));
  const most = chosenOf(places, choice('places'), 5);
  const shown = folded(data.report.sections.transitions.filter((row) => row.step >= first && row.step <= last), most);
  root.append(chooser(first, last, most, again));
  const sessions = isNarrowed() ? `No session with ${partWords()} in these days` : 'No session of these days';
  if (shown.length === 0) {
    root.append(element('p.muted', {}, first > 1
      ? `${sessions} has a step ${first}. Begin with an earlier one.`
      : `${sessions} has ${own().kind === 'event' ? 'a track event' : 'a page or screen'}. Send ${own().kind === 'event' ? 'track' : 'page or screen'} calls, or choose the other kind.`));
    return;
  }
  const source = isNarrowed()
    ? askedSource('paths', data, own(), 'paths-part') : sourceOf('paths', 'transitions', data, own());
  const [paths, draw] = pathsPanel(shown, first, last, { ...source, file: `${source.file}-${first}-${last}` });
  root.append(paths, transitionsPanel(shown, source));
  draw();
}

function chooser(first, last, most, again) {
  const apply = (changes) => {
    choose(changes);
    again();
  };
  const select = (label, options, selected, text, name) =>
    menu(label, options.map((value) => [value, text(value)]), selected, (value) => apply({ [name]: value }));
  return element('div.filters', {},
    segments('Places', 'path-kind', kinds, own().kind, (kind) => apply({ kind })),
    select('First step', numbers.slice(0, -1), first, (n) => (n === 1 ? 'from the start' : `from step ${n}`), 'first'),
    select('Last step', numbers.filter((n) => n > first), last, (n) => `to step ${n}`, 'last'),
    select('Places of a step', places, most, (n) => `${n} places a step`, 'places'));
}

/** The most visited places of each step keep their names, the rest becomes (other); ends are no places. */
function folded(rows, most) {
  const visits = new Map();
  const visit = (step, place, times) => {
    if (place === '(end)' || place === '(other)') return;
    if (!visits.has(step)) visits.set(step, new Map());
    visits.get(step).set(place, (visits.get(step).get(place) ?? 0) + times);
  };
  for (const row of rows) visit(row.step, row.to, row.transitions);
  // where the first step shown comes from is in no row before it
  const firstStep = Math.min(...rows.map((row) => row.step));
  for (const row of rows.filter((one) => one.step === firstStep)) visit(firstStep - 1, row.from, row.transitions);
  const kept = new Map([...visits].map(([step, of]) => [step,
    new Set([...of].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, most).map(([place]) => place))]));
  const named = (step, place) => (place === '(end)' || kept.get(step)?.has(place) ? place : '(other)');
  const sums = new Map();
  for (const row of rows) {
    const one = { step: row.step, from: named(row.step - 1, row.from), to: named(row.step, row.to) };
    const id = JSON.stringify(one);
    sums.set(id, { ...one, transitions: (sums.get(id)?.transitions ?? 0) + row.transitions });
  }
  const outOf = new Map();
  const origin = (row) => `${row.step} ${row.from}`;
  for (const row of sums.values()) outOf.set(origin(row), (outOf.get(origin(row)) ?? 0) + row.transitions);
  return [...sums.values()].sort((a, b) => a.step - b.step || b.transitions - a.transitions).map((row) => ({ ...row, from_transitions: outOf.get(origin(row)) }));
}

