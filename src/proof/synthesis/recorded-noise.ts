import type { Condition } from '../../plan/condition.ts';
import type { Objective } from '../../plan/objective.ts';
import { nodesOfCondition } from '../../plan/walk.ts';
import {
  BAD_SLICE,
  BREACH,
  BUDGET_REMAINING,
  badEventsName,
  baseName,
  EMITTERS_WITHOUT_BUCKET,
  MAINTENANCE_ACTIVE,
  objectiveLabels,
  ratioName,
  rungName,
  SIGNAL_SERIES,
  selectionLabels,
} from '../../promql/lower/names.ts';
import type { Scope } from '../../promql/lower/scope.ts';
import { ratioWindowOf } from '../../promql/lower/windows.ts';
import type { CaseSeries } from '../testing/promtool-case.ts';
import { selector } from './notation.ts';
import { objectivesOf } from './profile.ts';
import { evaluationsOf, type Timing } from './world.ts';

/**
 * What other objectives and environments have recorded: a rule that reads a recorded series without one of its labels takes it for its
 * own, or finds two. Where the alert is to stay quiet what the others have is bad; where it is to fire there is all that leads to it.
 */
export function recordedNoise(
  scope: Scope,
  condition: Condition,
  timing: Timing,
  isQuiet: boolean,
): readonly CaseSeries[] {
  const nodes = nodesOfCondition(condition);
  const read = isQuiet
    ? nodes.flatMap((node) => readBy(scope, node))
    : objectivesOf(scope, nodes).flatMap((objective) => recordedOn(scope, objective));
  const series = new Map<string, CaseSeries>();
  for (const { name, labels, value } of read) {
    for (const label of Object.keys(labels)) {
      const text = selector(name, { ...labels, [label]: 'elsewhere' });
      series.set(text, { series: text, values: constant(value, timing) });
    }
  }
  return [...series.values()];
}

/** What is recorded of an objective, and of the maintenance that it leaves out. */
function recordedOn(scope: Scope, objective: Objective): readonly Read[] {
  const labels = objectiveLabels(scope, objective);
  const events = ['total', 'bad'] as const;
  const names = [
    ...events.map((of) => baseName(scope, objective, of)),
    ...events.flatMap((of) => (['5m', '1h'] as const).map((rung) => rungName(scope, objective, of, rung))),
    BREACH,
    BAD_SLICE,
  ];
  return [
    ...names.map((name) => ({ name, labels, value: 1 })),
    ...objective.excludedMaintenance.map((maintenance) => ({
      name: MAINTENANCE_ACTIVE,
      labels: { ...scope.labels, maintenance },
      value: 1,
    })),
  ];
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
    case 'burn-rate':
      return [
        ...[node.shortSeconds, node.longSeconds].map((seconds) => ({
          name: ratioName(ratioWindowOf(scope, objective, seconds)),
          labels,
          value: 1,
        })),
        { name: badEventsName(ratioWindowOf(scope, objective, node.longSeconds)), labels, value: 1e9 },
      ];
    case 'sustained':
      return [{ name: BAD_SLICE, labels, value: 1 }];
    case 'budget-remaining':
      return [{ name: BUDGET_REMAINING, labels, value: node.op.startsWith('<') ? -1 : 2 }];
    case 'missing-bucket':
      return [{ name: EMITTERS_WITHOUT_BUCKET, labels, value: 5 }];
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
