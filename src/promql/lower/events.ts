import type { Selection } from '../../plan/signal.ts';
import type { Expr } from '../ast.ts';
import { histogramCount, labelReplace, sum } from '../build.ts';
import { or } from '../operators.ts';
import { type Scope, signalOf } from './scope.ts';
import { change, isNativeHistogram, scaled } from './selection.ts';

/**
 * Events per second, or in the window, of one selection: one value without labels; none when no series exists.
 */
export function eventsOf(
  scope: Scope,
  selection: Selection,
  fn: 'rate' | 'increase',
  seconds: number,
  offsetSeconds = 0,
): Expr {
  const signal = signalOf(scope, selection.signal);
  const total = sum(change(scope, selection, fn, seconds, { offsetSeconds }));
  return isNativeHistogram(signal)
    ? histogramCount(total)
    : scaled(total, signal.instrument === 'counter' ? signal.prometheus.scale : 1);
}

/**
 * Events per second of several selections together. One that does not exist counts as none, so that an error counter which
 * waits for its first error does not take the whole sum away; none at all gives no value.
 */
export function eventsOfAll(scope: Scope, selections: readonly Selection[], seconds: number): Expr {
  const [first, ...others] = selections.map((selection) => eventsOf(scope, selection, 'rate', seconds));
  if (first === undefined) throw new Error('an indicator of events needs at least one selection');
  if (others.length === 0) return first;
  // `a + b` has no value when either is absent. A label of its own keeps each part apart until they are added.
  const apart = others.map((part, index) => labelReplace(part, 'part', `${index + 2}`, '', ''));
  return sum(apart.reduce<Expr>((joined, part) => or(joined, part), first));
}
