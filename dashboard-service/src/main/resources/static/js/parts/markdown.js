import { element } from '../dom.js';

/** A small part of Markdown, that of model cards: headings, paragraphs, lists, tables and code. */
export function markdown(text) {
  return text.split(/\n\s*\n/).map((block) => block.trim().split('\n')).filter((lines) => lines[0] !== '').map(blockOf);
}

function blockOf(lines) {
  const heading = /^(#{1,4}) +(.*)$/.exec(lines[0]);
  if (heading !== null) return heading[1].length === 1 ? element('p.card-title', {}, inline(heading[2])) : element('h3', {}, inline(heading[2]));
  if (lines[0].startsWith('|')) return table(lines.filter((line) => line.startsWith('|')), lines.find((line) => !line.startsWith('|')));
  if (lines.every((line) => /^[-*] /.test(line))) return element('ul', {}, lines.map((line) => element('li', {}, inline(line.slice(2)))));
  return element('p', {}, inline(lines.join(' ')));
}

const cells = (line) => line.replace(/^\||\|\s*$/g, '').split('|').map((one) => one.trim());

/** A text may follow a table without a blank line. */
function table([head, , ...rows], after) {
  const [first, ...heads] = cells(head);
  return [
    element('div.scroll', { tabindex: '0', role: 'region', 'aria-label': `Table by ${first}` },
      element('table.list', {},
        element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, inline(first)), heads.map((one) => element('th.number', { scope: 'col' }, inline(one))))),
        element('tbody', {}, rows.map(cells).map(([name, ...values]) =>
          element('tr', {}, element('th', { scope: 'row' }, inline(name)), values.map((value) => element('td.number', {}, inline(value)))))))),
    after === undefined ? null : element('p.muted', {}, inline(after)),
  ];
}

const inline = (text) => text.split(/(`[^`]+`)/).map((part) => (/^`.+`$/.test(part) ? element('code', {}, part.slice(1, -1)) : part));
