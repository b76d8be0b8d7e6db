import type { Expr } from '../../promql/ast.ts';
import {
  BUDGET_REMAINING,
  badEventsName,
  badSliceName,
  burningName,
  burnRateName,
  ERROR_BUDGET,
  OBJECTIVE,
  PERIOD_ERROR_RATIO,
  PERIOD_OBSERVED,
  ratioName,
  rungName,
  SLICES_WITHOUT_DATA,
  seriesOfAll,
  TIME_TO_EXHAUSTION,
} from '../../promql/lower/names.ts';
import {
  badEventsOver,
  badSlice,
  budgetRemaining,
  burning,
  burnRate,
  eventRatioOver,
  periodObserved,
  rungOf,
  sliceRatioOver,
  slicesWithoutData,
  timeToExhaustion,
} from '../../promql/lower/objective.ts';
import type { Scope } from '../../promql/lower/scope.ts';
import { groupPrefix } from '../../promql/lower/self.ts';
import { LONGEST_FROM_5M, RUNG_SECONDS, type Rung } from '../../promql/lower/windows.ts';
import { or, sub } from '../../promql/operators.ts';
import { printDuration } from '../../units/index.ts';
import type { RuleGroup } from './rule.ts';
import { distinct, only, type Shape, shapesOf } from './shape.ts';

/** The period's ratio reads thousands of samples and moves slowly; 2 m is still current to whoever asks. */
const BUDGET_SECONDS = 120;

/** A recorded series, and what it is for some of the objectives. */
type Part = readonly [record: string, expr: Expr];

/**
 * What is recorded for all objectives at once: one rule for each name, however many objectives there are. Labels come from the
 * series that are read. Ten thousand rules that each read one series would cost Prometheus more than one that reads ten thousand,
 * and people more to review.
 */
export function sharedGroups(scope: Scope): readonly RuleGroup[] {
  const { origin } = scope.plan;
  const shapes = shapesOf(scope);
  const [events, slices] = [eventShapes(shapes), sliceShapes(shapes)];
  const group = (suffix: string, intervalSeconds: number, parts: readonly Part[]): RuleGroup => ({
    name: `${groupPrefix(scope)}objectives${suffix}`,
    intervalSeconds,
    rules: joined(parts).map(([record, expr]) => ({ type: 'recording', record, expr, labels: {}, origin })),
    origin,
  });
  return [
    group('', scope.evaluationSeconds, [
      ...ratios(scope, events, slices),
      ...badEvents(scope, events),
      ...burns(scope, shapes),
    ]),
    group('/5m', RUNG_SECONDS['5m'], rungParts(scope, events, '5m')),
    group('/1h', RUNG_SECONDS['1h'], rungParts(scope, events, '1h')),
    ...slices.map(([seconds, alike]) => {
      const slice = only(
        scope,
        badSlice(scope, seconds),
        alike,
        slices.flatMap(([, each]) => each),
      );
      return group(`/slices-${printDuration(seconds)}`, seconds, [[badSliceName(seconds), slice]]);
    }),
    group('/budget', BUDGET_SECONDS, [
      ...periods(scope, events, slices),
      ...(events.length > 0 ? [[BUDGET_REMAINING, budgetRemaining(scope, 'events')] as const] : []),
      ...(slices.length > 0 ? [[BUDGET_REMAINING, budgetRemaining(scope, 'timeslices')] as const] : []),
      ...distinct(shapes, ({ burnRateSeconds }) => [burnRateSeconds]).map(
        (seconds) => [burnRateName(seconds), burnRate(scope, seconds)] as const,
      ),
      ...byWindow(
        scope,
        shapes,
        ({ exhaustionSeconds }) => [exhaustionSeconds],
        (seconds) => [[TIME_TO_EXHAUSTION, timeToExhaustion(scope, seconds)]],
      ),
      ...(shapes.length > 0 ? [[OBJECTIVE, sub(1, seriesOfAll(scope, ERROR_BUDGET))] as const] : []),
    ]),
  ].filter(({ rules }) => rules.length > 0);
}

/** One rule a name: promtool takes two for a mistake. No objective is in two parts, so that their order does not matter. */
function joined(parts: readonly Part[]): readonly Part[] {
  const rules = new Map<string, Expr>();
  for (const [record, expr] of parts) {
    const known = rules.get(record);
    rules.set(record, known === undefined ? expr : or(known, expr));
  }
  return [...rules];
}

