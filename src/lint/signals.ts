import { groupBy } from '../support/group-by.ts';
import type { Entity, Workspace } from '../workspace/entity.ts';

/** Roles that tell how a model runs, not what it says. */
const OPERATION = [
  'requests',
  'errors',
  'fallback',
  'latency',
  'timeToFirstToken',
  'tokens',
  'cpu',
  'memory',
  'gpu',
  'cache',
  'queue',
  'rows',
];

/** What watches what a model says, by kind. */
export interface OutputSignals {
  /** Quality objectives: measured on labels. */
  readonly objectives: readonly string[];
  /** What stands in for quality before labels come: proxies, tests of predictions, monitors of confidence, classes, feedback. */
  readonly proxies: readonly string[];
  /** Drift policies that test anything else. */
  readonly drift: readonly string[];
}

/** By model: what watches its output. Models that nothing watches have empty lists. */
export function outputSignals(workspace: Workspace): (model: Entity<'Model'>) => OutputSignals {
  const slos = groupBy(workspace.list('SLO'), ({ spec }) => spec.model);
  const monitors = groupBy(workspace.list('Monitor'), ({ spec }) => spec.model);
  const policies = groupBy(workspace.list('DriftPolicy'), ({ spec }) => spec.model);
  return (model) => {
    const drift = policies.get(model.name) ?? [];
    return {
      objectives: (slos.get(model.name) ?? [])
        .filter(({ spec }) => spec.sli.type === 'quality')
        .map(({ name }) => name),
      proxies: [
        ...model.spec.proxies.map(({ name }) => name),
        ...(monitors.get(model.name) ?? []).filter(watchesOutput).map(({ name }) => name),
        ...drift.filter(({ spec }) => spec.predictions !== undefined).map(({ name }) => name),
      ],
      drift: drift.filter(({ spec }) => spec.predictions === undefined).map(({ name }) => name),
    };
  };
}

function watchesOutput({ spec }: Entity<'Monitor'>): boolean {
  if (spec.statistic === 'share' && spec.class !== undefined) return true;
  return spec.query !== undefined || (spec.of !== undefined && !OPERATION.includes(spec.of));
}
