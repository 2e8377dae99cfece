import { element, uniqueId } from '../dom.js';

/** A titled part of a page. Controls go to the right of the title, notes below the content. */
export function panel(title, { controls = [], note = null, name = null, lead = null } = {}, ...content) {
  const id = uniqueId('panel');
  return element('section.panel', { 'aria-labelledby': id, 'data-panel': name },
    element('div.panel-head', {},
      element('div', {}, element('h2', { id }, title), lead === null ? null : element('p.muted', {}, lead)),
      element('div.panel-controls', {}, controls)),
    content,
    note === null ? null : element('p.note.muted', {}, note));
}

/** The place of a chart, with its content in one sentence for those who do not see it. */
export const canvasHost = (kind, label) => element(`div.chart.${kind}`, { role: 'img', 'aria-label': label });

/**
 * The figures behind a chart as a table, made when it is first opened.
 *
 * @param {string[]} heads titles of the columns; the first column names the row
 * @param {() => Array<Array<string>>} rows
 */
export function figures(heads, rows) {
  const details = element('details.figures', {
    toggle: () => {
      if (!details.open || details.querySelector('table') !== null) return;
      details.append(element('div.scroll', { tabindex: '0', role: 'region', 'aria-label': 'Figures' }, table(heads, rows())));
    },
  }, element('summary', {}, 'Figures as a table'));
  return details;
}

const table = (heads, rows) =>
  element('table', {},
    element('thead', {}, element('tr', {}, heads.map((head, i) => element(i === 0 ? 'th' : 'th.number', { scope: 'col' }, head)))),
    element('tbody', {}, rows.map(([name, ...values]) =>
      element('tr', {}, element('th', { scope: 'row' }, name), values.map((value) => element('td.number', {}, value))))));

/** A few mutually exclusive choices side by side; arrow keys move between them. */
export function segments(legend, name, options, selected, onChange) {
  return element('fieldset.segments', { change: (event) => onChange(event.target.value) },
    element('legend.visually-hidden', {}, legend),
    options.map(([value, text]) =>
      element('label', {},
        element('input', { type: 'radio', name, value, checked: value === selected }),
        element('span', {}, text))));
}
