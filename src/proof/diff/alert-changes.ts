import type { Alert } from '../../plan/alert.ts';
import type { Severity } from '../../plan/objective.ts';
import { groupBy } from '../../support/group-by.ts';
import { type AlertPair, comeClass, goneClass, namesOf, severityClass } from './alerts.ts';
import { type ChangeClass, type EnvironmentChange, gravest, NO_MOVES } from './change.ts';
import { type DiffContext, objectsOf, tiersOfAlerts } from './context.ts';
import { alertEffects, toldEffects } from './object-changes.ts';
import { sameTold, toldChange } from './people.ts';
import { listNames, type Words, words } from './words.ts';

/** Moves of alerts that no object or field of their own explains. */
export interface LooseMoves {
  readonly gone: readonly Alert[];
  readonly come: readonly Alert[];
  readonly severity: readonly AlertPair[];
}

/** Alerts that go or come by object, since those of one object have one reason; severities by what they become. */
export function alertChanges(context: DiffContext, loose: LooseMoves): EnvironmentChange[] {
  // The severity of an alert that nobody hears, before or after, is a word.
  const heard = loose.severity.filter(
    ({ base, head }) => context.told.base(base).reachesHuman || context.told.head(head).reachesHuman,
  );
  return [
    ...[...groupBy(loose.gone, byObject).values()].map((alerts) => goneChange(context, alerts)),
    ...[...groupBy(loose.come, byObject).values()].map((alerts) => comeChange(context, alerts)),
    ...context.alerts.replaced.map((pair) => replacedChange(context, pair)),
    ...[...groupBy(heard, ({ base, head }) => `${base.severity} ${head.severity}`).values()].flatMap(
      (pairs) => severityChange(context, pairs),
    ),
  ];
}

function byObject({ object }: Alert): string {
  return `${object.kind}/${object.name}`;
}

function goneChange(context: DiffContext, alerts: readonly Alert[]): EnvironmentChange {
  return {
    class: goneClass(alerts, context.told.base),
    action: 'alerts-gone',
    objects: objectsOf(alerts),
    effects: alertEffects(alerts, false),
    moves: { ...NO_MOVES, gone: namesOf(alerts) },
    alerts: namesOf(alerts),
    tiers: tiersOfAlerts(context, alerts, []),
    ...placeOfAlert('base', alerts),
  };
}

function comeChange(context: DiffContext, alerts: readonly Alert[]): EnvironmentChange {
  return {
    class: comeClass(alerts, context.told.head),
    action: 'alerts-come',
    objects: objectsOf(alerts),
    effects: [...alertEffects(alerts, true), ...toldEffects(context, alerts)],
    moves: { ...NO_MOVES, come: namesOf(alerts) },
    alerts: namesOf(alerts),
    tiers: tiersOfAlerts(context, [], alerts),
    ...placeOfAlert('head', alerts),
  };
}

function replacedChange(context: DiffContext, { base, head }: AlertPair): EnvironmentChange {
  return {
    class: base.severity === 'page' ? 'changed' : gravest(['changed', comeClass([head], context.told.head)]),
    action: 'alerts-replaced',
    objects: objectsOf([head]),
    before: words`${base.name}`,
    after: words`${head.name}`,
    effects: toldEffects(context, [head]),
    moves: { ...NO_MOVES, gone: [base.name], come: [head.name] },
    alerts: namesOf([base, head]),
    tiers: tiersOfAlerts(context, [base], [head]),
    ...placeOfAlert('head', [head]),
  };
}

function severityChange(context: DiffContext, pairs: readonly AlertPair[]): EnvironmentChange[] {
  const [first] = pairs;
  if (first === undefined) return [];
  const [from, to] = [first.base.severity, first.head.severity];
  const heads = pairs.map(({ head }) => head);
  return [
    {
      class: severityMovesClass(context, pairs),
      action: 'severity',
      objects: objectsOf(heads),
      before: [from],
      after: [to],
      effects: [listNames(namesOf(heads), 4), ...severityEffects(context, pairs)],
      moves: { ...NO_MOVES, severity: severityMoves(pairs) },
      alerts: namesOf(heads),
      tiers: tiersOfAlerts(
        context,
        pairs.map(({ base }) => base),
        heads,
      ),
      ...placeOfAlert('head', heads),
    },
  ];
}

export function severityMoves(
  pairs: readonly AlertPair[],
): { alert: string; from: Severity; to: Severity }[] {
  return pairs
    .map(({ base, head }) => ({ alert: head.name, from: base.severity, to: head.severity }))
    .toSorted((a, b) => (a.alert < b.alert ? -1 : 1));
}

/** Of several alerts what is gravest. One of which no person hears any more protects nobody; where nobody hears of it, before or after, its severity is a word. */
export function severityMovesClass({ told }: DiffContext, pairs: readonly AlertPair[]): ChangeClass {
  return gravest(
    pairs.map(({ base, head }) => {
      const [before, after] = [told.base(base).reachesHuman, told.head(head).reachesHuman];
      if (before !== after) return before ? 'protection-removed' : comeClass([head], told.head);
      return before ? severityClass(base.severity, head.severity) : 'cosmetic';
    }),
  );
}

/** Who was told and who is told now, for each way in which that changes. */
export function severityEffects({ told }: DiffContext, pairs: readonly AlertPair[]): Words[] {
  const distinct = new Map<string, Words>();
  for (const pair of pairs) {
    const change = toldChange(told.base(pair.base), told.head(pair.head));
    if (!sameTold(told.base(pair.base), told.head(pair.head)))
      distinct.set(JSON.stringify(change), words`told: ${change.before} → ${change.after}`);
  }
  return [...distinct.values()].slice(0, 2);
}

function placeOfAlert(
  side: 'base' | 'head',
  alerts: readonly Alert[],
): Pick<EnvironmentChange, 'place'> | undefined {
  const span = alerts[0]?.origin.spans[0];
  return span && { place: { side, span } };
}
