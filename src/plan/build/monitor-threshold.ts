import type { Entity } from '../../workspace/entity.ts';
import type { FirstLook } from '../alert.ts';
import type { Condition, Measure } from '../condition.ts';
import { beyondUsual, usualWords } from './baseline.ts';
import { atLeast, type Bound, beyond, boundOf, NEGATED } from './bound.ts';
import { type BuildContext, originOf, reportAt, type SubjectEntity } from './context.ts';
import { monitorMeasure } from './monitor-measure.ts';
import type { BuiltMonitor, MonitorPart } from './monitor-part.ts';
import { PROSE, valueMark } from './prose.ts';
import { MONITOR_PROSE } from './prose-monitors.ts';
import type { MonitorMeasure } from './statistic.ts';

/** Roles that tell what users feel: no failure upstream may silence them. */
const SYMPTOM_ROLES = ['latency', 'requests', 'errors', 'timeouts', 'fallback'];

/** A monitor that compares a value with a fixed threshold. */
export function thresholdMonitor(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  subject: SubjectEntity,
): BuiltMonitor | undefined {
  const { spec } = monitor;
  const measured = monitorMeasure(context, monitor, subject);
  if (measured === undefined || spec.threshold === undefined) return undefined;
  const { unit } = measured.measure;
  const threshold = boundOf(context, monitor, ['threshold'], spec.threshold, unit);
  const recover = spec.recover && boundOf(context, monitor, ['recover'], spec.recover, unit);
  if (threshold === undefined || (spec.recover && recover === undefined)) return undefined;
  if (recover && !checkRecover(context, monitor, threshold, recover)) return undefined;
  const condition = withSamples(context, monitor, measured, latched(measured.measure, threshold, recover));
  if (condition === undefined) return undefined;
  const part: MonitorPart = {
    ...valuePart(monitor, subject, measured),
    aspect: '',
    class: 'threshold',
    condition,
    holdSeconds: spec.for.seconds,
    origin: originOf(monitor, spec.query === undefined ? ['threshold'] : ['query'], ['of']),
    summary: PROSE.monitor({
      title: monitor.title,
      what: measured.words,
      subject: subject.name,
      value: valueMark(unit),
      direction: threshold.op.startsWith('>') ? 'above' : 'below',
      threshold: threshold.text,
    }),
  };
  return { parts: [part], measured };
}

/** How long it may be without history before that is told. */
const NO_HISTORY_HOLD_SECONDS = 3600;

/** A monitor that compares a value with what it was at the same time of other weeks. */
export function anomalyMonitor(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  subject: SubjectEntity,
): BuiltMonitor | undefined {
  const { spec } = monitor;
  const measured = monitorMeasure(context, monitor, subject);
  if (measured === undefined || spec.anomaly === undefined) return undefined;
  const usual = beyondUsual(context, monitor, ['anomaly'], measured.measure, spec.anomaly);
  if (usual === undefined) return undefined;
  const condition = withSamples(context, monitor, measured, usual.condition);
  if (condition === undefined) return undefined;
  const common = {
    ...valuePart(monitor, subject, measured),
    origin: originOf(monitor, ['anomaly'], spec.query === undefined ? ['of'] : ['query']),
  };
  const what = `${measured.words} of ${subject.name}`;
  const hold = NO_HISTORY_HOLD_SECONDS;
  const parts: MonitorPart[] = [
    {
      ...common,
      aspect: 'unusual',
      class: 'anomaly',
      condition,
      holdSeconds: spec.anomaly.for.seconds,
      summary: MONITOR_PROSE.unusual({
        title: monitor.title,
        what,
        value: valueMark(measured.measure.unit),
        bound: usual.words,
      }),
    },
  ];
  if (usual.withoutHistory) {
    parts.push({
      ...common,
      aspect: 'no-history',
      class: 'absence',
      severity: 'info',
      condition: usual.withoutHistory,
      holdSeconds: hold,
      summary: MONITOR_PROSE.noHistory({
        title: monitor.title,
        what,
        past: usualWords(spec.anomaly),
        hold: '1h',
      }),
      impact: `Until there is history, or a fallback in the spec, ${monitor.title} watches nothing.`,
    });
  }
  return { parts, measured };
}

/** What alerts on one measured value have in common. */
function valuePart(monitor: Entity<'Monitor'>, subject: SubjectEntity, measured: MonitorMeasure) {
  const { inhibit, of, severity } = monitor.spec;
  return {
    severity,
    explained: inhibit === undefined ? isExplainable(of) : inhibit === 'upstream',
    firstLook: [firstLookAt(measured)],
    impact: `${measured.words} of ${subject.name} is not what it should be.`,
  } as const;
}

/** Whether upstream data can be the reason for what a role shows; a query is taken for such a one. */
export function isExplainable(role: string | undefined): boolean {
  return role === undefined || !SYMPTOM_ROLES.includes(role);
}

export function firstLookAt({ signal, words, measure }: MonitorMeasure): FirstLook {
  return { title: signal ? words : "The monitor's own query", measure };
}

function latched(measure: Measure, threshold: Bound, recover: Bound | undefined): Condition {
  const trigger = beyond(measure, threshold.op, threshold.value);
  return recover
    ? { node: 'latched', trigger, release: beyond(measure, NEGATED[recover.op], recover.value) }
    : trigger;
}

/** The condition, only with the events that the monitor, or its baseline, asks for. */
function withSamples(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  measured: MonitorMeasure,
  condition: Condition,
): Condition | undefined {
  const { minSamples, anomaly } = monitor.spec;
  const least = Math.max(minSamples ?? 0, anomaly?.minVolume ?? 0);
  if (least === 0) return condition;
  if (measured.samples === undefined) {
    const field = minSamples === undefined ? ['anomaly', 'minVolume'] : ['minSamples'];
    reportAt(context, monitor, field, {
      code: 'monitor/no-samples',
      severity: 'error',
      message: 'this monitor counts no samples',
      expected: `${field.at(-1)} only with a counter or a histogram`,
    });
    return undefined;
  }
  return { node: 'all', of: [condition, atLeast(measured.samples, least)] };
}

function checkRecover(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  threshold: Bound,
  recover: Bound,
): boolean {
  const above = threshold.op.startsWith('>');
  const opposite = above !== recover.op.startsWith('>');
  const inside = above ? recover.value <= threshold.value : recover.value >= threshold.value;
  if (opposite && inside) return true;
  reportAt(context, monitor, ['recover'], {
    code: 'monitor/recover-beyond-threshold',
    severity: 'error',
    message: 'the value would recover while it is still beyond the threshold',
    expected: above ? `{ lt: … } of at most ${threshold.text}` : `{ gt: … } of at least ${threshold.text}`,
  });
  return false;
}
