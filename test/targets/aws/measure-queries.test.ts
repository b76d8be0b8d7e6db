import { describe, expect, it } from 'vitest';
import type { Measure } from '../../../src/plan/condition.ts';
import { eventsQuery, measureQuery, objectiveQueries } from '../../../src/targets/aws/measure-queries.ts';
import { seriesOf } from '../../../src/targets/aws/series.ts';
import { AVAILABILITY, cloudWatchPlan, LATENCY, SATURATION } from '../../support/cloudwatch-plan.ts';

const of = seriesOf(cloudWatchPlan());
const requests = { signal: 'model:fraud/requests' };
const rate = (where?: Readonly<Record<string, string>>): Measure => ({
  node: 'rate',
  of: { ...requests, ...(where && { where }) },
  overSeconds: 300,
  unit: 'events-per-second',
});
const gauge: Measure = {
  node: 'gauge',
  of: { signal: 'model:fraud/saturation' },
  aggregate: 'max',
  unit: 'ratio',
};

/** Statistics and expression in one line. */
function said(measure: Measure): string | undefined {
  const query = measureQuery(measure, of);
  if (query === undefined) return undefined;
  const stats = query.stats.map(({ id, stat, series }) => {
    const dimensions = series.dimensions.map(([name, value]) => `${name}=${value}`);
    return `${id} = ${stat} of ${series.metric.name}{${dimensions.join()}}`;
  });
  return `${stats.join('; ')}: ${query.expression}`;
}

describe('measureQuery', () => {
  it.each<[Measure, string]>([
    [rate(), 'm1 = Sum of Requests{model=fraud}: m1 / PERIOD(m1)'],
    [
      { node: 'increase', of: { signal: 'model:fraud/latency' }, overSeconds: 300, unit: 'events' },
      'm1 = SampleCount of Latency{model=fraud}: m1',
    ],
    [
      { node: 'mean', of: { signal: 'model:fraud/latency' }, overSeconds: 300, unit: 'seconds' },
      'm1 = Average of Latency{model=fraud}: m1',
    ],
    [
      {
        node: 'quantile',
        of: { signal: 'model:fraud/latency' },
        quantile: 0.999,
        overSeconds: 300,
        unit: 'seconds',
      },
      'm1 = p99.9 of Latency{model=fraud}: m1',
    ],
    [gauge, 'm1 = Maximum of Gpu{model=fraud}: m1 * 0.01'],
    [
      { node: 'age', of: { signal: 'pipeline:ingest/freshness' }, aggregate: 'newest', unit: 'seconds' },
      'm1 = Maximum of LastSuccess{pipeline=ingest}: EPOCH(FILL(m1, REPEAT)) - FILL(m1, REPEAT)',
    ],
    [
      { node: 'ratio', numerator: rate({ version: 'v2' }), denominator: rate(), unit: 'ratio' },
      'm1 = Sum of Requests{model=fraud,model_version=v2}; m2 = Sum of Requests{model=fraud}: (m1 / PERIOD(m1)) / (m2 / PERIOD(m2))',
    ],
    [
      { node: 'scaled', of: gauge, factor: 0.5, unit: 'ratio' },
      'm1 = Maximum of Gpu{model=fraud}: (m1 * 0.01) * 0.5',
    ],
    [
      { node: 'ratio', numerator: gauge, denominator: gauge, unit: 'ratio' },
      'm1 = Maximum of Gpu{model=fraud}: (m1 * 0.01) / (m1 * 0.01)',
    ],
  ])('says %j', (measure, expected) => {
    expect(said(measure)).toBe(expected);
  });

  it.each<[string, Measure]>([
    ['a measure some time ago', { node: 'ago', of: gauge, bySeconds: 604_800, unit: 'ratio' }],
    ["a user's query", { node: 'raw', language: 'promql', text: 'up', unit: 'none' }],
    ['a constant', { node: 'constant', value: 1, unit: 'none' }],
    ['a facet without a dimension', rate({ reason: 'timeout' })],
    [
      'what a part of cannot be said',
      { node: 'ratio', numerator: gauge, denominator: rate({ reason: 'x' }), unit: 'ratio' },
    ],
  ])('cannot say %s', (_what, measure) => {
    expect(said(measure)).toBeUndefined();
  });
});

describe('eventsQuery', () => {
  it('adds up, as zero what has no samples', () => {
    expect(eventsQuery([requests, { signal: 'model:fraud/errors' }], of, 'x')?.expression).toBe(
      'FILL(x1, 0) + FILL(x2, 0)',
    );
  });

  it('gives up when one part is nowhere', () => {
    expect(eventsQuery([requests, { signal: 'model:fraud/unknown' }], of)).toBeUndefined();
    expect(eventsQuery([], of)).toBeUndefined();
  });
});

describe('objectiveQueries', () => {
  it('counts all and bad events', () => {
    expect(objectiveQueries(AVAILABILITY.indicator, of)?.bad.stats.map(({ stat }) => stat)).toEqual(['Sum']);
    expect(objectiveQueries(LATENCY.indicator, of)?.bad.stats.map(({ stat }) => stat)).toEqual(['TC(0.25:)']);
  });

  it('counts nothing of a state', () => {
    expect(objectiveQueries(SATURATION.indicator, of)).toBeUndefined();
  });
});
