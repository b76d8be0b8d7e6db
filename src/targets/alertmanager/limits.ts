import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Route, SeverityRoute } from '../../plan/route.ts';
import { capabilities } from './capabilities.ts';
import { allEntries } from './entries.ts';
import { note } from './notes.ts';

/** What Alertmanager cannot do, where the plan asks for it: it has no acknowledgement, so it knows no escalation. */
export function limitNotes(plan: Plan): Diagnostic[] {
  const ofRoutes = plan.routes.flatMap((route) =>
    route.severities.flatMap((severityRoute) => [
      ...repeatNote(route, severityRoute),
      ...stagedNote(route, severityRoute),
    ]),
  );
  return [...ofRoutes, ...unroutedNotes(plan)];
}

function repeatNote({ escalation }: Route, { severity, repeat, origin }: SeverityRoute): Diagnostic[] {
  const support = capabilities['route/repeat'];
  if (repeat === undefined || support.support !== 'none') return [];
  return [
    note('target/unsupported', origin, {
      message: `${escalation}: Alertmanager cannot repeat the escalation of ${severity} (repeat: ${repeat}), since ${support.why}`,
      ...(support.instead !== undefined && { hint: support.instead }),
      data: { target: 'alertmanager', construct: 'route/repeat' },
    }),
  ];
}

function stagedNote({ escalation }: Route, { severity, levels, origin }: SeverityRoute): Diagnostic[] {
  const staged = levels.filter(({ number, staged: isStaged }) => isStaged && number > 1);
  const numbers = [...new Set(staged.map(({ number }) => number))];
  if (numbers.length === 0) return [];
  const which = numbers.length === 1 ? `level ${numbers[0]} is` : `levels ${listed(numbers)} are`;
  return [
    note('target/staged-levels', origin, {
      message: `${escalation}: ${which} staged by alerts for ${severity}: Alertmanager knows no acknowledgement, so they come even when somebody is at work on it`,
    }),
  ];
}

/** Alerts whose severity the team's policy does not route: nobody would hear of them. */
function unroutedNotes(plan: Plan): Diagnostic[] {
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

function listed(numbers: readonly number[]): string {
  return `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
}
