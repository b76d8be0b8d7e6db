import type { CatalogueEntry } from './entry.ts';

/** What is reported about values whose unit or form is wrong. */
export const UNIT_CODES: readonly CatalogueEntry[] = [
  {
    code: 'unit/duration',
    title: 'not a duration',
    exit: 'invalid-spec',
    explain:
      'A duration has a unit: 250ms, 15m, 1h30m, 28d, 4w. A bare number could be seconds or milliseconds, and the difference is an alert that never fires. Units are w, d, h, m, s, ms, largest first, each once, whole numbers; months and years have no fixed length and are not accepted.',
  },
  {
    code: 'unit/rate',
    title: 'not a rate',
    exit: 'invalid-spec',
    explain:
      'A rate says how many in which time: 50/s, 100/min, 3/h, 10/day, 3/week. A bare number would leave the time open.',
  },
  {
    code: 'unit/time-of-day',
    title: 'not a time of day',
    exit: 'invalid-spec',
    explain:
      'A time of day is written with 24 hours and in quotes: "09:00", "17:30". 24:00 is the end of the day.',
  },
  {
    code: 'unit/date',
    title: 'not a date',
    exit: 'invalid-spec',
    explain: 'A date is written as year, month and day: 2027-12-31. It must exist in the calendar.',
  },
  {
    code: 'unit/instant',
    title: 'not an instant',
    exit: 'invalid-spec',
    explain:
      'An instant is a date and time with its offset from UTC: 2026-03-08T03:00:00+00:00. Without the offset it would be another moment for readers in another zone, and it would be ambiguous in the hour that a clock repeats.',
  },
  {
    code: 'unit/relative',
    title: 'not a share of something known here',
    exit: 'invalid-spec',
    explain:
      'A relative value is a share and its base: 60% of same-time-last-week, 0.1% of records. Which bases make sense depends on the field; the message names them. Where a fixed amount is meant, write a rate such as 100/s.',
  },
  {
    code: 'unit/ratio',
    title: 'not a ratio',
    exit: 'invalid-spec',
    explain:
      'A ratio is a percentage or a number from 0 to 1: 99.9% or 0.999. A number such as 99.9 is refused: it could be a percentage whose sign was forgotten, and taken as a ratio it would mean 9990%.',
  },
  {
    code: 'unit/objective',
    title: 'not an objective',
    exit: 'invalid-spec',
    explain:
      'An objective is the share of good events or slices that is promised: above 0% and below 100%, such as 99.9%. 100% leaves no error budget, so that a single failure breaks it for good and burn rates cannot be calculated.',
  },
  {
    code: 'unit/timezone',
    title: 'time zone that does not exist',
    exit: 'invalid-spec',
    explain:
      'Zones have names of the IANA database: Europe/London, America/New_York, UTC. Abbreviations such as CET or EST and fixed offsets say nothing about daylight saving, so that hours would be wrong for half of the year.',
  },
  {
    code: 'unit/money',
    title: 'not an amount of money',
    exit: 'invalid-spec',
    explain:
      'Money has its currency, as three capital letters of ISO 4217, and a budget also its time: 0.000003 USD, 900 USD/day. Months have no fixed length and are not accepted.',
  },
  {
    code: 'unit/currency',
    title: 'several currencies in one budget',
    exit: 'invalid-spec',
    explain:
      'Prices and budget of a model are added up and compared, and nothing here knows an exchange rate. Write all of them in one currency.',
  },
  {
    code: 'unit/threshold',
    title: 'threshold in another unit than the measure',
    exit: 'invalid-spec',
    explain:
      'The threshold is read in the unit of what is measured: a duration for latencies and ages (250ms), a share for ratios (15%), a rate for events per second (50/s), a size for bytes (2Gi), a plain number where there is no unit. A query says its unit under `unit`.',
  },
];
