import { printDuration } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import { rawValue, type Signal } from '../signal.ts';
import { type BuildContext, isRendered, reportAt } from './context.ts';

/**
 * Whether a classic histogram has a bucket at the threshold: without it good and bad can't be told apart, and
 * the alert could never fire. Unknown buckets pass; instances that lack the bucket are found at run time. Other stores keep
 * distributions without buckets.
 */
export function checkBucket(
  context: BuildContext,
  slo: Entity<'SLO'>,
  model: Entity<'Model'>,
  signal: Signal,
  thresholdSeconds: number,
): boolean {
  const { histogram, scale } = signal.prometheus;
  const buckets = histogram?.kind === 'classic' ? histogram.buckets : undefined;
  const threshold = rawValue(signal.prometheus, thresholdSeconds);
  if (buckets === undefined || buckets.includes(threshold) || !isRendered(context, 'prometheus')) return true;
  const below = buckets.findLast((bound) => bound < threshold);
  const above = buckets.find((bound) => bound > threshold);
  const near = [below, above].filter((bound) => bound !== undefined);
  const advice = above ?? below;
  const seconds = advice === undefined ? undefined : Number((advice * scale).toPrecision(12));
  // Specs have no durations below a millisecond, metrics may have such buckets.
  const printed =
    seconds !== undefined && Number.isInteger(Number((seconds * 1000).toPrecision(12)))
      ? `Use ${printDuration(seconds)}, or add`
      : 'Add';
  const known = model.spec.metrics[signal.role]?.buckets;
  reportAt(context, slo, ['sli', 'threshold'], {
    code: 'metrics/threshold-not-a-bucket',
    severity: 'error',
    message: `${threshold} is not a bucket of ${signal.metric}`,
    expected: `one of the buckets near it: ${near.join(', ')}`,
    hint: `${printed} ${threshold} to metrics.${signal.role}.buckets of Model ${model.name} and to the instrumentation.`,
    related: [
      {
        message: known ? 'the buckets' : "the model uses the convention's buckets",
        span: known ? (signal.origin.spans[0] ?? model.span) : model.span,
      },
    ],
    data: { threshold, buckets },
  });
  return false;
}
