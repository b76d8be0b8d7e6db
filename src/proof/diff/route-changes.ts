import type { Alert } from '../../plan/alert.ts';
import type { Plan } from '../../plan/plan.ts';
import type { TeamHours } from '../../plan/route.ts';
import { countedInGroups } from '../../support/counted.ts';
import { groupBy } from '../../support/group-by.ts';
import { kebabCase } from '../../support/kebab-case.ts';
import { printTimeOfDay } from '../../units/index.ts';
import { type AlertPair, namesOf } from './alerts.ts';
import { type ChangeClass, type EnvironmentChange, NO_MOVES } from './change.ts';
import { type DiffContext, objectsOf, tiersOfAlerts } from './context.ts';
import { sameTold, toldChange } from './people.ts';
import { joinWords, listNames, own, type Words, words } from './words.ts';

/** Who hears of alerts that are as severe as before: other people, other times, or nobody. */
export function recipientChanges(context: DiffContext): EnvironmentChange[] {
  const { told } = context;
  const changeOf = ({ base, head }: AlertPair) => toldChange(told.base(base), told.head(head));
  const differing = context.alerts.pairs.filter(
    ({ base, head }) => base.severity === head.severity && !sameTold(told.base(base), told.head(head)),
  );
  const groups = groupBy(differing, (pair) =>
    JSON.stringify([changeOf(pair), recipientsClass(context, pair)]),
  );
  return [...groups.values()].flatMap((pairs) => {
    const [first] = pairs;
    if (first === undefined) return [];
    const heads = pairs.map(({ head }) => head);
    return [
      {
        class: recipientsClass(context, first),
        action: 'recipients' as const,
        objects: objectsOf(heads),
        ...changeOf(first),
        effects: [alertsBySeverity(heads)],
        moves: NO_MOVES,
        alerts: namesOf(heads),
        tiers: tiersOfAlerts(
          context,
          pairs.map(({ base }) => base),
          heads,
        ),
        ...routePlace(context.head.plan, first.head),
      },
    ];
  });
}

function recipientsClass({ told }: DiffContext, { base, head }: AlertPair): ChangeClass {
  const [before, after] = [told.base(base).reachesHuman, told.head(head).reachesHuman];
  if (before && !after) return 'protection-removed';
  if (!before && after) return head.severity === 'page' ? 'new-page' : 'tightened';
  return 'route-changed';
}

/** `2 pages, 5 tickets: A, B, C and 4 more`. */
function alertsBySeverity(alerts: readonly Alert[]): Words {
  const parts = (['page', 'ticket', 'info'] as const).flatMap((severity) => {
    const count = alerts.filter((alert) => alert.severity === severity).length;
    return count === 0 ? [] : [countedInGroups(count, severity)];
  });
  const others = parts.length === 0 ? countedInGroups(alerts.length, 'alert') : parts.join(', ');
  return words`${own(`${others}: `)}${listNames(namesOf(alerts))}`;
}

function routePlace(plan: Plan, alert: Alert): Pick<EnvironmentChange, 'place'> | undefined {
  const route = plan.routes.find(
    ({ team, escalation }) => team === alert.team && escalation === alert.escalation,
  );
  const severity = route?.severities.find((each) => each.severity === alert.severity);
  const span = severity?.origin.spans[0] ?? route?.origin.spans[0];
  return span && { place: { side: 'head', span } };
}

/** Alerts that are there on both sides and now fall silent while something upstream fails, or no longer do. */
export function inhibitionChanges(context: DiffContext): EnvironmentChange[] {
  const { nameInHead } = context.objects;
  const before = silencing(context.base.plan, nameInHead);
  const after = silencing(context.head.plan, (_, name) => name);
  const pairs = context.alerts.pairs.filter(
    ({ base, head }) => base.severity !== 'none' && head.severity !== 'none',
  );
  const sources = [...new Set([...before.sources.keys(), ...after.sources.keys()])].toSorted();
  return sources.flatMap((item) => {
    const silenced = pairs.filter(
      ({ base, head }) => !before.isSilencing(item, base) && after.isSilencing(item, head),
    );
    const freed = pairs.filter(
      ({ base, head }) => before.isSilencing(item, base) && !after.isSilencing(item, head),
    );
    if (silenced.length === 0 && freed.length === 0) return [];
    const count = (isNow: boolean) =>
      pairs.filter(({ base, head }) =>
        isNow ? after.isSilencing(item, head) : before.isSilencing(item, base),
      ).length;
    const all = [...silenced, ...freed];
    const source = after.sources.get(item) ?? before.sources.get(item);
    return [
      {
        class: 'route-changed' as const,
        action: 'inhibition' as const,
        objects: source === undefined ? [] : [source],
        before: own(`silences ${countedInGroups(count(false), 'alert')}`),
        after: own(`silences ${countedInGroups(count(true), 'alert')}`),
        effects: [
          ...silentWords('silent while it fails', silenced),
          ...silentWords('no longer silent while it fails', freed),
        ],
        moves: NO_MOVES,
        alerts: namesOf(all.map(({ head }) => head)),
        tiers: tiersOfAlerts(
          context,
          all.map(({ base }) => base),
          all.map(({ head }) => head),
        ),
      },
    ];
  });
}

