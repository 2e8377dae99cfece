import { ask } from '../api.js';
import { element } from '../dom.js';
import { part } from './audience.js';

const asked = ({ project, report: { range } }, own) => ({ project: project.id, from: range.from, to: range.to, ...own, ...part() });

/**
 * A report that no table has, computed from the events themselves: of the part of the people that is chosen, or of a funnel
 * that is declared nowhere. The days before are asked for with it, which is one reading of the events.
 *
 * @param {object} base the answer of a report over the same days
 * @return the answer with these sections in place of the base's, or with why there is none as failure
 */
export async function loadAsked(word, base, own, signal) {
  const { range, previous } = base.report;
  try {
    const { shown, before } = await ask(`/api/asked/${word}`, { ...asked(base, own), previous_from: previous === null ? null : range.previous_from }, signal);
    return { ...base, report: { range, sections: shown, previous: before } };
  } catch (failure) {
    if (failure.name === 'AbortError' || failure.code === 'sign_in_required') throw failure;
    return { ...base, failure };
  }
}

/** What its figures are made of: the events, by the ETL's own script. */
export const askedSource = (word, base, own, file) => ({
  file: `${base.project.id}-${file}`,
  sql: async () => (await ask(`/api/asked/${word}/sql`, asked(base, own))).sql,
});

/** Why there is no answer, and what to do where it takes longer than a reader waits. */
export const unanswered = (failure, advice) =>
  element('p.problem', { role: 'alert' }, failure.code === 'report_too_slow' ? `This takes longer than the 20 seconds that a reader waits at most. ${advice}` : failure.message);
