import { groupBy } from '../../../support/group-by.ts';
import { printDuration } from '../../../units/index.ts';
import { exampleModel } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';

/** So many evaluations in a row make one slow scrape no alert. */
const LEAST_EVALUATIONS = 2;

export const noFor: LintRule = {
  id: 'alert/no-for',
  severity: 'warning',
  title: 'a monitor that alerts on a single evaluation',
  why: 'With a holding time shorter than two evaluations, one odd sample is enough: a slow scrape, a pod that just started, a deploy. Such alerts come and go, and people learn to wait before they look. Let the condition hold for at least two evaluations (`for`); ten minutes are the default.',
  bad: example('30s'),
  good: example('5m'),
  check({ workspace, plan }, report) {
    const { evaluationSeconds } = plan.cadence;
    const least = LEAST_EVALUATIONS * evaluationSeconds;
    const told = plan.alerts.filter(
      ({ object, severity, escalation }) =>
        object.kind === 'Monitor' &&
        (severity === 'page' || severity === 'ticket') &&
        escalation !== undefined,
    );
    const byMonitor = groupBy(told, ({ object }) => object.name);
    for (const monitor of workspace.list('Monitor')) {
      const { seconds, text } = monitor.spec.for;
      // Its other alerts, such as that of missing data, have holding times of their own.
      const alert = byMonitor.get(monitor.name)?.find(({ holdSeconds }) => holdSeconds === seconds);
      if (alert === undefined || seconds >= least) continue;
      report({
        ...at(monitor, ['for']),
        message: `it is evaluated every ${printDuration(evaluationSeconds)}, and held for ${text}: a single odd evaluation is a ${alert.severity}`,
        hint: `Hold it for at least ${printDuration(least)}.`,
        data: { holdSeconds: seconds, evaluationSeconds, leastSeconds: least },
      });
    }
  },
};

function example(hold: string): string {
  return exampleModel([
    `monitors: [{ name: few, of: requests, statistic: rate, threshold: { lt: 1/s }, for: ${hold} }]`,
  ]);
}
