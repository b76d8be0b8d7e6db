import { exampleModel } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';

/** Prometheus' names for what only grows. */
const COUNTER_NAME = /_(?:total|count|sum|bucket)$/;

export const counterAsGauge: LintRule = {
  id: 'metrics/counter-as-gauge',
  severity: 'warning',
  title: 'a counter that is read as a gauge',
  why: 'By the naming rules of Prometheus a metric that ends in `_total`, `_count`, `_sum` or `_bucket` only grows, until its process restarts. Compared with a threshold as it stands, it crosses it for good some day, and a restart hides everything. Map it as a counter and look at its rate or increase.',
  bad: example('gauge', 'max', '100'),
  good: example('counter', 'rate', '5/s'),
  check({ workspace, plan }, report) {
    for (const { instrument, metric, role, origin } of plan.signals) {
      const model = origin.object.kind === 'Model' ? workspace.get('Model', origin.object.name) : undefined;
      if (instrument !== 'gauge' || model === undefined || !COUNTER_NAME.test(metric)) continue;
      report({
        ...at(model, ['metrics', role]),
        message: `${metric} is mapped as a gauge, and its name is that of a counter`,
        hint: 'Use type: counter with statistic rate or increase.',
        data: { role, metric },
      });
    }
  },
};

function example(type: string, statistic: string, limit: string): string {
  return exampleModel([
    `metrics: { retries: { name: fraud_retries_total, type: ${type} } }`,
    `monitors: [{ name: retries, of: retries, statistic: ${statistic}, threshold: { gt: ${limit} } }]`,
  ]);
}
