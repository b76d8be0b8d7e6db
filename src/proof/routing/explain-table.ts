import { columns } from '../../diagnostics/columns.ts';
import { printDuration, printTimeOfDay } from '../../units/index.ts';
import type { ExplainedAlert, ExplainedLevel, ExplainedReason, Explanation } from './explain.ts';
import type { Person } from './people.ts';
import { listed, printMoment, printUntil } from './words.ts';

/** An explanation as a table for people: alert, severity, who hears of it level by level, and why not. */
export function explanationTable({ alerts }: Explanation): string {
  const [first] = alerts;
  if (first === undefined) return '';
  const rows = alertRows(alerts, (alert, level) => cell(alert, level, true));
  const heard = alerts.filter(({ isHeard }) => isHeard).length;
  const right = alerts.filter(({ isWithinPolicy }) => isWithinPolicy).length;
  const moments = [...new Set(alerts.map(({ zone, instant }) => `${printMoment(zone, instant)} ${zone}`))];
  return `${columns(rows)}${heard} of ${alerts.length} alerts reach a human now (${listed(moments, 3)}); ${right} of ${alerts.length} within policy.\n`;
}

/** Heading and rows; a column for each level that some alert has. */
export function alertRows(
  alerts: readonly ExplainedAlert[],
  print: (alert: ExplainedAlert, level: ExplainedLevel) => string,
): string[][] {
  const numbers = [...new Set(alerts.flatMap(({ levels }) => levels.map(({ number }) => number)))].toSorted(
    (a, b) => a - b,
  );
  const delays = numbers.map((number) => delayOf(alerts, number));
  const heading = numbers.map((number, index) =>
    delays[index] === undefined ? `LEVEL ${number}` : `LEVEL ${number} (+${delays[index]})`,
  );
  return [
    ['ALERT', 'SEV', ...heading, 'NOTE'],
    ...alerts.map((alert) => [
      alertTitle(alert),
      alert.alert.severity,
      ...numbers.map((number, index) => {
        const entries = alert.levels.filter((level) => level.number === number);
        const [only] = entries;
        const text = [...new Set(entries.map((level) => print(alert, level)))].join(', ');
        // Where delays differ they stand with the people.
        const isOwn = only !== undefined && delays[index] === undefined;
        return text === '' ? '-' : isOwn ? `+${printDelay(only.afterSeconds)} ${text}` : text;
      }),
      notes(alert).join('; '),
    ]),
  ];
}

/** The delay of a level where all alerts that have it agree. */
function delayOf(alerts: readonly ExplainedAlert[], number: number): string | undefined {
  const delays = new Set(
    alerts.flatMap(({ levels }) =>
      levels.filter((level) => level.number === number).map((level) => level.afterSeconds),
    ),
  );
  const [only] = delays;
  return delays.size === 1 && only !== undefined ? printDelay(only) : undefined;
}

function printDelay(seconds: number): string {
  return seconds === 0 ? '0m' : printDuration(seconds);
}

/** `fraud-latency (burn-fast)`. */
export function alertTitle({ alert }: Pick<ExplainedAlert, 'alert'>): string {
  const aspect = alert.id.slice(alert.id.indexOf('/') + 1);
  return aspect === '' ? alert.name : `${alert.object.name} (${aspect})`;
}

/** Who is told, or until when nobody is. `withUntil` is false where the moment is one of many alike. */
export function cell(alert: ExplainedAlert, level: ExplainedLevel, withUntil: boolean): string {
  switch (level.state) {
    case 'told':
      return level.people.map(personTitle).join(', ');
    case 'native':
      // The provider hears of the first level only when that is told.
      return alert.levels.some(({ number, state }) => number === 1 && state === 'told')
        ? level.people.map(personTitle).join(', ')
        : '';
    case 'nobody':
      return 'nobody';
    case 'silent':
      return silence(alert, level, withUntil);
  }
}

function silence({ why, zone, instant }: ExplainedAlert, level: ExplainedLevel, withUntil: boolean): string {
  const is = (because: ExplainedReason['because']) => why.some((reason) => reason.because === because);
  const word = is('maintenance')
    ? 'muted'
    : is('digest')
      ? 'digest'
      : is('hours') || is('holiday')
        ? 'held'
        : 'muted';
  if (!withUntil) return word;
  if (level.until === undefined) return `${word} for more than a year`;
  const until = printUntil(zone, level.until, instant);
  return word === 'digest' ? `digest at ${until}` : `${word} until ${until}`;
}

function personTitle({ name, kind, by }: Person): string {
  if (by !== 'webhook' || kind === 'human') return name;
  return kind === 'tracker' ? `ticket in ${name}` : `webhook ${name}`;
}

function notes({ why, levels, silencedBy }: ExplainedAlert): string[] {
  const dead = levels.filter(({ state }) => state === 'nobody').flatMap(({ receivers }) => receivers);
  return [
    ...why.map(printReason),
    ...(dead.length > 0 ? [`no integrations at ${listed([...new Set(dead)], 2)}`] : []),
    ...(silencedBy.length > 0
      ? [`silent while ${silencedBy.length > 1 ? 'any of ' : ''}${listed(silencedBy, 2)} fires`]
      : []),
  ];
}

function printReason(reason: ExplainedReason): string {
  switch (reason.because) {
    case 'maintenance':
      return `maintenance ${reason.name}`;
    case 'hours':
      return `business hours ${reason.zone}`;
    case 'holiday':
      return `holiday, business hours ${reason.zone}`;
    case 'digest':
      return `digest ${printTimeOfDay(reason.minuteOfDay)} ${reason.zone}`;
  }
}
