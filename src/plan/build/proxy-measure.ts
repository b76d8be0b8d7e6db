import type { ProxySpec } from '../../spec/kinds/model/proxies.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { BuildContext } from './context.ts';
import { type MeasureAsked, measureOf, unitAsWritten } from './monitor-measure.ts';
import type { MonitorMeasure } from './statistic.ts';

/** A proxy of a model, with its place in the list. */
export interface ProxyAt {
  readonly model: Entity<'Model'>;
  readonly index: number;
  readonly spec: ProxySpec;
}

export function proxiesOf(model: Entity<'Model'>): readonly ProxyAt[] {
  return model.spec.proxies.map((spec, index) => ({ model, index, spec }));
}

export function proxyNamed(model: Entity<'Model'>, name: string): ProxyAt | undefined {
  return proxiesOf(model).find(({ spec }) => spec.name === name);
}

/** The fields of a proxy as what is asked to be measured. */
export function askedBy({ model, index, spec: { from, ...spec } }: ProxyAt): MeasureAsked {
  const { min, max } = spec.expect;
  const unit = spec.unit ?? (spec.query === undefined ? undefined : unitAsWritten([min, max]));
  return {
    entity: model,
    path: ['proxies', index],
    roleField: 'from',
    subject: model,
    spec: { ...spec, role: from, ...(unit !== undefined && { unit }) },
  };
}

/** What a proxy measures; undefined (and findings) when its fields don't fit. */
export function proxyMeasure(context: BuildContext, proxy: ProxyAt): MonitorMeasure | undefined {
  return measureOf(context, askedBy(proxy));
}
