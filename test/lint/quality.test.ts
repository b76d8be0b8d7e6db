import { describe, expect, it } from 'vitest';
import { exampleModel, PROXY } from '../../src/lint/example.ts';
import { labelsArrived, meanLabelsArrived } from '../../src/lint/label-delay.ts';
import { lint } from './lint.ts';

const found = (objects: string, code: string) => lint(objects).findings.filter((each) => each.code === code);
const messages = (objects: string, code: string) => found(objects, code).map(({ message }) => message);

const quality = (sli: string, groundTruth: string, model: readonly string[] = [PROXY]) =>
  exampleModel([
    `groundTruth: { ${groundTruth} }`,
    ...model,
    'slos:',
    '  - name: q',
    `    sli: { type: quality, ${sli} }`,
    '    objective: 90%',
    '    window: 180d',
  ]);

describe('labels that have arrived', () => {
  it('are half at p50 and 95 % at p95', () => {
    expect(labelsArrived(7, 7, 45)).toBeCloseTo(0.5, 12);
    expect(labelsArrived(45, 7, 45)).toBeCloseTo(0.95, 12);
    expect(labelsArrived(0, 7, 45)).toBe(0);
  });

  it('are, over a window, between those of its ends', () => {
    const mean = meanLabelsArrived({ from: 7, to: 14 }, 7, 45) ?? 0;
    expect(mean).toBeGreaterThan(0.5);
    expect(mean).toBeLessThan(labelsArrived(14, 7, 45) ?? 0);
  });

  it('are unknown when the quantiles are no distribution', () => {
    expect(labelsArrived(7, 45, 45)).toBeUndefined();
    expect(labelsArrived(7, 0, 45)).toBeUndefined();
  });
});

describe('quality/immature-labels', () => {
  const code = 'quality/immature-labels';
  const after = (evaluate: string, delay = 'p50: 7d, p95: 45d') =>
    messages(quality(`metric: recall, min: 80%, evaluate: { ${evaluate} }`, `delay: { ${delay} }`), code);

  it('begins below p95', () => {
    expect(after('by: event-time, every: 7d, over: 7d, offset: 45d')).toEqual([]);
    expect(after('by: event-time, every: 7d, over: 7d, offset: 44d')).toHaveLength(1);
  });

  it('tells the share of labels that have come', () => {
    expect(after('by: event-time, every: 1d, over: 1d, offset: 7d')).toEqual([
      'of what fraud predicted in the 1d that end 7d ago, ≈ 52% of the labels have come; 95% take up to 45d',
    ]);
    expect(after('by: event-time, every: 1d, over: 1d, offset: 7d', 'p95: 45d')).toEqual([
      'of what fraud predicted in the 1d that end 7d ago, fewer than 95% of the labels have come; 95% take up to 45d',
    ]);
  });

  it('says of windows by arrival what a change looks like in them', () => {
    expect(after('every: 1d, over: 7d')).toEqual([
      'of a new version of fraud, ≈ 50% of the labels have come after 7d, and recall is judged by these; 95% take up to 45d',
    ]);
  });
});

describe('quality/undecidable', () => {
  const code = 'quality/undecidable';
  const truth = (more: string) => `delay: { p95: 12h }, labelVolume: { typical: 60000/day }, ${more}`;
  const judged = (sli: string, more: string, over = '1d') =>
    found(quality(`${sli}, evaluate: { every: 7d, over: ${over}, offset: 12h }`, truth(more)), code);

  it('decides a precision by the predicted positives', () => {
    const sli = 'metric: precision, min: 85%, typical: 88%';
    const [finding] = judged(sli, 'positiveRate: 0.2%');
    expect(finding?.message).toBe(
      '60000 labels in 1d, 120 predicted positives, tell precision to ±5.8 points, and typical 88% is only 3 points from 85%',
    );
    expect(finding?.hint).toBe('Use over: 4d, or a bound further from what is typical.');
    expect(judged(sli, 'positiveRate: 0.2%', '4d')).toEqual([]);
    expect(judged(sli, 'positiveRate: 0.2%', '3d')).toHaveLength(1);
    // Many predicted positives decide within a day.
    expect(judged(sli, 'positiveRate: 0.2%, predictedPositiveRate: 1%')).toEqual([]);
  });

  it('decides a recall by the actual ones, whatever is predicted', () => {
    const sli = 'metric: recall, min: 85%, typical: 88%';
    expect(judged(sli, 'positiveRate: 0.2%, predictedPositiveRate: 1%')).toHaveLength(1);
    // And what is said of negatives by these, of which there are many.
    expect(judged('metric: specificity, min: 85%, typical: 88%', 'positiveRate: 0.2%')).toEqual([]);
  });

  it('says so when no sensible window decides', () => {
    const [finding] = judged('metric: recall, min: 85%, typical: 85.1%', 'positiveRate: 0.2%');
    expect(finding?.hint).toMatch(/^It would take over: \d{4,}d; /);
  });

  it('takes the labelled share of the traffic where no volume is declared', () => {
    const sampled = quality(
      'metric: accuracy, min: 85%, typical: 88%, evaluate: { every: 1d, over: 1d, offset: 12h }',
      'delay: { p95: 12h }, sample: 1%',
      ['serving: { expectedTraffic: { typical: 10000/day } }'],
    );
    expect(messages(sampled, code)).toEqual([
      '100 labels in 1d tell accuracy to ±6.4 points, and typical 88% is only 3 points from 85%',
    ]);
  });

  it('says nothing without a typical value, labels or a width that is known', () => {
    expect(judged('metric: precision, min: 85%', 'positiveRate: 0.2%')).toEqual([]);
    expect(judged('metric: brier, max: 0.2, typical: 0.19', 'positiveRate: 0.2%')).toEqual([]);
    const unlabelled =
      'metric: recall, min: 85%, typical: 88%, evaluate: { every: 7d, over: 1d, offset: 12h }';
    expect(messages(quality(unlabelled, 'delay: { p95: 12h }, positiveRate: 0.2%'), code)).toEqual([]);
  });
});

