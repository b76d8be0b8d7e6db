import { nodeAt } from '../../source/locate.ts';
import type { SpecNode } from '../../source/node.ts';
import { MONITOR_CONDITIONS, monitorSpec } from '../../spec/kinds/monitor.ts';
import { printDuration } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { AbsenceDemand } from './absence.ts';
import { addActionAlert } from './actions.ts';
import { type AlertDraft, addAlert } from './alert.ts';
import { type BuildContext, originOf, reportAt, type SubjectEntity, subjectOf } from './context.ts';
import { compareMonitor } from './monitor-compare.ts';
import { compositeMonitor } from './monitor-composite.ts';
import { costMonitor } from './monitor-cost.ts';
import {
  type BuiltMonitor,
  joinedBy,
  type MonitorPart,
  ownParts,
  silent,
  unlatched,
} from './monitor-part.ts';
import { anomalyMonitor, firstLookAt, isExplainable, thresholdMonitor } from './monitor-threshold.ts';
import { ownershipOf, subjectEntity } from './ownership.ts';
import type { NamedCondition } from './state-conditions.ts';
import type { MonitorMeasure } from './statistic.ts';
import { upstreamItems } from './upstream.ts';

const ABSENT_HOLD_SECONDS = 600;

type ConditionField = (typeof MONITOR_CONDITIONS)[number];

/** The alerts of a monitor: those of its condition, its actions, and the absence of its data if that is asked for. */
export function addMonitorAlerts(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  subject: SubjectEntity,
): AbsenceDemand[] {
  const built = buildMonitor(context, monitor, subject);
  if (built === undefined) return [];
  for (const part of built.parts) addAlert(context, draftOf(context, monitor, subject, part));
  addActions(context, monitor, subject, built);
  const { measured } = built;
  return monitor.spec.onNoData === 'alert' && measured ? missing(context, monitor, subject, measured) : [];
}

/** That a monitor holds, as part of another condition; undefined (its faults are told at it) when it has none. */
export function monitorState(context: BuildContext, name: string): NamedCondition | undefined {
  const monitor = context.workspace.get('Monitor', name);
  const parts = monitor && buildOther(silent(context), monitor)?.parts;
  const conditions = ownParts(parts ?? []).map(({ condition }) => unlatched(condition));
  if (conditions.length === 0) return undefined;
  return { condition: joinedBy('any', conditions), words: `monitor ${name} holds` };
}

function buildOther(context: BuildContext, monitor: Entity<'Monitor'>): BuiltMonitor | undefined {
  const subject = subjectEntity(context, monitor);
  return subject && buildMonitor(context, monitor, subject);
}

/** What a monitor alerts on; undefined (and findings) when that can't be said of its subject. */
function buildMonitor(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  subject: SubjectEntity,
): BuiltMonitor | undefined {
  const field = conditionField(context, monitor);
  if (field === undefined || !checkEffects(context, monitor, field)) return undefined;
  switch (field) {
    case 'threshold':
      return thresholdMonitor(context, monitor, subject);
    case 'anomaly':
      return anomalyMonitor(context, monitor, subject);
    case 'compare':
      return compareMonitor(context, monitor, subject);
    case 'cost':
      return costMonitor(context, monitor, subject);
    case 'all':
    case 'any':
      return compositeMonitor(context, monitor, subject, buildOther);
  }
}

function conditionField(context: BuildContext, monitor: Entity<'Monitor'>): ConditionField | undefined {
  const given = MONITOR_CONDITIONS.filter((field) => monitor.spec[field] !== undefined);
  const [first, second] = given;
  if (first !== undefined && second === undefined) return first;
  reportAt(context, monitor, second === undefined ? [] : [second], {
    code: 'monitor/one-condition',
    severity: 'error',
    message:
      second === undefined
        ? `Monitor ${monitor.name} does not say what it alerts on`
        : `Monitor ${monitor.name} alerts on ${given.join(' and ')}`,
    expected: `exactly one of ${MONITOR_CONDITIONS.join(', ')}`,
    ...(second !== undefined && { hint: 'Two conditions are two monitors, or parts of `all` or `any`.' }),
  });
  return undefined;
}

const VALUE_FIELDS = ['of', 'statistic', 'class', 'version', 'over', 'query', 'unit', 'minSamples'] as const;

/** Fields that other conditions have and that one does not read. */
const WITHOUT_EFFECT: Readonly<Record<ConditionField, readonly string[]>> = {
  threshold: [],
  anomaly: ['recover', 'for'],
  compare: [...VALUE_FIELDS.filter((field) => field !== 'over'), 'recover', 'for', 'onNoData'],
  all: [...VALUE_FIELDS, 'recover', 'onNoData'],
  any: [...VALUE_FIELDS, 'recover', 'onNoData'],
  cost: [...VALUE_FIELDS, 'recover', 'onNoData'],
};

const INSIDE: Readonly<Record<string, string>> = { for: 'for', minSamples: 'minSamples', over: 'over' };

/** What holds anyway may be written out, as the normal form does. */
function saysBuiltIn(name: string, node: SpecNode): boolean {
  const builtIn = Object.entries(monitorSpec.parse({})).find(([field]) => field === name)?.[1];
  const text = typeof builtIn === 'object' && 'text' in builtIn ? builtIn.text : builtIn;
  return node.type === 'scalar' && text !== undefined && node.value === text;
}

