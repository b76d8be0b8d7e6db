import type { Severity } from '../../plan/objective.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Timing } from '../../plan/route.ts';
import type { AlertmanagerOptions } from './options.ts';

/**
 * Names of receivers and time intervals. They are stable, so that a diff shows what changed, and readable, since people
 * meet them in Alertmanager's pages. Names of teams and policies have no slash, so that no two names can be equal.
 */
export interface Names {
  readonly program: string;
  /** Stands before every name of ours in a file that is not wholly ours; empty in one that is. */
  readonly prefix: string;
  /** For alerts that no route expects: not ours, or of rules that the specs no longer ask for. */
  readonly unrouted: string;
  /** For alerts that nobody is to be told of. */
  readonly nobody: string;
  readonly watchdog: string;
  action(name: string): string;
  entry(route: RouteKey, severity: Severity, level: number, timing: Timing | 'digest'): string;
  hours(team: string, timing: Exclude<Timing, 'always'> | 'holidays'): string;
  digest(route: RouteKey, severity: Severity): string;
  maintenance(id: string): string;
}

export interface RouteKey {
  readonly team: string;
  readonly escalation: string;
}

export function namesOf(plan: Plan, mode: AlertmanagerOptions['mode']): Names {
  // Several projects and environments may be merged into one file: each must find its own parts again.
  const prefix = mode === 'fragment' ? `modelwatch/${plan.project}/${plan.environment.name}/` : '';
  const special = (name: string) => (mode === 'fragment' ? `${prefix}${name}` : `modelwatch-${name}`);
  return {
    program: 'Alertmanager',
    prefix,
    unrouted: special('unrouted'),
    nobody: special('nobody'),
    watchdog: special('watchdog'),
    action: (name) => `${prefix}action/${name}`,
    entry: ({ team, escalation }, severity, level, timing) =>
      `${prefix}${team}/${escalation}/${severity}/${level}${timing === 'always' ? '' : `/${timing}`}`,
    hours: (team, timing) => `${prefix}${team}/${timing}`,
    digest: ({ team, escalation }, severity) => `${prefix}${team}/${escalation}/${severity}/digest`,
    maintenance: (id) => `${prefix}maintenance/${id}`,
  };
}
