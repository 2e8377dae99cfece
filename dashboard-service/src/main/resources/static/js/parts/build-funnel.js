import { choice, choices, choose } from '../address.js';
import { element } from '../dom.js';
import { menu, panel, segments } from './panel.js';

const MIN_STEPS = 2;
const MAX_STEPS = 6;

const windows = [['30m', '30 minutes', 1_800], ['1h', '1 hour', 3_600], ['1d', '1 day', 86_400], ['7d', '7 days', 604_800], ['14d', '14 days', 1_209_600], ['30d', '30 days', 2_592_000]];
const orders = [['sequential', 'In this order'], ['any', 'In any order']];

const chosenWindow = () => windows.find(([value]) => value === choice('window')) ?? windows[3];
const chosenOrder = () => (choice('order') === 'any' ? 'any' : 'sequential');

/** Whether the reader builds a funnel: asks for it, or has no other to look at. */
export const isBuilding = (declared) => choice('build') !== null || (declared.length === 0 && choice('funnel') === null);

/** Whether the steps of the funnel that is built are chosen. */
export const isBuilt = () => choices('step').length >= MIN_STEPS;

/** The funnel that is built, as the ETL is asked for it. */
export const builtFunnel = () => ({ step: choices('step'), window_seconds: chosenWindow()[2], order: chosenOrder() });

/** Where steps, window and order are chosen; the address has them once they are shown. */
export function builder(names, again) {
  let steps = choices('step');
  while (steps.length < MIN_STEPS) steps = [...steps, ''];
  let order = chosenOrder();
  let [window] = chosenWindow();
  const list = element('ol.builder', {});
  const add = element('button.button', { type: 'button', click: () => change([...steps, ''], steps.length) }, 'Add a step');
  const change = (next, focused = null) => {
    steps = next;
    list.replaceChildren(...steps.map((step, i) => row(i, step)));
    add.hidden = steps.length >= MAX_STEPS;
    if (focused !== null) list.querySelectorAll('select')[Math.min(focused, steps.length - 1)].focus();
  };
  const row = (i, step) => {
    const known = step === '' || names.includes(step) ? names : [step, ...names];
    const select = element('select', {
      'aria-label': `Step ${i + 1}`, required: true,
      change: () => { steps = steps.with(i, select.value); },
    }, element('option', { value: '' }, i === 0 ? 'Begins with …' : 'Then …'),
    known.map((name) => element('option', { value: name, selected: name === step }, name)));
    return element('li', {}, select, steps.length > MIN_STEPS
      ? element('button.link', { type: 'button', 'aria-label': `Remove step ${i + 1}`, click: () => change(steps.toSpliced(i, 1), i) }, 'Remove')
      : null);
  };
  change(steps);
  return panel('Build a funnel', {
    name: 'builder',
    lead: `${MIN_STEPS} to ${MAX_STEPS} events, pages or screens of these days, computed from the events themselves`,
  }, element('form', {
    submit: (event) => {
      event.preventDefault();
      choose({ build: 'yes', funnel: null, step: steps, window, order });
      again();
    },
  }, list, element('div.filters', {}, add,
    menu('Window', windows.map(([value, text]) => [value, `within ${text}`]), window, (value) => { window = value; }),
    segments('Order', 'funnel-order', orders, order, (value) => { order = value; }),
    element('button.button.primary', { type: 'submit' }, 'Show'))));
}

/** How the funnel comes to stay, for every reader and BI tool. */
export function declaration() {
  const text = [
    'funnels:',
    '  - name: My funnel',
    `    steps: [${choices('step').map((step) => JSON.stringify(step)).join(', ')}]`,
    `    window: ${chosenWindow()[0]}`,
    `    order: ${chosenOrder()}`,
  ].join('\n');
  return panel('Keep it', { name: 'declaration', lead: 'In the project’s part of config/projects.yml it becomes one that all readers choose, and BI tools find in bi.funnels' },
    element('pre.json', { tabindex: '0', 'aria-label': 'Declaration' }, element('code', {}, text)));
}
