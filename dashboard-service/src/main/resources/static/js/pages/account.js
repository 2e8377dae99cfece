import { changePassword } from '../parts/sign-in.js';

export const title = 'Your account';
export const isReport = false;

export async function load() {
  return {};
}

export function render(root, data, { session }, again) {
  root.append(changePassword(session, () => {
    history.replaceState(null, '', '/');
    again();
  }));
}
