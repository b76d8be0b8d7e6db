import type { ObjectRef, Report } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import type { Alert } from '../plan/alert.ts';
import type { Measure } from '../plan/condition.ts';
import type { Plan } from '../plan/plan.ts';
import { conditionMeasures } from '../plan/walk.ts';
import { ruleProblems } from './check.ts';
import { volumeQuery } from './lower/raw.ts';

/** Where a query stands in its object, and from characters of its text to places in the file. */
export interface QueryPlace {
  readonly field: string;
  readonly spanOf: (from: number, to: number) => Span;
}

/** Undefined for a query that an object takes over from another one. */
export type QueryPlaces = (object: ObjectRef, query: string) => QueryPlace | undefined;

/** Queries of users, as `raw` and `raw-volume` hold them. */
type Query = Extract<Measure, { node: 'raw' | 'raw-volume' }>;

/**
 * Reports raw queries of users that do not parse, or whose value can't be compared with a threshold, and those from which
 * no volume can be read though one is needed. A query is judged at the object that wrote it.
 */
export function checkPlanQueries(plan: Plan, places: QueryPlaces, report: Report): void {
  const asked = plan.alerts.flatMap((alert) =>
    queries(alert).map((query) => ({ alert, query, place: places(alert.object, query.text) })),
  );
  const placed = new Set(asked.filter(({ place }) => place).map(({ query }) => keyOf(query)));
  const told = new Set<string>();
  for (const { alert, query, place } of asked) {
    const key = `${alert.object.kind}/${alert.object.name} ${keyOf(query)}`;
    if (told.has(key) || (place === undefined && placed.has(keyOf(query)))) continue;
    told.add(key);
    if (query.node === 'raw') checkQuery(alert, query.text, place, report);
    else checkVolume(alert, query.text, place, report);
  }
}

function keyOf({ node, text }: Query): string {
  return `${node} ${text}`;
}

function checkQuery(alert: Alert, text: string, place: QueryPlace | undefined, report: Report): void {
  const [whole] = alert.origin.spans;
  for (const problem of ruleProblems(text)) {
    const span = place?.spanOf(problem.from, problem.to) ?? whole;
    report({
      code: 'promql/invalid-query',
      severity: 'error',
      message: `the query is not valid PromQL: ${problem.message}`,
      ...(span && { span }),
      object: alert.object,
      field: place?.field ?? 'spec.query',
      expected: 'a PromQL expression whose value is an instant vector or a scalar',
      data: { from: problem.from, to: problem.to },
    });
  }
}

/** A query that does not parse has been reported as such; what can't be counted is said of the others. */
function checkVolume(alert: Alert, text: string, place: QueryPlace | undefined, report: Report): void {
  if (volumeQuery(text) !== undefined || ruleProblems(text).length > 0) return;
  const span = place?.spanOf(0, text.length) ?? alert.origin.spans[0];
  report({
    code: 'promql/no-volume',
    severity: 'error',
    message: 'a minimum of events is asked for, and nobody can read from this query how many it stands on',
    ...(span && { span }),
    object: alert.object,
    field: place?.field ?? 'spec.query',
    expected: 'a quotient of rates, such as sum(rate(clicks_total[30m])) / sum(rate(views_total[30m]))',
    hint: 'Say how its events are counted under `volume`, where the object has that field, or leave the minimum out.',
  });
}

function queries({ condition }: Alert): Query[] {
  return conditionMeasures(condition).flatMap((measure) =>
    measure.node === 'raw' || measure.node === 'raw-volume' ? [measure] : [],
  );
}
