import { element } from '../dom.js';
import * as format from '../format.js';
import { cell, more } from './more.js';
import { note, panel } from './panel.js';

/** The share of those whose windows are over; null where there are none, or where all are. */
export function mature(steps) {
  const goal = steps.at(-1);
  if (goal === undefined || goal.mature_entered === 0 || goal.mature_entered === goal.entered) return null;
  return { entered: goal.mature_entered, conversion: goal.mature_converted / goal.mature_entered };
}

/** The steps one under the other: how many got there, how many were lost on the way, and how long it took. */
export function funnelPanel(name, steps, over, source) {
  const rate = (step) => (step.entered === 0 ? 0 : step.converted / step.entered);
  return panel(name, {
    name: 'funnel',
    metrics: ['funnel_entered', 'funnel_conversion', 'funnel_step_conversion', 'funnel_median_seconds'],
    lead: `All steps within ${format.span(steps[0].window_seconds)} of the first one. Everything counts to the day of the first step`,
  }, element('ol.funnel', {}, steps.map((step, i) => {
    const lost = step.reached_previous - step.converted;
    const made = element('li', {},
      element('div.funnel-name', {}, element('span.muted', { 'aria-hidden': 'true' }, `${step.step}`), element('strong', {}, step.event_name)),
      element('div.funnel-bar', { 'aria-hidden': 'true' }),
      element('div.funnel-figure', {}, element('strong', {}, format.share(rate(step))), ' ', element('span.muted', {}, format.units(step.converted, 'entry', 'entries'))),
      i === 0 ? null : element('p.funnel-way.muted', {},
        step.reached_previous === 0 ? 'nobody reached the step before' : [
          element('span.down', {}, `${format.share(lost / step.reached_previous)} lost`),
          ` on the way here: ${format.count(lost)} of ${format.count(step.reached_previous)}`,
        ],
        step.typical_seconds === null ? null : ` · ${format.duration(step.typical_seconds)} after the entry, typically`));
    made.style.setProperty('--reached', `${100 * rate(step)}%`);
    made.style.setProperty('--before', `${step.entered === 0 ? 0 : (100 * step.reached_previous) / step.entered}%`);
    return made;
  })),
  note(over === null ? null : `Of the ${format.units(over.entered, 'entry', 'entries')} whose windows are over, ${format.share(over.conversion)} reached the goal. The others may still do so.`),
  more(['Step', 'Name', 'Reached', 'Of the entries', 'Of the step before', 'Lost', 'Seconds from the entry'], () => steps.map((step) => [
    `${step.step}`, step.event_name, cell(step.converted, format.count(step.converted)), cell(rate(step), format.share(rate(step))),
    cell(step.converted / step.reached_previous, format.share(step.reached_previous === 0 ? null : step.converted / step.reached_previous)),
    cell(step.reached_previous - step.converted, format.count(step.reached_previous - step.converted)),
    cell(step.typical_seconds, format.duration(step.typical_seconds)),
  ]), source));
}
