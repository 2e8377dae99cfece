import { element, uniqueId } from '../dom.js';
import * as format from '../format.js';

/**
 * The figures of a range, each with its change and, on hover or focus, its definition.
 *
 * @param {object[]} cards key: member of totals; title; show: in words, for little room; exact: in full; explain: nodes
 * @param {object|null} previous the totals of the days before, null where there is nothing to compare with
 */
export function cardRow(cards, totals, previous) {
  return element(cards.length === 4 ? 'dl.cards.four' : 'dl.cards', { 'aria-label': 'Figures of the range' },
    cards.map((card) => {
      const hint = uniqueId('definition');
      return element('div.card', { 'data-metric': card.key },
        element('dt', {},
          element('button.term', { type: 'button', 'aria-describedby': hint }, card.title),
          element('div.hint', { role: 'tooltip', id: hint }, card.explain)),
        element('dd.figure', { title: (card.exact ?? card.show)(totals[card.key]) }, card.show(totals[card.key])),
        element('dd.change', {}, changeOf(card, totals, previous)));
    }));
}

function changeOf(card, totals, previous) {
  if (previous === null || previous === undefined) return element('span.muted', {}, 'no earlier period');
  const change = (card.show === format.share ? format.points : format.change)(totals[card.key], previous[card.key]);
  if (change === null) return element('span.muted', {}, 'nothing to compare');
  const arrow = { up: '▲ ', down: '▼ ', same: '' }[change.direction];
  return [
    element(`span.${change.direction}`, {}, element('span', { 'aria-hidden': 'true' }, arrow), change.text),
    change.direction === 'same' ? null : element('span.muted.before', {}, ` was ${card.show(previous[card.key])}`),
  ];
}

/** A sentence on the figure, and the definition of the metric it is made of. */
export const explanation = (sentence, definition) => [
  element('p', {}, sentence),
  definition ? element('p.muted', {}, element('strong', {}, `${definition.title}, per day: `), definition.definition) : null,
];
