import type { ThresholdSpec } from '../../spec/kinds/monitor.ts';
import { asSentence } from '../../support/sentence.ts';
import { parseQuantity, printDuration } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { FirstLook } from '../alert.ts';
import type { Comparison, Condition, Measure } from '../condition.ts';
import type { Unit } from '../signal.ts';
import type { AbsenceDemand } from './absence.ts';
import { addAlert } from './alert.ts';
import { type BuildContext, originOf, reportAt, type SubjectEntity, subjectOf } from './context.ts';
import { type MonitorMeasure, monitorMeasure } from './monitor-measure.ts';
import { ownershipOf } from './ownership.ts';
import { PROSE, valueMark } from './prose.ts';
import { upstreamItems } from './upstream.ts';

const ABSENT_HOLD_SECONDS = 600;

/** Roles that tell what users feel: no failure upstream may silence them. */
const SYMPTOM_ROLES = ['latency', 'requests', 'errors', 'timeouts', 'fallback'];

const OPERATORS: Readonly<Record<string, Comparison>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };
const NEGATED: Readonly<Record<Comparison, Comparison>> = { '>': '<=', '>=': '<', '<': '>=', '<=': '>' };

interface Bound {
  readonly op: Comparison;
  readonly value: number;
  readonly text: string;
}

/** The alerts of a monitor: its threshold, and the absence of its data if that is asked for. */
export function addMonitorAlerts(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  subject: SubjectEntity,
): AbsenceDemand[] {
  const measured = monitorMeasure(context, monitor, subject);
  if (measured === undefined) return [];
  const { spec } = monitor;
  const threshold = boundOf(context, monitor, ['threshold'], spec.threshold, measured.measure.unit);
  const recover = spec.recover && boundOf(context, monitor, ['recover'], spec.recover, measured.measure.unit);
  if (threshold === undefined || (spec.recover && recover === undefined)) return [];
  if (recover && !checkRecover(context, monitor, threshold, recover)) return [];
  const condition = withSamples(context, monitor, measured, latched(measured.measure, threshold, recover));
  if (condition === undefined) return [];
  addAlert(context, {
    object: monitor,
    subject: subjectOf(subject),
    aspect: '',
    class: 'threshold',
    severity: spec.severity,
    condition,
    holdSeconds: spec.for.seconds,
    keepFiringSeconds: spec.keepFiringFor.seconds,
    ownership: ownershipOf(context, monitor, subject),
    upstream: isExplained(monitor) ? upstreamItems(context.workspace, subject) : [],
    firstLook: [firstLookAt(measured)],
    origin: originOf(monitor, spec.query === undefined ? ['threshold'] : ['query'], ['of']),
    prose: {
      summary: PROSE.monitor({
        title: monitor.title,
        what: measured.words,
        subject: subject.name,
        value: valueMark(measured.measure.unit),
        direction: threshold.op.startsWith('>') ? 'above' : 'below',
        threshold: threshold.text,
      }),
      impact: spec.impact ?? `${measured.words} of ${subject.name} is not what it should be.`,
    },
  });
  return spec.onNoData === 'alert' ? missing(context, monitor, subject, measured) : [];
}

function firstLookAt({ signal, words, measure }: MonitorMeasure): FirstLook {
  return { title: signal ? words : "The monitor's own query", measure };
}

function latched(measure: Measure, threshold: Bound, recover: Bound | undefined): Condition {
  const compare = (bound: Bound, op: Comparison): Condition => ({
    node: 'compare',
    left: measure,
    op,
    right: { node: 'constant', value: bound.value, unit: measure.unit },
  });
  const trigger = compare(threshold, threshold.op);
  return recover ? { node: 'latched', trigger, release: compare(recover, NEGATED[recover.op]) } : trigger;
}

function withSamples(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  measured: MonitorMeasure,
  condition: Condition,
): Condition | undefined {
  const { minSamples } = monitor.spec;
  if (minSamples === undefined) return condition;
  if (measured.samples === undefined) {
    reportAt(context, monitor, ['minSamples'], {
      code: 'monitor/no-samples',
      severity: 'error',
      message: 'this monitor counts no samples',
      expected: 'minSamples only with a counter or a histogram',
    });
    return undefined;
  }
  const enough: Condition = {
    node: 'compare',
    left: measured.samples,
    op: '>=',
    right: { node: 'constant', value: minSamples, unit: 'events' },
  };
  return { node: 'all', of: [condition, enough] };
}

function boundOf(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  path: string[],
  spec: ThresholdSpec,
  unit: Unit,
): Bound | undefined {
  const [key, input] = Object.entries(spec)[0] ?? [];
  const op = key === undefined ? undefined : OPERATORS[key];
  if (key === undefined || op === undefined) return undefined;
  const parsed = parseQuantity(input, unit === 'unix-seconds' ? 'none' : unit);
  if (parsed.ok) return { op, value: parsed.value, text: String(input) };
  reportAt(context, monitor, [...path, key], {
    code: 'unit/threshold',
    severity: 'error',
    message: `${JSON.stringify(input)} is not ${parsed.expected}`,
    expected: parsed.expected,
    hint: asSentence(parsed.hint ?? `what is measured here has the unit ${unit}`),
  });
  return undefined;
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

function isExplained(monitor: Entity<'Monitor'>): boolean {
  const { inhibit, of } = monitor.spec;
  if (inhibit !== undefined) return inhibit === 'upstream';
  return of === undefined || !SYMPTOM_ROLES.includes(of);
}

function missing(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  subject: SubjectEntity,
  measured: MonitorMeasure,
): AbsenceDemand[] {
  const { severity } = monitor.spec;
  // Of a signal of which only some series count, those may vanish alone.
  if (measured.signal && measured.needs?.where === undefined)
    return [
      { subject, signal: measured.signal, severity, holdSeconds: ABSENT_HOLD_SECONDS, vanishing: false },
    ];
  addAlert(context, {
    object: monitor,
    subject: subjectOf(subject),
    aspect: 'no-data',
    class: 'absence',
    severity,
    condition: measured.needs
      ? { node: 'absent', of: measured.needs }
      : { node: 'no-value', of: measured.measure },
    holdSeconds: ABSENT_HOLD_SECONDS,
    keepFiringSeconds: 0,
    ownership: ownershipOf(context, monitor, subject),
    upstream: isExplained(monitor) ? upstreamItems(context.workspace, subject) : [],
    firstLook: [firstLookAt(measured)],
    origin: originOf(monitor, measured.signal ? ['of'] : ['query'], ['onNoData']),
    prose: {
      summary: [
        {
          text: `${monitor.title}: ${measured.needs ? measured.words : 'the query of this monitor'} on ${subject.name} has had no value for ${printDuration(ABSENT_HOLD_SECONDS)}`,
        },
      ],
      impact: `Nobody can tell whether ${monitor.title} is within its threshold.`,
    },
  });
  return [];
}
