import * as alerting from '@grafana/grafana-foundation-sdk/alerting';
import type { Alert } from '../../../plan/alert.ts';
import type { Origin } from '../../../plan/origin.ts';
import { nodesOfCondition } from '../../../plan/walk.ts';
import type { Expr } from '../../../promql/ast.ts';
import type { Scope } from '../../../promql/lower/scope.ts';
import { groupPrefix } from '../../../promql/lower/self.ts';
import { groupBy } from '../../../support/group-by.ts';
import { sortedBy } from '../../../support/sorted-by.ts';
import { printDuration } from '../../../units/index.ts';
import {
  type AlertContext,
  alertAnnotations,
  alertContext,
  alertLabels,
  stagedDelays,
} from '../../alert-texts.ts';
import type { GrafanaContext } from '../context.ts';
import { literal } from '../interpolation.ts';
import { type AlertingNames, titleOf } from './names.ts';
import { CONDITION, conditionQuery, ruleData } from './query.ts';
import { annotation, label } from './texts.ts';

/** Grafana looks at its rules every ten seconds (`unified_alerting.scheduler_base_interval`), and evaluates at multiples of it. */
const TICK_SECONDS = 10;

/** A rule in the words of provisioning files, with where it comes from. */
export interface FileRule {
  readonly rule: Readonly<Record<string, unknown>>;
  readonly origin: Origin;
}

/** The rules of one subject. */
export interface FileGroup {
  /** `model-fraud-detector`. */
  readonly subject: string;
  readonly name: string;
  readonly rules: readonly FileRule[];
}

/** How often rules are evaluated, in seconds: the plan's interval, and where Grafana knows no such one the next longer. */
export function evaluationSeconds(scope: Scope): number {
  return Math.ceil(scope.evaluationSeconds / TICK_SECONDS) * TICK_SECONDS;
}

/** Alerts that Grafana can be the one to raise. Actions and what watches the way to Alertmanager are not for it. */
export function isRaised({ action, condition }: Alert): boolean {
  return action === undefined && !isAboutAlertmanager(condition);
}

/** Whether it watches that Prometheus can tell Alertmanager, which nobody has here. */
export function isAboutAlertmanager(condition: Alert['condition']): boolean {
  return nodesOfCondition(condition).some(
    (node) => node.node === 'self' && node.check === 'notification-failing',
  );
}

/** One group for each subject, by name. */
export function ruleGroups(context: GrafanaContext, scope: Scope, names: AlertingNames): FileGroup[] {
  const texts = alertContext(scope);
  const bySubject = groupBy(scope.plan.alerts.filter(isRaised), ({ subject }) =>
    subject.kind === 'Project' ? 'monitoring' : `${kebab(subject.kind)}-${subject.name}`,
  );
  return sortedBy(bySubject, ([name]) => name).map(([subject, alerts]) => ({
    subject,
    name: `${groupPrefix(scope)}${subject}`,
    rules: alerts.flatMap((alert) => rulesOf(context, texts, alert, names)),
  }));
}

function kebab(kind: string): string {
  return kind.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

/**
 * An alert's rule, and after it one for each further level of its escalation that somebody must raise anew. Grafana has no series of
 * what fires, so that each decides by itself: the condition must hold for so much longer.
 */
function rulesOf(
  context: GrafanaContext,
  texts: AlertContext,
  alert: Alert,
  names: AlertingNames,
): readonly FileRule[] {
  const query = conditionQuery(texts.scope, alert);
  const levels = [[1, 0] as const, ...stagedDelays(texts, alert)];
  return levels.map(([level, afterSeconds]) => ({
    rule: inFile(built(context, texts, alert, names, query, level, afterSeconds)),
    origin: alert.origin,
  }));
}

function built(
  context: GrafanaContext,
  texts: AlertContext,
  alert: Alert,
  names: AlertingNames,
  query: Expr,
  level: number,
  afterSeconds: number,
): alerting.Rule {
  const rule = new alerting.RuleBuilder(literal(titleOf(alert, level)))
    .uid(names.uid(`alert/${alert.id}/${level}`))
    .condition(CONDITION)
    .queries(ruleData(context, query))
    .noDataState('OK')
    // The switch is to fall silent when Prometheus does, and an error would go on talking.
    .execErrState(alert.condition.node === 'always' ? 'OK' : 'Error')
    .forDuration(printDuration(alert.holdSeconds + afterSeconds))
    .labels(mapped(alertLabels(alert, level), label))
    .annotations(alertAnnotations(texts, alert, annotation));
  if (alert.keepFiringSeconds > 0) rule.keepFiringFor(printDuration(alert.keepFiringSeconds));
  return rule.build();
}

/** In files the group says the folder and the organisation, and one field is called otherwise. */
function inFile({
  folderUID: _folder,
  orgID: _organisation,
  ruleGroup: _group,
  keep_firing_for: keepFiringFor,
  annotations,
  labels,
  ...rule
}: alerting.Rule): FileRule['rule'] {
  const { uid, title, ...others } = rule;
  return {
    uid,
    title,
    ...others,
    ...(keepFiringFor !== undefined && { keepFiringFor }),
    labels,
    annotations,
  };
}

function mapped(
  map: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
