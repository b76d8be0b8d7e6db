import type { Alert, FirstLook, ProseText } from '../plan/alert.ts';
import type { Cause } from '../plan/cause.ts';
import { type RouteFinder, routeFinder } from '../plan/route.ts';
import type { LabelSet } from '../plan/signal.ts';
import { labelMatches, metric } from '../promql/build.ts';
import { firstLookQuery } from '../promql/lower/first-look.ts';
import { objectiveLabels } from '../promql/lower/names.ts';
import { objectiveOf, type Scope } from '../promql/lower/scope.ts';
import { print } from '../promql/print.ts';
import { compareStrings } from '../support/compare-strings.ts';

/** The plan as alerts look things up in it. */
export interface AlertContext {
  readonly scope: Scope;
  readonly routeOf: RouteFinder;
  /** By the item that alerts name upstream. */
  readonly causes: ReadonlyMap<string, readonly Cause[]>;
  /** Selectors of all that is recorded about the budget of objectives, by id, as far as they were asked for. */
  readonly selectors: Map<string, string>;
}

export function alertContext(scope: Scope): AlertContext {
  const causes = new Map<string, Cause[]>();
  for (const cause of scope.plan.causes) {
    const known = causes.get(cause.item);
    if (known === undefined) causes.set(cause.item, [cause]);
    else known.push(cause);
  }
  return { scope, routeOf: routeFinder(scope.plan.routes), causes, selectors: new Map() };
}

/** Numbers and delays in seconds of the levels to stage, ascending. */
export function stagedDelays(context: AlertContext, alert: Alert): readonly (readonly [number, number])[] {
  if (alert.severity === 'none') return [];
  const levels =
    context.routeOf(alert)?.severities.find(({ severity }) => severity === alert.severity)?.levels ?? [];
  const delays = new Map(
    levels
      .filter(({ staged, number }) => staged && number > 1)
      .map((level) => [level.number, level.afterSeconds]),
  );
  return [...delays].toSorted(([a], [b]) => a - b);
}

/** Labels of an alert's rule. Its name is not among them. */
export function alertLabels(alert: Alert, level: number): LabelSet {
  const all: LabelSet = { ...alert.labels, level: `${level}` };
  const labels: Record<string, string> = {};
  for (const name of Object.keys(all).toSorted(compareStrings)) {
    const value = all[name];
    // An empty label is no label; written out, it would only make the rule harder to read.
    if (value !== undefined && value !== '') labels[name] = value;
  }
  return labels;
}

/** Annotations of an alert's rule, as templates. */
export function alertAnnotations(
  context: AlertContext,
  alert: Alert,
  template: (text: ProseText) => string,
): LabelSet {
  const { prose } = alert;
  const plain = (text: string): string => template([{ text }]);
  const annotations: Record<string, string | undefined> = {
    summary: template(prose.summary),
    impact: template(prose.impact),
    budget: prose.budget === undefined ? undefined : template(prose.budget),
    first_look: prose.firstLook.map((look) => plain(firstLookLine(context, look))).join('\n'),
    runbook_url: plain(alert.runbookUrl),
    dashboard_url: alert.dashboardUrl === undefined ? undefined : plain(alert.dashboardUrl),
    spec_url: plain(alert.specUrl),
    suppressed_by: suppressors(context, alert).join(', '),
  };
  const given: Record<string, string> = {};
  for (const name of Object.keys(annotations)) {
    const text = annotations[name];
    if (text !== undefined && text !== '') given[name] = text;
  }
  return given;
}

function firstLookLine(context: AlertContext, look: FirstLook): string {
  const parts = [look.link, lookQuery(context, look)].filter((part) => part !== undefined);
  if (parts.length === 0) return look.title;
  return `${look.title}${/[.:?!]$/u.test(look.title) ? '' : ':'} ${parts.join(' ')}`;
}

/** Of an objective all that is recorded about its budget: one line, to be pasted. */
function lookQuery({ scope, selectors }: AlertContext, look: FirstLook): string | undefined {
  if (look.objective === undefined) return firstLookQuery(scope, look);
  const known = selectors.get(look.objective);
  if (known !== undefined) return known;
  const labels = objectiveLabels(scope, objectiveOf(scope, look.objective));
  const { matchers } = metric(undefined, labels);
  const selector = print(metric(undefined, [labelMatches('__name__', 'modelwatch:slo_.+'), ...matchers]));
  selectors.set(look.objective, selector);
  return selector;
}

/** Names of the alerts that explain this one, while which fire it stays silent. */
function suppressors({ causes }: AlertContext, { upstream, severity }: Alert): readonly string[] {
  const names = upstream
    .flatMap((item) => causes.get(item) ?? [])
    .filter(({ targetSeverities }) => targetSeverities.includes(severity))
    .flatMap(({ alertNames }) => alertNames);
  return [...new Set(names)].toSorted(compareStrings);
}

/** What tells the first level from all other alerts of the name. */
export function firstLevelLabels(alert: Alert): LabelSet {
  const chosen: Record<string, string> = { level: '1' };
  for (const label of ['env', 'modelwatch_id']) {
    const value = alert.labels[label];
    if (value !== undefined) chosen[label] = value;
  }
  return chosen;
}
