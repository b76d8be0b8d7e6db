import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import type { Objective } from '../../../plan/objective.ts';
import type { Plan } from '../../../plan/plan.ts';
import type { Selection, Signal } from '../../../plan/signal.ts';
import { TARGET_NAME } from '../notes.ts';
import { type SeriesOf, seriesOf } from '../series.ts';

/** A plan with its parts by name, as the lowering of conditions needs it. */
export interface MathScope {
  readonly signals: ReadonlyMap<string, Signal>;
  readonly objectives: ReadonlyMap<string, Objective>;
  readonly of: SeriesOf;
}

export function scopeOf(plan: Plan): MathScope {
  return {
    signals: new Map(plan.signals.map((signal) => [signal.id, signal])),
    objectives: new Map(plan.objectives.map((objective) => [objective.id, objective])),
    of: seriesOf(plan),
  };
}

const LOOKUP_CODES = {
  'no-mapping': 'target/no-mapping',
  'unit-contradicts': 'target/unit-contradicts',
  'not-published': 'target/unsupported',
} as const;

/** Throws when the plan has no such objective: a plan names only objectives of its own. */
export function objectiveOf(scope: MathScope, id: string): Objective {
  const objective = scope.objectives.get(id);
  if (objective === undefined) throw new Error(`the plan has no objective ${id}`);
  return objective;
}

/** Why CloudWatch cannot look at a selection: nobody said where it is, or not by which dimension it is told apart. */
export function lookupProblem(
  scope: MathScope,
  selection: Selection,
): { readonly note: Diagnostic } | { readonly facet: 'named' | 'others' } | undefined {
  if (scope.of(selection) !== undefined) return undefined;
  const lookup = scope.signals.get(selection.signal)?.cloudwatch;
  if (lookup === undefined || lookup.found)
    return { facet: selection.whereNot === undefined ? 'named' : 'others' };
  const [span] = lookup.origin.spans;
  return {
    note: {
      code: LOOKUP_CODES[lookup.why],
      severity: 'warning',
      message: `aws: ${lookup.message}, so nothing that needs it is rendered there`,
      ...(span && { span }),
      object: lookup.origin.object,
      expected: lookup.expected,
      data: { target: TARGET_NAME },
    },
  };
}
