import { ask, send } from '../api.js';
import { element } from '../dom.js';
import { panel } from '../parts/panel.js';

export const title = 'Users';
export const isReport = false;

const roles = [['viewer', 'viewer: sees the reports'], ['analyst', 'analyst: also persons, sessions, events'], ['admin', 'admin: also jobs and users']];

export async function load(choices, signal) {
  return { users: await ask('/api/users', {}, signal) };
}

export function render(root, { users }, { session, projects }, again) {
  const told = element('div', { role: 'status' });
  const failure = element('p.problem', { role: 'alert', hidden: true });
  const attempt = async (change) => {
    failure.hidden = true;
    try {
      const answer = await change();
      if (answer?.one_time_password) told.replaceChildren(oneTime(answer));
      else again();
    } catch (reason) {
      failure.textContent = reason.message;
      failure.hidden = false;
    }
  };
  root.append(
    element('div.head', {},
      element('h1', {}, title),
      element('p.muted', {}, 'Whoever is here may sign in. Roles hold at once, for requests under way too.')),
    failure,
    told,
    panel('Users', { name: 'users' }, element('div.scroll', { tabindex: '0', role: 'region', 'aria-label': 'Users' },
      element('table.list', {},
        element('thead', {}, element('tr', {}, ['Name', 'Roles', ''].map((head) => element('th', { scope: 'col' }, head)))),
        element('tbody', {}, users.map((user) => row(user, session, attempt)))))),
    panel('New user', { name: 'new-user', lead: 'They get a one-time password, shown here once, and choose their own with it.' }, newUser(projects, attempt)));
}

function row(user, session, attempt) {
  const path = `/api/users/${encodeURIComponent(user.name)}`;
  return element('tr', { 'data-user': user.name },
    element('th', { scope: 'row' }, user.name, user.must_change_password ? element('span.tag', {}, 'has not signed in yet') : null),
    element('td', {}, describe(user.roles)),
    element('td.actions', {}, session.has_password && user.name === session.name ? element('span.muted', {}, 'you') : [
      button('New password', () => confirm(`Give ${user.name} a new one-time password? The present one ends.`) && attempt(() => send('POST', `${path}/password`))),
      button('Remove', () => confirm(`Remove ${user.name}?`) && attempt(() => send('DELETE', path))),
    ]));
}

const button = (text, click) => element('button.button.small', { type: 'button', click }, text);

const describe = (granted) =>
  Object.entries(granted).map(([project, role]) => `${role} of ${project === '*' ? 'all projects' : project}`).join(', ') || 'nothing';

const oneTime = ({ name, one_time_password: password }) =>
  element('section.notice.told', { 'data-password-of': name },
    element('p', {}, 'One-time password of ', element('strong', {}, name), ', shown this once:'),
    element('pre', { tabindex: '0', 'aria-label': 'One-time password' }, element('code', {}, password)),
    element('p', {}, element('button.button', { type: 'button', click: () => location.reload() }, 'Done')));

function newUser(projects, attempt) {
  const name = element('input', { type: 'text', name: 'name', required: true, autocapitalize: 'none', spellcheck: 'false', autocomplete: 'off' });
  const role = element('select', { name: 'role' }, roles.map(([value, text]) => element('option', { value }, text)));
  const project = element('select', { name: 'project' },
    element('option', { value: '*' }, 'all projects'),
    projects.map((one) => element('option', { value: one.id }, one.id)));
  return element('form.inline', {
    submit: (event) => {
      event.preventDefault();
      attempt(() => send('POST', '/api/users', { name: name.value, roles: { [project.value]: role.value } }));
    },
  },
  element('label.line', {}, element('span', {}, 'Name or e-mail address'), name),
  element('label.line', {}, element('span', {}, 'Role'), role),
  element('label.line', {}, element('span', {}, 'In'), project),
  element('button.button.primary', { type: 'submit' }, 'Add user'));
}
