import type { Alert } from '../../plan/alert.ts';
import type { Plan } from '../../plan/plan.ts';
import { groupBy } from '../../support/group-by.ts';
import { type Draft, prefixOf } from './draft.ts';
import { LIMITS } from './limits.ts';

/** What keeps an alert silent: the alarm to look at, and the composite alarms made for it. */
export interface Suppression {
  readonly suppressor: string;
  readonly drafts: readonly Draft[];
}

/** How long a symptom waits for its cause to be seen: two evaluations. */
export const WAIT_SECONDS = 120;
/** How long after its cause a symptom may still be there before anybody is told. */
export const EXTENSION_SECONDS = 300;

/**
 * What explains each alert: the alarms of failing causes upstream, and for tickets those of the pages of the same object that
 * somebody is told of. `alarmOf` is the wanted name of an alert's alarm, undefined when it has none.
 */
export function suppressions(
  plan: Plan,
  alarmOf: (alertName: string) => string | undefined,
): (alert: Alert, subject: string) => Suppression | undefined {
  const told = plan.alerts.filter(
    ({ severity, escalation }) => severity === 'page' && escalation !== undefined,
  );
  const pages = groupBy(told, objectKey);
  return (alert, subject) => {
    const waits = alert.severity === 'ticket' || alert.severity === 'info';
    const sources = [
      ...causesOf(plan, alert),
      ...(waits ? (pages.get(objectKey(alert)) ?? []).map(({ name }) => name) : []),
    ].filter((name) => name !== alert.name);
    const alarms = [...new Set(sources.flatMap((name) => alarmOf(name) ?? []))].toSorted();
    const [only] = alarms;
    if (only === undefined) return undefined;
    if (alarms.length === 1) return { suppressor: only, drafts: [] };
    const name = `${prefixOf(plan)}-${alert.name}-explained`;
    return { suppressor: name, drafts: anyOf(name, alarms, subject, alert) };
  };
}

function objectKey({ object }: Alert): string {
  return `${object.kind} ${object.name}`;
}

/** Names of the alerts on failing causes upstream. */
function causesOf({ causes }: Plan, { upstream, severity }: Alert): string[] {
  return causes
    .filter(({ item, targetSeverities }) => upstream.includes(item) && targetSeverities.includes(severity))
    .flatMap(({ alertNames }) => alertNames);
}

/** A composite alarm over any number of alarms: above the limits of its rule it is made of smaller ones. */
function anyOf(name: string, alarms: readonly string[], subject: string, alert: Alert): Draft[] {
  const chunks = chunksOf(alarms);
  if (chunks.length === 1) return [composite(name, alarms, subject, alert)];
  const parts = chunks.map((chunk, index) => composite(`${name}-${index + 1}`, chunk, subject, alert));
  const names = parts.map((part) => part.alarm ?? '');
  return [...parts, ...anyOf(name, names, subject, alert)];
}

/** As many alarms as one rule takes: by number, and by the length of its text. */
function chunksOf(alarms: readonly string[]): string[][] {
  const chunks: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const alarm of alarms) {
    const last = chunks.at(-1);
    const added = longestName(alarm) + 'ALARM("") OR '.length;
    const fits = length + added <= LIMITS.compositeRuleLength.value;
    if (last !== undefined && fits && last.length < LIMITS.compositeChildren.value) {
      last.push(alarm);
      length += added;
    } else {
      chunks.push([alarm]);
      length = added;
    }
  }
  return chunks;
}

/** A name that is taken gets a hyphen and eight digits more; none is longer than allowed. */
function longestName(wanted: string): number {
  return Math.min(LIMITS.alarmName.value, wanted.length + 9);
}

function composite(name: string, alarms: readonly string[], subject: string, alert: Alert): Draft {
  return {
    subject,
    key: name,
    alarm: name,
    needs: alarms,
    origin: alert.origin,
    make: (names) => ({
      Type: 'AWS::CloudWatch::CompositeAlarm',
      Properties: {
        AlarmName: names.alarm(name),
        AlarmDescription: `While this is in ALARM, ${alert.name} is explained and stays silent.`,
        AlarmRule: alarms.map((each) => `ALARM("${names.alarm(each)}")`).join(' OR '),
      },
    }),
  };
}
