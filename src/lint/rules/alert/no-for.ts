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
    for (const monitor of workspace.list('Monitor')) {
      const alerts = plan.alerts.filter(
        ({ object, severity, escalation, holdSeconds }) =>
          object.kind === 'Monitor' &&
          object.name === monitor.name &&
          (severity === 'page' || severity === 'ticket') &&
          escalation !== undefined &&
          holdSeconds === monitor.spec.for.seconds,
      );
      if (alerts.length === 0 || monitor.spec.for.seconds >= least) continue;
      report({
        ...at(monitor, ['for']),
        message: `it is evaluated every ${printDuration(evaluationSeconds)}, and held for ${monitor.spec.for.text}: a single odd evaluation is a ${alerts[0]?.severity}`,
        hint: `Hold it for at least ${printDuration(least)}.`,
        data: { holdSeconds: monitor.spec.for.seconds, evaluationSeconds, leastSeconds: least },
      });
    }
  },
};

function example(hold: string): string {
  return exampleModel([
    `monitors: [{ name: few, of: requests, statistic: rate, threshold: { lt: 1/s }, for: ${hold} }]`,
  ]);
}
