import { element } from '../dom.js';
import * as format from '../format.js';

/** One line on how far the figures can be trusted: how fresh they are, and whether all events are accounted for. */
export function freshnessLine(freshness, balance) {
  const latest = freshness.find((one) => one.dataset === 'reports') ?? freshness[0];
  return element('p.freshness', {},
    latest === undefined
      ? element('span', {}, 'Not published yet')
      : [
          element('span', { title: 'Time of receipt of the latest event in the reports' }, 'Complete until ', element('time', { datetime: latest.complete_until }, format.time(latest.complete_until))),
          element('span', {}, 'Published ', element('time', { datetime: latest.published_at }, format.time(latest.published_at))),
        ],
    balanceOf(balance));
}

function balanceOf(balance) {
  if (balance.days_off === 0) {
    return element('span.balance', { title: `${format.count(balance.curated)} curated and ${format.count(balance.duplicates)} duplicates: every accepted event is accounted for, those of erased persons and of days that are no longer kept too.` },
      element('span.ok', { 'aria-hidden': 'true' }, '✓ '), 'Closing balance 0');
  }
  return element('strong.balance.alarm', { role: 'alert' },
    `Closing balance ${format.count(balance.difference)}: accepted events that are neither in the reports nor known duplicates nor of erased persons nor expired, on ${format.units(balance.days_off, 'day', 'days')} of receipt from ${format.day(balance.first_day_off)}. Figures may be wrong; see view bi.closing_balance.`);
}
