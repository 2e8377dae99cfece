import { element } from '../dom.js';
import * as format from '../format.js';
import { list, number } from './list.js';

/** What the ETL says of models, in words. Kinds and figures that are not known here keep their names. */

const kinds = { churn: 'Churn', segments: 'Segments', recommendations: 'Recommendations' };

export const words = (name) => name.replaceAll('_', ' ');

/** "recommendations.product_id" are those of a property. */
export function kindName(model) {
  const [kind, ...of] = model.split('.');
  return `${kinds[kind] ?? words(kind)}${of.length === 0 ? '' : ` by ${words(of.join('.'))}`}`;
}

const three = new Intl.NumberFormat('en', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
const upToFour = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });

export const figure = (value) => (value === null || value === undefined ? format.NOTHING : three.format(value));

/** Figures that are known: name, how to write one, and what it means. */
const known = {
  persons: ['Persons', format.count, 'whose answers are known'],
  left: ['Left', format.count, 'of them'],
  auc_pr: ['AUC-PR', figure, 'how many of those named leave; guessing gives the share that leaves'],
  roc_auc: ['ROC-AUC', figure, 'chance that who leaves is ranked above who stays; guessing gives 0.5'],
  roc_auc_low: ['ROC-AUC, lower end', figure, 'of the range in which it lies with 95 %'],
  roc_auc_high: ['ROC-AUC, upper end', figure, 'of that range'],
  lift_at_10_percent: ['Lift of the top tenth', (v) => `${format.hundredth(v)} ×`, 'how many times as many leave among it as among all'],
  brier: ['Brier score', figure, 'mean squared error of the probability; smaller is better'],
  calibration_error: ['Calibration error', figure, 'how far probabilities are from shares; smaller is better'],
};

const splits = {
  test: 'This version', baseline: 'Baseline', champion: 'Champion before', validation: 'Validation',
};
const order = ['test', 'baseline', 'champion'];

export const metricName = (metric) => known[metric]?.[0] ?? words(metric);
export const metricText = (metric, value) => (value === null || value === undefined ? format.NOTHING : (known[metric]?.[1] ?? ((v) => upToFour.format(v)))(value));
export const splitName = (split) => splits[split] ?? (split.startsWith('held_out') ? `Held out${split.slice(8).replace('.', ': ').replaceAll('_', ' ')}` : words(split));

/** A time as PostgreSQL writes it, "2026-10-26 05:02:44+00", as scripts read it. */
export const instant = (text) => text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');

/** JSON that the ETL passes on as a text. */
export const parsed = (json) => (json === null || json === undefined ? null : JSON.parse(json));

/** Rows of split, metric and value as a map by split and metric. */
export function bySplit(metrics) {
  const figures = new Map();
  for (const { split, metric, value } of metrics ?? []) {
    if (!figures.has(split)) figures.set(split, new Map());
    figures.get(split).set(metric, value);
  }
  return figures;
}

/** The parts of the data with figures to compare: this version first, then the baseline. */
export const sorted = (figures) => [...figures.keys()].filter((split) => split !== 'drift')
  .sort((a, b) => (order.indexOf(a) + 1 || 9) - (order.indexOf(b) + 1 || 9) || a.localeCompare(b));

const metricsOf = (figures) => {
  const all = [...new Set([...figures.values()].flatMap((one) => [...one.keys()]))];
  const ranked = Object.keys(known);
  return all.sort((a, b) => (ranked.indexOf(a) + 1 || 99) - (ranked.indexOf(b) + 1 || 99) || a.localeCompare(b));
};

/** Figures of each part of the data, beside each other. */
export function figuresTable(figures) {
  const shown = sorted(figures);
  return list('Figures by part of the data', ['Figure', ...shown.map(splitName)], metricsOf(new Map(shown.map((split) => [split, figures.get(split)]))).map((metric) => [
    [metricName(metric), known[metric] === undefined ? null : element('span.muted.meaning', {}, known[metric][2])],
    ...shown.map((split) => number(metricText(metric, figures.get(split).get(metric)), split === 'test' ? '.own' : '')),
  ]));
}

/** The same as rows of a file. */
export function figuresRows(figures) {
  const shown = sorted(figures);
  return [['Figure', ...shown], metricsOf(new Map(shown.map((split) => [split, figures.get(split)]))).map((metric) => [metric, ...shown.map((split) => ({ value: figures.get(split).get(metric), text: metricText(metric, figures.get(split).get(metric)) }))])];
}

export const numberText = (one) => (typeof one === 'number' ? upToFour.format(one) : String(one));

/** Parameters by name in one line. */
export const parametersText = (parameters) => Object.entries(parameters ?? {}).map(([name, one]) => `${words(name)} ${numberText(one)}`).join(', ');

export const stateTag = (state) => element(`span.state.${state}`, {}, state);
