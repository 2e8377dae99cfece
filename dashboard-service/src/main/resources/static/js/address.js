/** What the reader has chosen lives in the address, so that a link shows another person the same report. */

export function choice(name) {
  return new URLSearchParams(location.search).get(name);
}

/** Sets choices; null removes one. A new entry in the history, so that Back undoes it; a minor one replaces the last. */
export function choose(changes, { isMinor = false } = {}) {
  const search = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) search.delete(name);
    else search.set(name, value);
  }
  const query = search.toString();
  const address = query === '' ? location.pathname : `${location.pathname}?${query}`;
  if (address === location.pathname + location.search) return;
  if (isMinor) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
}
