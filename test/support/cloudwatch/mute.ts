import { Cron } from 'croner';
import { Temporal } from 'temporal-polyfill';
import type { Properties } from './properties.ts';
import { optionalText, record, text } from './properties.ts';

/**
 * When the actions of alarms are muted.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html
 */

export interface MuteRule {
  readonly name: string;
  /** Names of the alarms whose actions, for each state, are muted. */
  readonly alarms: readonly string[];
  /** The windows that have a part from `from` to `to`, in Unix seconds; the end of a window is no longer muted. */
  readonly windows: (from: number, to: number) => readonly Window[];
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

const MOST_ALARMS = 100;
const LONGEST_SECONDS = 15 * 86_400;
const FIELDS = /^cron\((\S+(?: \S+){4})\)$/;
const FIELD = /^[A-Za-z0-9*,-]+$/;
const ONCE = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2})\)$/;

/**
 * Reads the properties of an `AWS::CloudWatch::AlarmMuteRule`. A cron expression has five fields of `*`, `,`, `-`, numbers
 * and names. Times are those of `Timezone`, or UTC; AWS does not say what happens to times that a change of the clock
 * skips or doubles. Throws on another expression, a duration that is not from a minute to 15 days, and more than 100 alarms.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Schedule.html
 */
export function muteRule(properties: Properties): MuteRule {
  const schedule = record(record(properties, 'Rule'), 'Schedule');
  const name = text(properties, 'Name');
  const alarms = record(properties, 'MuteTargets')['AlarmNames'] as readonly string[];
  if (alarms.length > MOST_ALARMS)
    throw new Error(`${name} mutes ${alarms.length} alarms; ${MOST_ALARMS} is the most`);
  const timezone = optionalText(schedule, 'Timezone') ?? 'UTC';
  const seconds = durationSeconds(text(schedule, 'Duration'));
  const starts = startsOf(text(schedule, 'Expression'), timezone);
  const first = limit(properties, 'StartDate', timezone) ?? -Infinity;
  const last = limit(properties, 'ExpireDate', timezone) ?? Infinity;
  return {
    name,
    alarms,
    windows: (from, to) =>
      starts(from - seconds, to)
        .filter((start) => start >= first)
        .map((start) => ({ from: start, to: Math.min(start + seconds, last) }))
        .filter((window) => window.from <= to && window.to > Math.max(from, window.from)),
  };
}

function durationSeconds(duration: string): number {
  const seconds = Temporal.Duration.from(duration).total({ unit: 'seconds' });
  if (seconds < 60 || seconds > LONGEST_SECONDS)
    throw new Error(`${duration} is not from a minute to 15 days`);
  return seconds;
}

/** The times at which an expression starts a window, from `from` to `to`, both included. */
function startsOf(expression: string, timezone: string): (from: number, to: number) => readonly number[] {
  const once = ONCE.exec(expression)?.[1];
  if (once !== undefined) {
    const start = local(once, timezone);
    return (from, to) => (start >= from && start <= to ? [start] : []);
  }
  const fields = FIELDS.exec(expression)?.[1];
  if (fields === undefined || !fields.split(' ').every((field) => FIELD.test(field))) {
    throw new Error(`${expression} is neither cron(…) with five fields nor at(yyyy-MM-ddThh:mm)`);
  }
  const cron = new Cron(fields, { timezone, paused: true });
  return (from, to) => {
    const found: number[] = [];
    let next = cron.nextRun(new Date(from * 1000 - 1000));
    while (next !== null && next.getTime() / 1000 <= to) {
      found.push(next.getTime() / 1000);
      next = cron.nextRun(next);
    }
    return found;
  };
}

/** A moment with an offset as it is, any other as a time of the time zone. */
function limit(properties: Properties, name: string, timezone: string): number | undefined {
  const value = optionalText(properties, name);
  if (value === undefined) return undefined;
  if (/(?:Z|[+-]\d{2}:\d{2})$/.test(value)) return Temporal.Instant.from(value).epochMilliseconds / 1000;
  return local(value, timezone);
}

function local(time: string, timezone: string): number {
  return Temporal.PlainDateTime.from(time).toZonedDateTime(timezone).epochMilliseconds / 1000;
}
