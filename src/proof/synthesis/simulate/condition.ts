import type { Condition } from '../../../plan/condition.ts';
import type { Selection } from '../../../plan/signal.ts';
import { complement } from '../../../units/index.ts';
import { selfHoldsAt } from '../self-series.ts';
import { evaluationsOf } from '../world.ts';
import { compareHoldsAt, compares, valueAt } from './measure.ts';
import {
  badEventsAt,
  budgetRemainingAt,
  emittersWithoutBucket,
  errorRatioAt,
  recordedOf,
  sustainedAt,
} from './objective.ts';
import { instantAt, LOOKBACK_SECONDS } from './range.ts';
import { beyondAt } from './segments.ts';
import { type Simulation, sampledOf, type Use } from './simulation.ts';

/**
 * Whether a condition holds at a moment of evaluation. `wasFiring`: the alert fired at the evaluation before, and that is recent
 * enough to be known.
 */
export function holdsAt(
  simulation: Simulation,
  condition: Condition,
  at: number,
  wasFiring = false,
): boolean {
  const { scope, world } = simulation;
  const index = Math.round(at / world.evaluationSeconds);
  const holds = (inner: Condition): boolean => holdsAt(simulation, inner, at, wasFiring);
  switch (condition.node) {
    case 'compare':
      return compareHoldsAt(simulation, condition, at);
    case 'burn-rate': {
      const { objective: id, factor, shortSeconds, longSeconds, minBadEvents } = condition;
      const threshold = factor * complement(recordedOf(simulation, id).objective.target);
      const burns = [shortSeconds, longSeconds].every(
        (seconds) => (errorRatioAt(simulation, id, index, seconds) ?? 0) > threshold,
      );
      return (
        burns &&
        (minBadEvents === 0 || (badEventsAt(simulation, id, index, longSeconds) ?? 0) >= minBadEvents)
      );
    }
    case 'sustained':
      return sustainedAt(simulation, condition.objective, index, condition.slices);
    case 'budget-remaining': {
      const left = budgetRemainingAt(simulation, condition.objective, index);
      return left !== undefined && compares(left, condition.op, condition.ratio);
    }
    case 'absent': {
      const { of, existedWithinSeconds } = condition;
      if (isPresent(simulation, of, at, 'now')) return false;
      return (
        existedWithinSeconds === undefined ||
        evaluationsOf(world).some(
          (then) => then <= at && then > at - existedWithinSeconds && isPresent(simulation, of, then, 'then'),
        )
      );
    }
    case 'no-value':
      return valueAt(simulation, condition.of, at) === undefined;
    case 'missing-bucket': {
      const objective = scope.objectives.get(condition.objective);
      return objective !== undefined && emittersWithoutBucket(simulation, objective, at) > 0;
    }
    case 'all':
      return condition.of.every(holds);
    case 'any':
      return condition.of.some(holds);
    case 'unless':
      return holds(condition.of) && !holds(condition.exception);
    case 'latched':
      return holds(condition.trigger) || (wasFiring && holds(condition.release));
    case 'always':
      return true;
    case 'self':
      return selfHoldsAt(simulation, condition.check, at);
    case 'segment-beyond':
      return beyondAt(simulation, condition, at);
  }
}

function isPresent(simulation: Simulation, of: Selection, at: number, use: Use): boolean {
  return sampledOf(simulation, of, use).some(
    ({ parts }) =>
      instantAt(parts.get('count') ?? parts.get('value') ?? [], simulation.world.intervalSeconds, at) !==
      undefined,
  );
}

/** What Prometheus makes of a condition over time, by evaluation. */
export interface Course {
  readonly holds: readonly boolean[];
  readonly firing: readonly boolean[];
}

/** Pending for the hold, firing, and firing on for a while when the condition is gone. */
export function courseOf(
  simulation: Simulation,
  condition: Condition,
  { holdSeconds, keepFiringSeconds }: { readonly holdSeconds: number; readonly keepFiringSeconds: number },
): Course {
  const holds: boolean[] = [];
  const firing: boolean[] = [];
  const isRecent = simulation.world.evaluationSeconds < LOOKBACK_SECONDS;
  let since: number | undefined;
  let keptSince: number | undefined;
  for (const at of evaluationsOf(simulation.world)) {
    const wasFiring = firing.at(-1) === true;
    const isTrue = holdsAt(simulation, condition, at, wasFiring && isRecent);
    holds.push(isTrue);
    if (isTrue) {
      keptSince = undefined;
      since ??= at;
      firing.push(wasFiring || at - since >= holdSeconds);
      continue;
    }
    if (wasFiring && keepFiringSeconds > 0) keptSince ??= at;
    const isKept = wasFiring && keptSince !== undefined && at - keptSince < keepFiringSeconds;
    if (!isKept) [since, keptSince] = [undefined, undefined];
    firing.push(isKept);
  }
  return { holds, firing };
}
