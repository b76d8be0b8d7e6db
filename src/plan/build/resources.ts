import { printDuration, printNumber } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Unit } from '../signal.ts';
import type { AbsenceDemand } from './absence.ts';
import { addAlert } from './alert.ts';
import { type BuildContext, originOf, reportAt, subjectOf } from './context.ts';
import { ownershipOf } from './ownership.ts';
import { PROSE, valueMark } from './prose.ts';
import { modelSignal } from './signals.ts';

const KEEP_SECONDS = 300;
const ABSENT_HOLD_SECONDS = 600;

const RESOURCES = ['cpu', 'memory', 'gpu', 'cache', 'queue'] as const;
type Resource = (typeof RESOURCES)[number];

/** The saturation alerts of a model's resources: each is the worst of its series above a limit for some time. */
export function addResourceAlerts(context: BuildContext, model: Entity<'Model'>): AbsenceDemand[] {
  return RESOURCES.flatMap((resource) => addResource(context, model, resource));
}

function addResource(context: BuildContext, model: Entity<'Model'>, resource: Resource): AbsenceDemand[] {
  const spec = model.spec.resources?.[resource];
  if (spec === undefined) return [];
  const path = ['resources', resource];
  const signal = modelSignal(context, model, spec.of ?? resource, {
    entity: model,
    path: spec.of === undefined ? path : [...path, 'of'],
    instruments: ['gauge'],
  });
  if (signal === undefined) return [];
  const wanted: Unit = resource === 'queue' ? 'none' : 'ratio';
  if (signal.unit !== wanted) {
    reportAt(context, model, path, {
      code: 'metrics/unit-mismatch',
      severity: 'error',
      message: `role ${signal.role} is measured in ${signal.unit}, ${resource === 'queue' ? 'a queue by counting' : 'a saturation as a share'}`,
      expected:
        resource === 'queue'
          ? 'a gauge without a unit'
          : 'a gauge with unit ratio (0 to 1) or percent (0 to 100)',
      related: [{ message: `${signal.metric} is mapped here`, span: signal.origin.spans[0] ?? model.span }],
    });
    return [];
  }
  const limit =
    typeof spec.max === 'number'
      ? { value: spec.max, text: printNumber(spec.max) }
      : { value: spec.max.ratio, text: spec.max.text };
  addAlert(context, {
    object: model,
    subject: subjectOf(model),
    aspect: `${resource}-saturated`,
    class: 'saturation',
    severity: spec.severity,
    condition: {
      node: 'compare',
      left: { node: 'gauge', of: { signal: signal.id }, aggregate: 'max', unit: signal.unit },
      op: '>',
      right: { node: 'constant', value: limit.value, unit: signal.unit },
    },
    holdSeconds: spec.for.seconds,
    keepFiringSeconds: KEEP_SECONDS,
    ownership: ownershipOf(context, model, model),
    // What users feel is told whatever the cause.
    upstream: [],
    firstLook: [{ title: `Which instances are short of ${resource}`, signal: signal.id }],
    origin: originOf(model, [...path, 'max']),
    prose: {
      summary: PROSE.saturated({
        subject: model.title,
        resource,
        value: valueMark(signal.unit),
        limit: limit.text,
        lasting: printDuration(spec.for.seconds),
      }),
      impact: `${model.title} has little headroom left; it may become slow or refuse requests.`,
    },
  });
  return [
    {
      subject: model,
      signal,
      severity: spec.severity,
      holdSeconds: ABSENT_HOLD_SECONDS,
      vanishing: false,
    },
  ];
}
