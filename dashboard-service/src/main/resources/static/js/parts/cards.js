import { element, uniqueId } from '../dom.js';
import * as format from '../format.js';

const cards = [
  { key: 'active_users', title: 'Active users', show: format.cardCount, exact: format.count },
  { key: 'new_users', title: 'New users', show: format.cardCount, exact: format.count },
  { key: 'sessions', title: 'Sessions', show: format.cardCount, exact: format.count },
  { key: 'events', title: 'Events', show: format.cardCount, exact: format.count },
  { key: 'median_session_seconds', title: 'Median session', show: format.duration, exact: format.duration },
];

/** The five figures of the range, each with its change and, on hover or focus, its definition. */
export function cardRow(report, definitions) {
  const { totals, previous, range } = report;
  return element('dl.cards', { 'aria-label': 'Figures of the range' },
    cards.map((card) => {
      const hint = uniqueId('definition');
      return element('div.card', { 'data-metric': card.key },
        element('dt', {},
          element('button.term', { type: 'button', 'aria-describedby': hint }, card.title),
          element('div.hint', { role: 'tooltip', id: hint }, explain(card.key, definitions, range))),
        element('dd.figure', { title: card.exact(totals[card.key]) }, card.show(totals[card.key])),
        element('dd.change', {}, changeOf(card, totals, previous)));
    }));
}

function changeOf(card, totals, previous) {
  if (previous === null) return element('span.muted', {}, 'no earlier period');
  const change = format.change(totals[card.key], previous[card.key]);
  if (change === null) return element('span.muted', {}, 'nothing to compare');
  const arrow = { up: '▲ ', down: '▼ ', same: '' }[change.direction];
  return [
    element(`span.${change.direction}`, {}, element('span', { 'aria-hidden': 'true' }, arrow), change.text),
    change.direction === 'same' ? null : element('span.muted.before', {}, ` was ${card.show(previous[card.key])}`),
  ];
}

function explain(key, definitions, range) {
  const definition = definitions.get(key);
  const over = howOverRange(key, range);
  return [
    element('p', {}, over),
    definition ? element('p.muted', {}, element('strong', {}, `${definition.title}, per day: `), definition.definition) : null,
  ];
}

/** How a daily metric becomes one figure of the range: not all of them add up. */
function howOverRange(key, range) {
  if (key === 'active_users') {
    return `Distinct persons active in the ${format.units(range.days, 'day', 'days')} shown, each counted once; robots left out unless the project includes them.`;
  }
  if (key === 'median_session_seconds') {
    return 'Half of the sessions started in the days shown are at most this long; robots left out unless the project includes them.';
  }
  return 'Sum over the days shown; robots left out unless the project includes them.';
}
