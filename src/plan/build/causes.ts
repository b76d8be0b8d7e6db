import { groupBy } from '../../support/group-by.ts';
import { printDuration } from '../../units/index.ts';
import type { Alert } from '../alert.ts';
import type { Cause } from '../cause.ts';
import type { Severity } from '../objective.ts';
import { type Route, type RouteFinder, routeFinder } from '../route.ts';
import { type BuildContext, compareSeverity } from './context.ts';
import { upstreamItem } from './upstream.ts';

const SEVERITIES: readonly Severity[] = ['page', 'ticket', 'info'];

/** Classes of alerts that tell of a failing cause; a nearly spent budget tells of the past. */
const CAUSAL_CLASSES: readonly Alert['class'][] = ['freshness', 'volume', 'schema', 'absence'];

/**
 * What explains what: for each object that some alert names upstream, its own alerts by severity. A source inhibits only
 * alerts that are not more severe, and only if it is itself told at every hour: who would hear of either otherwise?
 */
export function buildCauses(context: BuildContext, routes: readonly Route[]): Cause[] {
  const items = new Set(context.alerts.flatMap((alert) => alert.upstream));
  const bySubject = groupBy(context.alerts.filter(isCausal), (alert) => upstreamItem(alert.subject));
  const held = new Set(
    context.alerts.filter(({ action }) => action !== undefined).flatMap(({ upstream }) => upstream),
  );
  const routeOf = routeFinder(routes);
  const causes: Cause[] = [];
  for (const item of [...items].toSorted()) {
    const sources = bySubject.get(item) ?? [];
    for (const severity of SEVERITIES) {
      const telling = sources.filter((alert) => alert.severity === severity && isToldAlways(alert, routeOf));
      const [first] = telling;
      if (first === undefined) continue;
      causes.push({
        subject: first.subject,
        item,
        sourceSeverity: severity,
        alertNames: telling.map((alert) => alert.name).toSorted(),
        targetSeverities: [
          ...SEVERITIES.filter((target) => compareSeverity(target, severity) <= 0),
          // What fails upstream is not mended by an action downstream.
          ...(held.has(item) ? (['none'] as const) : []),
        ],
      });
    }
  }
  reportLateCauses(context, causes);
  return causes;
}

function isCausal(alert: Alert): boolean {
  return (
    CAUSAL_CLASSES.includes(alert.class) &&
    alert.condition.node !== 'budget-remaining' &&
    alert.condition.node !== 'missing-bucket'
  );
}

function isToldAlways(alert: Alert, routeOf: RouteFinder): boolean {
  const severity = routeOf(alert)?.severities.find((each) => each.severity === alert.severity);
  if (severity === undefined || severity.heldOutsideBusinessHours || severity.digest) return false;
  const first = severity.levels.filter((level) => level.number === 1 && level.recipients.length > 0);
  const timings = new Set(first.map((level) => level.timing));
  return timings.has('always') || (timings.has('business-hours') && timings.has('outside-business-hours'));
}

/** In a gradual failure (ages grow from 0 together) the cause must fire no later than what it should silence. */
function reportLateCauses(context: BuildContext, causes: readonly Cause[]): void {
  const byItem = groupBy(causes, (cause) => cause.item);
  const timedAlerts = context.alerts.filter((alert) => alert.gradualSecondsToFire !== undefined);
  for (const symptom of context.alerts) {
    const { gradualSecondsToFire: symptomSeconds } = symptom;
    if (symptomSeconds === undefined) continue;
    for (const item of symptom.upstream) {
      const able = (byItem.get(item) ?? [])
        .filter((cause) => cause.targetSeverities.includes(symptom.severity))
        .flatMap((cause) => cause.alertNames);
      const timed = timedAlerts.filter((alert) => able.includes(alert.name));
      const earliest = Math.min(
        ...timed.map((alert) => alert.gradualSecondsToFire ?? Number.POSITIVE_INFINITY),
      );
      const cause = timed.find((alert) => alert.gradualSecondsToFire === earliest);
      if (cause === undefined || earliest <= symptomSeconds) continue;
      const [span] = symptom.origin.spans;
      context.report({
        code: 'inhibition/cause-later-than-symptom',
        severity: 'warning',
        message: `when ${item} fails slowly, ${symptom.name} fires after ${printDuration(symptomSeconds)} and its cause ${cause.name} only after ${printDuration(earliest)}`,
        ...(span && { span }),
        object: symptom.object,
        related: cause.origin.spans.slice(0, 1).map((place) => ({ message: 'the cause', span: place })),
        hint: 'Until then both are told. Alert on the cause sooner, or allow the symptom more time.',
        data: { symptomSeconds, causeSeconds: earliest },
      });
    }
  }
}
