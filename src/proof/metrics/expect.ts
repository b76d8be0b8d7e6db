import { boundsOf } from '../../plan/bounds.ts';
import { emitterBeside } from '../../plan/build/emitters.ts';
import type { ServiceLabel } from '../../plan/instrumentation.ts';
import type { Plan } from '../../plan/plan.ts';
import { type LabelSet, type Signal } from '../../plan/signal.ts';

/** What must be there of a signal. */
export interface Expected {
  readonly signal: Signal;
  /** Name of the series that exist whenever the metric does. */
  readonly series: string;
  /** Name of the series with bounds, of a classic histogram. */
  readonly buckets?: string;
  readonly bounds: readonly number[];
  readonly select: LabelSet;
  readonly labels: readonly ExpectedLabel[];
  /** Whether there may be none while all is well: what counts failures begins with the first. */
  readonly mayBeAbsent: boolean;
  /** Who emits it, when that is not the code of the model's service. */
  readonly by?: string;
  /** Labels that a scrape sets. */
  readonly collected: readonly string[];
  readonly staleAfterSeconds: number;
}

export interface ExpectedLabel {
  readonly name: string;
  readonly carries: ServiceLabel['carries'];
  /** Most values, `other` not counted. */
  readonly most: number;
}

/** A signal is stale after so many of its cadences, and never before the five minutes for which Prometheus shows a sample. */
const CADENCES = 5;
const SHOWN_SECONDS = 300;

/** What must be there for a plan, signal by signal. */
export function expectations(plan: Plan): Expected[] {
  const bad = new Set(
    plan.objectives.flatMap(({ indicator }) =>
      indicator.type === 'events' ? indicator.bad.map(({ signal }) => signal) : [],
    ),
  );
  return plan.signals.map((signal): Expected => {
    const { metric, prometheus, cadenceSeconds } = signal;
    const isClassic = prometheus.histogram?.kind === 'classic';
    const by = otherEmitter(signal);
    return {
      signal,
      series: isClassic ? `${metric}_count` : metric,
      ...(isClassic && { buckets: `${metric}_bucket` }),
      bounds: isClassic ? (boundsOf(signal, plan.objectives) ?? []) : [],
      select: {
        ...prometheus.labels,
        ...(plan.environment.labelsSelect && plan.environment.labels),
      },
      labels: labelsOf(plan, signal, bad.has(signal.id)),
      mayBeAbsent: bad.has(signal.id),
      ...(by !== undefined && { by }),
      collected: collectedBy(plan, signal),
      staleAfterSeconds: Math.max(SHOWN_SECONDS, CADENCES * cadenceSeconds),
    };
  });
}

function otherEmitter({ emitter, metric }: Signal): string | undefined {
  switch (emitter) {
    case 'service':
      return emitterBeside(metric);
    case 'drift-job':
      return 'the drift job';
    case 'pipeline':
      return 'the pipeline';
    case 'feature-store':
      return 'the feature store';
    case 'exporter':
      return 'an exporter';
  }
}

/** The labels that tell its series apart. Reasons are told of failures alone. */
function labelsOf({ instrumentations }: Plan, signal: Signal, isBad: boolean): ExpectedLabel[] {
  const metric = instrumentations
    .flatMap(({ metrics }) => metrics)
    .find(({ roles }) => roles.some((role) => role.signal === signal.id));
  if (metric === undefined) {
    return Object.entries(signal.prometheus.facetLabels).flatMap(([facet, name]) =>
      facet === 'reason' && !isBad
        ? []
        : [{ name, carries: facet as ServiceLabel['carries'], most: Number.POSITIVE_INFINITY }],
    );
  }
  const facets = metric.roles.find((role) => role.signal === signal.id)?.facets ?? [];
  return metric.labels.filter(({ carries }) => {
    if (carries === 'role') return false;
    if (carries === 'segment') return true;
    return facets.includes(carries) && (carries !== 'reason' || isBad) && (carries !== 'class' || !isBad);
  });
}

const SET_BY_SCRAPES = ['job', 'instance'];

function collectedBy({ environment, scrapes }: Plan, { id }: Signal): string[] {
  const owner = id.slice(0, id.indexOf('/')).replace(':', '-');
  const labels = scrapes.find((scrape) => scrape.id === owner)?.labels ?? {};
  return [...SET_BY_SCRAPES, ...Object.keys(environment.labels), ...Object.keys(labels)];
}
