import type { Report } from '../diagnostics/diagnostic.ts';
import type { Alert } from '../plan/alert.ts';
import type { Condition, Measure } from '../plan/condition.ts';
import type { Plan } from '../plan/plan.ts';
import { inspect } from './inspect.ts';

/** Reports raw queries of users that do not parse, or whose value can't be compared with a threshold. */
export function checkPlanQueries(plan: Plan, report: Report): void {
  const told = new Set<string>();
  for (const alert of plan.alerts) {
    for (const text of rawQueries(alert.condition)) {
      const key = `${alert.object.kind}/${alert.object.name} ${text}`;
      if (told.has(key)) continue;
      told.add(key);
      checkQuery(alert, text, report);
    }
  }
}

function checkQuery(alert: Alert, text: string, report: Report): void {
  const { problems, type } = inspect(text);
  const [span] = alert.origin.spans;
  const common = {
    severity: 'error',
    ...(span && { span }),
    object: alert.object,
    field: 'spec.query',
  } as const;
  for (const problem of problems) {
    report({
      ...common,
      code: 'promql/syntax',
      message: `the query is not valid PromQL: ${problem.message}`,
      expected: 'a PromQL expression',
      hint: excerpt(text, problem.from, problem.to),
      data: { from: problem.from, to: problem.to },
    });
  }
  if (problems.length === 0 && type !== undefined && type !== 'vector' && type !== 'scalar') {
    report({
      ...common,
      code: 'promql/type',
      message: `the query gives a ${type}, which can't be compared with a threshold`,
      expected: 'an instant vector or a scalar',
    });
  }
}

const AROUND = 20;

/** The place inside the query, since a query may be folded over several lines of YAML. */
function excerpt(text: string, from: number, to: number): string {
  const before = text.slice(Math.max(0, from - AROUND), from).replace(/\s+/g, ' ');
  const at = text.slice(from, Math.max(to, from + 1)).replace(/\s+/g, ' ') || 'the end';
  return `At character ${from + 1}: ${before}⟨${at}⟩.`;
}

function rawQueries(condition: Condition): string[] {
  switch (condition.node) {
    case 'compare':
      return [...rawIn(condition.left), ...rawIn(condition.right)];
    case 'no-value':
      return rawIn(condition.of);
    case 'all':
    case 'any':
      return condition.of.flatMap(rawQueries);
    case 'unless':
      return [...rawQueries(condition.of), ...rawQueries(condition.exception)];
    case 'latched':
      return [...rawQueries(condition.trigger), ...rawQueries(condition.release)];
    default:
      return [];
  }
}

function rawIn(measure: Measure): string[] {
  switch (measure.node) {
    case 'raw':
      return [measure.text];
    case 'ratio':
      return [...rawIn(measure.numerator), ...rawIn(measure.denominator)];
    case 'ago':
    case 'scaled':
      return rawIn(measure.of);
    default:
      return [];
  }
}
