/**
 * Makes an element. Text becomes text nodes, so nothing that an event brought along is ever read as HTML.
 *
 * @param {string} tag name of the element, with classes: "p.muted"
 * @param {object} attributes by name; functions become listeners ("click"), true an empty attribute, null none
 * @param {...(Node|string|number|null|Array)} children
 */
export function element(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const made = document.createElement(name);
  if (classes.length > 0) made.className = classes.join(' ');
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, '');
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return made;
}

let lastId = 0;

/** An id that no other element of the page has. */
export function uniqueId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}
