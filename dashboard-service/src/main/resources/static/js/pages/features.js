import { ask } from '../api.js';
import { choice, choose, isComparing } from '../address.js';
import { erase } from '../chart.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { askedSource, loadAsked, unanswered } from '../parts/asked.js';
import { isNarrowed, loadParts, partFilters, partWords } from '../parts/audience.js';
import { daysPanel } from '../parts/days.js';
import { cell, more } from '../parts/more.js';
import { panel } from '../parts/panel.js';
import { beginReport, loadReport, sourceOf } from '../parts/report.js';

export const title = 'Features';
export const hasComparison = true;

export async function load(choices, signal) {
  const [answer, definitions, parts] = await Promise.all([loadReport('features', choices, {}, signal), ask('/api/definitions', {}, signal), loadParts(choices, signal)]);
  const base = { ...answer, parts, definitions: new Map(definitions.map((one) => [one.metric, one])), asked: null };
  const features = answer.report?.sections.features ?? [];
  if (!isNarrowed() || features.length === 0) return base;
  const asked = (features.find(({ feature }) => feature === choice('feature')) ?? features[0]).feature;
  return { ...(await loadAsked('features', base, { feature: asked }, signal)), asked };
}

const adoption = (feature) => (feature.active_users_28d > 0 ? feature.users_28d / feature.active_users_28d : null);
const everUsed = (feature) => (feature.seen_users > 0 ? feature.adopters / feature.seen_users : null);

export function render(root, data, choices, again) {
  if (!beginReport(root, title, data, again)) return;
  const { range, sections, previous } = data.report;
  const { features } = sections;
  if (features.length === 0) {
    root.append(none());
    return;
  }
  root.append(...partFilters(data.parts, again, () => `Only events with ${partWords()}: of the persons who had such an event, those who used the feature with one.`));
  if (data.failure) {
    root.append(unanswered(data.failure, 'It looks through the events of all days. Clear the filters to see all people.'));
    return;
  }
  if (isNarrowed() && features.every((one) => one.active_users_28d === 0)) {
    root.append(element('p.muted', {}, `Nobody was active with ${partWords()} in the 28 days up to ${format.day(features[0].last_day)}.`));
    return;
  }
  const before = new Map((previous?.features ?? []).map((feature) => [feature.feature, feature]));
  const chosen = () => features.find(({ feature }) => feature === (choice('feature') ?? data.asked)) ?? features[0];
  const trend = element('div.stack', {});
  const show = async ({ feature }) => {
    const own = { feature };
    const answer = await daysOf(own, data, choices, trend);
    if (chosen().feature !== feature) return;
    if (answer.failure) {
      trend.replaceChildren(unanswered(answer.failure, 'Clear the filters to see all people.'));
      return;
    }
    const source = isNarrowed() ? askedSource('features', answer, own, 'feature-days-part') : sourceOf('feature-days', 'days', answer, own);
    const { days } = answer.report.sections;
    const before = isComparing() ? answer.report.previous?.days : null;
    const [share, drawShare] = daysPanel(days, [
      { key: 'adoption', name: 'Adoption', title: 'of the active people of 28 days', colour: 'accent', width: 2.25, isFilled: true },
    ], { name: 'feature-adoption', metrics: ['feature_adoption', 'feature_active_users_28d'], title: `Adoption of ${feature}`, what: 'adoption', height: 'tall', range, source, before, format: format.share, axis: format.wholeShare, isShare: true, lead: data.definitions.get('feature_adoption')?.definition });
    const [users, drawUsers] = daysPanel(days, [
      { key: 'users', name: 'Users', title: 'users on the day', colour: 'second', kind: 'bar', isFilled: true },
    ], { name: 'feature-users', metrics: ['feature_users'], title: 'Users', lead: 'Distinct persons on the day; days do not add up', range, source, before, what: 'users' });
    const [adopters, drawAdopters] = daysPanel(days, [
      { key: 'new_adopters', name: 'New adopters', title: 'used it for the first time', colour: 'third', kind: 'bar', isFilled: true },
    ], { name: 'feature-adopters', metrics: ['feature_new_adopters'], title: 'New adopters', lead: 'Persons whose first use ever is on the day', range, source, before, what: 'new adopters' });
    erase(trend);
    trend.replaceChildren(share, element('div.pair', {}, users, adopters));
    for (const draw of [drawShare, drawUsers, drawAdopters]) draw();
  };
  const body = element('div.scroll', { tabindex: '0', role: 'region', 'aria-label': 'All features' });
  const list = () => body.replaceChildren(table(features, before, previous, chosen(), (feature) => {
    choose({ feature: feature.feature });
    list();
    show(feature);
  }));
  list();
  root.append(panel('All features', {
    name: 'features',
    metrics: ['feature_adoption', 'feature_adopters', 'feature_new_adopters', 'feature_events'],
    lead: `Adoption: of the people active in the 28 days up to ${format.day(features[0].last_day)}, the share that used the feature in them. Choose one to see its days`,
  }, body, more(['Feature', 'Users in 28 days', 'Active in 28 days', 'Ever used', 'Ever seen', 'New adopters', 'Users a day', 'Uses'], () => features.map((one) => [
    one.feature, cell(one.users_28d), cell(one.active_users_28d), cell(one.adopters), cell(one.seen_users), cell(one.new_adopters), cell(one.users_per_day), cell(one.events),
  ]), { ...(isNarrowed() ? askedSource('features', data, {}, 'features-part') : sourceOf('features', 'features', data)), isShown: true })), trend);
  show(chosen());
}

