import { describe, expect, it } from 'vitest';
import {
  documents,
  exampleBusinessMetric,
  exampleModel,
  exampleObject,
  PROXY,
} from '../../../src/lint/example.ts';
import { cellOf } from './coverage.ts';

const metric = (unit: string) => exampleBusinessMetric().replace('unit: ratio', `unit: ${unit}`);
const linked = (unit: string) =>
  documents(metric(unit), exampleModel([PROXY, 'business: [{ metric: losses }]']));

describe('engagement and revenue', () => {
  it('are covered by a link in its unit, and then the other does not apply', () => {
    expect(cellOf('revenue', linked('money'))).toBe('covered by BusinessMetric/losses');
    expect(cellOf('engagement', linked('money'))).toBe(
      'n/a: what it does for the business is told by losses, an amount of money',
    );
    expect(cellOf('engagement', linked('ratio'))).toBe('covered by BusinessMetric/losses');
    expect(cellOf('revenue', linked('ratio'))).toBe(
      'n/a: what it does for the business is told by losses, which is no amount of money',
    );
  });

  it('are both missing without a link, whatever metrics there are', () => {
    const unlinked = documents(metric('money'), exampleModel([PROXY]));
    expect(cellOf('engagement', unlinked)).toBe(
      'missing: a BusinessMetric that counts what people do, named under business of the model',
    );
    expect(cellOf('revenue', unlinked)).toBe(
      'missing: a BusinessMetric with unit: money, named under business of the model',
    );
  });

  it('take an objective on a business metric for a link', () => {
    const objects = documents(
      exampleObject('BusinessMetric', 'name: clicks', [
        'owner: ml',
        'query: clicks_ratio',
        'unit: ratio',
        'direction: higher-is-better',
        'baseline: { compare: [same-time-last-week], maxDecrease: 8% }',
      ]),
      exampleModel(['slos: [{ name: ctr, sli: { type: business, metric: clicks }, objective: 97% }]']),
    );
    expect(cellOf('engagement', objects)).toBe('covered by BusinessMetric/clicks');
  });
});

describe('user feedback', () => {
  const feedback = 'metrics: { feedback: { name: feedback_total, labels: { value: rating } } }';

  it('is covered by a proxy or monitor of the role', () => {
    const proxy =
      'proxies: [{ name: down, from: feedback, class: down, statistic: share, expect: { max: 8% } }]';
    expect(cellOf('user-feedback', exampleModel([feedback, proxy]))).toBe('covered by Model/fraud');
  });

  it('is missing where nothing reads it, and does not apply to batches', () => {
    expect(cellOf('user-feedback', exampleModel([feedback]))).toBe(
      'missing: the role feedback, and a proxy or monitor on it',
    );
    expect(cellOf('user-feedback', exampleModel(['serving: { mode: batch }']))).toBe(
      'n/a: a batch answers nobody who could say what they think of it',
    );
  });
});
