import type { Alert } from '../../plan/alert.ts';
import type { CoverageCellId } from '../../spec/kinds/lint.ts';
import { groupBy } from '../../support/group-by.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import type { Entity } from '../../workspace/entity.ts';

/** What covers a cell: an object of the specs, with those of its alerts that do. */
export interface Cover {
  /** `SLO/fraud-latency`. */
  readonly object: string;
  /** Names of alerts, sorted; empty where the object itself is what is wanted (an owner, a link). */
  readonly alerts: readonly string[];
}

/** What is known of one cell of one model. */
export type CellState =
  | { readonly state: 'covered'; readonly by: readonly Cover[] }
  /** Something stands in for what is wanted, and counts half. */
  | { readonly state: 'half'; readonly by: readonly Cover[]; readonly wanted: string }
  /** Neither covered nor missing, and why. */
  | { readonly state: 'not-applicable'; readonly reason: string }
  /** `wanted` says what would cover it. */
  | { readonly state: 'missing'; readonly wanted: string };

export type CoverageCell = CellState & {
  readonly id: CoverageCellId;
  /** As people say it: accuracy metrics. */
  readonly title: string;
};

/** The cells as people call them. */
export const CELL_TITLES: Readonly<Record<CoverageCellId, string>> = {
  accuracy: 'accuracy metrics',
  'prediction-distribution': 'prediction distribution',
  confidence: 'confidence',
  'error-analysis': 'error analysis',
  latency: 'latency',
  throughput: 'throughput',
  'error-rates': 'error rates',
  'resource-usage': 'resource usage',
  'data-volume': 'data volume',
  schema: 'schema',
  freshness: 'freshness',
  'feature-distribution': 'feature distribution',
  engagement: 'engagement',
  revenue: 'revenue',
  'user-feedback': 'user feedback',
  owner: 'owner',
  'human-route': 'human route',
  'absent-signal': 'absent-signal alert',
  runbook: 'runbook',
  'alert-test': 'alert test',
};

/** Covered by these, or missing; `wanted` says what would cover it. */
export function coveredOr(by: readonly Cover[], wanted: string): CellState {
  return by.length > 0 ? { state: 'covered', by } : { state: 'missing', wanted };
}

/** The alerts as what covers a cell, by the objects that asked for them. */
export function coversOf(alerts: readonly Alert[]): Cover[] {
  const byObject = groupBy(alerts, ({ object }) => `${object.kind}/${object.name}`);
  const covers = [...byObject].map(([object, own]) => ({
    object,
    alerts: [...new Set(own.map(({ name }) => name))].toSorted(),
  }));
  return sortedBy(covers, ({ object }) => object);
}

/** An object as what covers a cell. */
export function coverOf(entity: Pick<Entity, 'kind' | 'name'>, alerts: readonly Alert[] = []): Cover {
  return {
    object: `${entity.kind}/${entity.name}`,
    alerts: [...new Set(alerts.map(({ name }) => name))].toSorted(),
  };
}
