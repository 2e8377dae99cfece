import { element } from '../dom.js';
import { changePassword } from '../parts/sign-in.js';

export const title = 'Your account';
export const isReport = false;

export async function load() {
  return {};
}

export function render(root, data, { session }, again) {
  root.append(session.has_password ? changePassword(session, () => {
    history.replaceState(null, '', '/');
    again();
  }) : elsewhere(session));
}

/** Who signed in with a provider. */
const elsewhere = (session) =>
  element('section.notice', {},
    element('h1', {}, session.name),
    element('p', {}, 'You signed in with your organisation, which keeps your password and says what you may see here. What it changes holds from your next sign-in on.'));
