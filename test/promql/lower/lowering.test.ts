import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../src/plan/condition.ts';
import { metric } from '../../../src/promql/build.ts';
import { lowerCondition } from '../../../src/promql/lower/condition.ts';
import { eventsOfAll } from '../../../src/promql/lower/events.ts';
import { lowerRaw } from '../../../src/promql/lower/raw.ts';
import { objectiveOf, scopeOf, signalOf } from '../../../src/promql/lower/scope.ts';
import { presenceOf, scaled, seriesOf } from '../../../src/promql/lower/selection.ts';
import { valueOf } from '../../../src/promql/lower/value.ts';
import { print } from '../../../src/promql/print.ts';
import { KITCHEN_PLAN } from '../../support/kitchen-plan.ts';
import { counter, histogram, planOf } from '../../support/plan.ts';

const IDENTITY = { name: 'Watch', labels: { level: '1', env: 'prod' } };

describe('a selection', () => {
  const scope = scopeOf(
    planOf({
      environment: { name: 'prod', labels: { env: 'prod', zone: 'a' }, labelsSelect: true },
      signals: [
        counter('a', 'a_total', {
          prometheus: {
            labels: { job: 'fraud', env: 'blue' },
            facetLabels: { version: 'zone', class: 'class' },
          },
        }),
        histogram('h', 'h_seconds', 'classic', { prometheus: { labels: {} } }),
        histogram('n', 'n_seconds', 'native', { prometheus: { labels: {} } }),
      ],
    }),
  );

  it('is chosen by the environment, the signal and its own equalities, the last of which wins', () => {
    expect(print(seriesOf(scope, { signal: 'a' }))).toBe('a_total{env="blue", job="fraud", zone="a"}');
    expect(print(seriesOf(scope, { signal: 'a', where: { version: 'b', class: 'x' } }))).toBe(
      'a_total{class="x", env="blue", job="fraud", zone="b"}',
    );
  });

  it('is there when a classic histogram’s count or a native histogram itself is', () => {
    expect(print(presenceOf(scope, { signal: 'h' }))).toBe('h_seconds_count{env="prod", zone="a"}');
    expect(print(presenceOf(scope, { signal: 'n' }))).toBe('n_seconds{env="prod", zone="a"}');
  });

  it('of a signal that the plan lacks is a fault of the plan', () => {
    expect(() => seriesOf(scope, { signal: 'b' })).toThrow('the plan has no signal b');
    expect(() => signalOf(scope, 'b')).toThrow('the plan has no signal b');
    expect(() => objectiveOf(scope, 'b')).toThrow('the plan has no objective b');
  });

  it('adds up selections of which some are absent', () => {
    expect(print(eventsOfAll(scope, [{ signal: 'a' }], 300))).toBe(
      'sum(rate(a_total{env="blue", job="fraud", zone="a"}[5m]))',
    );
    expect(print(eventsOfAll(scope, [{ signal: 'h' }, { signal: 'n' }], 300))).toBe(
      'sum(sum(rate(h_seconds_count{env="prod", zone="a"}[5m])) or ' +
        'label_replace(histogram_count(sum(rate(n_seconds{env="prod", zone="a"}[5m]))), "part", "2", "", ""))',
    );
    expect(() => eventsOfAll(scope, [], 300)).toThrow('at least one selection');
  });
});

describe('a scale', () => {
  it.each([
    [1, 'x'],
    [0.001, 'x / 1000'],
    [0.01, 'x / 100'],
    [1e-6, 'x / 1000000'],
    [60, 'x * 60'],
    [0.3, 'x * 0.3'],
  ])('of %d', (scale, expected) => {
    expect(print(scaled(metric('x'), scale))).toBe(expected);
  });
});

