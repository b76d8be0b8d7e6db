import type { Entity } from '../../workspace/entity.ts';
import { type BuildContext, reportAt } from './context.ts';
import { coverageIndicator } from './coverage.ts';
import { driftIndicator } from './drift-budget.ts';
import { qualityIndicator, readQuality } from './quality.ts';
import type { Measured } from './slo.ts';

/** The indicators of SLOs that stand on batches and on the drift job. Their absence is told by alerts on the job itself. */
export function qualityMeasured(
  context: BuildContext,
  slo: Entity<'SLO'>,
  model: Entity<'Model'>,
): Measured | undefined {
  const quality = readQuality(context, slo, model);
  return quality && { indicator: qualityIndicator(context, quality), required: [], vanishing: [] };
}

export function coverageMeasured(
  context: BuildContext,
  slo: Entity<'SLO'>,
  model: Entity<'Model'>,
): Measured | undefined {
  const built = coverageIndicator(context, slo, model);
  return built && { indicator: built.indicator, required: [built.signal], vanishing: [] };
}

export function driftMeasured(
  context: BuildContext,
  slo: Entity<'SLO'>,
  model: Entity<'Model'>,
): Measured | undefined {
  const { sli } = slo.spec;
  const policy = sli.type === 'drift' ? context.workspace.get('DriftPolicy', sli.policy) : undefined;
  if (policy === undefined) return undefined;
  if (policy.spec.model !== model.name) {
    reportAt(context, slo, ['sli', 'policy'], {
      code: 'drift/policy-of-other-model',
      severity: 'error',
      message: `DriftPolicy ${policy.name} is about ${policy.spec.model}, the SLO about ${model.name}`,
      expected: `a drift policy of ${model.name}, or model: ${policy.spec.model}`,
      related: [{ message: 'the policy', span: policy.span }],
    });
    return undefined;
  }
  return { indicator: driftIndicator(context, policy).indicator, required: [], vanishing: [] };
}
