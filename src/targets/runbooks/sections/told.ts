import type { Alert } from '../../../plan/alert.ts';
import type { Level, Route, SeverityRoute, Timing } from '../../../plan/route.ts';
import { code, type Inline, joined, listed, md, text } from '../../../support/markdown.ts';
import { sortedBy } from '../../../support/sorted-by.ts';
import { printTimeOfDay } from '../../../units/index.ts';
import type { RunbookContext } from '../context.ts';
import { lasting } from '../words/amount.ts';
import { dayRange, teamHoursWords } from '../words/hours.ts';
import { recipientWords } from '../words/people.ts';

/** Who is told of an alert, and when. */
export interface Told {
  readonly rows: readonly ToldRow[];
  /** What the table leaves open, a sentence or two each. */
  readonly notes: readonly Inline[];
}

interface ToldRow {
  readonly level: Inline;
  readonly after: Inline;
  readonly when: Inline;
  readonly whom: Inline;
}

const TIMINGS: Readonly<Record<Timing, Inline>> = {
  always: md`at any time`,
  'business-hours': md`in business hours`,
  'outside-business-hours': md`outside business hours`,
};

export function toldOf(context: RunbookContext, alert: Alert): Told {
  if (alert.condition.node === 'always') return { rows: [], notes: [watchdogNote(context)] };
  const { severity } = alert;
  if (severity === 'none') return nobody(md`Nobody: severity ${code(severity)} is for dashboards.`);
  if (alert.escalation === undefined) {
    return nobody(
      md`Nobody: environment ${code(context.plan.environment.name)} has no escalation policy for it.`,
    );
  }
  const route = context.routeOf(alert);
  const severityRoute = route?.severities.find((each) => each.severity === severity);
  if (route === undefined || severityRoute === undefined) {
    return nobody(
      md`Nobody: escalation policy ${code(alert.escalation)} has no route for severity ${code(severity)}.`,
    );
  }
  const levels = levelsOf(severityRoute);
  return {
    rows: levels.map((level) => rowOf(severityRoute, level)),
    notes: [
      md`By escalation policy ${code(alert.escalation)}, as team ${code(alert.team)} uses it.`,
      ...holdNotes(severityRoute),
      ...hoursNotes(context, alert, severityRoute),
      ...escalationNotes(levels, severityRoute),
      groupingNote(route),
    ],
  };
}

/** Whom the first level tells, in one line for a list of alerts. */
export function toldFirst(context: RunbookContext, alert: Alert): Inline {
  const { watchdog } = context.plan;
  if (alert.condition.node === 'always') {
    return watchdog === undefined ? md`nobody` : md`${recipientWords(watchdog)}, when it stops`;
  }
  const severityRoute = context
    .routeOf(alert)
    ?.severities.find(({ severity }) => severity === alert.severity);
  if (severityRoute === undefined) return md`nobody`;
  const first = levelsOf(severityRoute).filter(({ number }) => number === 1);
  const words = first.map((level) =>
    level.timing === 'always' ? whom(level) : md`${whom(level)} ${TIMINGS[level.timing]}`,
  );
  return words.length === 0 ? md`nobody` : joined(words, '; ');
}

function nobody(why: Inline): Told {
  return { rows: [], notes: [why] };
}

function watchdogNote({ plan }: RunbookContext): Inline {
  return plan.watchdog === undefined
    ? md`Nobody: no receiver of the dead man's switch is named.`
    : md`${recipientWords(plan.watchdog)} receives it all the time, and has to raise the alarm when it stops.`;
}

/** Levels in the order in which they come. */
function levelsOf({ levels }: SeverityRoute): readonly Level[] {
  return sortedBy(levels, ({ number }) => number);
}

function rowOf({ digest, heldOutsideBusinessHours }: SeverityRoute, level: Level): ToldRow {
  const held = heldOutsideBusinessHours && level.timing === 'always';
  const moment =
    digest &&
    md`${dayRange(digest.days)} at ${text(printTimeOfDay(digest.minuteOfDay))} (${text(digest.timezone)})`;
  return {
    level: md`${level.number}`,
    after: digest ? md`–` : level.afterSeconds === 0 ? md`at once` : lasting(level.afterSeconds),
    when: moment ?? (held ? TIMINGS['business-hours'] : TIMINGS[level.timing]),
    whom: whom(level),
  };
}

function whom({ recipients }: Level): Inline {
  return recipients.length === 0 ? md`nobody` : listed(recipients.map(recipientWords), 'and');
}

function holdNotes({ digest, heldOutsideBusinessHours }: SeverityRoute): readonly Inline[] {
  if (digest !== undefined) {
    return [md`It comes as a summary: only what still fires at that moment is in it.`];
  }
  return heldOutsideBusinessHours
    ? [md`Outside business hours nobody is told; what still fires when they begin is told then.`]
    : [];
}

function hoursNotes(context: RunbookContext, alert: Alert, route: SeverityRoute): readonly Inline[] {
  const matter = route.heldOutsideBusinessHours || route.levels.some(({ timing }) => timing !== 'always');
  if (!matter) return [];
  const hours = context.teamHours.get(alert.team);
  return [hours === undefined ? md`Team ${code(alert.team)} has no business hours.` : teamHoursWords(hours)];
}

function escalationNotes(levels: readonly Level[], { repeat }: SeverityRoute): readonly Inline[] {
  const later = levels.filter(({ number }) => number > 1);
  const notes: Inline[] = [];
  if (later.some(({ staged }) => staged)) {
    notes.push(
      md`Times count from the moment it fires. To acknowledge does not stop the next level: it is told while the alert fires, unless it is silenced.`,
    );
  }
  if (later.some(({ staged }) => !staged)) {
    notes.push(md`Whoever acknowledges at the receiver stops the levels that come after.`);
  }
  if (repeat !== undefined) {
    notes.push(
      md`Where the receiver can acknowledge, the whole escalation is repeated ${repeat} time${repeat === 1 ? md`` : md`s`} until somebody does.`,
    );
  }
  return notes;
}

function groupingNote({ grouping }: Route): Inline {
  const by = listed(
    grouping.by.map((label) => code(label)),
    'and',
  );
  return md`Alerts with the same ${by} come in one notification: the first after ${lasting(grouping.waitSeconds)}, news of it every ${lasting(grouping.intervalSeconds)}, the same again after ${lasting(grouping.repeatSeconds)}.`;
}
