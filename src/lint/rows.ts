import { toDayNumber } from '../calendar/index.ts';
import type { Entity, Workspace } from '../workspace/entity.ts';
import type { DriftCheck } from './drift.ts';

const DAY_SECONDS = 86_400;

/** Rows of a reference of which the specs tell nothing. */
export const ASSUMED_REFERENCE_ROWS = 10_000;

/** Predictions a second, typical ones before the least; undefined when the model does not say. */
export function predictionsPerSecond(workspace: Workspace, { spec }: Entity<'Model'>): number | undefined {
  const { expectedTraffic, expectedRows, producedBy } = spec.serving;
  const rate = expectedTraffic?.typical ?? expectedTraffic?.min;
  if (rate !== undefined || expectedRows === undefined) return rate?.perSecond;
  const pipeline = producedBy === undefined ? undefined : workspace.get('Pipeline', producedBy);
  return expectedRows.typical / (pipeline?.spec.schedule?.every?.seconds ?? DAY_SECONDS);
}

/** Labels a second: as declared, else the share of the predictions that is labelled. */
export function labelsPerSecond(workspace: Workspace, model: Entity<'Model'>): number | undefined {
  const { labelVolume, sample } = model.spec.groundTruth ?? {};
  if (labelVolume) return labelVolume.typical.perSecond;
  const predictions = predictionsPerSecond(workspace, model);
  return sample && predictions !== undefined ? predictions * sample.ratio : undefined;
}

/** What a drift test compares on: rows of a window, and of what it is compared with. */
export interface ComparedRows {
  /** Rows that a run is expected to have; absent when the specs do not tell. */
  readonly expected?: number;
  readonly minSamples: number;
  /** Rows of the reference when a run has `n`. */
  readonly reference: (n: number) => number;
  /** Whether the specs tell the size of the reference. */
  readonly isReferenceKnown: boolean;
}

/** How many rows a test compares, as far as the specs tell. */
export function comparedRows(workspace: Workspace, { policy, model, part, path }: DriftCheck): ComparedRows {
  const { window, minSamples } = policy.spec;
  const rate = part === 'labels' ? labelsPerSecond(workspace, model) : predictionsPerSecond(workspace, model);
  const sample = part === 'embeddings' ? policy.spec.embeddings[Number(path[1])]?.sample : undefined;
  const drawn = rate === undefined ? undefined : Math.floor(rate * window.seconds);
  const expected = sample === undefined || drawn === undefined ? drawn : Math.min(sample, drawn);
  const fixed = fixedBaseline(policy, model);
  const seconds = fixed && baselineSeconds(fixed);
  const known = rate === undefined || seconds === undefined ? undefined : Math.floor(rate * seconds);
  return {
    ...(expected !== undefined && { expected }),
    minSamples,
    reference: (n) => (fixed === undefined ? n : Math.max(1, known ?? Math.max(n, ASSUMED_REFERENCE_ROWS))),
    isReferenceKnown: fixed === undefined || known !== undefined,
  };
}

export interface FixedBaseline {
  readonly kind: 'training' | 'dataset';
  readonly window?: Exclude<NonNullable<Entity<'Model'>['spec']['baseline']>['window'], undefined>;
  readonly snapshot?: string;
}

/** The data that a policy always compares with; undefined where they move with each run. */
export function fixedBaseline(
  { spec }: Entity<'DriftPolicy'>,
  model: Entity<'Model'>,
): FixedBaseline | undefined {
  const { baseline } = spec;
  if (typeof baseline === 'object') {
    const { window } = baseline;
    return { kind: 'dataset', ...(window && { window }) };
  }
  if (baseline !== 'model' && baseline !== 'training') return undefined;
  const { kind, window, snapshot } = model.spec.baseline ?? { kind: 'training' };
  return { kind, ...(window && { window }), ...(snapshot !== undefined && { snapshot }) };
}

function baselineSeconds({ window }: FixedBaseline): number | undefined {
  if (window === undefined) return undefined;
  if ('seconds' in window) return window.seconds;
  const days = toDayNumber(window.to) - toDayNumber(window.from) + 1;
  return days * DAY_SECONDS;
}
