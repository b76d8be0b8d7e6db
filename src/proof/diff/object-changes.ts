import type { Alert } from '../../plan/alert.ts';
import { countedInGroups } from '../../support/counted.ts';
import type { Entity } from '../../workspace/entity.ts';
import { comeClass, goneClass, namesOf } from './alerts.ts';
import { type ChangeClass, type EnvironmentChange, NO_MOVES } from './change.ts';
import { type DiffContext, placeOf, sortedSet, tiersOfPair } from './context.ts';
import { alertsWords, mutedWords } from './effects.ts';
import { roleOf } from './kind-roles.ts';
import { keyOf } from './objects.ts';
import { toldWords } from './people.ts';
import { joinWords, listNames, own, type Words, words } from './words.ts';

/** Objects that come, go, or have another name, each with what stands on it. */
export function objectChanges(context: DiffContext): EnvironmentChange[] {
  const { removed, added, pairs } = context.objects;
  return [
    ...moved(context, 'removed', removed, context.alerts.gone),
    ...moved(context, 'added', added, context.alerts.come),
    ...pairs.flatMap(({ base, head }) => (base.name === head.name ? [] : [renamed(context, base, head)])),
  ];
}

/** Whether alerts that come or go are told with an object that does. */
export function isToldWithObject(alert: Alert, moving: readonly Entity[]): boolean {
  return moving.some(
    ({ kind, name }) =>
      (alert.object.kind === kind && alert.object.name === name) ||
      (alert.subject.kind === kind && alert.subject.name === name),
  );
}

function moved(
  context: DiffContext,
  action: 'added' | 'removed',
  entities: readonly Entity[],
  alerts: readonly Alert[],
): EnvironmentChange[] {
  const names = new Set(entities.map(({ kind, name }) => keyOf(kind, name)));
  // An SLO of a model that comes or goes too is told with the model.
  const parts = new Map<string, Entity[]>();
  const wholes = entities.filter((entity) => {
    const subject = subjectKey(entity);
    if (subject === undefined || !names.has(subject)) return true;
    parts.set(subject, [...(parts.get(subject) ?? []), entity]);
    return false;
  });
  return wholes.map((entity) => {
    const own = parts.get(keyOf(entity.kind, entity.name)) ?? [];
    const moving = alerts.filter((alert) => isToldWithObject(alert, [entity, ...own]));
    return movedChange(context, action, entity, own, moving);
  });
}

function movedChange(
  context: DiffContext,
  action: 'added' | 'removed',
  entity: Entity,
  parts: readonly Entity[],
  alerts: readonly Alert[],
): EnvironmentChange {
  const isAdded = action === 'added';
  const said = [...(parts.length === 0 ? [] : [partsWords(parts)]), ...alertEffects(alerts, isAdded)];
  const side = isAdded ? 'head' : 'base';
  return {
    class: movedClass(context, entity, alerts, isAdded),
    action,
    objects: [{ kind: entity.kind, name: entity.name }],
    effects: [
      ...said,
      ...(isAdded ? toldEffects(context, alerts) : []),
      ...(entity.kind === 'MaintenanceWindow' ? mutedWords(context[side].plan, entity.name) : []),
    ],
    moves: { ...NO_MOVES, [isAdded ? 'come' : 'gone']: namesOf(alerts) },
    alerts: namesOf(alerts),
    tiers: sortedSet(
      [entity, ...parts].flatMap((each) =>
        tiersOfPair(context, isAdded ? undefined : each, isAdded ? each : undefined),
      ),
    ),
    place: placeOf(side, entity),
  };
}

function movedClass(
  context: DiffContext,
  entity: Entity,
  alerts: readonly Alert[],
  isAdded: boolean,
): ChangeClass {
  switch (roleOf(entity.kind)) {
    case 'protection':
      return isAdded ? comeClass(alerts, context.told.head) : 'protection-removed';
    case 'quiet':
      return isAdded ? 'loosened' : 'tightened';
    case 'test':
      return isAdded ? 'tightened' : 'loosened';
    case 'action':
      return 'route-changed';
    case 'routing':
    case 'prose':
      return alerts.length === 0 ? 'cosmetic' : moveClass(context, alerts, isAdded);
    case 'setting':
      return alerts.length === 0 ? 'changed' : moveClass(context, alerts, isAdded);
  }
}

function moveClass({ told }: DiffContext, alerts: readonly Alert[], isAdded: boolean): ChangeClass {
  return isAdded ? comeClass(alerts, told.head) : goneClass(alerts, told.base);
}

/** `with 2 SLOs and 1 Monitor: a, b and c`. */
function partsWords(parts: readonly Entity[]): Words {
  const kinds = sortedSet(parts.map(({ kind }) => kind)).map((kind) =>
    countedInGroups(parts.filter((part) => part.kind === kind).length, kind),
  );
  return words`with ${own(kinds.join(', '))}: ${listNames(parts.map(({ name }) => name).toSorted())}`;
}

export function alertEffects(alerts: readonly Alert[], isAdded: boolean): Words[] {
  return alerts.length === 0 ? [] : [alertsWords(alerts, isAdded ? 'appear' : 'vanish')];
}

/** Who hears of new alerts: those that wake somebody are what a reviewer asks for. */
export function toldEffects({ told }: DiffContext, alerts: readonly Alert[]): Words[] {
  const severities = ['page', 'ticket', 'info'] as const;
  const [gravestSeverity] = severities.filter((each) => alerts.some(({ severity }) => severity === each));
  if (gravestSeverity === undefined) return [];
  const distinct = new Map<string, Words>();
  for (const alert of alerts) {
    if (alert.severity !== gravestSeverity) continue;
    const said = toldWords(told.head(alert));
    distinct.set(JSON.stringify(said), said);
  }
  const [...routes] = distinct.values();
  const noun = gravestSeverity === 'page' ? 'pages' : 'tells';
  return [words`${own(`${noun} `)}${joinWords(routes.slice(0, 2), ' or ')}`];
}

function renamed(context: DiffContext, base: Entity, head: Entity): EnvironmentChange {
  const pairs = context.alerts.pairs.filter(
    (pair) =>
      pair.base.name !== pair.head.name &&
      pair.head.object.kind === head.kind &&
      pair.head.object.name === head.name,
  );
  const count = pairs.length;
  return {
    class: 'cosmetic',
    action: 'renamed',
    objects: [{ kind: head.kind, name: head.name }],
    before: words`${base.name}`,
    after: words`${head.name}`,
    effects:
      count === 0
        ? []
        : [
            own(
              `${countedInGroups(count, 'alert')} ${count === 1 ? 'gets a new name' : 'get new names'}: silences and links by name no longer fit`,
            ),
          ],
    moves: NO_MOVES,
    alerts: namesOf(pairs.map((pair) => pair.head)),
    tiers: tiersOfPair(context, base, head),
    place: placeOf('head', head),
  };
}

/** Key of the object that an SLO, a monitor or the like is about. */
function subjectKey({ spec }: Entity): string | undefined {
  const { model, pipeline, featureSet } = spec as Readonly<Record<string, unknown>>;
  if (typeof model === 'string') return keyOf('Model', model);
  if (typeof pipeline === 'string') return keyOf('Pipeline', pipeline);
  return typeof featureSet === 'string' ? keyOf('FeatureSet', featureSet) : undefined;
}
