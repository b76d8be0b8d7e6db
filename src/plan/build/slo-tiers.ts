import { complement } from '../../units/index.ts';
import { type Entity, refOf } from '../../workspace/entity.ts';
import type { Signal } from '../signal.ts';
import { type BurnTiers, burnTiers } from './burn.ts';
import { type BuildContext, reportAt } from './context.ts';

/** The burn-rate tiers of an SLO on events; reports those that can never fire, are lowered or tell nothing of their own. */
export function tiersOf(context: BuildContext, slo: Entity<'SLO'>, signals: readonly Signal[]): BurnTiers {
  const { alerting, objective, window } = slo.spec;
  const budget = complement(objective.ratio);
  const built = burnTiers({
    policy: alerting.burnPolicy,
    budget,
    periodSeconds: window.seconds,
    scrapeSeconds: Math.max(context.cadence.scrapeSeconds, ...signals.map((signal) => signal.cadenceSeconds)),
    severity: alerting.severity,
  });
  if (built.unreachable.length > 0) {
    const sums = built.unreachable.map(
      ({ factor }) => `${factor} × ${percent(budget)} = ${percent(factor * budget)}`,
    );
    reportAt(context, slo, ['alerting', 'burnPolicy'], {
      code: 'slo/unreachable-burn-rate',
      severity: 'error',
      message: `objective ${objective.text} leaves a budget of ${percent(budget)}: ${sums.join(' and ')} can never be exceeded`,
      hint: 'Use burnPolicy: auto, which takes factors that the objective can reach.',
      data: { objective: objective.ratio, budget, factors: built.unreachable.map(({ factor }) => factor) },
    });
  }
  if (built.lowered.length > 0) {
    context.report({
      code: 'slo/burn-rate-lowered',
      severity: 'info',
      message: `objective ${objective.text}: ${built.lowered.map(({ name, from, to }) => `${name} burn rate ${from} → ${to}`).join(', ')}, so that an alert can fire`,
      span: slo.span,
      object: refOf(slo),
      data: { budget, lowered: built.lowered },
    });
  }
  if (built.dropped.length > 0) {
    context.report({
      code: 'slo/burn-tier-dropped',
      severity: 'info',
      message: `${built.dropped.map(({ name, beside }) => `the ${name} burn-rate alert tells nothing beside the ${beside} one`).join(', ')}, so it is left out`,
      span: slo.span,
      object: refOf(slo),
      data: { dropped: built.dropped },
    });
  }
  return built;
}

function percent(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(6))}%`;
}
