import { element } from '../dom.js';
import * as format from '../format.js';

/** The title of a report, its days, and those they are compared with. */
export const head = (title, range, previous, lead = null) =>
  element('div.head', {},
    element('h1', {}, title),
    element('p', {},
      format.days(range.from, range.to),
      element('span.muted', {}, ` · ${format.units(range.days, 'day', 'days')}${previous === null || previous === undefined ? '' : `, compared with ${format.days(range.previous_from, range.previous_to)}`}`)),
    lead === null ? null : element('p.muted', {}, lead),
    range.is_shortened ? element('p.muted', {}, `There is older data; one report shows at most ${format.count(range.days)} days.`) : null);
