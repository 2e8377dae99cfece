import { element } from './dom.js';
import { ask } from './api.js';
import { choice, choose } from './address.js';
import { erase } from './chart.js';
import * as format from './format.js';
import { firstEvent, problem } from './parts/notice.js';
import * as overview from './pages/overview.js';

/** Pages by path. Each has a title, load(choices, signal) and render(root, data, choices, again). */
const pages = { '/': overview };

const RETRY_AFTER_MS = 10_000;

const page = document.getElementById('page');
const controls = document.getElementById('controls');
const projectChooser = document.getElementById('project');
const dates = document.getElementById('dates');
const from = document.getElementById('from');
const to = document.getElementById('to');
const announcement = document.getElementById('announcement');

let asking = new AbortController();
let retry = null;

/** Asks for what the address names, and shows it. */
async function show() {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  clearTimeout(retry);
  page.setAttribute('aria-busy', 'true');
  try {
    const projects = await ask('/api/projects', {}, signal);
    if (projects.length === 0) {
      replace(firstEvent());
      controls.hidden = true;
      announce('Rivulet', 'No events yet');
      retry = setTimeout(show, RETRY_AFTER_MS);
      return;
    }
    const choices = chosen(projects);
    fillControls(projects, choices);
    const shown = pages[location.pathname] ?? overview;
    const data = await shown.load(choices, signal);
    replace();
    shown.render(page, data, choices, show);
    if (data.report === null) retry = setTimeout(show, RETRY_AFTER_MS);
    showDays(data.report?.range);
    announce(`${choices.project} · ${shown.title} · Rivulet`, `${shown.title} of ${choices.project} shown`);
  } catch (failure) {
    if (failure.name === 'AbortError') return;
    replace(problem(failure, show));
    announce('Rivulet', failure.message);
    if (['database_unavailable', 'reports_not_ready', 'dashboard_unreachable'].includes(failure.code)) retry = setTimeout(show, RETRY_AFTER_MS);
    if (failure.code === undefined) throw failure;
  } finally {
    if (!signal.aborted) page.setAttribute('aria-busy', 'false');
  }
}

function chosen(projects) {
  const dated = choice('from') !== null || choice('to') !== null;
  return {
    project: choice('project') ?? projects[0].id,
    range: dated ? null : choice('range'),
    from: choice('from'),
    to: choice('to'),
  };
}

function fillControls(projects, choices) {
  const ids = projects.map((project) => project.id);
  if (!ids.includes(choices.project)) ids.unshift(choices.project);
  projectChooser.replaceChildren(...ids.map((id) => element('option', { value: id, selected: id === choices.project }, id)));
  projectChooser.value = choices.project;
  const range = choices.range ?? (choices.from === null && choices.to === null ? '28d' : 'custom');
  const chosenRange = controls.querySelector(`input[name=range][value="${CSS.escape(range)}"]`);
  if (chosenRange !== null) chosenRange.checked = true;
  dates.hidden = range !== 'custom';
  controls.hidden = false;
}

/** Puts the days shown into the date fields, where a custom range starts from. */
function showDays(range) {
  if (range === undefined || range === null) return;
  from.value = range.from;
  to.value = range.to;
}

function replace(...content) {
  erase(page);
  page.replaceChildren(...content);
}

function announce(title, message) {
  document.title = title;
  announcement.textContent = message;
}

projectChooser.addEventListener('change', () => {
  // other projects have other days; only a relative range means the same there
  const relative = choice('from') === null && choice('to') === null;
  choose({ project: projectChooser.value, ...(relative ? {} : { from: null, to: null }) });
  show();
});

controls.addEventListener('change', (event) => {
  if (event.target.name !== 'range') return;
  const range = event.target.value;
  dates.hidden = range !== 'custom';
  if (range === 'custom') {
    from.focus();
    return;
  }
  choose({ range, from: null, to: null });
  show();
});

controls.addEventListener('submit', (event) => {
  event.preventDefault();
  to.setCustomValidity(from.value > to.value ? `The last day is before the first, ${format.day(from.value)}.` : '');
  if (!controls.reportValidity()) return;
  choose({ range: null, from: from.value, to: to.value });
  show();
});

for (const field of [from, to]) field.addEventListener('input', () => to.setCustomValidity(''));

document.addEventListener('keydown', (event) => {
  // a definition shown because of focus goes away without moving the focus
  if (event.key === 'Escape' && document.activeElement?.matches('.term')) document.activeElement.blur();
});

addEventListener('popstate', show);
show();
