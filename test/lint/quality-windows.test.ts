import { describe, expect, it } from 'vitest';
import { exampleModel } from '../../src/lint/example.ts';
import { lint } from './lint.ts';

const messages = (text: string, code: string) =>
  lint(text)
    .findings.filter((finding) => finding.code === code)
    .map(({ message }) => message);

const quality = (evaluate: string, window: string, objective = '90%', delay = '12h') =>
  exampleModel([
    `groundTruth: { delay: { p95: ${delay} }, labelVolume: { typical: 60000/day }, positiveRate: 50% }`,
    'slos:',
    `  - { name: a, sli: { type: quality, metric: accuracy, min: 85%, evaluate: ${evaluate} }, objective: ${objective}, window: ${window} }`,
  ]);

describe('slo/overlapping-slices', () => {
  const code = 'slo/overlapping-slices';

  it('begins where the evaluations that share data are more than the budget', () => {
    // 10 % of 90 are 9.
    expect(messages(quality('{ every: 1d, over: 9d }', '90d'), code)).toEqual([]);
    expect(messages(quality('{ every: 1d, over: 10d }', '90d'), code)).toEqual([
      'data of 1d are in 10 evaluations, and 90% of the 90 in 90d lets 9 be bad: if they pull all down, they alone break the objective',
    ]);
    expect(messages(quality('{ every: 1d, over: 10d }', '180d'), code)).toEqual([]);
  });

  it('is silent where evaluations share nothing, however small the budget', () => {
    expect(messages(quality('{ every: 1d, over: 1d }', '30d', '99%'), code)).toEqual([]);
    expect(messages(quality('{ every: 1d, over: 6h }', '30d', '99%'), code)).toEqual([]);
  });
});

describe('slo/window-shorter-than-label-delay', () => {
  const code = 'slo/window-shorter-than-label-delay';

  it('begins where the period is the delay', () => {
    const after = (window: string) =>
      messages(quality('{ every: 1d, over: 1d, offset: 45d }', window, '90%', '45d'), code);
    expect(after('46d')).toEqual([]);
    expect(after('45d')).toEqual([
      '95% of the labels of fraud have come after 45d, and the period is 45d: it is over before what was predicted in it can be judged',
    ]);
  });

  it('wants four evaluations in a period', () => {
    expect(messages(quality('{ every: 7d, over: 7d }', '28d'), code)).toEqual([]);
    expect(messages(quality('{ every: 7d, over: 7d }', '14d'), code)).toEqual([
      'it is evaluated every 7d, so 14d hold 2 evaluations, and one bad one is 50% of them',
    ]);
  });
});
