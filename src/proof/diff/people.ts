import type { Alert } from '../../plan/alert.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Level, Recipient, Route, SeverityRoute } from '../../plan/route.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { printDuration, printTimeOfDay } from '../../units/index.ts';
import { joinWords, own, type Words, words } from './words.ts';

/** Who hears of an alert, when, and how it is put together with others. */
export interface Told {
  /** Everything that people would notice: each level, then how they are told. Equal parts, equal treatment. */
  readonly parts: readonly Words[];
  /** Whether any person is among them: a ticket system or another program reads nothing at night. */
  readonly reachesHuman: boolean;
}

/** Whom a plan tells of its alerts, by alert. Routes that several alerts share are put into words once. */
export function toldBy(plan: Plan): (alert: Alert) => Told {
  const routes = new Map(plan.routes.map((route) => [`${route.team}/${route.escalation}`, route]));
  const known = new Map<string, Told>();
  return (alert) => {
    if (alert.condition.node === 'always') return watchdogTold(plan);
    const key = `${alert.severity} ${alert.team}/${alert.escalation ?? ''}`;
    const told = known.get(key) ?? routeTold(routes.get(`${alert.team}/${alert.escalation ?? ''}`), alert);
    known.set(key, told);
    return told;
  };
}

const NOBODY: Told = { parts: [own('nobody')], reachesHuman: false };

/** All of it in one go. */
export function toldWords({ parts }: Told): Words {
  return joinWords(parts, '; ');
}

export function sameTold(a: Told, b: Told): boolean {
  return JSON.stringify(a.parts) === JSON.stringify(b.parts);
}

/** What differs between two, without the levels that stay. */
export function toldChange(before: Told, after: Told): { readonly before: Words; readonly after: Words } {
  const without = (one: Told, other: Told): Words => {
    const known = new Set(other.parts.map((part) => JSON.stringify(part)));
    const left = one.parts.filter((part) => !known.has(JSON.stringify(part)));
    return left.length === 0 ? own('–') : joinWords(left, '; ');
  };
  return { before: without(before, after), after: without(after, before) };
}

function watchdogTold({ watchdog }: Plan): Told {
  return watchdog === undefined ? NOBODY : { parts: [recipientWords(watchdog)], reachesHuman: true };
}

function routeTold(route: Route | undefined, { severity }: Alert): Told {
  const severityRoute = route?.severities.find((each) => each.severity === severity);
  if (route === undefined || severityRoute === undefined) return NOBODY;
  const levels = sortedBy(
    severityRoute.levels.filter(({ recipients }) => recipients.length > 0),
    ({ afterSeconds, timing }) => `${String(afterSeconds).padStart(12, '0')} ${timing}`,
  );
  if (levels.length === 0) return NOBODY;
  const parts = [
    ...levels.map(levelWords),
    ...(severityRoute.heldOutsideBusinessHours ? [own('in business hours only')] : []),
    ...digestWords(severityRoute),
    ...(severityRoute.repeat === undefined ? [] : [words`repeated ${severityRoute.repeat} times`]),
    ...groupingWords(route),
  ];
  return {
    parts,
    reachesHuman: levels.some(({ recipients }) => recipients.some(isHuman)),
  };
}

/** A ticket lies in a queue that people read; a system is told so that it does something. */
function isHuman(recipient: Recipient): boolean {
  return recipient.type !== 'webhook' || recipient.purpose !== 'system';
}

const TIMINGS: Readonly<Record<Level['timing'], string>> = {
  always: '',
  'business-hours': ' in business hours',
  'outside-business-hours': ' outside business hours',
};

function levelWords({ afterSeconds, timing, recipients }: Level): Words {
  const delay = afterSeconds === 0 ? '' : `+${printDuration(afterSeconds)} `;
  const named = sortedBy(recipients.map(recipientWords), (said) => JSON.stringify(said));
  return [...own(delay), ...joinWords(named, ', '), TIMINGS[timing]].filter((word) => word !== '');
}

function digestWords({ digest }: SeverityRoute): Words[] {
  if (digest === undefined) return [];
  const days = digest.days.length === 7 ? 'daily' : digest.days.join(' ');
  return [words`as a summary ${own(days)} at ${printTimeOfDay(digest.minuteOfDay)} ${digest.timezone}`];
}

const USUAL = { by: 'env model', waitSeconds: 30, intervalSeconds: 300, repeatSeconds: 14_400 };

/** Grouping is told where it is not what a policy has by default. */
function groupingWords({ grouping }: Route): Words[] {
  const by = [...grouping.by].toSorted().join(' ');
  const { waitSeconds, intervalSeconds, repeatSeconds } = grouping;
  const parts = [
    ...(by === USUAL.by ? [] : [words`grouped by ${by}`]),
    ...(waitSeconds === USUAL.waitSeconds ? [] : [own(`first after ${printDuration(waitSeconds)}`)]),
    ...(intervalSeconds === USUAL.intervalSeconds
      ? []
      : [own(`news every ${printDuration(intervalSeconds)}`)]),
    ...(repeatSeconds === USUAL.repeatSeconds ? [] : [own(`again after ${printDuration(repeatSeconds)}`)]),
  ];
  return parts;
}

function recipientWords(recipient: Recipient): Words {
  switch (recipient.type) {
    case 'pagerduty': {
      const { onCall, schedule } = recipient;
      return schedule === undefined || schedule.name === onCall
        ? words`${onCall} by PagerDuty`
        : words`${onCall} by PagerDuty (schedule ${schedule.name})`;
    }
    case 'slack':
      return words`Slack ${recipient.channel}`;
    case 'email':
      return words`e-mail ${recipient.to}`;
    case 'webhook':
      return recipient.purpose === 'ticket'
        ? words`tickets ${recipient.name}`
        : words`webhook ${recipient.name}`;
  }
}
