import { choice, choose } from '../address.js';
import { element } from '../dom.js';
import * as format from '../format.js';
import { addressOf } from '../navigation.js';
import { sendOne } from '../parts/notice.js';
import { panel, segments } from '../parts/panel.js';

export const title = 'Live';
export const hasDays = false;

const MAX_ROWS = 200;
const AGAIN_AFTER_MS = 5_000;

/** The signal ends with the page, and so does the stream. */
export async function load(choices, signal) {
  return { signal };
}

export function render(root, { signal }, { project }) {
  let isPaused = false;
  const counts = { accepted: 0, rejected: 0, skipped: 0 };
  const state = element('span', { role: 'status' }, 'Connecting …');
  const tally = element('span.muted', {});
  const rows = element('tbody', {});
  const empty = element('div.stack', {},
    element('p.muted', {}, 'Nothing has arrived since you came here. Send an event with the write key of the project from config/projects.yml, and it shows at once:'),
    element('div', {}, sendOne()));
  const table = element('table.list.live', { hidden: true, 'data-show': choice('show') ?? 'all' },
    element('thead', {}, element('tr', {}, ['Received', 'Event', 'Who', 'By'].map((head) => element('th', { scope: 'col' }, head)))), rows);
  const pause = element('button.button.small', {
    type: 'button', 'aria-pressed': 'false',
    click: () => {
      isPaused = !isPaused;
      pause.textContent = isPaused ? 'Go on' : 'Pause';
      pause.setAttribute('aria-pressed', String(isPaused));
    },
  }, 'Pause');
  const show = (kind, data) => {
    counts[kind] += kind === 'skipped' ? data.events : 1;
    tally.textContent = ` · ${format.count(counts.accepted)} accepted, ${format.count(counts.rejected)} refused${counts.skipped > 0 ? `, ${format.count(counts.skipped)} more not shown` : ''}`;
    if (kind === 'skipped' || isPaused) return;
    empty.hidden = true;
    table.hidden = false;
    rows.prepend(row(kind, data));
    while (rows.childElementCount > MAX_ROWS) rows.lastElementChild.remove();
  };
  root.append(
    element('div.head', {}, element('h1', {}, title), element('p.muted', {}, 'What the collector takes and refuses of this project, as it happens. Times are UTC.')),
    panel('Arriving', {
      name: 'live',
      lead: [state, tally],
      controls: [
        segments('Show', 'live-show', [['all', 'All'], ['rejected', 'Refused']], table.dataset.show, (value) => {
          choose({ show: value === 'all' ? null : value }, { isMinor: true });
          table.dataset.show = value;
        }),
        pause,
      ],
    }, empty, element('div.scroll', { tabindex: '0', role: 'region', 'aria-label': 'Events' }, table)));
  listen(project, signal, show, (text) => {
    state.textContent = text;
  });
}

/** Reads the stream, and opens the next one when it ends. */
async function listen(project, signal, show, say) {
  while (!signal.aborted) {
    try {
      const response = await fetch(`/api/live?${new URLSearchParams({ project })}`, { signal });
      if (!response.ok) throw new Error((await response.json()).message);
      say('Listening');
      const lines = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      for (let part = await lines.read(); !part.done; part = await lines.read()) {
        text += part.value;
        const messages = text.split('\n\n');
        text = messages.pop();
        messages.forEach((message) => tell(message, show));
      }
      say('The stream ended; listening again in a moment');
    } catch (failure) {
      if (signal.aborted) return;
      say(failure.message);
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
  }
}

/** One message of text/event-stream; comments, which keep it alive, have no data. */
function tell(message, show) {
  const field = (name) => message.split('\n').filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trim()).join('\n');
  const kind = field('event');
  if (['accepted', 'rejected', 'skipped'].includes(kind)) show(kind, JSON.parse(field('data')));
}

function row(kind, event) {
  if (kind === 'rejected') {
    return element('tr', { 'data-kind': kind },
      element('th', { scope: 'row' }, format.clock(event.received_at ?? Date.now())),
      element('td', {}, element('span.state.failed', {}, event.reason), event.event_id ? [' ', element('span.tag', {}, event.event_id)] : null, element('p.message', {}, event.message), event.raw ? element('code.raw', {}, event.raw) : null),
      element('td', {}, format.NOTHING),
      element('td', {}, event.protocol ?? format.NOTHING));
  }
  return element('tr', { 'data-kind': kind },
    element('th', { scope: 'row' }, format.clock(event.received_at)),
    element('td', {}, element('a', { href: addressOf('/find', { message: event.event_id }) }, event.name ?? event.type), ' ', element('span.tag', {}, event.type)),
    element('td', {}, element('span.name', {}, event.user_id ?? event.instance_id ?? format.NOTHING)),
    element('td', {}, event.protocol));
}
