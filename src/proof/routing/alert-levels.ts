import { parse } from 'yaml';
import type { Alert } from '../../plan/alert.ts';
import type { Plan } from '../../plan/plan.ts';
import type { SeverityRoute } from '../../plan/route.ts';
import type { LabelSet } from './matchers.ts';

/** Alerts as Prometheus sends them, level by level. */

export interface AlertLevel {
  readonly number: number;
  /** Since the alert fired. */
  readonly afterSeconds: number;
  /** As the rule has them, with `alertname`; absent when no rule raises the level. */
  readonly labels?: LabelSet;
}

export interface RoutedAlert {
  readonly alert: Alert;
  readonly route: SeverityRoute;
  /** Those that Alertmanager hears of, ascending. */
  readonly levels: readonly AlertLevel[];
}

/** An alert that nobody is to be told of, and why. */
export interface ApartAlert {
  readonly alert: Alert;
  readonly reason: 'always-firing' | 'severity-none' | 'no-escalation' | 'severity-not-routed';
}

/** Labels of the rules of an alert, by its name. */
export type RuleLabels = ReadonlyMap<string, readonly LabelSet[]>;

/**
 * Labels of the alerting rules in rendered files: groups of rules, plain or as custom resources of the operator. Only what is
 * looked for is read, as it is printed, a label a line: composing all documents of a thousand models takes a minute.
 */
export function ruleLabels(texts: readonly string[]): RuleLabels {
  const found = new Map<string, LabelSet[]>();
  for (const text of texts) {
    for (const rule of text.matchAll(/^( *)- alert: (.+)\n((?:\1  .*\n|\n)*)/gm)) {
      const [, indent = '', name = '', body = ''] = rule;
      const block = new RegExp(`^${indent}  labels:\\n((?:${indent}    .*\\n)*)`, 'm').exec(body)?.[1] ?? '';
      const labels = Array.from(
        block.matchAll(/^ +(?:([A-Za-z_]\w*)|("(?:[^"\\]|\\.)*")): (.+)$/gm),
        ([, plain, quoted, value = '']) => [plain ?? scalar(quoted ?? ''), scalar(value)] as const,
      );
      const alertname = scalar(name);
      const set = { ...Object.fromEntries(labels), alertname };
      const known = found.get(alertname);
      if (known === undefined) found.set(alertname, [set]);
      else known.push(set);
    }
  }
  return found;
}

/** A scalar on one line. */
function scalar(text: string): string {
  if (!/^["']/.test(text)) return text;
  const data: unknown = parse(text);
  return typeof data === 'string' ? data : text;
}

/**
 * The alerts of a plan with the labels that their rules have; where no rules are rendered (`rules` absent), with those that
 * the plan gives them. Both sorted as the plan is.
 */
export function alertLevels(
  plan: Plan,
  rules: RuleLabels | undefined,
): { readonly routed: readonly RoutedAlert[]; readonly apart: readonly ApartAlert[] } {
  const routes = new Map(plan.routes.map((route) => [JSON.stringify([route.team, route.escalation]), route]));
  const routed: RoutedAlert[] = [];
  const apart: ApartAlert[] = [];
  for (const alert of plan.alerts) {
    const { severity, escalation } = alert;
    const route = routes
      .get(JSON.stringify([alert.team, escalation]))
      ?.severities.find((each) => each.severity === severity);
    if (alert.condition.node === 'always') apart.push({ alert, reason: 'always-firing' });
    else if (severity === 'none') apart.push({ alert, reason: 'severity-none' });
    else if (escalation === undefined) apart.push({ alert, reason: 'no-escalation' });
    else if (route === undefined) apart.push({ alert, reason: 'severity-not-routed' });
    else routed.push({ alert, route, levels: levelsOf(alert, route, rules) });
  }
  return { routed, apart };
}

function levelsOf(alert: Alert, { levels }: SeverityRoute, rules: RuleLabels | undefined): AlertLevel[] {
  const delays = new Map<number, number>();
  for (const { number, staged, afterSeconds } of levels)
    if (number === 1 || staged) delays.set(number, afterSeconds);
  return [...delays]
    .toSorted(([a], [b]) => a - b)
    .map(([number, afterSeconds]) => {
      const labels = labelsAt(alert, number, rules);
      // The first level is told when the alert fires, whatever the policy calls it.
      return {
        number,
        afterSeconds: number === 1 ? 0 : afterSeconds,
        ...(labels !== undefined && { labels }),
      };
    });
}

/** Labels of a level; undefined when the rules have none for it. */
export function labelsAt(alert: Alert, level: number, rules: RuleLabels | undefined): LabelSet | undefined {
  if (rules === undefined) return { ...alert.labels, alertname: alert.name, level: String(level) };
  const own = rules.get(alert.name);
  return own?.find((labels) => labels['level'] === String(level)) ?? (level === 1 ? own?.[0] : undefined);
}
