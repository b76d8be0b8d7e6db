import type { CatalogueEntry } from './entry.ts';

/** What is reported about the schedules of pipelines. */
export const SCHEDULE_CODES: readonly CatalogueEntry[] = [
  {
    code: 'schedule/every-or-cron',
    title: 'schedule that does not say when',
    exit: 'invalid-spec',
    explain:
      'A pipeline runs every so often, or at times that cron tells. A schedule says exactly one of the two: `every: 5m`, or `cron: "0 3 * * *"` with its timezone.',
  },
  {
    code: 'schedule/deadline-without-cron',
    title: 'deadline of runs whose start nobody knows',
    exit: 'invalid-spec',
    explain:
      'A deadline tells by when the run that started this morning must be done. With `every` a run has no time of day to start at; use `freshness` with an age, or say the start with `cron`.',
  },
  {
    code: 'schedule/deadline',
    title: 'deadline that does not fit the schedule',
    exit: 'invalid-spec',
    explain:
      'A deadline of the day belongs to one run a day, on all or some days of the week. For several runs a day, or runs on days of the month, use a greatest age: `freshness: { page: … }`, or an SLI with maxAge.',
  },
];
