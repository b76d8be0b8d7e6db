import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Route, SeverityRoute } from '../../plan/route.ts';
import { unroutedNotes } from '../unrouted.ts';
import { asked } from './notes.ts';

/** What Alertmanager cannot do, where the plan asks for it: it has no acknowledgement, so it knows no escalation, and no memory. */
export function limitNotes(plan: Plan): Diagnostic[] {
  const ofRoutes = plan.routes.flatMap((route) =>
    route.severities.flatMap((severityRoute) => [
      ...repeatNote(route, severityRoute),
      ...stagedNote(route, severityRoute),
      ...digestNote(route, severityRoute),
    ]),
  );
  return [...ofRoutes, ...unroutedNotes(plan)];
}

function repeatNote({ escalation }: Route, { severity, repeat, origin }: SeverityRoute): Diagnostic[] {
  if (repeat === undefined) return [];
  return asked({ construct: 'route/repeat', origin, what: `the policy ${escalation} for ${severity}` });
}

function stagedNote({ escalation }: Route, { severity, levels, origin }: SeverityRoute): Diagnostic[] {
  const staged = levels.filter(({ number, staged: isStaged }) => isStaged && number > 1);
  const numbers = [...new Set(staged.map(({ number }) => number))];
  if (numbers.length === 0) return [];
  const which = numbers.length === 1 ? `level ${numbers[0]}` : `levels ${listed(numbers)}`;
  const what = `the policy ${escalation} for ${severity} (${which})`;
  const notes = asked({ construct: 'route/staged-level', origin, what });
  return notes.map((each) => ({ ...each, code: 'target/staged-levels' }));
}

function digestNote({ escalation }: Route, { severity, digest, origin }: SeverityRoute): Diagnostic[] {
  if (digest === undefined) return [];
  return asked({ construct: 'route/digest', origin, what: `the policy ${escalation} for ${severity}` });
}

function listed(numbers: readonly number[]): string {
  return `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
}
