import type { Entity } from '../../workspace/entity.ts';
import { type ContractRole, DRIFT_CONTRACT } from '../drift-contract.ts';
import type { Origin } from '../origin.ts';
import type { CloudWatchLookup, FacetNames, LabelSet, Signal, Unit } from '../signal.ts';
import { cloudWatchSource } from './cloudwatch.ts';
import type { BuildContext } from './context.ts';

/** Some series of a metric that the drift job writes. */
export interface JobSeries {
  /** Unique among the signals of the plan. */
  readonly id: string;
  readonly role: string;
  readonly metric: ContractRole;
  /** Equalities; an empty value chooses series without the label. */
  readonly labels: LabelSet;
  readonly facets?: FacetNames;
  /** Where the metric's own unit depends on what is measured. */
  readonly unit?: Unit;
  readonly origin: Origin;
}

/** The signal of series that the drift job writes. It leaves them in place between runs, so they are sampled like any other. */
export function jobSignal(context: BuildContext, series: JobSeries): Signal {
  const known = context.signals.get(series.id);
  if (known) return known;
  const { name, unit } = DRIFT_CONTRACT[series.metric];
  const source = cloudWatchSource(context);
  const signal: Signal = {
    id: series.id,
    role: series.role,
    metric: name,
    instrument: 'gauge',
    unit: series.unit ?? unit,
    emitter: 'drift-job',
    cadenceSeconds: context.cadence.scrapeSeconds,
    prometheus: { labels: series.labels, scale: 1, facetLabels: series.facets ?? {} },
    // The job publishes to Prometheus only: no name and no dimension of CloudWatch would find its series.
    ...(source && { cloudwatch: notInCloudWatch(name, series.origin) }),
    origin: series.origin,
  };
  context.signals.set(signal.id, signal);
  return signal;
}

function notInCloudWatch(name: string, origin: Origin): CloudWatchLookup {
  return {
    found: false,
    why: 'not-published',
    message: `the drift job writes ${name} for Prometheus, and CloudWatch does not get it`,
    expected: 'the target prometheus, which renders what needs it',
    origin,
  };
}

/** Prefix of the ids of signals that are about an object. */
export function signalId(object: Entity<'Model'> | Entity<'DriftPolicy'> | Entity<'FeatureSet'>): string {
  const kinds = { Model: 'model', DriftPolicy: 'drift-policy', FeatureSet: 'feature-set' } as const;
  return `${kinds[object.kind]}:${object.name}`;
}
