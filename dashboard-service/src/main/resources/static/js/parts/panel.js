import { element, uniqueId } from '../dom.js';
import { defined } from './definitions.js';

/** A titled part of a page. Controls go to the right of the title; metrics are those that it shows, see defined. */
export function panel(title, { controls = [], name = null, lead = null, metrics = [] } = {}, ...content) {
  const id = uniqueId('panel');
  const heading = metrics.length === 0 ? element('h2', { id }, title) : defined(element('h2', { id }), title, metrics);
  return element('section.panel', { 'aria-labelledby': id, 'data-panel': name },
    element('div.panel-head', {},
      element('div', {}, heading, lead === null ? null : element('p.muted', {}, lead)),
      element('div.panel-controls', {}, controls)),
    content);
}

/** A remark below the content of a panel. */
export const note = (text) => (text === null ? null : element('p.note.muted', {}, text));

/** The place of a chart, with its content in one sentence for those who do not see it. */
export const canvasHost = (kind, label) => element(`div.chart.${kind}`, { role: 'img', 'aria-label': label });

/** A few mutually exclusive choices side by side; arrow keys move between them. */
export function segments(legend, name, options, selected, onChange) {
  return element('fieldset.segments', { change: (event) => onChange(event.target.value) },
    element('legend.visually-hidden', {}, legend),
    options.map(([value, text]) =>
      element('label', {},
        element('input', { type: 'radio', name, value, checked: value === selected }),
        element('span', {}, text))));
}

/** One of many choices, in a menu. */
export function menu(label, options, selected, onChange) {
  const made = element('select', { 'aria-label': label, change: () => onChange(made.value) },
    options.map(([value, text]) => element('option', { value, selected: value === selected }, text)));
  return made;
}
