import { ask } from '../api.js';
import { element, uniqueId } from '../dom.js';

let asked = null;

/** The metrics of bi.metric_definitions by their names, asked for once while the page is open. */
function definitions() {
  asked ??= ask('/api/definitions').then(
    (all) => new Map(all.map((one) => [one.metric, one])),
    (failure) => {
      asked = null;
      throw failure;
    });
  return asked;
}

/**
 * A heading that says on hover and focus what the numbers below it are.
 *
 * @param {HTMLElement} heading without content
 * @param {string[]} metrics names in bi.metric_definitions
 */
export function defined(heading, title, metrics) {
  const id = uniqueId('definition');
  const hint = element('div.hint', { role: 'tooltip', id }, element('p.muted', {}, 'Loading …'));
  heading.append(element('button.term', { type: 'button', 'aria-describedby': id }, title));
  definitions().then(
    (known) => hint.replaceChildren(...metrics.map((metric) => known.get(metric)).filter((one) => one !== undefined).map((one) =>
      element('p', {}, element('strong', {}, `${one.title}: `), one.definition))),
    (failure) => hint.replaceChildren(element('p.muted', {}, failure.message)));
  return element('div.defined', {}, heading, hint);
}
