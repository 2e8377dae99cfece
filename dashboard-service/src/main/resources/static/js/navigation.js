import { send } from './api.js';
import { element } from './dom.js';

/** What is chosen on one page and means the same on the next. */
const shared = ['project', 'range', 'from', 'to', 'compare'];

/** Which part of the people is chosen, kept between the pages that can be narrowed to it. */
const narrowing = ['platform', 'country', 'app_version'];
const narrowed = ['/', '/engagement', '/retention', '/funnels', '/paths', '/features', '/events', '/devices', '/sessions'];

const ranks = ['viewer', 'analyst', 'admin'];

const nav = document.getElementById('pages');
const reader = document.getElementById('reader');

/** Whether the reader has the role in some project; which one, the server looks at. */
export const mayTry = (needs, session) =>
  Object.values(session.roles).some((role) => ranks.indexOf(role) >= ranks.indexOf(needs ?? 'viewer'));

/**
 * The links to the pages that the reader may see, and the reader.
 *
 * @param {object} pages by path
 * @param {string|null} current the path shown
 * @param {object|null} session null: nobody is signed in
 */
export function showNavigation(pages, current, session, show) {
  const usable = session !== null && !session.must_change_password;
  nav.hidden = !usable;
  reader.hidden = session === null;
  nav.replaceChildren();
  reader.replaceChildren();
  if (session === null) return;
  if (usable) nav.append(...Object.entries(pages)
    .filter(([, page]) => (page.isLinked ?? true) && mayTry(page.needs, session))
    .map(([path, page]) => element('a', {
      href: addressOf(path),
      'aria-current': path === current ? 'page' : null,
      click: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        history.pushState(null, '', addressOf(path));
        scrollTo(0, 0);
        show();
      },
    }, page.navigationTitle ?? page.title)));
  nav.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  reader.append(
    element('a', { href: '/account', title: 'Your account' }, session.name),
    element('button.link', {
      type: 'button',
      click: async () => {
        await send('POST', '/api/sign-out');
        show();
      },
    }, 'Sign out'));
}

/** The address of a page for the project and days shown, and with choices of its own. */
export function addressOf(path, own = {}) {
  const search = new URLSearchParams(location.search);
  const means = [...shared, ...(narrowed.includes(path) ? narrowing : [])];
  const kept = new URLSearchParams(means.filter((name) => search.has(name)).map((name) => [name, search.get(name)]));
  for (const [name, value] of Object.entries(own)) kept.set(name, value);
  return kept.size === 0 ? path : `${path}?${kept}`;
}
