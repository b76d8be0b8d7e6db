/**
 * The part of the page's script that draws the details of a column: plain JavaScript that runs in the reader's browser. It only
 * places what data.ts printed. Texts go in as text nodes, never as HTML.
 */
export const CHART_SCRIPT = String.raw`
const SVG = 'http://www.w3.org/2000/svg';
const LEVELS = ['none', 'warn', 'alert'];
const WORDS = { none: 'no drift', warn: 'warn', alert: 'alert', pending: 'unconfirmed' };

function add(node, attributes, children) {
  for (const name in attributes) node.setAttribute(name, attributes[name]);
  for (const child of children) node.append(child);
  return node;
}
function el(tag, attributes, ...children) {
  return add(document.createElement(tag), attributes, children);
}
function svg(tag, attributes, ...children) {
  return add(document.createElementNS(SVG, tag), attributes, children);
}
function percent(share) {
  return Math.round(share * 10000) / 100 + '%';
}

function standingOf(test) {
  return test[1] > 0 ? LEVELS[test[1]] : test[2] > 0 ? 'pending' : 'none';
}
function pill(standing) {
  return el('span', { class: 'pill ' + standing }, WORDS[standing]);
}

/** Two swatches: what is baseline, what is now. */
function key() {
  const item = (kind, words) =>
    el('li', {}, svg('svg', { width: 14, height: 10, 'aria-hidden': 'true' }, svg('rect', { class: kind, width: 14, height: 10, rx: 2 })), words);
  return el('ul', { class: 'key' }, item('before', 'baseline'), item('now', 'window'));
}

/** Where the shares differ most, in words. */
function summary(names, before, now) {
  let at = 0;
  for (let i = 1; i < names.length; i += 1)
    if (Math.abs(now[i] - before[i]) > Math.abs(now[at] - before[at])) at = i;
  return 'Largest difference: ' + names[at] + ', ' + before[at] + '% in the baseline, ' + now[at] + '% in the window.';
}

/** 'even': bins as wide as they are; 'density': areas are shares; 'apart': bins too uneven for that, drawn equally wide. */
function layoutOf(edges) {
  const widths = edges.slice(1).map((edge, i) => edge - edges[i]);
  const least = Math.min(...widths);
  const ratio = Math.max(...widths) / least;
  if (!(least > 0) || !(ratio <= 60)) return 'apart';
  return ratio < 1.1 ? 'even' : 'density';
}

function stepOf(highest) {
  const power = Math.pow(10, Math.floor(Math.log10(highest)));
  const step = [5, 2, 1, 0.5, 0.2].find((each) => highest / (each * power) >= 2) * power;
  return Number(step.toPrecision(1));
}

function histogram(names, before, now) {
  const edges = names.map(Number);
  const layout = layoutOf(edges);
  const bins = before.length;
  const first = edges[0];
  const range = edges[bins] - first;
  const x = (i) => (layout === 'apart' ? i / bins : (edges[i] - first) / range);
  const height = (shares, i) => (layout === 'density' ? shares[i] / (x(i + 1) - x(i)) : shares[i]);
  let highest = 0;
  for (let i = 0; i < bins; i += 1) highest = Math.max(highest, height(before, i), height(now, i));
  highest = highest * 1.04 || 1;
  const y = (value) => Number((1000 - (value / highest) * 1000).toFixed(1));
  const places = names.map((_, i) => Number((x(i) * 1000).toFixed(1)));
  const path = (shares) => {
    let d = 'M0 1000';
    for (let i = 0; i < bins; i += 1) d += 'V' + y(height(shares, i)) + 'H' + places[i + 1];
    return d + 'V1000';
  };
  const picture = svg('svg', { viewBox: '0 0 1000 1000', preserveAspectRatio: 'none', role: 'img' });
  const labels = el('div', { class: 'y', 'aria-hidden': 'true' });
  if (layout !== 'density') {
    const step = stepOf(highest);
    for (let i = 0; i * step <= highest; i += 1) {
      const value = Number((i * step).toPrecision(3));
      picture.append(svg('line', { class: 'grid', x1: 0, x2: 1000, y1: y(value), y2: y(value) }));
      const label = el('span', {}, value + '%');
      label.style.bottom = percent(value / highest);
      labels.append(label);
    }
  }
  picture.append(svg('path', { class: 'before', d: path(before) }), svg('path', { class: 'now', d: path(now) }));
  const spans = before.map((_, i) => (i === 0 ? 'below ' + names[1] : i === bins - 1 ? 'from ' + names[i] : names[i] + ' to ' + names[i + 1]));
  if (bins === 1) spans[0] = 'all values';
  for (let i = 0; i < bins; i += 1) {
    const hit = svg('rect', { class: 'hit', x: places[i], width: Math.max(0, places[i + 1] - places[i]), y: 0, height: 1000 });
    hit.append(svg('title', {}, spans[i] + ': ' + before[i] + '% in the baseline, ' + now[i] + '% in the window'));
    picture.append(hit);
  }
  picture.setAttribute('aria-label', 'Distribution in the baseline and in the window. ' + summary(spans, before, now));
  const ticks = el('div', { class: 'x', 'aria-hidden': 'true' });
  let last = -1;
  for (let i = 0; i <= bins; i += 1) {
    const isEnd = i === 0 || i === bins;
    if (!isEnd && (x(i) - last < 0.22 || x(i) > 0.8)) continue;
    const label = el('span', {}, String(names[i]));
    label.style.left = percent(x(i));
    ticks.append(label);
    last = x(i);
  }
  const notes = { even: 'Share of the values by bin.', density: 'Areas are shares of the values.', apart: 'Share of the values by bin; bins of unequal width are drawn equally wide.' };
  const figure = el('figure', {}, el('figcaption', {}, notes[layout]), key(), el('div', { class: 'plot' }, labels, picture, ticks));
  figure.append(asTable(spans, before, now));
  return figure;
}

/** The same figures for who reads no pictures; made when it is opened. */
function asTable(names, before, now) {
  const details = el('details', { class: 'numbers' }, el('summary', { class: 'meta' }, 'In figures'));
  details.addEventListener('toggle', () => {
    if (details.children.length > 1) return;
    const rows = names.map((name, i) => [name, before[i] + '%', now[i] + '%']);
    details.append(table(['values', 'baseline', 'window'], rows));
  });
  return details;
}

function table(heads, rows, caption) {
  // Figures are texts, everything else is an element.
  const kind = (value, i) => (i > 0 && typeof value === 'string' ? { class: 'figure' } : {});
  const cell = (value, i) => (i === 0 ? el('th', { scope: 'row' }, value) : el('td', kind(value, i), value));
  return el(
    'table',
    {},
    ...(caption ? [el('caption', { class: 'visually-hidden' }, caption)] : []),
    el('thead', {}, el('tr', {}, ...heads.map((head, i) => el('th', { scope: 'col', ...kind(rows[0][i], i) }, head)))),
    el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map(cell)))),
  );
}

function categories(labels, before, now) {
  const highest = Math.max(...before, ...now) || 1;
  const bar = (kind, share, y) => {
    const width = (share / highest) * 0.78;
    return [
      svg('rect', { class: kind, x: 0, y, width: percent(width), height: 9, rx: 2 }),
      svg('text', { x: percent(width), dx: 5, y: y + 8.5 }, share + '%'),
    ];
  };
  const rows = labels.map((label, i) => {
    const about = before[i] + '% in the baseline, ' + now[i] + '% in the window';
    const bars = svg('svg', { role: 'img', 'aria-label': about }, ...bar('before', before[i], 0), ...bar('now', now[i], 12));
    return el('tr', {}, el('th', { scope: 'row' }, el('bdi', {}, label)), el('td', {}, bars));
  });
  const head = el('thead', { class: 'visually-hidden' }, el('tr', {}, el('th', { scope: 'col' }, 'value'), el('th', { scope: 'col' }, 'shares')));
  return el('figure', {}, el('figcaption', {}, 'Share of the values.'), key(), el('table', { class: 'bars' }, head, el('tbody', {}, ...rows)));
}

function distribution(drawn) {
  if (drawn === 0) return el('p', { class: 'soft' }, 'There is no distribution of this column to show.');
  if (drawn === 1) return el('p', { class: 'soft' }, 'The chart was left out to keep this file small; the JSON result has it.');
  return drawn[0] === 'n' ? histogram(drawn[1], drawn[2], drawn[3]) : categories(drawn[1], drawn[2], drawn[3]);
}
`;
