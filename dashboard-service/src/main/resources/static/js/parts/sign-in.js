import { ask, send } from '../api.js';
import { choice, choose } from '../address.js';
import { element } from '../dom.js';

/** Where somebody was who went to the provider, which comes back to the first page. */
const AWAY_FROM = 'rivulet-away-from';

/** Instead of a page, for whoever is not signed in. The address stays, so the report follows. */
export function signIn(done) {
  const made = passwordForm(done);
  const reason = choice('sign_in');
  if (Object.hasOwn(refusals, reason)) {
    choose({ sign_in: null }, { isMinor: true });
    const problem = made.querySelector('.problem');
    problem.textContent = refusals[reason];
    problem.hidden = false;
  }
  addProvider(made);
  return made;
}

/** Why the provider's answer let nobody in; the address says which. */
const refusals = {
  no_role: 'You are known there, but have no role here. Whoever runs Rivulet can give you one.',
  failed: 'That did not work. Try it again, or ask whoever runs Rivulet.',
};

/** Where an OpenID provider is set up, its button above the form. */
async function addProvider(made) {
  const { provider } = await ask('/api/sign-in-ways');
  if (provider === null) return;
  made.querySelector('h1').after(element('p', {}, element('a.button.primary.provider', { href: '/oauth2/authorization/oidc', click: rememberPlace }, `Sign in with ${provider}`)));
  made.querySelector('button.primary').classList.remove('primary');
}

const rememberPlace = () => sessionStorage.setItem(AWAY_FROM, location.pathname + location.search);

/** Back to where somebody was who went to the provider. */
export function returnToPlace() {
  const place = sessionStorage.getItem(AWAY_FROM);
  sessionStorage.removeItem(AWAY_FROM);
  if (place !== null && location.pathname === '/') history.replaceState(null, '', place);
}

const passwordForm = (done) =>
  form('Sign in', 'Sign in', [
    field('Name', { name: 'name', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false' }),
    field('Password', { name: 'password', type: 'password', autocomplete: 'current-password' }),
  ], async (values) => {
    await send('POST', '/api/sign-in', new URLSearchParams(values));
    done();
  }, element('p.muted', {}, 'The first time: ', element('code', {}, 'admin'), ', with the one-time password that ', element('code', {}, './run'), ' prints. Password lost? An admin gives you a new one.'));

/** Choosing one's own password: at the first sign-in, and whenever one likes. */
export const changePassword = (session, done) =>
  form(
    session.must_change_password ? 'Choose your own password' : 'Change your password',
    'Change password',
    [
      // for password managers, which would not know whose password it is
      field('Name', { name: 'name', value: session.name, autocomplete: 'username', readonly: true }),
      field(session.must_change_password ? 'One-time password' : 'Present password', { name: 'present', type: 'password', autocomplete: 'current-password' }),
      field('New password, at least 12 characters', { name: 'next', type: 'password', autocomplete: 'new-password', minlength: '12', maxlength: '72' }),
      field('The same again', { name: 'again', type: 'password', autocomplete: 'new-password' }),
    ],
    async ({ present, next, again }) => {
      if (next !== again) throw new Error('The two new passwords differ.');
      await send('PUT', '/api/session/password', { present, next });
      done();
    },
    element('p.muted', {}, session.must_change_password
      ? 'The one you signed in with is good for this alone.'
      : 'Everywhere else you are signed out by it.'));

function field(label, attributes) {
  return element('label.line', {}, element('span', {}, label), element('input', { type: 'text', required: true, ...attributes }));
}

function form(title, action, fields, submit, remark) {
  const failure = element('p.problem', { role: 'alert', hidden: true });
  const button = element('button.button.primary', { type: 'submit' }, action);
  const made = element('form.notice.sign-in', {
    submit: async (event) => {
      event.preventDefault();
      button.disabled = true;
      failure.hidden = true;
      try {
        await submit(Object.fromEntries(new FormData(made)));
      } catch (reason) {
        failure.textContent = reason.message;
        failure.hidden = false;
      } finally {
        button.disabled = false;
      }
    },
  }, element('h1', {}, title), fields, failure, element('p', {}, button), remark);
  return made;
}
