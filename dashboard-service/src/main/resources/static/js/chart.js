/** Charts in the colours of the page; they follow its width and the system's light or dark mode. */

/* global echarts */

let drawn = [];

const widths = new ResizeObserver((entries) => {
  for (const entry of entries) echarts.getInstanceByDom(entry.target)?.resize();
});

/**
 * Draws a chart into an element that is already part of the page.
 *
 * @param {HTMLElement} host its size is the chart's
 * @param {(colours: object) => object} option gives the ECharts option; asked again when the colours change
 */
export function draw(host, option) {
  erase(host);
  const chart = echarts.init(host, null, { renderer: 'canvas' });
  chart.setOption(dressed(option));
  widths.observe(host);
  drawn.push({ host, chart, option });
}

/** Removes the charts inside of an element, before its content is replaced. */
export function erase(root) {
  for (const { host, chart } of drawn.filter((one) => root.contains(one.host))) {
    widths.unobserve(host);
    chart.dispose();
  }
  drawn = drawn.filter((one) => !root.contains(one.host));
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  for (const { chart, option } of drawn) chart.setOption(dressed(option), true);
});

function dressed(option) {
  const colours = palette();
  return {
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    animationDuration: 300,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colours.muted },
    ...option(colours),
  };
}

function palette() {
  const style = getComputedStyle(document.documentElement);
  const names = ['ink', 'muted', 'line', 'surface', 'accent', 'accent-soft', 'second', 'third', 'fourth', 'fifth', 'loss', 'alarm', 'heat-low', 'heat-middle', 'heat-high', 'dark-ink', 'light-ink'];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

/** The look of a tooltip; its content is made of elements, never of HTML text. */
export const tooltip = (colours, formatter) => ({
  trigger: 'axis',
  formatter,
  backgroundColor: colours.surface,
  borderColor: colours.line,
  borderWidth: 1,
  padding: 0,
  transitionDuration: 0,
  confine: true,
  extraCssText: 'border-radius: 8px; box-shadow: 0 4px 16px rgb(0 0 0 / 12%);',
  axisPointer: { type: 'line', lineStyle: { color: colours.muted, type: 'solid', opacity: 0.5 } },
});

const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** The colour at a part of the way between two, all as #rrggbb. */
export function mix(from, to, part) {
  const target = channels(to);
  const mixed = channels(from).map((channel, i) => Math.round(channel + (target[i] - channel) * Math.min(1, Math.max(0, part))));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** Dark or light ink, whichever contrasts more with the ground (WCAG relative luminance). */
export function readableOn(ground, colours) {
  const contrast = (ink) => {
    const [low, high] = [luminance(ink), luminance(ground)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const inks = [colours['dark-ink'], colours['light-ink']];
  return contrast(inks[0]) >= contrast(inks[1]) ? inks[0] : inks[1];
}

function luminance(colour) {
  const [red, green, blue] = channels(colour).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
