import { ask } from '../api.js';
import { element } from '../dom.js';

/** A figure with its words: tables show the words, files have the figure. */
export const cell = (value, text) => ({ value, text });

const textOf = (one) => (one !== null && typeof one === 'object' ? one.text : one);
const valueOf = (one) => (one !== null && typeof one === 'object' ? one.value : one);

/**
 * What stands behind a chart or table: its figures, as a table and as a file, and its SQL.
 *
 * @param {string[]} heads titles of the columns; the first column names the row
 * @param {() => Array<Array<string|{value, text}>>} rows
 * @param {object} source of the figures: query is a name below /sql, parameters are its own; or sql resolves to the text;
 *     file names the download
 * @param {boolean} isShown whether the figures are a table already
 */
export function more(heads, rows, { query = null, parameters = {}, sql = null, file = 'rivulet', isShown = false } = {}) {
  const text = sql ?? (query === null ? null : async () => filled((await ask('/api/sql', { query })).sql, parameters));
  return element('div.more', {},
    isShown ? null : asTable(heads, rows),
    element('button.link', { type: 'button', click: () => download(file, heads, rows()) }, 'CSV'),
    text === null ? null : asSql(text));
}

function asTable(heads, rows) {
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
      element('tr', {}, element('th', { scope: 'row' }, textOf(name)), values.map((value) => element('td.number', {}, textOf(value)))))));

function download(file, heads, rows) {
  const lines = [heads, ...rows].map((row) => row.map((one) => quoted(valueOf(one))).join(','));
  const address = URL.createObjectURL(new Blob([`${lines.join('\r\n')}\r\n`], { type: 'text/csv' }));
  const link = element('a', { href: address, download: `${file}.csv` });
  link.click();
  URL.revokeObjectURL(address);
}

/** A field of RFC 4180. What a spreadsheet would take for a formula begins with an apostrophe: names come from strangers. */
function quoted(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function asSql(text) {
  const details = element('details.sql', {
    toggle: async () => {
      if (!details.open || details.querySelector('pre') !== null) return;
      const shown = element('code', {}, 'Loading …');
      details.append(element('pre', { tabindex: '0', 'aria-label': 'SQL' }, shown));
      try {
        shown.textContent = await text();
      } catch (failure) {
        shown.textContent = failure.message;
      }
    },
  }, element('summary', {}, 'SQL'));
  return details;
}

/** The query with its values, ready for psql or a BI tool. Comments keep theirs; a cast's :: is no parameter. */
const filled = (text, parameters) =>
  text.replace(/--.*|(?<!:):([a-z_]+)/g, (found, name) =>
    name === undefined || parameters[name] === undefined ? found : literal(parameters[name]));

const literal = (value) => (typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`);
