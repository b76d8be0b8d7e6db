import type { Alert } from '../../../plan/alert.ts';
import type { Severity } from '../../../plan/objective.ts';
import type { Plan } from '../../../plan/plan.ts';
import type { Timing } from '../../../plan/route.ts';
import { viewUid } from '../../../plan/view-uid.ts';
import type { MuteNames } from '../../maintenance-mutes.ts';
import type { TimingNames } from '../../route-timing.ts';

/**
 * Names of contact points and time intervals, and uids. An organisation has one list of each, so that every name says whose it is.
 * Names of projects, teams and policies have no slash.
 */
export interface AlertingNames extends TimingNames, MuteNames {
  readonly watchdog: string;
  /** The interval that never ends: what is muted in it is told to nobody. */
  readonly always: string;
  entry(route: RouteKey, severity: Severity, level: number, timing: Timing | 'digest'): string;
  /** Of an alert's rule, a contact point's integration: the same in each compile. */
  uid(id: string): string;
}

interface RouteKey {
  readonly team: string;
  readonly escalation: string;
}

export function alertingNames({ project, environment }: Plan): AlertingNames {
  const prefix = `modelwatch/${project}/${environment.name}`;
  return {
    program: 'Grafana',
    watchdog: `${prefix}/watchdog`,
    always: `${prefix}/always`,
    entry: ({ team, escalation }, severity, level, timing) =>
      `${prefix}/${team}/${escalation}/${severity}/${level}${timing === 'always' ? '' : `/${timing}`}`,
    hours: (team, timing) => `${prefix}/${team}/${timing}`,
    digest: ({ team, escalation }, severity) => `${prefix}/${team}/${escalation}/${severity}/digest`,
    maintenance: (id) => `${prefix}/maintenance/${id}`,
    uid: (id) => viewUid(project, environment.name, id),
  };
}

/** A rule's title, which Grafana makes the label `alertname`; no two rules of a folder may share one. */
export function titleOf({ name }: Pick<Alert, 'name'>, level: number): string {
  return level === 1 ? name : `${name} level ${level}`;
}
