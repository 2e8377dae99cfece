/** A refusal or failure of the server, with its code and a message for people. */
export class Problem extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** Asks the server; resolves to the JSON, or rejects with a Problem. */
export async function ask(path, parameters = {}, signal = undefined) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  const query = new URLSearchParams(given).toString();
  return talk(query === '' ? path : `${path}?${query}`, { signal });
}

/**
 * Changes something on the server.
 *
 * @param {string} method POST, PUT or DELETE
 * @param {URLSearchParams|object|null} body a form, or what becomes JSON
 */
export async function send(method, path, body = null) {
  const isForm = body instanceof URLSearchParams;
  return talk(path, {
    method,
    body: isForm || body === null ? body : JSON.stringify(body),
    headers: {
      'X-XSRF-TOKEN': token(),
      ...(isForm || body === null ? {} : { 'Content-Type': 'application/json' }),
    },
  });
}

async function talk(path, { headers = {}, ...request }) {
  let response;
  let text;
  try {
    response = await fetch(path, { ...request, headers: { Accept: 'application/json', ...headers } });
    text = await response.text();
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Problem('dashboard_unreachable', 'The dashboard does not answer. Is dashboard-service running?');
  }
  const body = parsed(text);
  if (!response.ok) throw new Problem(body?.code ?? 'internal_error', body?.message ?? `HTTP status ${response.status}`);
  return body;
}

function parsed(text) {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** What shows that a change comes from this page: another site's cannot read the cookie. */
const token = () => document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]+)/)?.[1] ?? '';
