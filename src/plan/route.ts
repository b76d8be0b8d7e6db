import type { CalendarDate, Weekday, WeeklyHours } from '../calendar/types.ts';
import type { Severity } from './objective.ts';
import type { Origin } from './origin.ts';
import type { OnCallSchedule } from './paging.ts';
import type { SecretRef } from './secret.ts';

/** One way to reach somebody, with everything that connects but secrets, which are references. */
export type Recipient =
  | {
      readonly type: 'pagerduty';
      readonly onCall: string;
      /** The service that its events belong to: `<team>/<on-call name>`. */
      readonly service: string;
      readonly routingKey: SecretRef;
      readonly schedule?: OnCallSchedule;
    }
  | { readonly type: 'slack'; readonly channel: string; readonly apiUrl: SecretRef }
  | {
      readonly type: 'email';
      readonly to: string;
      readonly from: string;
      readonly smarthost: string;
      readonly authUsername?: string;
      readonly authPassword?: SecretRef;
      readonly requireTls: boolean;
    }
  /** `purpose` tells a person on call from a system (incident commander) and a tracker (jira). */
  | {
      readonly type: 'webhook';
      readonly name: string;
      readonly url: SecretRef;
      readonly purpose: 'on-call' | 'system' | 'ticket';
    };

/** When a level may notify. Hours are the team's, in its zone, holidays excluded. */
export type Timing = 'always' | 'business-hours' | 'outside-business-hours';

export interface Level {
  /** From 1; entries with the same `afterSeconds` and different timing share it. */
  readonly number: number;
  /** True when somebody must raise the alert anew for this level, since no receiver of it escalates by itself. */
  readonly staged: boolean;
  /** Since the alert fired. */
  readonly afterSeconds: number;
  readonly timing: Timing;
  readonly recipients: readonly Recipient[];
  readonly origin: Origin;
}

export interface Digest {
  /** Days on which it is sent, and the minute of the day in `timezone`. */
  readonly days: readonly Weekday[];
  readonly minuteOfDay: number;
  readonly timezone: string;
}

/** Who hears of alerts of one severity, and when. Levels are in order of `afterSeconds`. */
export interface SeverityRoute {
  readonly severity: Exclude<Severity, 'none'>;
  readonly levels: readonly Level[];
  /** Notify only in business hours; what still fires at opening is told then. */
  readonly heldOutsideBusinessHours: boolean;
  readonly digest?: Digest;
  /** How often the whole escalation is repeated; only targets with acknowledgement can. */
  readonly repeat?: number;
  readonly origin: Origin;
}

export interface Grouping {
  /** Labels of our fixed set. */
  readonly by: readonly string[];
  readonly waitSeconds: number;
  readonly intervalSeconds: number;
  readonly repeatSeconds: number;
}

/** An escalation policy as one team uses it. */
export interface Route {
  readonly team: string;
  readonly escalation: string;
  readonly severities: readonly SeverityRoute[];
  readonly grouping: Grouping;
  readonly origin: Origin;
}

/** A team's working hours; a team without them has none of the timings but `always`. */
export interface TeamHours {
  readonly team: string;
  readonly timezone: string;
  readonly hours: WeeklyHours;
  /** Whole days off in `timezone`, ascending, up to `Project.spec.calendarUntil`. */
  readonly holidays: readonly CalendarDate[];
}

/** Finds the route that alerts of a team take by their escalation; undefined for those without one. */
export type RouteFinder = (alert: {
  readonly team: string;
  readonly escalation?: string | undefined;
}) => Route | undefined;

/** Looks routes up, instead of going through all of them for each alert. */
export function routeFinder(routes: readonly Route[]): RouteFinder {
  // Names hold no slash.
  const byKey = new Map(routes.map((route) => [`${route.team}/${route.escalation}`, route]));
  return ({ team, escalation }) =>
    escalation === undefined ? undefined : byKey.get(`${team}/${escalation}`);
}
