import { describe, expect, it } from 'vitest';
import type { Measure } from '../../../src/plan/condition.ts';
import { readQuery, readVolume } from '../../../src/proof/synthesis/query.ts';

/** A measure as a short text, to compare by. */
function shown(measure: Measure): string {
  switch (measure.node) {
    case 'rate':
    case 'increase':
      return `${measure.node}(${measure.of.signal} ${measure.overSeconds})`;
    case 'gauge':
    case 'age':
      return `${measure.aggregate} ${measure.node}(${measure.of.signal})`;
    case 'quantile':
      return `q${measure.quantile}(${measure.of.signal} ${measure.overSeconds})`;
    case 'ratio':
      return `${shown(measure.numerator)} / ${shown(measure.denominator)}`;
    case 'scaled':
      return `${measure.factor} * ${shown(measure.of)}`;
    case 'ago':
      return `${shown(measure.of)} ago ${measure.bySeconds}`;
    case 'combine':
      return `${measure.by}(${measure.of.map(shown).join(', ')})`;
    case 'constant':
      return String(measure.value);
    case 'amount-rate':
    case 'last-due':
    case 'mean':
    case 'proportion-z':
    case 'raw':
    case 'raw-volume':
    case 'segment-spread':
    case 'when':
      return measure.node;
  }
}

function read(text: string): string {
  const result = readQuery(text, 'q');
  return 'why' in result ? result.why : shown(result.measure);
}

describe('a user’s query read as a measure', () => {
  it.each([
    ['sum(rate(a_total{x="1"}[6h])) / sum(rate(b_total[6h]))', 'rate(q:9 21600) / rate(q:41 21600)'],
    ['sum(rate(a[5m])) / (sum(rate(b[5m])) > 0)', 'rate(q:9 300) / rate(q:29 300)'],
    ['100 * avg(x)', '100 * mean gauge(q:10)'],
    ['max(x) / 100', '0.01 * max gauge(q:4)'],
    ['queue_length', 'max gauge(q:0)'],
    ['scalar(sum(queue))', 'sum gauge(q:11)'],
    ['time() - max(last_run{job="a"})', 'newest age(q:13)'],
    ['sum(increase(a[1h] offset 1w))', 'increase(q:13 3600) ago 604800'],
    ['sum(rate(a[5m])) + sum(rate(b[5m]))', 'sum(rate(q:9 300), rate(q:28 300))'],
    ['histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))', 'q0.9(q:42 300)'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    ['stddev(x)', 'stddev(x)'],
    ['sum by (a) (x)', 'sum by (a) (x)'],
    ['sum(rate(a[5m])) / on (x) b', 'sum(rate(a[5m])) / on (x) b'],
    ['a{x=~"b.*"}', 'a{x=~"b.*"}'],
    ['max_over_time(a[5m:1m])', 'max_over_time(a[5m:1m])'],
  ])('%s is beyond it, and is told', (text, part) => {
    expect(read(text)).toContain(part);
  });

  it('keeps the labels that the query asks for', () => {
    const result = readQuery('sum(rate(a_total{x="1", y="2"}[6h]))', 'q');
    expect(
      'signals' in result && result.signals.map(({ metric, prometheus }) => [metric, prometheus.labels]),
    ).toEqual([['a_total', { x: '1', y: '2' }]]);
  });

  it('reads the events that a quotient stands on', () => {
    const result = readVolume('sum(rate(a[1h])) / sum(rate(b[1h]))', 'q');
    expect('measure' in result && result.measure.node).toBe('increase');
    expect(readVolume('a / b', 'q')).toHaveProperty('why');
  });
});