/** The days of a feature; of a part those of one come with the list, and those of others are asked for. */
async function daysOf(own, data, choices, trend) {
  if (!isNarrowed()) return loadReport('feature-days', choices, own);
  if (own.feature === data.asked) return data;
  erase(trend);
  trend.replaceChildren(element('p.muted', { role: 'status' }, `Computing the days of ${own.feature} …`));
  return loadAsked('features', data, own);
}

function table(features, before, previous, chosen, onChosen) {
  const largest = Math.max(...features.map((one) => adoption(one) ?? 0)) || 1;
  return element('table.ranking.features', {},
    element('thead', {}, element('tr', {}, ['Feature', 'Adoption', 'Change', 'Ever used', 'New adopters', 'Uses'].map((head, i) =>
      element(i === 0 ? 'th' : 'th.number', { scope: 'col' }, head)))),
    element('tbody', {}, features.map((one) => {
      const row = element('tr', {},
        element('th', { scope: 'row' }, element('span.name', {}, element('button.link', {
          type: 'button', 'aria-pressed': String(one === chosen), click: () => onChosen(one),
        }, one.feature))),
        element('td.number', { title: `${format.count(one.users_28d)} of ${format.count(one.active_users_28d)} people` }, format.share(adoption(one))),
        element('td.number', {}, points(adoption(one), before.get(one.feature), previous)),
        element('td.number.muted', { title: `${format.count(one.adopters)} of ${format.count(one.seen_users)} people` }, format.share(everUsed(one))),
        element('td.number', {}, format.count(one.new_adopters)),
        element('td.number', {}, format.count(one.events)));
      row.style.setProperty('--filled', `${(100 * (adoption(one) ?? 0)) / largest}%`);
      return row;
    })));
}

function points(now, was, previous) {
  const then = was === undefined ? null : adoption(was);
  const change = previous === null ? null : format.points(now, then);
  return change === null
    ? element('span.muted', {}, format.NOTHING)
    : element(`span.${change.direction}`, { title: `was ${format.share(then)}` }, change.text);
}

const none = () =>
  element('section.notice', {},
    element('h2', {}, 'No feature is declared'),
    element('p', {}, 'A feature is a part of your product, named by the events any of which is a use of it. In the project’s part of config/projects.yml:'),
    element('pre', { tabindex: '0', 'aria-label': 'Declaration' }, element('code', {}, 'features:\n  - name: Search\n    events: [Products Searched, /search]')),
    element('p.muted', {}, 'It shows here, for all days, after the next run of the reports.'));
