import type { Alert } from '../../plan/alert.ts';
import { max, metric } from '../../promql/build.ts';
import { lowerCondition } from '../../promql/lower/condition.ts';
import type { Scope } from '../../promql/lower/scope.ts';
import { isValueTold, valueOf } from '../../promql/lower/value.ts';
import { print } from '../../promql/print.ts';
import {
  type AlertContext,
  alertAnnotations,
  alertLabels,
  firstLevelLabels,
  stagedDelays,
} from '../alert-texts.ts';
import type { AlertingRule } from './rule.ts';
import { template, type ValueSource } from './template.ts';

const ALERT: ValueSource = { from: 'alert' };

/** An alert's rule, and after it one for each further level of its escalation that somebody must raise anew. */
export function alertRules(context: AlertContext, alert: Alert): readonly AlertingRule[] {
  return [firstLevel(context, alert), ...stagedLevels(context, alert)];
}

function firstLevel(context: AlertContext, alert: Alert): AlertingRule {
  const { scope } = context;
  const { expr, labels } = lowerCondition(scope, alert.condition, {
    name: alert.name,
    labels: firstLevelLabels(alert),
  });
  const source = isValueTold(alert.condition) ? ALERT : queriedValue(scope, alert);
  const extra = labels.filter((label) => !(label in alert.labels));
  return {
    type: 'alerting',
    alert: alert.name,
    // The alert has the labels of the plan and no others.
    expr: extra.length === 0 ? expr : max(expr, { without: extra }),
    forSeconds: alert.holdSeconds,
    keepFiringSeconds: alert.keepFiringSeconds,
    labels: alertLabels(alert, 1),
    annotations: alertAnnotations(context, alert, (text) => template(text, source)),
    origin: alert.origin,
  };
}

/**
 * Further levels are alerts on the first one's firing, each after its own delay: Alertmanager has no escalation, and whoever
 * silences by name silences all levels. `ALERTS` carries no value: where the text has one, a query finds it.
 */
function stagedLevels(context: AlertContext, alert: Alert): readonly AlertingRule[] {
  const delays = stagedDelays(context, alert);
  if (delays.length === 0) return [];
  const firing = metric('ALERTS', {
    alertname: alert.name,
    alertstate: 'firing',
    ...firstLevelLabels(alert),
  });
  const source = queriedValue(context.scope, alert);
  return delays.map(([level, afterSeconds]) => ({
    type: 'alerting',
    alert: alert.name,
    expr: max(firing),
    forSeconds: afterSeconds,
    keepFiringSeconds: 0,
    labels: alertLabels(alert, level),
    annotations: alertAnnotations(context, alert, (text) => template(text, source)),
    origin: alert.origin,
  }));
}

function queriedValue(scope: Scope, { condition }: Alert): ValueSource {
  const value = valueOf(scope, condition);
  return value === undefined ? ALERT : { from: 'query', query: print(value) };
}
