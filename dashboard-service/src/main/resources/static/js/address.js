/** What the reader has chosen lives in the address, so that a link shows another person the same report. */

export function choice(name) {
  return new URLSearchParams(location.search).get(name);
}

/** Whether the days before are drawn too. */
export const isComparing = () => choice('compare') === 'yes';

/** All values of a choice that may have several. */
export const choices = (name) => new URLSearchParams(location.search).getAll(name);

/** Sets choices; null removes one, a list sets several values. A new entry in the history, so that Back undoes it; a minor one replaces the last. */
export function choose(changes, { isMinor = false } = {}) {
  const search = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    search.delete(name);
    for (const one of [value ?? []].flat()) search.append(name, one);
  }
  const query = search.toString();
  const address = query === '' ? location.pathname : `${location.pathname}?${query}`;
  if (address === location.pathname + location.search) return;
  if (isMinor) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
}
