import type { FeatureSpec } from '../../../spec/kinds/feature-set.ts';
import type { Entity } from '../../../workspace/entity.ts';
import type { JobDataset, JobFeature } from '../../drift-job.ts';
import type { JobSchedule } from '../../drift-job-parts.ts';
import { originOf } from '../context.ts';
import { checksOf, datasetChecksOf } from '../feature-checks.ts';
import { jobSchedule } from './schedule.ts';
import { type DriftDraft, readSource, type Unread } from './sources.ts';

type FeatureSet = Entity<'FeatureSet'>;

const DAY_SECONDS = 86_400;

/** A feature set as the job checks it; undefined where nothing is to be checked, or, as a gap says, nothing can be read. */
export function jobDataset(draft: DriftDraft, set: FeatureSet): JobDataset | undefined {
  const { source: name, features, freshness, key, rows } = set.spec;
  const monitored = features.filter((feature) => checksOf(feature).length > 0);
  if (monitored.length === 0 && datasetChecksOf(set.spec).length === 0) return undefined;
  const source =
    name === undefined
      ? { why: 'it does not say where they are kept', hint: `Add source: … to FeatureSet ${set.name}.` }
      : readSource(draft, name, { needsTime: true });
  if ('why' in source) {
    leaveOut(draft, set, 'the checks of its features', source);
    return undefined;
  }
  const online = servedOf(draft, set, monitored);
  const { schedule, lagSeconds } = timesOf(draft, set);
  return {
    name: set.name,
    source: source.name,
    ...(online !== undefined && { online }),
    features: monitored.map((feature) => jobFeature(feature, online !== undefined)),
    ...(key && { key }),
    ...(freshness && { maxAgeSeconds: freshness.max.seconds }),
    ...(rows && { rows: { typical: rows.typical, tolerance: rows.tolerance.ratio } }),
    schedule,
    // What the specs say of rows, they say of a day.
    windowSeconds: DAY_SECONDS,
    lagSeconds,
  };
}

/** The source of what was served, where some feature is compared with it. */
function servedOf(draft: DriftDraft, set: FeatureSet, features: readonly FeatureSpec[]): string | undefined {
  const { served } = set.spec;
  const compared = features.filter(({ online }) => online !== undefined).map(({ name }) => name);
  if (compared.length === 0) return undefined;
  const source =
    served === undefined
      ? {
          why: 'it does not say where the values are kept as they were served',
          hint: `Add served: … to FeatureSet ${set.name}.`,
        }
      : readSource(draft, served, { needsTime: true });
  if (!('why' in source)) return source.name;
  leaveOut(draft, set, `the check of skew of ${compared.join(', ')}`, source);
  return undefined;
}

function leaveOut({ gaps }: DriftDraft, set: FeatureSet, what: string, unread: Unread): void {
  gaps.push({ what: `FeatureSet ${set.name}: ${what}`, ...unread, origin: originOf(set) });
}

function jobFeature(
  { name, type, range, nulls, values, cardinality, online, pii }: FeatureSpec,
  isServed: boolean,
): JobFeature {
  const [least, most] = range ?? [];
  return {
    name,
    type,
    ...(least !== undefined && most !== undefined && { range: [least, most] }),
    ...(nulls && { maxNulls: nulls.max.ratio }),
    ...(values !== undefined && { values }),
    ...(cardinality && { maxCardinality: cardinality.max }),
    ...(online && isServed && { maxSkew: online.skewMax }),
    pii,
  };
}

/**
 * When a set is checked: with the policy that looks most often at what reads it, and once a day at least, since alerts on
 * checks wait no longer.
 */
function timesOf(
  { context: { workspace } }: DriftDraft,
  set: FeatureSet,
): { readonly schedule: JobSchedule; readonly lagSeconds: number } {
  const readers = workspace
    .list('Model')
    .filter(({ spec }) => spec.dependsOn.some((each) => 'featureSet' in each && each.featureSet === set.name))
    .map(({ name }) => name);
  const [most] = workspace
    .list('DriftPolicy')
    .filter(({ spec }) => readers.includes(spec.model))
    .toSorted(
      (a, b) => a.spec.schedule.every.seconds - b.spec.schedule.every.seconds || (a.name < b.name ? -1 : 1),
    );
  if (most === undefined) return { schedule: { everySeconds: DAY_SECONDS, timezone: 'UTC' }, lagSeconds: 0 };
  const schedule = jobSchedule(most);
  return {
    schedule: { ...schedule, everySeconds: Math.min(schedule.everySeconds, DAY_SECONDS) },
    lagSeconds: most.spec.lag.seconds,
  };
}
