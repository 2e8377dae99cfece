import { ask } from '../api.js';
import { choice, choose } from '../address.js';
import { erase } from '../chart.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { addressOf, mayTry } from '../navigation.js';
import { daysPanel } from '../parts/days.js';
import { list, number } from '../parts/list.js';
import { cell, more } from '../parts/more.js';
import { note, panel, segments as options } from '../parts/panel.js';
import { beginReport, loadReport, sourceOf } from '../parts/report.js';
import { flowsPanel } from '../parts/segment-flows.js';

export const title = 'Segments';

const schemes = [['rfm', 'By recency, frequency, money'], ['cluster', 'By likeness']];
const ways = [['7', 'in a week'], ['28', 'in four weeks']];

/** What each segment of RFM says of its persons. */
const meanings = {
  Champions: 'Came just now, come most often and pay most.',
  Loyal: 'Come often and lately.',
  'Potential loyalists': 'Came lately, and more than once or twice.',
  New: 'Came just now, for one of the first times.',
  Promising: 'Came lately, but seldom.',
  'Need attention': 'In the middle of all; could go either way.',
  'About to sleep': 'Came seldom, and not lately.',
  'Can\'t lose': 'Were among the best, and have not come for long.',
  'At risk': 'Came often, and have not come for long.',
  Hibernating: 'Came seldom, and long ago.',
};

const chosenOf = (all, value) => (all.some(([one]) => one === value) ? value : all[0][0]);
const scheme = () => chosenOf(schemes, choice('scheme'));
const own = () => ({ scheme: scheme(), over: chosenOf(ways, choice('over')) });

export async function load(choices, signal) {
  const [answer, definitions] = await Promise.all([loadReport('segments', choices, own(), signal), ask('/api/definitions', {}, signal)]);
  return { ...answer, definitions: new Map(definitions.map((one) => [one.metric, one])) };
}

export function render(root, data, choices, again) {
  if (!beginReport(root, title, data, again)) return;
  const apply = (changes) => {
    choose(changes);
    again();
  };
  const { range, sections: { segments, flows } } = data.report;
  root.append(element('div.filters', {},
    options('Kind of segments', 'segment-scheme', schemes, scheme(), (value) => apply({ scheme: value, segment: null }))));
  if (segments.length === 0) {
    root.append(scheme() === 'rfm' ? none(data.project.id) : noClusters());
    return;
  }
  const chosen = () => segments.find(({ segment }) => segment === choice('segment')) ?? [...segments].sort((a, b) => b.persons - a.persons)[0];
  const detail = element('div.stack', {});
  const show = async ({ segment }) => {
    const asked = { scheme: scheme(), segment };
    const mayList = mayTry('analyst', choices.session);
    const [trend, persons] = await Promise.all([
      loadReport('segment-days', choices, asked),
      mayList ? loadReport('segment-persons', choices, asked).catch((failure) => ({ failure })) : null,
    ]);
    if (chosen().segment !== segment) return;
    const [days, drawDays] = daysPanel(trend.report.sections.days, [
      { key: 'persons', name: 'Persons', title: 'persons at the end of the day', colour: 'accent', kind: 'bar', isFilled: true },
    ], { name: 'segment-days', title: segment, what: 'persons', range, source: sourceOf('segment-days', 'days', trend, asked), lead: data.definitions.get('segment_persons')?.definition });
    erase(detail);
    detail.replaceChildren(days, personsPanel(segment, persons, asked));
    drawDays();
  };
  const body = element('div.scroll', { tabindex: '0', role: 'region', 'aria-label': 'All segments' });
  const fill = () => body.replaceChildren(table(segments, chosen(), ({ segment }) => {
    choose({ segment });
    fill();
    show(chosen());
  }));
  fill();
  const [{ first_day: first, last_day: last, all_persons: all }] = segments;
  const [flow, drawFlow] = flowsPanel(flows, segments.map((one) => one.segment), {
    source: sourceOf('segments', 'flows', data, own()),
    controls: [options('Way', 'segment-over', ways, own().over, (over) => apply({ over }))],
  });
  root.append(panel('How many', {
    name: 'segments',
    lead: `${format.units(all, 'person', 'persons')} active in the 90 days up to ${format.day(last)}${first === last ? '' : `; change since ${format.day(first)}`}. Choose a segment to see its days and its people`,
  }, body, more(['Segment', 'Persons', 'Of', `Persons on ${format.day(first)}`], () => segments.map((one) => [one.segment, cell(one.persons), cell(one.all_persons), cell(one.persons_before)]),
    { ...sourceOf('segments', 'segments', data, own()), isShown: true })), flow, detail);
  drawFlow();
  show(chosen());
}