function silentWords(said: string, pairs: readonly AlertPair[]): Words[] {
  return pairs.length === 0
    ? []
    : [words`${own(`${said}: `)}${listNames(namesOf(pairs.map(({ head }) => head)))}`];
}

interface Silencing {
  readonly sources: ReadonlyMap<string, { readonly kind: string; readonly name: string }>;
  readonly isSilencing: (item: string, alert: Alert) => boolean;
}

/** Which upstream items (as the head names them) silence which alerts of a plan. */
function silencing({ causes }: Plan, nameInHead: (kind: string, name: string) => string): Silencing {
  const named = causes.map((cause) => {
    const { kind, name } = cause.subject;
    const now = nameInHead(kind, name);
    return { cause, source: { kind, name: now }, item: `${kebabCase(kind)}:${now}` };
  });
  const byItem = groupBy(named, ({ item }) => item);
  return {
    sources: new Map(named.map(({ item, source }) => [item, source])),
    isSilencing: (item, alert) =>
      (byItem.get(item) ?? []).some(
        ({ cause }) =>
          alert.upstream.includes(cause.item) &&
          cause.targetSeverities.includes(alert.severity) &&
          !cause.alertNames.includes(alert.name),
      ),
  };
}

/** Working hours of teams whose alerts wait for them. */
export function hoursChanges(context: DiffContext): EnvironmentChange[] {
  const { nameInHead } = context.objects;
  return context.base.plan.teamHours.flatMap((before) => {
    const name = nameInHead('Team', before.team);
    const after = context.head.plan.teamHours.find(({ team }) => team === name);
    if (after === undefined) return [];
    const [from, to] = [hoursWords(before), hoursWords(after)];
    if (JSON.stringify(from) === JSON.stringify(to) && sameDays(before, after)) return [];
    const waiting = context.head.plan.alerts.filter((alert) => isWaiting(context.head.plan, alert, name));
    if (waiting.length === 0) return [];
    return [
      {
        class: 'route-changed' as const,
        action: 'hours' as const,
        objects: [{ kind: 'Team', name }],
        before: from,
        after: to,
        effects: [
          ...daysWords(before, after),
          words`${own(`${countedInGroups(waiting.length, 'alert')} told by these hours: `)}${listNames(namesOf(waiting))}`,
        ],
        moves: NO_MOVES,
        alerts: namesOf(waiting),
        tiers: tiersOfAlerts(context, [], waiting),
      },
    ];
  });
}

function isWaiting(plan: Plan, { team, escalation, severity }: Alert, name: string): boolean {
  if (team !== name) return false;
  const route = plan.routes.find((each) => each.team === team && each.escalation === escalation);
  const found = route?.severities.find((each) => each.severity === severity);
  return (
    found !== undefined &&
    (found.heldOutsideBusinessHours || found.levels.some(({ timing }) => timing !== 'always'))
  );
}

function hoursWords({ hours, timezone, holidays }: TeamHours): Words {
  const days = Object.entries(hours).map(
    ([day, ranges]) =>
      `${day} ${ranges.map(({ from, to }) => `${printTimeOfDay(from)}–${printTimeOfDay(to)}`).join(' ')}`,
  );
  const same = groupBy(days, (day) => day.slice(4));
  const shown = [...same].map(([range, list]) => `${list.map((day) => day.slice(0, 3)).join(' ')} ${range}`);
  return joinWords(
    [own(shown.join(', ')), words`${timezone}`, own(countedInGroups(holidays.length, 'holiday'))],
    ', ',
  );
}

function sameDays(before: TeamHours, after: TeamHours): boolean {
  return before.holidays.join() === after.holidays.join();
}

function daysWords(before: TeamHours, after: TeamHours): Words[] {
  const come = after.holidays.filter((day) => !before.holidays.includes(day));
  const gone = before.holidays.filter((day) => !after.holidays.includes(day));
  return [
    ...(come.length === 0 ? [] : [words`new holidays: ${listNames(come)}`]),
    ...(gone.length === 0 ? [] : [words`no longer holidays: ${listNames(gone)}`]),
  ];
}
