import { CHART_SCRIPT } from './chart-script.ts';

/** The page's script: draws details when they come into view, filters columns. Without it the page still tells the verdicts. */
export const SCRIPT = String.raw`'use strict';
(() => {
const data = JSON.parse(document.getElementById('data').textContent);
${CHART_SCRIPT}

/** Effect, score, noise and levels of a test on one scale from 0. */
function scale(test) {
  const [, , , score, effect, warn, alert, mean, q99] = test;
  const known = [score, effect, warn, alert, q99].filter((value) => value !== '').map(Number);
  if ((effect === '' && score === '') || (warn === '' && alert === '' && q99 === '')) return [];
  const end = Math.max(...known) * 1.12 || 1;
  const at = (value) => percent(Math.max(0, Number(value)) / end);
  const picture = svg('svg', { class: 'scale', role: 'img' });
  const items = [];
  const legend = (shape, words) =>
    items.push(el('li', {}, svg('svg', { width: 14, height: 14, 'aria-hidden': 'true' }, shape), words));
  const line = (kind, x, from, to) => svg('line', { class: kind, x1: x, x2: x, y1: from, y2: to });
  picture.append(svg('line', { class: 'axis', x1: 0, x2: '100%', y1: 22, y2: 22 }));
  if (q99 !== '') {
    picture.append(svg('rect', { class: 'noise', x: 0, y: 12, width: at(q99), height: 10 }), line('noise-mean', at(mean), 12, 22));
    legend(svg('rect', { class: 'noise', x: 0, y: 2, width: 14, height: 10 }), 'noise up to ' + q99 + ', on average ' + mean);
  }
  for (const [kind, value] of [['warn', warn], ['alert', alert]]) {
    if (value === '') continue;
    picture.append(line('level ' + kind, at(value), 2, 26));
    legend(line('level ' + kind, 7, 0, 14), kind + ' ' + value);
  }
  if (score !== '') {
    picture.append(svg('circle', { class: 'score', cx: at(score), cy: 17, r: 5 }));
    legend(svg('circle', { class: 'score', cx: 7, cy: 7, r: 5 }), 'score ' + score);
  }
  if (effect !== '') {
    const kind = standingOf(test);
    picture.append(svg('circle', { class: kind, cx: at(effect), cy: 17, r: 6 }));
    legend(svg('circle', { class: kind, cx: 7, cy: 7, r: 6 }), 'effect ' + effect);
  }
  picture.setAttribute('aria-label', items.map((item) => item.textContent).join(', '));
  return [picture, el('ul', { class: 'key' }, ...items.reverse())];
}

function figures(test) {
  const [p, adjusted, alpha, rows] = test.slice(9, 13);
  const words = [];
  if (test[3] === '' && test[13] !== '' && p === '') words.push('score ' + test[13]);
  if (adjusted !== '') words.push('adjusted p ' + adjusted + (alpha === '' ? '' : ' (limit ' + alpha + ')'));
  if (p !== '') words.push('p ' + p);
  words.push(rows + (rows === '1' ? ' row' : ' rows'));
  return words.join(' · ');
}

/** told is the reason that stands above already. */
function testBlock(test, told) {
  return el(
    'section',
    { class: 'test' },
    el('h5', {}, test[0] + ' ', pill(standingOf(test))),
    ...scale(test),
    ...(test[14] === told ? [] : [el('p', {}, test[14])]),
    el('p', { class: 'soft' }, figures(test)),
  );
}

function segments(tests, more) {
  if (tests.length === 0) return [];
  const rows = tests.map((test) => [el('bdi', {}, test[15]), pill(standingOf(test)), el('span', {}, test[0]), String(test[4]) || '–', String(test[10]) || '–', test[12]]);
  const heads = ['segment', 'verdict', 'test', 'effect', 'adjusted p', 'rows'];
  const rest = more === 0 ? [] : [el('p', { class: 'soft' }, 'And ' + more + ' more, none of them worse.')];
  return [titled('Segments', scroll('Segments', table(heads, rows, 'Tests of segments')), ...rest)];
}

function scroll(label, ...children) {
  return el('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': label }, ...children);
}

function titled(title, ...children) {
  return el('div', {}, el('h5', {}, title), ...children);
}

function draw(holder) {
  if (holder.childElementCount > 0) return;
  const [policy, column] = holder.dataset.column.split('/');
  const [drawn, tests, ofSegments, more, statistics] = data[policy][column];
  const told = holder.previousElementSibling;
  const reason = told === null ? '' : told.textContent;
  const left = el('div', {}, distribution(drawn));
  if (statistics.length > 0) {
    const block = titled('Statistics', table(['', 'baseline', 'window'], statistics, 'Statistics'));
    block.className = 'statistics';
    left.append(block);
  }
  const right = el('div', {}, el('div', {}, ...tests.map((test) => testBlock(test, reason))), ...segments(ofSegments, more));
  holder.append(left, right);
}

const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      draw(target);
    }
  },
  { rootMargin: '400px' },
);
for (const holder of document.querySelectorAll('.drawn[data-column]')) seen.observe(holder);
addEventListener('beforeprint', () => {
  for (const holder of document.querySelectorAll('details[open] > .inside > .drawn')) draw(holder);
});

/** Details of a column of the table, in a row of its own below. */
function unfold(button) {
  const row = button.closest('tr');
  const isOpen = button.getAttribute('aria-expanded') === 'true';
  button.setAttribute('aria-expanded', String(!isOpen));
  if (isOpen) return void row.nextElementSibling.remove();
  const holder = el('div', { class: 'drawn', 'data-column': button.dataset.column });
  row.after(el('tr', {}, el('td', { class: 'details', colspan: row.cells.length }, holder)));
  draw(holder);
}

for (const section of document.querySelectorAll('.policy')) {
  section.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-column]');
    if (button) unfold(button);
  });
  const form = section.querySelector('form.find');
  if (!form) continue;
  const items = [...section.querySelectorAll('[data-standing]')].map((node) => ({
    node,
    name: node.querySelector('bdi').textContent.toLowerCase(),
    standing: node.dataset.standing,
  }));
  const rest = section.querySelector('details.rest');
  const none = section.querySelector('.nothing-found');
  const filter = () => {
    const wanted = form.elements.name.value.trim().toLowerCase();
    const standings = new Set([...form.querySelectorAll('input:checked')].map((box) => box.value));
    let count = 0;
    let isInRest = false;
    for (const { node, name, standing } of items) {
      const isShown = standings.has(standing) && name.includes(wanted);
      if (isShown) count += 1;
      if (isShown && node.tagName === 'TR') isInRest = true;
      if (node.hidden === isShown) {
        node.hidden = !isShown;
        const below = node.nextElementSibling;
        if (below && node.tagName === 'TR' && below.dataset.standing === undefined) below.hidden = !isShown;
      }
    }
    form.querySelector('output').textContent = count + ' of ' + items.length + ' shown';
    none.hidden = count > 0;
    if (rest) {
      rest.hidden = !isInRest;
      if (wanted !== '' && isInRest) rest.open = true;
    }
  };
  form.hidden = false;
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
}
document.documentElement.dataset.ready = 'yes';
})();
`;