/** What the object itself says and nobody would heed is a misunderstanding; Defaults are written for many. */
function checkEffects(context: BuildContext, monitor: Entity<'Monitor'>, field: ConditionField): boolean {
  const idle = WITHOUT_EFFECT[field].filter((name) => {
    const node = nodeAt(monitor.node, [name]);
    return node !== undefined && node.layer === undefined && !saysBuiltIn(name, node);
  });
  for (const name of idle) {
    const isInside =
      INSIDE[name] !== undefined && (field === 'compare' || field === 'anomaly' || name === 'over');
    reportAt(context, monitor, [name], {
      code: 'monitor/no-effect',
      severity: 'error',
      message: `"${name}" has no effect on ${field}`,
      expected:
        isInside && field !== 'all' && field !== 'any'
          ? `${name} inside ${field}`
          : `the fields of ${field} alone`,
    });
  }
  return idle.length === 0;
}

function draftOf(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  subject: SubjectEntity,
  part: MonitorPart,
): AlertDraft {
  const { explained, summary, impact, isWarning: _isWarning, ...known } = part;
  return {
    ...known,
    object: monitor,
    subject: subjectOf(subject),
    keepFiringSeconds: part.class === 'absence' ? 0 : monitor.spec.keepFiringFor.seconds,
    ownership: ownershipOf(context, monitor, subject),
    upstream: explained ? upstreamItems(context.workspace, subject) : [],
    prose: { summary, impact: part.class === 'absence' ? impact : (monitor.spec.impact ?? impact) },
  };
}

/** For each action an alert of its own, which nobody is told: on the monitor's condition, or on a stricter comparison. */
function addActions(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  subject: SubjectEntity,
  built: BuiltMonitor,
): void {
  for (const [index, { do: action, when }] of monitor.spec.actions.entries()) {
    const stricter =
      when === undefined
        ? undefined
        : stricterPart(context, monitor, built, index, when.metric, when.by?.gt.ratio);
    if (when !== undefined && stricter === undefined) continue;
    const own = ownParts(built.parts);
    const [part] = stricter ? [stricter] : own;
    if (part === undefined) continue;
    const draft = draftOf(context, monitor, subject, part);
    const { severity: _severity, class: _class, keepFiringSeconds: _keep, ...rest } = draft;
    addActionAlert(
      context,
      {
        ...rest,
        aspect: `action-${index + 1}-${action}`,
        condition: stricter
          ? stricter.condition
          : joinedBy(
              'any',
              own.map(({ condition }) => unlatched(condition)),
            ),
        origin: originOf(monitor, ['actions', index, 'do']),
      },
      action,
    );
  }
}

function stricterPart(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  { byMore, parts }: BuiltMonitor,
  index: number,
  metric: string | undefined,
  ratio: number | undefined,
): MonitorPart | undefined {
  const path = ['actions', index, 'when'];
  if (byMore === undefined) {
    reportAt(context, monitor, path, {
      code: 'monitor/action-when',
      severity: 'error',
      message: 'only a comparison of versions has metrics and differences',
      expected: 'no `when`: the action is triggered with the alert',
    });
    return undefined;
  }
  const { compare } = monitor.spec;
  const names = compare?.metrics ?? [];
  const name = metric ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined || !names.includes(name)) {
    reportAt(context, monitor, metric === undefined ? path : [...path, 'metric'], {
      code: 'monitor/action-when',
      severity: 'error',
      message:
        metric === undefined
          ? 'the monitor compares by several metrics, and this does not say which'
          : `the monitor does not compare by ${metric}`,
      expected: `metric: one of ${names.join(', ')}`,
    });
    return undefined;
  }
  const tolerance = compare?.tolerance.ratio ?? 0;
  if (ratio === undefined) return parts.find(({ aspect }) => aspect === name);
  const part = ratio > tolerance ? byMore(name, ratio) : undefined;
  if (part !== undefined) return part;
  reportAt(context, monitor, [...path, 'by', 'gt'], {
    code: 'monitor/action-when',
    severity: 'error',
    message:
      ratio > tolerance
        ? `nothing falls by more than 100%, so ${name} would never trigger the action`
        : `the difference is not above the tolerance of ${compare?.tolerance.text ?? ''}`,
    expected: ratio > tolerance ? 'a share below 100%' : `more than ${compare?.tolerance.text ?? ''}`,
  });
  return undefined;
}

function missing(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  subject: SubjectEntity,
  measured: MonitorMeasure,
): AbsenceDemand[] {
  const { severity, inhibit, of } = monitor.spec;
  // Of a signal of which only some series count, those may vanish alone.
  if (measured.signal && measured.needs?.where === undefined)
    return [
      { subject, signal: measured.signal, severity, holdSeconds: ABSENT_HOLD_SECONDS, vanishing: false },
    ];
  const explained = inhibit === undefined ? isExplainable(of) : inhibit === 'upstream';
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
    upstream: explained ? upstreamItems(context.workspace, subject) : [],
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
