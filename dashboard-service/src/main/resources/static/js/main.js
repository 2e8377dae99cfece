import { element } from './dom.js';
import { ask } from './api.js';
import { choice, choose, isComparing } from './address.js';
import { erase } from './chart.js';
import * as format from './format.js';
import { firstEvent, problem } from './parts/notice.js';
import { changePassword, returnToPlace, signIn } from './parts/sign-in.js';
import { showNavigation } from './navigation.js';
import * as account from './pages/account.js';
import * as churn from './pages/churn.js';
import * as devices from './pages/devices.js';
import * as engagement from './pages/engagement.js';
import * as events from './pages/events.js';
import * as features from './pages/features.js';
import * as find from './pages/find.js';
import * as funnels from './pages/funnels.js';
import * as live from './pages/live.js';
import * as models from './pages/models.js';
import * as operations from './pages/operations.js';
import * as overview from './pages/overview.js';
import * as paths from './pages/paths.js';
import * as person from './pages/person.js';
import * as recommendations from './pages/recommendations.js';
import * as retention from './pages/retention.js';
import * as segments from './pages/segments.js';
import * as sessions from './pages/sessions.js';
import * as users from './pages/users.js';

/**
 * Pages by path. Each has a title, load(choices, signal) and render(root, data, choices, again). Some ask for a role
 * (needs), some can draw the days before too (hasComparison), some report on no project and days (isReport false) or on no days (hasDays false), and some are reached from others alone (isLinked false).
 */
const pages = {
  '/': overview,
  '/engagement': engagement,
  '/retention': retention,
  '/funnels': funnels,
  '/paths': paths,
  '/features': features,
  '/events': events,
  '/devices': devices,
  '/segments': segments,
  '/churn': churn,
  '/models': models,
  '/sessions': { ...sessions, needs: 'analyst' },
  '/recommendations': { ...recommendations, needs: 'analyst' },
  '/person': { ...person, needs: 'analyst', isLinked: false },
  '/find': { ...find, needs: 'analyst' },
  '/live': { ...live, needs: 'analyst' },
  '/operations': { ...operations, needs: 'admin' },
  '/users': { ...users, needs: 'admin' },
  '/account': { ...account, isLinked: false },
};

const RETRY_AFTER_MS = 10_000;

/** Problems that end without anything changed on this page. */
const passing = ['database_unavailable', 'reports_not_ready', 'dashboard_unreachable', 'etl_unavailable'];

const page = document.getElementById('page');
const controls = document.getElementById('controls');
const projectChooser = document.getElementById('project');
const rangeChooser = document.getElementById('ranges');
const dates = document.getElementById('dates');
const comparison = document.getElementById('comparison');
const compare = document.getElementById('compare');
const from = document.getElementById('from');
const to = document.getElementById('to');
const announcement = document.getElementById('announcement');

let asking = new AbortController();
let retry = null;
let shownNotice = null;

/** Asks for what the address names, and shows it. */
async function show() {
  page.setAttribute('aria-busy', 'true');
  await look();
}

/** The same without a sign of it, for asking again on our own account. */
async function look() {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  clearTimeout(retry);
  try {
    const session = await ask('/api/session', {}, signal);
    returnToPlace();
    const path = pages[location.pathname] === undefined ? '/' : location.pathname;
    showNavigation(pages, path, session, show);
    if (session.must_change_password) {
      controls.hidden = true;
      notify('password', () => changePassword(session, show), 'Choose your own password');
      return;
    }
    const projects = await ask('/api/projects', {}, signal);
    const shown = pages[path];
    const isReport = shown.isReport ?? true;
    if (projects.length === 0 && isReport) {
      controls.hidden = true;
      notify('no events', () => firstEvent(), 'No events yet');
      retry = setTimeout(look, RETRY_AFTER_MS);
      return;
    }
    const choices = isReport ? chosen(projects) : {};
    if (isReport) fillControls(projects, choices, shown.hasDays ?? true);
    else controls.hidden = true;
    rangeChooser.hidden = !(shown.hasDays ?? true);
    comparison.hidden = !(shown.hasComparison ?? false);
    compare.checked = isComparing();
    const data = await shown.load(choices, signal);
    replace();
    shown.render(page, data, { ...choices, session, projects }, show);
    if (data.report === null) retry = setTimeout(look, RETRY_AFTER_MS);
    if (shown.refreshAfterMs !== undefined) refreshLater(shown.refreshAfterMs);
    showDays(data.report?.range);
    announce(`${isReport ? `${choices.project} · ` : ''}${shown.title} · Rivulet`, `${shown.title} ${isReport ? `of ${choices.project} ` : ''}shown`);
  } catch (failure) {
    if (failure.name === 'AbortError') return;
    if (failure.code === 'sign_in_required') {
      controls.hidden = true;
      showNavigation(pages, null, null, show);
      notify('sign in', () => signIn(show), 'Sign in');
      page.querySelector('input')?.focus();
      return;
    }
    notify(failure.message, () => problem(failure, show), failure.message);
    if (passing.includes(failure.code)) retry = setTimeout(look, RETRY_AFTER_MS);
    if (failure.code === undefined) throw failure;
  } finally {
    if (!signal.aborted) page.setAttribute('aria-busy', 'false');
  }
}

/** A page that is being used stays as it is: what is under the hand or the eye must not move. */
function refreshLater(after) {
  retry = setTimeout(() => {
    if (page.contains(document.activeElement) && document.activeElement !== page) refreshLater(after);
    else look();
  }, after);
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

function fillControls(projects, choices, hasDays) {
  const ids = projects.map((project) => project.id);
  if (!ids.includes(choices.project)) ids.unshift(choices.project);
  projectChooser.replaceChildren(...ids.map((id) => element('option', { value: id, selected: id === choices.project }, id)));
  projectChooser.value = choices.project;
  const range = choices.range ?? (choices.from === null && choices.to === null ? '28d' : 'custom');
  const chosenRange = controls.querySelector(`input[name=range][value="${CSS.escape(range)}"]`);
  if (chosenRange !== null) chosenRange.checked = true;
  dates.hidden = range !== 'custom' || !hasDays;
  controls.hidden = false;
}

/** Puts the days shown into the date fields, where a custom range starts from. */
function showDays(range) {
  if (range === undefined || range === null) return;
  from.value = range.from;
  to.value = range.to;
}

/** Shows a notice; the one that is already there stays, with the focus on its button. */
function notify(key, make, message) {
  if (shownNotice === key) return;
  replace(make());
  shownNotice = key;
  announce('Rivulet', message);
}

function replace(...content) {
  shownNotice = null;
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

compare.addEventListener('change', () => {
  choose({ compare: compare.checked ? 'yes' : null });
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
