import { describe, expect, it } from 'vitest';
import { object } from '../../support/specs.ts';
import { alertOf, findings, objectiveOf, soundPlan, withSlo } from './built.ts';

const metric = (baseline: string) =>
  object(
    'BusinessMetric',
    'ctr',
    `{ owner: ml, query: "a / b", unit: ratio, direction: higher-is-better, baseline: { compare: same-time-last-week, fallback: { min: 0 }, ${baseline} } }`,
  );
const indicatorOf = (sli: string, ...objects: string[]) =>
  objectiveOf(soundPlan(withSlo(`sli: { ${sli} }, objective: 99%`, '', ...objects)), 'fraud-slo').indicator;

const WEEK = 604_800;
const value = { node: 'raw', language: 'promql', text: 'a / b', unit: 'ratio' };

describe('an objective on a business metric', () => {
  it('counts slices in which it is no worse than usual', () => {
    expect(indicatorOf('type: business, metric: ctr', metric('maxDecrease: 8%'))).toEqual({
      type: 'time-in-bounds',
      measure: {
        node: 'ratio',
        numerator: value,
        denominator: { node: 'ago', of: value, bySeconds: WEEK, unit: 'ratio' },
        unit: 'ratio',
      },
      badWhen: '<',
      limit: 0.92,
      signals: [],
    });
  });

  it('looks only while there are enough events', () => {
    const withVolume = metric('maxDecrease: 8%, minVolume: 500').replace(
      '"a / b"',
      '"sum(rate(a[5m])) / sum(rate(b[5m]))"',
    );
    expect(indicatorOf('type: business, metric: ctr', withVolume)).toMatchObject({
      measure: { node: 'when', of: { node: 'ratio' }, condition: { op: '>=', right: { value: 500 } } },
    });
  });

  it('has time slices, and alerts of its own', () => {
    const plan = soundPlan(
      withSlo('sli: { type: business, metric: ctr }, objective: 99%', '', metric('maxDecrease: 8%')),
    );
    expect(objectiveOf(plan, 'fraud-slo')).toMatchObject({
      sliType: 'business',
      budgeting: { type: 'timeslices', sliceSeconds: 300 },
    });
    expect(alertOf(plan, 'slo:fraud-slo/sustained').class).toBe('business');
  });

  it.each([
    ['type: business, metric: ctx', 'reference/unknown sli.metric'],
    ['type: business', 'schema/missing-field sli.metric'],
  ])('reports { %s } where it stands', (sli, finding) => {
    expect(findings(withSlo(`sli: { ${sli} }, objective: 99%`, '', metric('maxDecrease: 8%')))).toContain(
      finding,
    );
  });
});

describe('an objective on throughput', () => {
  const rate = {
    node: 'rate',
    of: { signal: 'model:fraud/requests' },
    overSeconds: 900,
    unit: 'events-per-second',
  };
  const ago = (weeks: number) => ({
    node: 'ago',
    of: rate,
    bySeconds: weeks * WEEK,
    unit: 'events-per-second',
  });

  it('is a share of last week', () => {
    expect(indicatorOf('type: throughput, min: 60% of same-time-last-week')).toEqual({
      type: 'time-in-bounds',
      measure: { node: 'ratio', numerator: rate, denominator: ago(1), unit: 'ratio' },
      badWhen: '<',
      limit: 0.6,
      signals: [rate.of],
    });
  });

  it('is a band around the median of three weeks, unless other times are named', () => {
    const band = 'type: throughput, min: 50% of baseline, max: 200% of baseline';
    expect(indicatorOf(band)).toMatchObject({
      measure: { denominator: { node: 'combine', by: 'median', of: [ago(1), ago(2), ago(3)] } },
      badWhen: '<',
      limit: 0.5,
      otherBound: { badWhen: '>', limit: 2 },
    });
    expect(indicatorOf(`${band}, compare: same-time-yesterday, over: 1h`)).toMatchObject({
      measure: { numerator: { overSeconds: 3600 }, denominator: { node: 'ago', bySeconds: 86_400 } },
    });
  });

  it('is a rate', () => {
    expect(indicatorOf('type: throughput, max: 500/s')).toMatchObject({
      measure: rate,
      badWhen: '>',
      limit: 500,
    });
  });

  it.each([
    ['type: throughput', 'slo/no-bound sli'],
    ['type: throughput, min: 5/s, max: 200% of baseline', 'slo/bounds-differ sli.max'],
    [
      'type: throughput, min: 50% of same-time-last-week, compare: same-time-yesterday',
      'slo/bounds-differ sli.compare',
    ],
    ['type: throughput, min: 90% of baseline, max: 80% of baseline', 'baseline/bounds-crossed sli.min'],
    ['type: throughput, min: 60%', 'schema/invalid-value sli.min'],
    ['type: throughput, of: confidenze, min: 5/s', 'metrics/unknown-role sli.of'],
  ])('reports { %s } where it stands', (sli, finding) => {
    expect(findings(withSlo(`sli: { ${sli} }, objective: 99%`))).toContain(finding);
  });
});
