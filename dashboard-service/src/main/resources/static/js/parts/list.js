import { element } from '../dom.js';

const isNumber = (one) => one instanceof Element && one.classList.contains('number');

/** A cell with a number. */
export const number = (text, look = '') => element(`span.number${look}`, {}, text);

/** Buttons in a cell; each says in its label what it acts on. */
export const actions = (...buttons) => element('span.actions', {}, buttons);
export const button = (text, click, label) => element('button.button.small', { type: 'button', click, 'aria-label': label }, text);

/** State and message of a job's run. */
export const stateOf = (run) => [
  element(`span.state.${run.state.toLowerCase()}`, {}, run.state.toLowerCase()),
  run.message ? element('p.message.muted', { title: run.message }, run.message) : null,
];

/** A table that scrolls sideways where the page is narrow. Cells are nodes or texts; numbers align right. */
export const list = (label, heads, rows) =>
  element('div.scroll', { tabindex: '0', role: 'region', 'aria-label': label },
    element('table.list', {},
      element('thead', {}, element('tr', {}, heads.map((head, i) =>
        (head === '' ? element('td', {}) : element(isNumber(rows[0]?.[i]) ? 'th.number' : 'th', { scope: 'col' }, head))))),
      element('tbody', {}, rows.map(([first, ...others]) => element('tr', {}, element('th', { scope: 'row' }, first), others.map((one) => element('td', {}, one)))))));
