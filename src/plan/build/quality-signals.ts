import type { Entity } from '../../workspace/entity.ts';
import type { Measure } from '../condition.ts';
import { OVERALL } from '../drift-contract.ts';
import type { Origin } from '../origin.ts';
import type { Signal, Unit } from '../signal.ts';
import type { BuildContext } from './context.ts';
import { jobSignal, signalId } from './job-signals.ts';

type Model = Entity<'Model'>;

/** A metric of a model, on all its data, in the values of a segment, or of a naive forecast in its place. */
export interface QualityOf {
  readonly model: Model;
  /** The label `metric`: precision@0.8. */
  readonly key: string;
  readonly unit: Unit;
  readonly segment?: string;
  readonly reference?: string;
  readonly origin: Origin;
}

/** The label that tells the values of a segment apart. */
const VALUE = { value: 'segment_value' } as const;

export function qualitySignal(context: BuildContext, of: QualityOf): Signal {
  const { model, key, segment, reference } = of;
  const place = [
    ...(segment === undefined ? [] : [segment]),
    ...(reference === undefined ? [] : [reference]),
  ];
  return jobSignal(context, {
    id: [`${signalId(model)}/quality`, key, ...place].join('/'),
    role: `quality ${[key, ...place].join(' ')}`,
    metric: 'quality',
    labels: {
      model: model.name,
      metric: key,
      ...(segment === undefined ? OVERALL : { segment }),
      reference: reference ?? '',
    },
    ...(segment !== undefined && { facets: VALUE }),
    unit: of.unit,
    origin: of.origin,
  });
}

export function qualitySamples(
  context: BuildContext,
  { model, key, segment, origin }: Omit<QualityOf, 'unit' | 'reference'>,
): Signal {
  const place = segment === undefined ? [key] : [key, segment];
  return jobSignal(context, {
    id: [`${signalId(model)}/quality-samples`, ...place].join('/'),
    role: `samples of ${place.join(' ')}`,
    metric: 'qualitySamples',
    labels: { model: model.name, metric: key, ...(segment === undefined ? OVERALL : { segment }) },
    ...(segment !== undefined && { facets: VALUE }),
    origin,
  });
}

export function labelsMatured(
  context: BuildContext,
  { model, key, origin }: Pick<QualityOf, 'model' | 'key' | 'origin'>,
): Signal {
  return jobSignal(context, {
    id: `${signalId(model)}/labels-matured/${key}`,
    role: `matured labels of ${key}`,
    metric: 'labelsMatured',
    labels: { model: model.name, metric: key },
    origin,
  });
}

export function qualityLastRun(context: BuildContext, model: Model, origin: Origin): Signal {
  return jobSignal(context, {
    id: `${signalId(model)}/quality-last-run`,
    role: 'last evaluation of quality',
    metric: 'qualityLastRun',
    labels: { model: model.name },
    origin,
  });
}

/** The one series of a signal, or the worst if there are several. */
export function gaugeOf(signal: Signal, aggregate: 'min' | 'max'): Extract<Measure, { node: 'gauge' }> {
  return { node: 'gauge', of: { signal: signal.id }, aggregate, unit: signal.unit };
}
