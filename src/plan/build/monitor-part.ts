import type { AlertClass, FirstLook, ProseText } from '../alert.ts';
import type { Condition } from '../condition.ts';
import type { Severity } from '../objective.ts';
import type { Origin } from '../origin.ts';
import type { BuildContext } from './context.ts';
import type { MonitorMeasure } from './statistic.ts';

/** One alert of a monitor, before it is known who is told. */
export interface MonitorPart {
  /** What tells it from the monitor's other alerts; empty for the only one. */
  readonly aspect: string;
  readonly class: AlertClass;
  readonly severity: Severity;
  readonly condition: Condition;
  readonly holdSeconds: number;
  /** Whether what is upstream explains it. */
  readonly explained: boolean;
  readonly firstLook: readonly FirstLook[];
  readonly origin: Origin;
  readonly summary: ProseText;
  /** When the spec says nothing about it. */
  readonly impact: string;
  /** True for what is only told before the monitor's own condition holds. */
  readonly isWarning?: true;
}

/** The parts that make up the condition of a monitor: not its warnings, nor that its data are missing. */
export function ownParts(parts: readonly MonitorPart[]): MonitorPart[] {
  return parts.filter(({ class: ofClass, isWarning }) => ofClass !== 'absence' && isWarning !== true);
}

/** All alerts of a monitor. */
export interface BuiltMonitor {
  readonly parts: readonly MonitorPart[];
  /** What it measures, where that is one value whose absence can be told. */
  readonly measured?: MonitorMeasure;
  /** Of a comparison: one metric's alert with another tolerance. */
  readonly byMore?: (metric: string, ratio: number) => MonitorPart | undefined;
}

/** The same context for who only wants the result: what is wrong is told where it was written. */
export function silent(context: BuildContext): BuildContext {
  return { ...context, report: () => {} };
}

/** Whether a condition holds at all: a latch would wait for the alert that it stands in. */
export function unlatched(condition: Condition): Condition {
  if (condition.node === 'latched') return unlatched(condition.trigger);
  if (condition.node === 'all' || condition.node === 'any')
    return { node: condition.node, of: condition.of.map(unlatched) };
  if (condition.node !== 'unless') return condition;
  return { ...condition, of: unlatched(condition.of), exception: unlatched(condition.exception) };
}

/** Several conditions as one. */
export function joinedBy(node: 'all' | 'any', conditions: readonly Condition[]): Condition {
  const [only] = conditions;
  return conditions.length === 1 && only !== undefined ? only : { node, of: conditions };
}
