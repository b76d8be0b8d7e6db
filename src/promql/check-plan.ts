import type { ObjectRef, Report } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import type { Alert } from '../plan/alert.ts';
import type { Condition } from '../plan/condition.ts';
import type { Plan } from '../plan/plan.ts';
import { conditionMeasures } from '../plan/walk.ts';
import { ruleProblems } from './check.ts';

/** For the object that a query belongs to: from characters of the query's text to its place in the file. */
export type QueryPlaces = (object: ObjectRef) => ((from: number, to: number) => Span) | undefined;

/** Reports raw queries of users that do not parse, or whose value can't be compared with a threshold. */
export function checkPlanQueries(plan: Plan, places: QueryPlaces, report: Report): void {
  const told = new Set<string>();
  for (const alert of plan.alerts) {
    for (const text of rawQueries(alert.condition)) {
      const key = `${alert.object.kind}/${alert.object.name} ${text}`;
      if (told.has(key)) continue;
      told.add(key);
      checkQuery(alert, text, places(alert.object), report);
    }
  }
}

function checkQuery(
  alert: Alert,
  text: string,
  place: ((from: number, to: number) => Span) | undefined,
  report: Report,
): void {
  const [whole] = alert.origin.spans;
  for (const problem of ruleProblems(text)) {
    const span = place?.(problem.from, problem.to) ?? whole;
    report({
      code: 'promql/invalid-query',
      severity: 'error',
      message: `the query is not valid PromQL: ${problem.message}`,
      ...(span && { span }),
      object: alert.object,
      field: 'spec.query',
      expected: 'a PromQL expression whose value is an instant vector or a scalar',
      data: { from: problem.from, to: problem.to },
    });
  }
}

function rawQueries(condition: Condition): string[] {
  return conditionMeasures(condition).flatMap((measure) => (measure.node === 'raw' ? [measure.text] : []));
}
