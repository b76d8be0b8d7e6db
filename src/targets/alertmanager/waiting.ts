import type { AlertIndex } from '../../plan/alert-index.ts';
import type { Severity } from '../../plan/objective.ts';
import type { Route } from '../../plan/route.ts';

/**
 * Whether another alert may explain some alert of the route's severity: one upstream, or a page on the same object. Both come
 * from rules of other groups, or to an Alertmanager that has just started, in any order
 * (https://github.com/prometheus/alertmanager/issues/4064).
 */
export function canBeInhibited(index: AlertIndex, { team, escalation }: Route, severity: Severity): boolean {
  return index
    .onRoute(team, escalation, severity)
    .some(
      ({ upstream, labels }) =>
        upstream.length > 0 || (severity !== 'page' && index.pagedIds.has(labels['modelwatch_id'])),
    );
}