describe('findings that are graver than their rule', () => {
  const severityOf = (objects: string, code: string) =>
    lint(objects).findings.find((finding) => finding.code === code)?.severity;

  it('are errors of windows by event time that end before their labels have come', () => {
    const at = (evaluate: string) =>
      severityOf(
        quality(`metric: recall, min: 80%, evaluate: { ${evaluate} }`, 'delay: { p50: 7d, p95: 45d }'),
        'quality/immature-labels',
      );
    expect(at('by: event-time, every: 7d, over: 7d, offset: 44d')).toBe('error');
    expect(at('every: 1d, over: 7d')).toBe('warning');
  });

  it('are errors of tier-1 models that nothing watches until labels come', () => {
    const at = (tier: string) =>
      severityOf(
        exampleModel(['groundTruth: { delay: { p95: 45d } }'], `name: fraud, labels: { tier: "${tier}" }`),
        'quality/no-proxy',
      );
    expect(at('1')).toBe('error');
    expect(at('2')).toBe('warning');
  });
});

describe('quality/no-proxy', () => {
  const code = 'quality/no-proxy';
  const late = (p95: string, lines: readonly string[]) =>
    messages(exampleModel([`groundTruth: { delay: { p95: ${p95} } }`, ...lines]), code);

  it('begins above a day', () => {
    expect(late('24h', [])).toEqual([]);
    expect(late('25h', [])).toEqual([
      '95% of the labels of fraud take up to 25h, and nothing watches its predictions until then',
    ]);
  });

  it('takes monitors of what the model says for proxies, and none of how it runs', () => {
    const monitor = (what: string) => [`monitors: [{ name: m, ${what} }]`];
    expect(late('45d', monitor('of: confidence, statistic: mean, threshold: { lt: 60% }'))).toEqual([]);
    expect(
      late('45d', monitor('of: requests, statistic: share, class: fraud, threshold: { gt: 3% }')),
    ).toEqual([]);
    expect(late('45d', monitor('of: requests, statistic: rate, threshold: { lt: 1 }'))).toHaveLength(1);
  });
});

describe('metrics and tasks', () => {
  it('knows which metric fits which task', () => {
    const told = (task: string, metric: string) =>
      messages(
        quality(metric, 'delay: { p95: 12h }', [PROXY, `task: ${task}`]),
        'quality/metric-not-for-task',
      ).length;
    expect(told('regression', 'metric: auc, min: 0.8')).toBe(1);
    expect(told('binary-classification', 'metric: auc, min: 0.8')).toBe(0);
    expect(told('binary-classification', 'metric: rmse, max: 3')).toBe(1);
    expect(told('ranking', 'metric: auc, min: 0.8')).toBe(0);
    expect(told('ranking', 'metric: ndcg, at: 10, min: 0.3')).toBe(0);
    expect(told('generation', 'metric: accuracy, min: 80%')).toBe(1);
    expect(told('other', 'metric: rmse, max: 3')).toBe(0);
  });

  it('compares an accuracy with that of always the same answer', () => {
    const code = 'quality/class-imbalance-accuracy';
    const accuracy = (min: string, rate: string) =>
      messages(quality(`metric: accuracy, min: ${min}`, `delay: { p95: 12h }, positiveRate: ${rate}`), code);
    expect(accuracy('99.9%', '0.2%')).toEqual([]);
    expect(accuracy('99.8%', '0.2%')).toEqual([
      '0.2% of the labels are positive: calling everything negative is 99.8% accurate, and min is 99.8%',
    ]);
    expect(accuracy('60%', '70%')).toEqual([
      '70% of the labels are positive: calling everything positive is 70% accurate, and min is 60%',
    ]);
  });
});