function table(segments, chosen, onChosen) {
  const largest = Math.max(...segments.map((one) => one.persons)) || 1;
  return element('table.ranking.wide', {},
    element('thead', {}, element('tr', {}, ['Segment', 'Persons', 'Share', 'Change'].map((head, i) =>
      element(i === 0 ? 'th' : 'th.number', { scope: 'col' }, head)))),
    element('tbody', {}, segments.map((one) => {
      const change = one.first_day === one.last_day ? null : format.change(one.persons, one.persons_before);
      const row = element('tr', {},
        element('th', { scope: 'row' }, element('span.name', {}, element('button.link', {
          type: 'button', title: meanings[one.segment] ?? null, 'aria-pressed': String(one === chosen), click: () => onChosen(one),
        }, one.segment))),
        element('td.number', {}, format.count(one.persons)),
        element('td.number.muted', {}, format.share(one.all_persons > 0 ? one.persons / one.all_persons : null)),
        element('td.number', {}, change === null ? format.NOTHING : `${change.text}`));
      row.style.setProperty('--filled', `${(100 * one.persons) / largest}%`);
      return row;
    })));
}

/** Who is in it now; the days chosen make no difference to that. */
function personsPanel(segment, answer, asked) {
  const look = { name: 'segment-persons', lead: meanings[segment] ?? null };
  if (answer === null) return panel(`Who is in it: ${segment}`, look, element('p.muted', {}, 'Single persons are shown to analysts.'));
  if (answer.failure !== undefined) return panel(`Who is in it: ${segment}`, look, element('p.muted', {}, answer.failure.message));
  const { persons } = answer.report.sections;
  if (persons.length === 0) return panel(`Who is in it: ${segment}`, look, element('p.muted', {}, 'Nobody at present.'));
  const hasMoney = persons.some((one) => one.money_score !== null);
  const scores = (one) => [one.recency_score, one.frequency_score, ...(hasMoney ? [one.money_score] : [])].join(' · ');
  return panel(`Who is in it: ${segment}`, { ...look, lead: `${look.lead ?? ''} As of ${format.day(persons[0].as_of)}, whatever days are shown.`.trim() },
    list('Persons in the segment', ['Person', 'Last active', 'Active days of 90', ...(hasMoney ? ['Money'] : []), hasMoney ? 'R · F · M' : 'R · F', asked.scheme === 'rfm' ? 'Likeness' : 'Segment'], persons.map((one) => [
      element('a.name.id', { href: addressOf('/person', { person: one.person_id }) }, one.person_id),
      number(`${format.units(one.recency_days, 'day', 'days')} before`),
      number(format.count(one.active_days)),
      ...(hasMoney ? [number(format.decimal(one.money))] : []),
      number(scores(one), '.muted'),
      (asked.scheme === 'rfm' ? one.cluster : one.segment) ?? format.NOTHING,
    ])),
    note(persons[0].all_persons > persons.length ? `The ${persons.length} most active of ${format.count(persons[0].all_persons)}.` : null),
    more(['Person', 'Segment', 'Recency score', 'Frequency score', 'Money score', 'Days since last active', 'Active days', 'Money', 'Cluster'], () => persons.map((one) => [
      one.person_id, one.segment, cell(one.recency_score), cell(one.frequency_score), cell(one.money_score), cell(one.recency_days), cell(one.active_days), cell(one.money), one.cluster,
    ]), { ...sourceOf('segment-persons', 'persons', answer, asked), isShown: true }));
}

const none = (project) =>
  element('section.notice', {},
    element('h2', {}, 'No segments of these days'),
    element('p', {}, 'Segments take 21 days of events and 50 people who were active a week ago. They are learned every Monday by job train-segments, and told for each complete day from then on, and for the 28 days before.'),
    element('p', {}, 'Not to wait for Monday: start train-segments on page Operations, or'),
    element('pre', { tabindex: '0', 'aria-label': 'Command' }, element('code', {}, `curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\\n  -d '{"project": "${project}"}' http://${location.hostname}:8082/api/jobs/train-segments/runs`)),
    element('p.muted', {}, 'What its run says tells how much is missing. There are segments, but not of these days? Choose others.'));

const noClusters = () =>
  element('section.notice', {},
    element('h2', {}, 'No clusters'),
    element('p', {}, 'Either nothing was learned yet, or people differ by degrees alone: no kinds of them lie apart. The segments by recency, frequency and money hold all the same; what the run of train-segments says on page Operations tells why.'));
