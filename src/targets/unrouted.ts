import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Plan } from '../plan/plan.ts';
import { allEntries } from '../plan/route-entries.ts';
import { note } from './note.ts';

/** Alerts whose severity the team's policy does not route: nobody would hear of them. */
export function unroutedNotes(plan: Plan): Diagnostic[] {
  const routed = new Set(
    plan.routes.flatMap((route) =>
      allEntries(route)
        .filter(({ recipients }) => recipients.length > 0)
        .map(({ severity }) => key(route.team, route.escalation, severity)),
    ),
  );
  return plan.alerts.flatMap(({ name, team, escalation, severity, condition, origin }) => {
    if (severity === 'none' || escalation === undefined || condition.node === 'always') return [];
    if (routed.has(key(team, escalation, severity))) return [];
    return [
      note('target/unrouted', origin, {
        severity: 'warning',
        message: `nobody is told of ${name}: the escalation policy ${escalation} of team ${team} has no receiver for ${severity}`,
        hint: `Add routes.${severity} to the policy.`,
      }),
    ];
  });
}

function key(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
