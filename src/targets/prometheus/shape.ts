import type { Objective } from '../../plan/objective.ts';
import type { Expr } from '../../promql/ast.ts';
import { eventsName, PERIOD, SLICE, seriesOfAll } from '../../promql/lower/names.ts';
import { type Burn, burnsOf } from '../../promql/lower/nodes.ts';
import type { Scope } from '../../promql/lower/scope.ts';
import {
  baseWindowSeconds,
  burnRateWindow,
  exhaustionWindow,
  ratioWindowOf,
  ratioWindows,
} from '../../promql/lower/windows.ts';
import { and, eq, or } from '../../promql/operators.ts';

/** How the budget of an objective is counted, and over which windows. Objectives of one shape share all rules but their own. */
export interface Shape {
  /** Of event budgets the window of the base rates, of others the length of a slice. */
  readonly counts:
    | { readonly events: true; readonly baseSeconds: number }
    | { readonly events: false; readonly sliceSeconds: number };
  readonly periodSeconds: number;
  readonly ratioWindowsSeconds: readonly number[];
  readonly burnRateSeconds: number;
  readonly exhaustionSeconds: number;
  readonly burns: readonly Burn[];
}

/** The same text for the same shape. Thousands of objectives are asked. */
function keyOf({ counts, periodSeconds, ratioWindowsSeconds, burns }: Shape): string {
  const windows = burns.map((burn) => `${burn.shortSeconds} ${burn.longSeconds} ${burn.minBadEvents}`);
  // The windows of the burn rates that are shown follow from how it is counted.
  return [countOf(counts), periodSeconds, ratioWindowsSeconds.join(' '), windows.join(',')].join('|');
}

function countOf(counts: Shape['counts']): string {
  return counts.events ? `events ${counts.baseSeconds}` : `slices ${counts.sliceSeconds}`;
}

/** The shapes of a plan's objectives, each once. However many objectives there are, these are few. */
export function shapesOf(scope: Scope): readonly Shape[] {
  const burns = burnsOf(scope.plan.alerts.map(({ condition }) => condition));
  const shapes = new Map<string, Shape>();
  for (const objective of scope.plan.objectives) {
    const shape = shapeOf(scope, objective, burns.get(objective.id) ?? []);
    shapes.set(keyOf(shape), shape);
  }
  return [...shapes].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, shape]) => shape);
}

function shapeOf(scope: Scope, objective: Objective, burns: readonly Burn[]): Shape {
  const { budgeting, periodSeconds } = objective;
  const window = (seconds: number): number => ratioWindowOf(scope, objective, seconds);
  return {
    counts:
      budgeting.type === 'events'
        ? { events: true, baseSeconds: baseWindowSeconds(scope, objective) }
        : { events: false, sliceSeconds: budgeting.sliceSeconds },
    periodSeconds,
    ratioWindowsSeconds: ratioWindows(scope, objective),
    burnRateSeconds: burnRateWindow(scope, objective),
    exhaustionSeconds: exhaustionWindow(scope, objective),
    burns: burns.map(({ shortSeconds, longSeconds, minBadEvents }) => ({
      shortSeconds: window(shortSeconds),
      longSeconds: window(longSeconds),
      minBadEvents,
    })),
  };
}

/**
 * An expression over all series of a name, for some of the objectives that have such a series: those of the same period and the same
 * way to count as the wanted ones, as far as that is needed to leave others out. `wanted` is some of `all`.
 */
export function only(scope: Scope, expr: Expr, wanted: readonly Shape[], all: readonly Shape[]): Expr {
  const byPeriod = (shape: Shape): Expr => eq(seriesOfAll(scope, PERIOD), shape.periodSeconds);
  const byCount = ({ counts }: Shape): Expr =>
    counts.events
      ? seriesOfAll(scope, eventsName('total', counts.baseSeconds))
      : eq(seriesOfAll(scope, SLICE), counts.sliceSeconds);
  const period = ({ periodSeconds }: Shape): string => `${periodSeconds}`;
  const count = ({ counts }: Shape): string => countOf(counts);
  const both = (shape: Shape): string => `${period(shape)} ${count(shape)}`;
  const alike = new Set(wanted.map(both));
  const others = all.filter((shape) => !alike.has(both(shape)));
  if (others.length === 0) return expr;
  const tells = (trait: (shape: Shape) => string): boolean =>
    !others.some((other) => wanted.some((shape) => trait(shape) === trait(other)));
  if (tells(period)) return and(expr, anyOf(wanted, period, byPeriod));
  if (tells(count)) return and(expr, anyOf(wanted, count, byCount));
  return and(
    expr,
    anyOf(wanted, both, (shape) => and(byCount(shape), byPeriod(shape))),
  );
}

function anyOf(
  shapes: readonly Shape[],
  trait: (shape: Shape) => string,
  condition: (shape: Shape) => Expr,
): Expr {
  const [first, ...others] = new Map(shapes.map((shape) => [trait(shape), shape])).values();
  if (first === undefined) throw new Error('a rule for no objective');
  return others.reduce((joined, shape) => or(joined, condition(shape)), condition(first));
}

/** The base windows, slices and so on of shapes, each once, ascending. */
export function distinct(
  shapes: readonly Shape[],
  seconds: (shape: Shape) => readonly number[],
): readonly number[] {
  return [...new Set(shapes.flatMap(seconds))].toSorted((a, b) => a - b);
}
