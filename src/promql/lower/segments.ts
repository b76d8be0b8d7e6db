import type { Condition, Measure } from '../../plan/condition.ts';
import type { Selection } from '../../plan/signal.ts';
import type { Expr } from '../ast.ts';
import { call, max, min, scalar, sum } from '../build.ts';
import { and, binary, div, gt, gte, mul, sub } from '../operators.ts';
import { type Scope, signalOf } from './scope.ts';
import { scaled, seriesOf } from './selection.ts';

/** The label that tells the values of a segment apart. */
function valueLabel(scope: Scope, { signal }: Selection): string {
  const label = signalOf(scope, signal).prometheus.facetLabels.value;
  if (label === undefined) throw new Error(`${signal} does not tell values of a segment`);
  return label;
}

/** One value for each value of the segment. */
function perValue(scope: Scope, of: Selection, label: string, offsetSeconds: number): Expr {
  const { scale } = signalOf(scope, of.signal).prometheus;
  return scaled(max(seriesOf(scope, of, { offsetSeconds }), { by: [label] }), scale);
}

/** Largest over smallest value, of those with enough samples; no value when the smallest is 0. */
export function segmentSpread(
  scope: Scope,
  { of, samples, minSamples }: Extract<Measure, { node: 'segment-spread' }>,
  offsetSeconds: number,
): Expr {
  const label = valueLabel(scope, of);
  const enough = and(
    perValue(scope, of, label, offsetSeconds),
    gte(perValue(scope, samples, label, offsetSeconds), minSamples),
    { on: [label] },
  );
  return div(max(enough), gt(min(enough), 0));
}

/** The worst value that is beyond the threshold for its size. */
export function segmentBeyond(scope: Scope, condition: Extract<Condition, { node: 'segment-beyond' }>): Expr {
  const { of, samples, overallSamples, op, typical, threshold, minSamples } = condition;
  const label = valueLabel(scope, of);
  const own = gte(perValue(scope, samples, label, 0), minSamples);
  const widening = call('sqrt', div(scalar(sum(seriesOf(scope, overallSamples))), own));
  const bound = sub(typical, mul(typical - threshold, widening));
  const beyond = binary(op, perValue(scope, of, label, 0), bound, { on: [label] });
  return op === '>' ? max(beyond) : min(beyond);
}
