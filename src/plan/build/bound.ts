import type { NodePath } from '../../source/node.ts';
import type { ThresholdSpec } from '../../spec/kinds/monitor/threshold.ts';
import { asSentence } from '../../support/sentence.ts';
import { parseQuantity } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { CompareCondition, Comparison, Measure } from '../condition.ts';
import type { Unit } from '../signal.ts';
import { type BuildContext, reportAt } from './context.ts';

/** A fixed bound, with the words of the spec for it. */
export interface Bound {
  readonly op: Comparison;
  readonly value: number;
  readonly text: string;
}

const OPERATORS: Readonly<Record<string, Comparison>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };
export const NEGATED: Readonly<Record<Comparison, Comparison>> = {
  '>': '<=',
  '>=': '<',
  '<': '>=',
  '<=': '>',
};

/** `{ gt: 250ms }` in the unit of what is compared; undefined (and a finding) when it has another. */
export function boundOf(
  context: BuildContext,
  entity: Entity,
  path: NodePath,
  spec: ThresholdSpec,
  unit: Unit,
): Bound | undefined {
  const [key, input] = Object.entries(spec)[0] ?? [];
  const op = key === undefined ? undefined : OPERATORS[key];
  if (key === undefined || op === undefined) return undefined;
  return quantityBound(context, entity, [...path, key], op, input, unit);
}

/** A quantity in the unit of what is compared with it. */
export function quantityBound(
  context: BuildContext,
  entity: Entity,
  path: NodePath,
  op: Comparison,
  input: unknown,
  unit: Unit,
): Bound | undefined {
  const parsed = parseQuantity(input, unit === 'unix-seconds' ? 'none' : unit);
  if (parsed.ok) return { op, value: parsed.value, text: String(input) };
  reportAt(context, entity, path, {
    code: 'unit/threshold',
    severity: 'error',
    message: `${JSON.stringify(input)} is not ${parsed.expected}`,
    expected: parsed.expected,
    hint: asSentence(parsed.hint ?? `what is measured here has the unit ${unit}`),
  });
  return undefined;
}

/** A measure beyond a bound. */
export function beyond(left: Measure, op: Comparison, value: number): CompareCondition {
  return { node: 'compare', left, op, right: { node: 'constant', value, unit: left.unit } };
}

/** At least so many events. */
export function atLeast(samples: Measure, events: number): CompareCondition {
  return beyond(samples, '>=', events);
}
