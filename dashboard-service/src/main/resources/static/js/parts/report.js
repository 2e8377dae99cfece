import { ask } from '../api.js';
import { choose } from '../address.js';
import { head } from './head.js';
import { nothingCounts, nothingInRange } from './notice.js';

/** Asks for a report of /api/reports; its range stands where the controls look for it. */
export async function loadReport(word, { project, range, from, to }, own, signal) {
  const answer = await ask(`/api/reports/${word}`, { project, range, from, to, ...own }, signal);
  if (answer.report === null) return { ...answer, balance: (await ask('/api/overview', { project }, signal)).balance };
  return answer;
}

/** Puts the head of a report on the page, or why there is none; true when the figures may follow. */
export function beginReport(root, title, { project, report, balance }, again, lead = null) {
  if (report === null) {
    root.append(nothingCounts(project.id, balance));
    return false;
  }
  root.append(head(title, report.range, report.previous, lead));
  if (report.range.to >= project.first_day && report.range.from <= project.last_day) return true;
  root.append(nothingInRange(project, report.range, () => {
    choose({ range: 'all', from: null, to: null });
    again();
  }));
  return false;
}

/** Of which query a section is, for "SQL" and the name of its file. */
export const sourceOf = (word, section, { project, report: { range } }, own = {}) => ({
  query: `${word.replaceAll('-', '_')}/${section}`,
  parameters: { project: project.id, from: range.from, to: range.to, ...own },
  file: `${project.id}-${word}-${section}-${range.from}-${range.to}`,
});