describe("a user's query", () => {
  it.each([
    ['sum(x)', 'sum(x)'],
    ['sum(x) / sum(y) * 100', 'sum(x) / sum(y) * 100'],
    ['(1 - avg(x))', '(1 - avg(x))'],
    ['- max(x) # the worst', '- max(x)'],
    ['vector(1) + scalar(x)', 'vector(1) + scalar(x)'],
    ['x', 'max((x))'],
    ['sum by (pod) (x)', 'max((sum by (pod) (x)))'],
    ['topk(1, x)', 'max((topk(1, x)))'],
    ['rate(x[5m])', 'max((rate(x[5m])))'],
    ['sum(x) / y', 'max((sum(x) / y))'],
    ['1 + 1', 'vector((1 + 1))'],
    ['scalar(x)', 'vector((scalar(x)))'],
  ])('%s', (text, expected) => {
    expect(print(lowerRaw(text, 'max'))).toBe(expected);
  });

  it('counts by its least series where less is worse', () => {
    expect(print(lowerRaw('x', 'min'))).toBe('min((x))');
  });
});

describe('conditions', () => {
  const scope = scopeOf(KITCHEN_PLAN);
  const printed = (condition: Condition): string => print(lowerCondition(scope, condition, IDENTITY).expr);
  const value = (condition: Condition): string | undefined => {
    const expr = valueOf(scope, condition);
    return expr && print(expr);
  };
  const gpu: Condition = {
    node: 'compare',
    left: { node: 'gauge', of: { signal: 'model:fraud/gpu' }, aggregate: 'max', unit: 'ratio' },
    op: '>',
    right: { node: 'constant', value: 0.5, unit: 'ratio' },
  };
  const GPU = 'max(gpu_percent{env="prod", job="fraud", region="eu"}) / 100 > 0.5';

  it('join what has different labels by nothing at all', () => {
    const budget: Condition = { node: 'budget-remaining', objective: 'spans', op: '<', ratio: 0.1 };
    const left =
      'modelwatch:slo_budget_remaining:ratio{env="prod", project="acme", region="eu", slo="spans"} < 0.1';
    expect(printed({ node: 'all', of: [budget, gpu] })).toBe(`${left} and on () ${GPU}`);
    expect(printed({ node: 'any', of: [budget, gpu] })).toBe(`${left} or on () ${GPU}`);
    expect(printed({ node: 'unless', of: budget, exception: gpu })).toBe(`${left} unless on () ${GPU}`);
    expect(lowerCondition(scope, { node: 'any', of: [gpu, budget] }, IDENTITY).labels).toEqual([
      'env',
      'project',
      'region',
      'slo',
    ]);
    expect(lowerCondition(scope, { node: 'all', of: [gpu, budget] }, IDENTITY).labels).toEqual([]);
  });

  it('keep a latched alert by its own state', () => {
    expect(printed({ node: 'latched', trigger: gpu, release: gpu })).toBe(
      `${GPU} or on () ${GPU} and on () ALERTS{alertname="Watch", alertstate="firing", level="1", env="prod"}`,
    );
  });

  it('print thresholds of burn rates as factor and budget, to be read and to be exact', () => {
    const burn = { node: 'burn-rate', objective: 'availability', factor: 14.4, shortSeconds: 300 } as const;
    const of = 'env="prod", project="acme", region="eu", slo="availability"';
    expect(printed({ ...burn, longSeconds: 21_600, minBadEvents: 0 })).toBe(
      `modelwatch:sli_bad:ratio_rate1h_6h{${of}} > 14.4 * 0.001`,
    );
    expect(printed({ ...burn, longSeconds: 21_600, minBadEvents: 5 })).toContain(':ratio_rate1h_6h_events5{');
  });

  it('that no valid plan has are told', () => {
    expect(() => printed({ node: 'all', of: [] })).toThrow('at least one');
    expect(() => printed({ node: 'sustained', objective: 'latency', slices: 3 })).toThrow('no time slices');
  });

  it('tell the value of their first measure, where they have one', () => {
    expect(value({ node: 'any', of: [{ node: 'unless', of: gpu, exception: gpu }] })).toBe(
      GPU.replace(' > 0.5', ''),
    );
    expect(value({ node: 'latched', trigger: gpu, release: gpu })).toBe(GPU.replace(' > 0.5', ''));
    expect(value({ node: 'missing-bucket', objective: 'latency' })).toContain('emitters_without_bucket');
    expect(value({ node: 'always' })).toBeUndefined();
    expect(value({ node: 'sustained', objective: 'freshness', slices: 3 })).toBeUndefined();
  });
});
