import { type CalendarDate, toDayNumber, weeklyHours } from '../../calendar/index.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Level, SeverityRoute } from '../../plan/route.ts';
import { complementOf, type Stretch, stretchesOfHours, stretchesOfOccurrences } from './stretches-of-time.ts';

/** When the specs want people to be told, apart from what any file says. */
export interface PlanCalendar {
  /** When a level is to tell. */
  readonly due: (team: string, route: SeverityRoute, level: Level) => readonly Stretch[];
  /** When planned quiet mutes the alert, by its name. */
  readonly quiet: (alertName: string) => readonly Quiet[];
}

export interface Quiet {
  /** Name of the maintenance window. */
  readonly id: string;
  readonly stretches: readonly Stretch[];
}

/** A digest is told in this time after its moment; `targets/route-timing.ts` renders it so. */
const DIGEST_MINUTES = 10;
const MINUTES_PER_DAY = 1440;
const MINUTE = 60_000;
const DAY = 86_400_000;

export function calendarOfPlan(plan: Plan, range: Stretch): PlanCalendar {
  const known = new Map<string, readonly Stretch[]>();
  const once = (key: string, make: () => readonly Stretch[]): readonly Stretch[] => {
    let stretches = known.get(key);
    if (stretches === undefined) {
      stretches = make();
      known.set(key, stretches);
    }
    return stretches;
  };
  const always = [range];
  const hoursOf = (team: string) => plan.teamHours.find((each) => each.team === team);
  const open = (team: string): readonly Stretch[] =>
    once(`hours ${team}`, () => {
      const hours = hoursOf(team);
      return hours === undefined
        ? always
        : stretchesOfHours(hours.hours, hours.holidays, hours.timezone, range);
    });
  const closed = (team: string): readonly Stretch[] =>
    hoursOf(team) === undefined ? always : once(`closed ${team}`, () => complementOf(open(team), range));
  return {
    due: (team, { digest, heldOutsideBusinessHours }, { timing }) => {
      if (digest !== undefined) {
        const { days, minuteOfDay, timezone } = digest;
        const end = (minuteOfDay + DIGEST_MINUTES) % MINUTES_PER_DAY;
        return once(`digest ${JSON.stringify(digest)}`, () =>
          stretchesOfHours(weeklyHours(days, minuteOfDay, end), [], timezone, range),
        );
      }
      if (heldOutsideBusinessHours || timing === 'business-hours') return open(team);
      return timing === 'outside-business-hours' ? closed(team) : always;
    },
    quiet: (alertName) =>
      plan.maintenance
        .filter(({ alertNames }) => alertNames.includes(alertName))
        .map(({ id, occurrences, recurrence }) => ({
          id,
          stretches: once(`quiet ${id}`, () =>
            stretchesOfOccurrences(
              recurrence.type === 'once' ? [recurrence.interval] : occurrences,
              range,
            ).map(wholeMinutes),
          ),
        })),
  };
}

/** Files know whole minutes only: one that has begun counts. */
function wholeMinutes({ from, to }: Stretch): Stretch {
  return { from: Math.floor(from / MINUTE) * MINUTE, to: Math.ceil(to / MINUTE) * MINUTE };
}

/** Two years, one of which is a leap year: for projects that have no dates. */
const UNDATED: Stretch = { from: Date.UTC(2027, 0, 1), to: Date.UTC(2029, 0, 1) };

/**
 * The time that a proof looks at: from the first date that the plan has, and at least the year before that of `calendarUntil`, up
 * to that day; so both changes of clocks, every date that is rendered and every day of the month are in it. Without
 * `calendarUntil` there are no dates to look at, and a common and a leap year will do.
 */
export function proofRange(plan: Plan, calendarUntil: CalendarDate | undefined): Stretch {
  if (calendarUntil === undefined) return UNDATED;
  const dates = [
    Date.UTC(Number(calendarUntil.slice(0, 4)) - 1, 0, 1),
    ...plan.teamHours.flatMap(({ holidays }) => holidays.slice(0, 1).map((date) => toDayNumber(date) * DAY)),
    ...plan.maintenance.flatMap(({ occurrences }) =>
      occurrences.slice(0, 1).map(({ startUnixSeconds }) => startUnixSeconds * 1000),
    ),
  ];
  const first = new Date(Math.min(...dates)).getUTCFullYear();
  return { from: Date.UTC(first, 0, 1), to: (toDayNumber(calendarUntil) + 1) * DAY };
}
