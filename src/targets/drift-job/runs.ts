import type { DriftPlan } from '../../plan/drift-job.ts';
import { groupBy } from '../../support/group-by.ts';
import { sha256 } from '../../support/sha256.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { type Calendar, calendarName, calendarOf } from './calendar.ts';

/** What one call of `modelwatch drift run` does, and when. */
export interface Run {
  /** Unique in the project and the environment; at most 52 lower-case letters, digits and `-`. */
  readonly name: string;
  readonly calendar: Calendar;
  readonly policies: readonly string[];
  readonly datasets: readonly string[];
  /** Models whose quality is measured. */
  readonly qualities: readonly string[];
  /** True when it does all that the plan holds. */
  readonly isWhole: boolean;
}

/** The name of a CronJob may have so many characters: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ */
const LONGEST_NAME = 52;

/** The runs of a plan, one for each schedule, sorted by name: policies and checks that run at the same time run together. */
export function runsOf({ project, environment, policies, datasets, qualities }: DriftPlan): Run[] {
  const entries = [
    ...policies.map(({ name, schedule }) => ({ schedule, policy: name })),
    ...datasets.map(({ name, schedule }) => ({ schedule, dataset: name })),
    ...qualities.map(({ model, schedule }) => ({ schedule, quality: model })),
  ].map((entry) => ({ ...entry, calendar: calendarOf(entry.schedule) }));
  const groups = [...groupBy(entries, ({ calendar }) => momentsOf(calendar)).values()];
  const runs = groups.flatMap((group): Run[] => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        name: shortName(`${project}-${environment}-${calendarName(first.calendar)}`),
        calendar: first.calendar,
        policies: group.flatMap((entry) => ('policy' in entry ? [entry.policy] : [])),
        datasets: group.flatMap((entry) => ('dataset' in entry ? [entry.dataset] : [])),
        qualities: group.flatMap((entry) => ('quality' in entry ? [entry.quality] : [])),
        isWhole: groups.length === 1,
      },
    ];
  });
  return sortedBy(runs, ({ name }) => name);
}

/** One run for each policy, one for all checks, and one for the quality of each model: what a scheduler shows, retries and times by itself. */
export function tasksOf(run: Run): Run[] {
  return [
    ...run.policies.map((policy) => ({
      ...run,
      name: policy,
      policies: [policy],
      datasets: [],
      qualities: [],
      isWhole: false,
    })),
    ...(run.datasets.length > 0
      ? [{ ...run, name: 'checks', policies: [], qualities: [], isWhole: false }]
      : []),
    ...run.qualities.map((model) => ({
      ...run,
      // No policy has a dot in its name.
      name: `quality.${model}`,
      policies: [],
      datasets: [],
      qualities: [model],
      isWhole: false,
    })),
  ];
}

/** What two calendars that run at the same moments have in common. */
function momentsOf({ timezone, everySeconds, minutes, hours }: Calendar): string {
  return JSON.stringify([timezone, everySeconds, minutes, hours]);
}

/** What is too long ends in a hash of the whole. */
export function shortName(name: string, longest = LONGEST_NAME): string {
  if (name.length <= longest) return name;
  return `${name.slice(0, longest - 9).replace(/-+$/, '')}-${sha256(name).slice(0, 8)}`;
}
