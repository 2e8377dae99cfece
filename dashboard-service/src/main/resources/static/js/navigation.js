import { send } from './api.js';
import { element } from './dom.js';

/** What is chosen on one page and means the same on the next. */
const shared = ['project', 'range', 'from', 'to'];

const ranks = ['viewer', 'analyst', 'admin'];

const nav = document.getElementById('pages');
const reader = document.getElementById('reader');

/** Whether the reader has the role in some project; which one, the server looks at. */
const mayTry = (needs, session) =>
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
    .filter(([path, page]) => path !== '/account' && mayTry(page.needs, session))
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
    }, page.title)));
  reader.replaceChildren(
    element('a', { href: '/account', title: 'Your account' }, session.name),
    element('button.link', {
      type: 'button',
      click: async () => {
        await send('POST', '/api/sign-out');
        show();
      },
    }, 'Sign out'));
}

function addressOf(path) {
  const search = new URLSearchParams(location.search);
  const kept = new URLSearchParams(shared.filter((name) => search.has(name)).map((name) => [name, search.get(name)]));
  return kept.size === 0 ? path : `${path}?${kept}`;
}
