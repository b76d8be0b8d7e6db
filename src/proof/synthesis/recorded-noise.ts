import type { Condition } from '../../plan/condition.ts';
import type { Objective } from '../../plan/objective.ts';
import { conditionMeasures, nodesOfCondition } from '../../plan/walk.ts';
import { budgetOf } from '../../promql/lower/indicator.ts';
import {
  BREACH,
  BUDGET_REMAINING,
  badSliceName,
  baseName,
  burningSeries,
  comparisonLabels,
  EMITTERS_WITHOUT_BUCKET,
  ERROR_BUDGET,
  MAINTENANCE_ACTIVE,
  objectiveLabels,
  PERIOD,
  rungName,
  SIGNAL_SERIES,
  SLICE,
  selectionLabels,
  versionLabels,
  versionName,
} from '../../promql/lower/names.ts';
import type { Scope } from '../../promql/lower/scope.ts';
import { windowOf } from '../../promql/lower/versions.ts';
import { baseWindowSeconds } from '../../promql/lower/windows.ts';
import type { CaseSeries } from '../testing/promtool-case.ts';
import { selector } from './notation.ts';
import { objectivesOf } from './profile.ts';
import { evaluationsOf, type Timing } from './world.ts';

/**
 * What other objectives, projects and environments have recorded: a rule that reads a recorded series without one of its labels takes it
 * for its own, or finds two. Where the alert is to stay quiet what the others have is bad; where it is to fire there is all that leads
 * to it. What is calculated for all objectives at once is calculated for the other objective, too, from its own series.
 */
export function recordedNoise(
  scope: Scope,
  condition: Condition,
  timing: Timing,
  isQuiet: boolean,
): readonly CaseSeries[] {
  const nodes = nodesOfCondition(condition);
  const objectives = objectivesOf(scope, nodes);
  const isLow = !nodes.some((node) => node.node === 'budget-remaining' && node.op.startsWith('>'));
  const own = objectives.flatMap((objective) => ownSeries(scope, objective, isQuiet && isLow));
  const derived = isQuiet
    ? nodes.flatMap((node) => readBy(scope, node))
    : objectives.flatMap((objective) => derivedSeries(scope, objective));
  const series = new Map<string, CaseSeries>();
  const add = ({ name, labels, value }: Read, label: string): void => {
    const text = selector(name, { ...labels, [label]: 'elsewhere' });
    series.set(text, { series: text, values: constant(value, timing) });
  };
  for (const read of own) for (const label of Object.keys(read.labels)) add(read, label);
  for (const read of derived) {
    for (const label of Object.keys(read.labels)) {
      if (label !== 'slo') add(read, label);
    }
  }
  for (const read of versionsRead(scope, condition, isQuiet)) {
    for (const label of Object.keys(read.labels)) add(read, label);
  }
  return [...series.values()];
}

/** Far more events than any world has. */
const MANY_EVENTS = 1e9;
/** Beyond what any two versions differ by. */
const LARGE_Z = 1000;

/**
 * What is recorded of the versions that the alert compares: all of it is bad. A rule that takes the largest of its own and another's
 * fires where it must not, or finds what it compares with too large to fire where it must.
 */
function versionsRead(scope: Scope, condition: Condition, isQuiet: boolean): readonly Read[] {
  return conditionMeasures(condition).flatMap((measure) => {
    if (measure.node !== 'proportion-z') return [];
    const seconds = windowOf(measure);
    const sides = [measure.left, measure.right].flatMap(({ ofVersion }) => {
      const labels = versionLabels(scope, ofVersion);
      const share: Read = { name: versionName('share', seconds), labels, value: 1 };
      return isQuiet ? [share, { name: versionName('total', seconds), labels, value: MANY_EVENTS }] : [share];
    });
    return [
      ...sides,
      { name: versionName('z', seconds), labels: comparisonLabels(scope, measure), value: LARGE_Z },
    ];
  });
}

