import type { NodePath } from '../../source/node.ts';
import type { PartSpec } from '../../spec/kinds/monitor/composite.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Condition } from '../condition.ts';
import { businessBreach } from './business-metric.ts';
import { type BuildContext, reportAt } from './context.ts';
import { driftStateCondition } from './drift-signals.ts';
import { joinedBy, silent } from './monitor-part.ts';

/** A condition with the words for it, as they stand in a list. */
export interface NamedCondition {
  readonly condition: Condition;
  readonly words: string;
}

/** That a business metric is breached; its own faults are told at it. */
export function businessState(context: BuildContext, name: string): NamedCondition | undefined {
  const metric = context.workspace.get('BusinessMetric', name);
  const breach = metric && businessBreach(silent(context), metric);
  return breach && { condition: breach.condition, words: `business metric ${name} is breached` };
}

/** Alerts of an SLO's burn rates and bad slices; those of its policy are about what is done. */
const BURNING = /\/(?:budget-burn-[a-z]+|sustained)$/;

/**
 * That an SLO burns its budget as its own alerts tell, or has none left. Reads the alerts of the SLO, so SLOs are built
 * before. Reports at `path` when the SLO has no such alert.
 */
export function sloState(
  context: BuildContext,
  asking: Entity,
  path: NodePath,
  name: string,
  state: 'burning' | 'exhausted',
): NamedCondition | undefined {
  const slo = context.workspace.get('SLO', name);
  if (slo === undefined) return undefined;
  const own = context.alerts.filter(({ object }) => object.kind === 'SLO' && object.name === name);
  if (state === 'exhausted') {
    // An SLO that could not be built has no alert, and its own findings.
    return own.length === 0
      ? undefined
      : {
          condition: { node: 'budget-remaining', objective: name, op: '<=', ratio: 0 },
          words: `the error budget of ${name} is gone`,
        };
  }
  const burning = own.filter(({ id }) => BURNING.test(id)).map(({ condition }) => condition);
  if (burning.length > 0)
    return { condition: joinedBy('any', burning), words: `${name} burns its error budget` };
  if (own.length > 0) {
    reportAt(context, asking, path, {
      code: 'monitor/no-such-state',
      severity: 'error',
      message: `SLO ${name} has no alert on how fast its budget burns`,
      expected: 'state: exhausted, or another burnPolicy than none',
      related: [{ message: 'the SLO', span: slo.span }],
    });
  }
  return undefined;
}

type DriftPart = Extract<PartSpec, { drift: string }>;

/** That a part of a drift policy is in a state. Reports at `path` when the policy does not test it. */
export function driftState(
  context: BuildContext,
  asking: Entity,
  path: NodePath,
  { drift, part, state }: DriftPart,
): NamedCondition | undefined {
  const policy = context.workspace.get('DriftPolicy', drift);
  if (policy === undefined) return undefined;
  const condition = driftStateCondition(context, policy, part, state);
  if (condition === undefined) {
    reportAt(context, asking, [...path, 'part'], {
      code: 'monitor/no-such-state',
      severity: 'error',
      message: `DriftPolicy ${drift} does not test ${part} up to ${state}`,
      expected: 'a part and a level that the policy has',
      related: [{ message: 'the policy', span: policy.span }],
    });
    return undefined;
  }
  const what = part === 'dataset' ? 'the data' : part;
  return { condition, words: `drift of ${what} by ${drift} (${state})` };
}
