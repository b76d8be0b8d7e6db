import type { Reading } from '../../plan/view.ts';
import type { Expr, Matcher } from '../ast.ts';
import { count, labelEquals, max, metric } from '../build.ts';
import { or } from '../operators.ts';
import type { LoweredReading } from './readings.ts';
import { chosen, subjectMatchers, type ViewScope } from './view-scope.ts';

type AlertsReading = Extract<Reading, { read: 'alerts' }>;

/** What a table tells of an alert. */
const COLUMNS = ['alertname', 'severity', 'model', 'slo', 'team'];

/** Alerts in a state, as Prometheus itself keeps them. Those that tell nobody (severity none) are left out. */
export function alertsReading(view: ViewScope, { state, of, each }: AlertsReading): LoweredReading {
  const [first, ...others] = alertSelectors(view, state, of);
  if (first === undefined) throw new Error('alerts of nobody');
  const series = others.reduce<Expr>((joined, part) => or(joined, part), first);
  switch (each) {
    case 'alert':
      return { expr: max(series, { by: COLUMNS }), labels: COLUMNS };
    case 'severity':
      return { expr: count(series, { by: ['severity'] }), labels: ['severity'] };
    case 'model':
      return { expr: count(series, { by: ['model'] }), labels: ['model'] };
  }
}

/** One selector for each kind of subject: no alert is about two. */
export function alertSelectors(
  view: ViewScope,
  state: AlertsReading['state'],
  of: AlertsReading['of'],
): Expr[] {
  const common = [
    labelEquals('alertstate', state),
    ...alertLabels(view),
    { label: 'severity', op: '!=', value: 'none' } as const,
  ];
  const own: readonly Matcher[][] =
    of === 'variables'
      ? [[...chosen(view, 'alertname'), ...chosen(view, 'model')]]
      : subjectMatchers(of).map((matcher) => [matcher]);
  return own.map((matchers) => metric('ALERTS', [...common, ...matchers]));
}

/** The environment's own labels, as alerts carry them, and the project's. */
export function alertLabels({ scope, variables, view }: ViewScope): Matcher[] {
  const { labels } = scope.plan.environment;
  const leavesEnv = view.kind !== 'overview' && variables.has('env') && labels['env'] !== undefined;
  return [
    ...(leavesEnv
      ? [labelEquals('env', '$env')]
      : Object.entries(labels).map(([label, value]) => labelEquals(label, value))),
    labelEquals('project', scope.plan.project),
  ];
}
