import type { Expr } from '../ast.ts';
import { increase, labelMatches, metric, min, range, sum } from '../build.ts';
import { eq, gt, or } from '../operators.ts';
import { escapeRegex } from './regex.ts';
import type { Scope } from './scope.ts';

/**
 * Checks of the alerting system by its own metrics: they work where Prometheus scrapes itself, or another scrapes it.
 */

const WINDOW_SECONDS = 300;

/** What the names of all our rule groups start with, so that failures of other people's rules are not ours. */
export function groupPrefix(scope: Scope): string {
  return `modelwatch-${scope.plan.environment.name}/`;
}

/** Rules of ours that failed to evaluate in the last 5 m. */
export function evaluationFailing(scope: Scope): Expr {
  return gt(sum(increase(ofOurGroups(scope, 'prometheus_rule_evaluation_failures_total'))), 0);
}

/** Evaluations of our groups that were left out in the last 5 m, because the one before took too long. */
export function evaluationLate(scope: Scope): Expr {
  return gt(sum(increase(ofOurGroups(scope, 'prometheus_rule_group_iterations_missed_total'))), 0);
}

/** The label `rule_group` is the file's path and the group's name, with a semicolon between them. */
function ofOurGroups(scope: Scope, name: string) {
  const groups = labelMatches('rule_group', `.*;${escapeRegex(groupPrefix(scope))}.*`);
  return range(metric(name, [groups]), WINDOW_SECONDS);
}

/** Notifications that could not be handed over in the last 5 m, or nobody to hand them to. */
export function notificationFailing(): Expr {
  return or(
    or(happened('prometheus_notifications_errors_total'), happened('prometheus_notifications_dropped_total')),
    eq(min(metric('prometheus_notifications_alertmanagers_discovered')), 0),
  );
}

function happened(counter: string): Expr {
  return gt(sum(increase(range(metric(counter), WINDOW_SECONDS))), 0);
}
