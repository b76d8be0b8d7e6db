import type { Severity } from '../../plan/objective.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Route } from '../../plan/route.ts';

/**
 * Whether another alert may explain some alert of the route's severity: one upstream, or a page on the same object. Both come
 * from rules of other groups, or to an Alertmanager that has just started, in any order
 * (https://github.com/prometheus/alertmanager/issues/4064).
 */
export function canBeInhibited(plan: Plan, route: Route, severity: Severity): boolean {
  const paged = new Set(
    plan.alerts.filter((alert) => alert.severity === 'page').map(({ labels }) => labels['modelwatch_id']),
  );
  return plan.alerts.some(
    (alert) =>
      alert.team === route.team &&
      alert.escalation === route.escalation &&
      alert.severity === severity &&
      (alert.upstream.length > 0 || (severity !== 'page' && paged.has(alert.labels['modelwatch_id']))),
  );
}
