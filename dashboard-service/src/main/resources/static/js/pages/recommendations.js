import { choice, choose } from '../address.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { addressOf } from '../navigation.js';
import { list, number } from '../parts/list.js';
import { cell, more } from '../parts/more.js';
import { nothingCounts } from '../parts/notice.js';
import { menu, note, panel } from '../parts/panel.js';
import { loadReport, sourceOf } from '../parts/report.js';

export const title = 'Recommendations';
export const hasDays = false;

const methods = { popularity: 'What is popular', item_knn: 'What was taken together', ease: 'All items at once (EASE)' };

const own = () => ({ item_property: choice('item_property') ?? '', person: choice('person') ?? '' });

/** Somebody is shown at once: without a choice the first one who has a list of their own. */
export async function load(choices, signal) {
  const data = await loadReport('recommendations', choices, own(), signal);
  const first = data.report?.sections.persons[0];
  if (own().person !== '' || first === undefined) return { ...data, own: own() };
  const shown = { ...own(), person: first.person_id };
  return { ...await loadReport('recommendations', choices, shown, signal), own: shown };
}

export function render(root, data, choices, again) {
  if (data.report === null) {
    root.append(nothingCounts(data.project.id, data.balance));
    return;
  }
  const { models, popular, persons, list: items } = data.report.sections;
  root.append(element('div.head', {}, element('h1', {}, title),
    element('p.muted', {}, 'What each person may want next, by what others took who took the same. Nobody is told what they took in the last 120 days.')));
  if (models.length === 0) {
    root.append(none(data.project.id));
    return;
  }
  const apply = (changes) => {
    choose(changes);
    again();
  };
  const properties = [...new Set(models.map((one) => one.item_property))];
  const property = properties.includes(data.own.item_property) ? data.own.item_property : properties[0];
  root.append(
    chooser(properties, property, persons, data.own.person, apply),
    element('div.pair', {}, listPanel(items, data), popularPanel(popular, property, data)),
    modelsPanel(models.filter((one) => one.item_property === property), data));
}

function chooser(properties, property, persons, person, apply) {
  const id = element('input', { type: 'text', placeholder: 'User or instance id', 'aria-label': 'User or instance id', value: person, spellcheck: 'false', autocapitalize: 'none' });
  const known = persons.map((one) => one.person_id);
  return element('form.filters', {
    submit: (event) => {
      event.preventDefault();
      apply({ person: id.value.trim() || null });
    },
  },
  properties.length === 1 ? null : menu('Items', properties.map((one) => [one, one]), property, (value) => apply({ item_property: value })),
  id, element('button.button', { type: 'submit' }, 'Show'),
  known.length === 0 ? null : menu('Some persons', [...(known.includes(person) ? [] : [[person, 'Some persons']]), ...known.map((one) => [one, one])], person, (value) => apply({ person: value })));
}

function listPanel(items, data) {
  const { person } = data.own;
  const who = person === '' ? 'A person' : person;
  if (items.length === 0) {
    return panel(`For ${who}`, { name: 'list' },
      element('p.muted', {}, person === '' ? 'Nobody took enough yet for a list of their own.' : 'Nobody is known by that id. To whoever is new, offer what is popular.'));
  }
  return panel(`For ${who}`, { name: 'list', lead: `By all days before ${format.day(items[0].as_of)}` },
    list('Recommended', ['', 'Item', 'Reason'], items.map((one) => [number(one.rank), element('span.name', { title: one.item }, one.item), one.reason])),
    element('p.note', {}, element('a', { href: addressOf('/person', { person }) }, 'What this person did')),
    more(['Rank', 'Item', 'Score', 'Reason'], () => items.map((one) => [cell(one.rank), one.item, cell(one.score), one.reason]),
      { ...sourceOf('recommendations', 'list', data, data.own), isShown: true }));
}

const popularPanel = (popular, property, data) =>
  panel('What is popular', { name: 'popular', lead: `Persons who took each ${property}: for whoever is new` },
    list('Popular', ['', 'Item', 'Persons', 'Share'], popular.map((one) => [number(one.rank), element('span.name', { title: one.item }, one.item), number(format.count(one.persons)), number(format.share(one.share))])),
    more(['Rank', 'Item', 'Persons', 'Share'], () => popular.map((one) => [cell(one.rank), one.item, cell(one.persons), cell(one.share)]),
      { ...sourceOf('recommendations', 'popular', data, data.own), isShown: true }));

function modelsPanel(models, data) {
  const [first] = models;
  return panel('How good the lists are', {
    name: 'models',
    lead: `Lists as of ${format.day(first.measured_from)}, compared with what ${format.units(first.persons, 'person', 'persons')} took in the ${format.units(first.window_days, 'day', 'days')} after. ${format.units(first.items, 'item', 'items')} to choose from`,
  },
  list('Methods', ['Method', 'Found of what was taken', 'By place (NDCG)', 'Items shown to anybody', ''], models.map((one) => [
    methods[one.method] ?? one.method, number(format.share(one.recall_at_10)), number(format.share(one.ndcg_at_10)), number(format.share(one.coverage)), one.is_champion ? element('span.tag', {}, `used, version ${one.model_version}`) : '',
  ])),
  note('Of what each person took next, the share that stood on their list of ten; by place, what stands further up counts more.'),
  more(['Method', 'Recall at 10', 'NDCG at 10', 'Coverage', 'Persons'], () => models.map((one) => [one.method, cell(one.recall_at_10), cell(one.ndcg_at_10), cell(one.coverage), cell(one.persons)]),
    { ...sourceOf('recommendations', 'models', data, data.own), isShown: true }));
}

const none = (project) =>
  element('section.notice', { 'data-state': 'none' },
    element('h2', {}, `Nothing is recommended in ${project} yet`),
    element('p', {}, 'Say in the projects file which property of which events names an item, such as a product or an article:'),
    element('pre', { tabindex: '0', 'aria-label': 'Lines of the projects file' }, element('code', {}, 'items:\n  - {property: product_id, events: [Product Viewed, Order Completed]}')),
    element('p', {}, 'Then run job ', element('code', {}, 'train-recommendations'), ', or wait for Monday. It says what is missing where there are too few items, persons or days yet: 42 days, 20 items and 30 persons who took something new are needed.'));
