import type { Alert } from '../../plan/alert.ts';
import type { Condition, Measure } from '../../plan/condition.ts';
import type { Objective } from '../../plan/objective.ts';
import type { Selection } from '../../plan/signal.ts';
import {
  conditionMeasures,
  conditionSelections,
  indicatorMeasures,
  indicatorSelections,
  measureParts,
  measuresOf,
  nodesOfCondition,
  ownSelections,
} from '../../plan/walk.ts';
import type { Scope } from '../../promql/lower/scope.ts';
import { baseWindowSeconds, ratioWindowOf, rungFor } from '../../promql/lower/windows.ts';
import { LOOKBACK_SECONDS } from './simulate/range.ts';

/** What the timing of an alert's worlds depends on. All in seconds. */
export interface Profile {
  readonly objectives: readonly Objective[];
  readonly selections: readonly Selection[];
  /** Numbers that buckets are needed around, in the plan's unit. */
  readonly landmarks: readonly number[];
  /** Between samples of the series. */
  readonly intervalSeconds: number;
  readonly evaluationSeconds: number;
  /** Until all windows are filled. */
  readonly settleSeconds: number;
  /** How far back measures some time ago lie, the farthest first. */
  readonly agosSeconds: readonly number[];
  /** The longest time in which what is absent must have existed; 0 without one. */
  readonly existedSeconds: number;
  readonly isLatched: boolean;
  /** Unix time of the start, where it matters. */
  readonly startSeconds?: number;
}

/** A quarter of the shortest window, so that four samples are in each. */
const SAMPLES = 4;
/** What reads the value of an evaluation before needs it to be current. */
const CURRENT_SECONDS = LOOKBACK_SECONDS - 60;
const LONG_EVALUATIONS = 60;
const SELF_WINDOW_SECONDS = 300;
/** 2026-01-05T00:00:00Z, a Monday: any day would do, but for the first ones of 1970. */
const SOME_DAY = 1_767_571_200;

export function profileOf(scope: Scope, alert: Pick<Alert, 'condition' | 'holdSeconds'>): Profile {
  const { condition, holdSeconds } = alert;
  const nodes = nodesOfCondition(condition);
  const objectives = objectivesOf(scope, nodes);
  const measures = [
    ...conditionMeasures(condition),
    ...objectives.flatMap(({ indicator }) => indicatorMeasures(indicator).flatMap(measuresOf)),
  ];
  const windows = [
    ...measures.flatMap((measure) => ('overSeconds' in measure ? [measure.overSeconds] : [])),
    ...objectives
      .filter(({ indicator }) => indicator.type !== 'time-in-bounds')
      .map((objective) => baseWindowSeconds(scope, objective)),
    ...(nodes.some(({ node }) => node === 'self') ? [SELF_WINDOW_SECONDS] : []),
  ];
  const agosSeconds = [...new Set(measures.flatMap(agosOf))]
    .filter((seconds) => seconds > 0)
    .toSorted((a, b) => b - a);
  const [agoSeconds = 0] = agosSeconds;
  const isLatched = nodes.some(({ node }) => node === 'latched');
  const caps = capsOf(scope, nodes, objectives, isLatched);
  const cap = Math.min(...caps, Number.POSITIVE_INFINITY);
  const smallest = Math.min(...windows, Number.POSITIVE_INFINITY);
  const settleSeconds = Math.max(...windows, 0);
  const slices = objectives.map(({ budgeting }) =>
    budgeting.type === 'timeslices' ? budgeting.sliceSeconds / 3 : 0,
  );
  const wished = Math.max(settleSeconds / SAMPLES, holdSeconds / 2, agoSeconds / LONG_EVALUATIONS, ...slices);
  const evaluation = Math.max(1, Math.floor(Math.min(cap, wished > 0 ? wished : 60)));
  const intervalSeconds =
    smallest === Number.POSITIVE_INFINITY
      ? evaluation
      : Math.max(
          1,
          Math.min(Math.floor(smallest / SAMPLES), cap === Number.POSITIVE_INFINITY ? smallest : cap),
        );
  return {
    objectives,
    selections: [
      ...conditionSelections(condition),
      ...objectives.flatMap(({ indicator }) => indicatorSelections(indicator)),
      ...measures.flatMap(ownSelections),
    ],
    landmarks: landmarksOf(nodes, objectives),
    intervalSeconds,
    evaluationSeconds: Math.max(1, Math.floor(evaluation / intervalSeconds)) * intervalSeconds,
    settleSeconds,
    agosSeconds,
    existedSeconds: Math.max(
      0,
      ...nodes.map((node) => (node.node === 'absent' ? (node.existedWithinSeconds ?? 0) : 0)),
    ),
    isLatched,
    ...(measures.some(({ node }) => node === 'last-due') && { startSeconds: SOME_DAY }),
  };
}

export function objectivesOf(scope: Scope, nodes: readonly Condition[]): readonly Objective[] {
  const ids = new Set(nodes.flatMap((node) => ('objective' in node ? [node.objective] : [])));
  return [...ids].flatMap((id) => scope.objectives.get(id) ?? []);
}

/** The longest that evaluations may be apart, for each thing that would miss something otherwise. */
function capsOf(
  scope: Scope,
  nodes: readonly Condition[],
  objectives: readonly Objective[],
  isLatched: boolean,
): readonly number[] {
  const caps = isLatched ? [CURRENT_SECONDS] : [];
  for (const { budgeting, periodSeconds } of objectives) {
    if (budgeting.type === 'timeslices') caps.push(Math.max(1, Math.floor(budgeting.sliceSeconds / 2)));
    else if (rungFor(periodSeconds) !== undefined) caps.push(CURRENT_SECONDS);
  }
  for (const node of nodes) {
    if (node.node !== 'burn-rate') continue;
    const objective = scope.objectives.get(node.objective);
    if (objective !== undefined)
      caps.push(Math.floor(ratioWindowOf(scope, objective, node.shortSeconds) / 3));
  }
  return caps;
}

/** The times ago of a measure, those of its parts added up; 0 for now. */
function agosOf(measure: Measure): readonly number[] {
  const parts = measureParts(measure);
  const below = parts.length === 0 ? [0] : parts.flatMap(agosOf);
  return measure.node === 'ago' ? below.map((seconds) => seconds + measure.bySeconds) : below;
}

function landmarksOf(nodes: readonly Condition[], objectives: readonly Objective[]): readonly number[] {
  const constants = nodes.flatMap((node) =>
    node.node === 'compare'
      ? [node.left, node.right].flatMap((side) => (side.node === 'constant' ? [side.value] : []))
      : [],
  );
  const bounds = objectives.flatMap(({ indicator }) => {
    if (indicator.type === 'histogram-threshold') return [indicator.thresholdSeconds];
    return indicator.type === 'time-in-bounds' ? [indicator.limit] : [];
  });
  return [...new Set([...bounds, ...constants])].filter((value) => value > 0);
}