/** Shapes that read the same recorded series: by the window of base rates, or by the length of slices; ascending. */
type Alike = readonly (readonly [seconds: number, shapes: readonly Shape[]])[];

function eventShapes(shapes: readonly Shape[]): Alike {
  return alike(shapes, ({ counts }) => (counts.events ? counts.baseSeconds : undefined));
}

function sliceShapes(shapes: readonly Shape[]): Alike {
  return alike(shapes, ({ counts }) => (counts.events ? undefined : counts.sliceSeconds));
}

function alike(shapes: readonly Shape[], key: (shape: Shape) => number | undefined): Alike {
  const keys = distinct(shapes, (shape) => [key(shape)].filter((seconds) => seconds !== undefined));
  return keys.map((seconds) => [seconds, shapes.filter((shape) => key(shape) === seconds)]);
}

/** Parts for each window that some of the shapes want, for those only. */
function byWindow(
  scope: Scope,
  shapes: readonly Shape[],
  windows: (shape: Shape) => readonly number[],
  parts: (seconds: number) => readonly Part[],
): readonly Part[] {
  return distinct(shapes, windows).flatMap((seconds) => {
    const wanted = shapes.filter((shape) => windows(shape).includes(seconds));
    return parts(seconds).map(([record, expr]) => [record, only(scope, expr, wanted, shapes)] as const);
  });
}

function ratioWindowsOf({ ratioWindowsSeconds }: Shape): readonly number[] {
  return ratioWindowsSeconds;
}

/** Windows in which bad events are counted. */
function countedWindowsOf(shape: Shape): readonly number[] {
  return shape.burns.filter(({ minBadEvents }) => minBadEvents > 0).map(({ longSeconds }) => longSeconds);
}

function periodOf({ periodSeconds }: Shape): readonly number[] {
  return [periodSeconds];
}

function ratios(scope: Scope, events: Alike, slices: Alike): readonly Part[] {
  const of = (classes: Alike, ratio: typeof eventRatioOver): readonly Part[] =>
    classes.flatMap(([key, shapes]) =>
      byWindow(scope, shapes, ratioWindowsOf, (seconds) => [
        [ratioName(seconds), ratio(scope, key, seconds)],
      ]),
    );
  return [...of(events, eventRatioOver), ...of(slices, sliceRatioOver)];
}

function badEvents(scope: Scope, events: Alike): readonly Part[] {
  return events.flatMap(([base, shapes]) =>
    byWindow(scope, shapes, countedWindowsOf, (seconds) => [
      [badEventsName(seconds), badEventsOver(scope, base, seconds)],
    ]),
  );
}

/** Of all that have both windows: there are no series of those that do not ask, or too few to matter. */
function burns(scope: Scope, shapes: readonly Shape[]): readonly Part[] {
  const parts = shapes
    .flatMap((shape) => shape.burns)
    .map(({ shortSeconds, longSeconds, minBadEvents }) => {
      const name = burningName(shortSeconds, longSeconds, minBadEvents);
      return [name, burning(scope, shortSeconds, longSeconds, minBadEvents)] as const;
    });
  return [...new Map(parts)];
}

function rungParts(scope: Scope, events: Alike, rung: Rung): readonly Part[] {
  return events.flatMap(([base, shapes]) => {
    const wanted =
      rung === '5m' ? shapes : shapes.filter(({ periodSeconds }) => periodSeconds > LONGEST_FROM_5M);
    if (wanted.length === 0) return [];
    return (['total', 'bad'] as const).map(
      (of) => [rungName(of, base, rung), only(scope, rungOf(scope, of, base, rung), wanted, shapes)] as const,
    );
  });
}

function periods(scope: Scope, events: Alike, slices: Alike): readonly Part[] {
  return [
    ...events.flatMap(([base, shapes]) =>
      byWindow(scope, shapes, periodOf, (seconds) => [
        [PERIOD_ERROR_RATIO, eventRatioOver(scope, base, seconds)],
        [PERIOD_OBSERVED, periodObserved(scope, base, seconds)],
      ]),
    ),
    ...slices.flatMap(([slice, shapes]) =>
      byWindow(scope, shapes, periodOf, (seconds) => [
        [PERIOD_ERROR_RATIO, sliceRatioOver(scope, slice, seconds)],
        [SLICES_WITHOUT_DATA, slicesWithoutData(scope, slice, seconds)],
      ]),
    ),
  ];
}