/** What is recorded for one objective by itself, with all events bad or none, and the maintenance that it leaves out. */
function ownSeries(scope: Scope, objective: Objective, isBad: boolean): readonly Read[] {
  const labels = objectiveLabels(scope, objective);
  const { budgeting, periodSeconds, excludedMaintenance, indicator } = objective;
  const recorded: readonly (readonly [string, number])[] = [
    ...(indicator.type === 'time-in-bounds'
      ? []
      : [
          [baseName(scope, objective, 'total'), 1000] as const,
          [baseName(scope, objective, 'bad'), isBad ? 1000 : 1] as const,
        ]),
    ...(indicator.type === 'histogram-threshold' ? [[EMITTERS_WITHOUT_BUCKET, 5] as const] : []),
    ...(budgeting.type === 'timeslices'
      ? [[BREACH, isBad ? 1 : 0] as const, [SLICE, budgeting.sliceSeconds] as const]
      : []),
    [ERROR_BUDGET, budgetOf(objective)],
    [PERIOD, periodSeconds],
  ];
  return [
    ...recorded.map(([name, value]) => ({ name, labels, value })),
    ...excludedMaintenance.map((maintenance) => ({
      name: MAINTENANCE_ACTIVE,
      labels: { ...scope.labels, maintenance },
      value: 1,
    })),
  ];
}

/** What is calculated from it. */
function derivedSeries(scope: Scope, objective: Objective): readonly Read[] {
  const labels = objectiveLabels(scope, objective);
  const rungs = (['5m', '1h'] as const).flatMap((rung) =>
    (['total', 'bad'] as const).map((of) => rungName(of, baseWindowSeconds(scope, objective), rung)),
  );
  const { budgeting } = objective;
  const names = budgeting.type === 'events' ? rungs : [badSliceName(budgeting.sliceSeconds)];
  return names.map((name) => ({ name, labels, value: 1 }));
}

/** The alert's own state as others of its name, level and so on have it: an alert that reads it without a label would be held by it. */
export function alertStateNoise(
  name: string,
  labels: Readonly<Record<string, string>>,
  timing: Timing,
  isQuiet: boolean,
): readonly CaseSeries[] {
  const own: Readonly<Record<string, string>> = {
    alertname: name,
    alertstate: 'firing',
    level: '1',
    ...Object.fromEntries(
      ['env', 'modelwatch_id'].flatMap((label) =>
        labels[label] === undefined ? [] : [[label, labels[label]]],
      ),
    ),
  };
  return Object.keys(own)
    .filter((label) => isQuiet || label !== 'alertstate')
    .map((label) => ({
      series: selector('ALERTS', { ...own, [label]: label === 'alertstate' ? 'pending' : 'elsewhere' }),
      values: constant(1, timing),
    }));
}

function constant(value: number, timing: Timing): string {
  const last = evaluationsOf(timing).at(-1) ?? 0;
  return `${value}x${Math.ceil(last / timing.intervalSeconds)}`;
}

interface Read {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Bad. */
  readonly value: number;
}

function readBy(scope: Scope, node: Condition): readonly Read[] {
  if (node.node === 'absent')
    return node.existedWithinSeconds === undefined
      ? []
      : [{ name: SIGNAL_SERIES, labels: selectionLabels(scope, node.of), value: 1 }];
  const objective = 'objective' in node ? scope.objectives.get(node.objective) : undefined;
  if (objective === undefined) return [];
  const labels = objectiveLabels(scope, objective);
  switch (node.node) {
    case 'burn-rate': {
      const { metric = '' } = burningSeries(scope, objective, node);
      return [{ name: metric, labels, value: 1 }];
    }
    case 'sustained':
      return derivedSeries(scope, objective);
    case 'budget-remaining':
      return [{ name: BUDGET_REMAINING, labels, value: node.op.startsWith('<') ? -1 : 2 }];
    case 'missing-bucket':
    case 'compare':
    case 'no-value':
    case 'segment-beyond':
    case 'all':
    case 'any':
    case 'unless':
    case 'latched':
    case 'always':
    case 'self':
      return [];
  }
}
