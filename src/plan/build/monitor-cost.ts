import { printMoney } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Measure } from '../condition.ts';
import type { Severity } from '../objective.ts';
import { beyond } from './bound.ts';
import { type BuildContext, originOf, reportAt, type SubjectEntity } from './context.ts';
import { modelCost, spendingPerSecond } from './model-cost.ts';
import { reportWrongSubject } from './monitor-compare.ts';
import { type BuiltMonitor, type MonitorPart, silent } from './monitor-part.ts';
import { valueMark } from './prose.ts';
import { MONITOR_PROSE } from './prose-monitors.ts';

const LOWER: Readonly<Record<Severity, Severity>> = {
  page: 'ticket',
  ticket: 'info',
  info: 'info',
  none: 'none',
};

/** A monitor of what a model's tokens cost: what it would cost over `forecast` at the pace of the last `over`. */
export function costMonitor(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  subject: SubjectEntity,
): BuiltMonitor | undefined {
  const { spec } = monitor;
  if (spec.cost === undefined) return undefined;
  if (subject.kind !== 'Model') {
    reportWrongSubject(context, monitor, 'cost', 'a cost');
    return undefined;
  }
  const { forecast, over, warn, alert } = spec.cost;
  if (subject.spec.cost === undefined) {
    reportAt(context, monitor, ['cost'], {
      code: 'cost/no-budget',
      severity: 'error',
      message: `Model ${subject.name} says neither what its tokens cost nor what they may cost`,
      expected: 'cost: { perToken: { … }, budget: … } on the model',
      related: [{ message: 'the model', span: subject.span }],
    });
    return undefined;
  }
  if (warn && warn.ratio >= alert.ratio) {
    reportAt(context, monitor, ['cost', 'warn'], {
      code: 'monitor/warn-not-before-alert',
      severity: 'error',
      message: `warn (${warn.text}) does not come before alert (${alert.text})`,
      expected: `less than ${alert.text}`,
    });
    return undefined;
  }
  // Faults of the model's own cost are told at the model.
  const cost = modelCost(silent(context), subject);
  const asked = { entity: monitor, path: ['cost'] };
  const perSecond = cost && spendingPerSecond(context, subject, cost, over.seconds, asked);
  if (cost === undefined || perSecond === undefined) return undefined;
  const projected: Measure = { node: 'scaled', of: perSecond, factor: forecast.seconds, unit: 'money' };
  const limitOf = (ratio: number): number =>
    Number((ratio * cost.budgetPerSecond * forecast.seconds).toPrecision(12));
  const partOf = (
    aspect: string,
    field: 'warn' | 'alert',
    ratio: number,
    severity: Severity,
  ): MonitorPart => ({
    aspect,
    class: 'cost',
    severity,
    condition: beyond(projected, '>', limitOf(ratio)),
    holdSeconds: spec.for.seconds,
    explained: spec.inhibit === 'upstream',
    firstLook: [{ title: `Projected cost in ${cost.currency}`, measure: projected }],
    origin: originOf(monitor, ['cost', field]),
    summary: MONITOR_PROSE.cost({
      title: monitor.title,
      subject: subject.name,
      over: over.text,
      forecast: forecast.text,
      value: valueMark('money'),
      currency: cost.currency,
      limit: printMoney({ amount: limitOf(ratio), currency: cost.currency }),
      budget: cost.budget,
    }),
    impact: `${subject.name} costs more than its budget allows if it goes on like this.`,
  });
  return {
    parts: [
      ...(warn
        ? [{ ...partOf('budget-warn', 'warn', warn.ratio, LOWER[spec.severity]), isWarning: true as const }]
        : []),
      partOf('over-budget', 'alert', alert.ratio, spec.severity),
    ],
  };
}
