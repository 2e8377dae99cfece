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
  let response;
  let body;
  try {
    response = await fetch(query === '' ? path : `${path}?${query}`, { signal, headers: { Accept: 'application/json' } });
    body = await response.json();
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Problem('dashboard_unreachable', 'The dashboard does not answer. Is dashboard-service running?');
  }
  if (!response.ok) throw new Problem(body.code ?? 'internal_error', body.message ?? `HTTP status ${response.status}`);
  return body;
}
