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
  const names = ['ink', 'muted', 'line', 'surface', 'accent', 'accent-soft', 'second', 'third', 'heat-low', 'heat-middle', 'heat-high', 'on-heat'];
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
