import type { CompiledEnvironment } from '../../compile.ts';
import type { ObjectRef } from '../../diagnostics/diagnostic.ts';
import type { Alert } from '../../plan/alert.ts';
import type { NodePath } from '../../source/node.ts';
import type { KindRegistry } from '../../spec/registry.ts';
import { type Entity, spanAt } from '../../workspace/entity.ts';
import { type MatchedAlerts, matchAlerts } from './alerts.ts';
import type { EnvironmentChange, Place } from './change.ts';
import { judgesOtherwise } from './effects.ts';
import { type MatchedObjects, matchObjects } from './objects.ts';
import { type Told, toldBy } from './people.ts';
import { type Tiers, tiersIn } from './tiers.ts';

/** Both sides of one environment, matched. */
export interface DiffContext {
  readonly kinds: KindRegistry;
  readonly base: CompiledEnvironment;
  readonly head: CompiledEnvironment;
  readonly objects: MatchedObjects;
  readonly alerts: MatchedAlerts;
  readonly told: { readonly base: (alert: Alert) => Told; readonly head: (alert: Alert) => Told };
  readonly tiers: { readonly base: Tiers; readonly head: Tiers };
  /** Alerts of the head that judge by something else than in the base. */
  readonly judgesOtherwise: ReadonlySet<Alert>;
}

export function diffContext(
  kinds: KindRegistry,
  base: CompiledEnvironment,
  head: CompiledEnvironment,
): DiffContext {
  const objects = matchObjects(kinds, base.workspace, head.workspace);
  const alerts = matchAlerts(base.plan, head.plan, objects);
  return {
    kinds,
    base,
    head,
    objects,
    alerts,
    told: { base: toldBy(base.plan), head: toldBy(head.plan) },
    tiers: { base: tiersIn(base.workspace), head: tiersIn(head.workspace) },
    judgesOtherwise: judgesOtherwise({ base: base.plan, head: head.plan }, alerts.pairs),
  };
}

/** Tiers of an object on both sides: to take the label away must not open the gate. */
export function tiersOfPair(
  { tiers }: DiffContext,
  base: Pick<Entity, 'kind' | 'name'> | undefined,
  head: Pick<Entity, 'kind' | 'name'> | undefined,
): string[] {
  return sortedSet([
    ...(base ? tiers.base.ofObject(base.kind, base.name) : []),
    ...(head ? tiers.head.ofObject(head.kind, head.name) : []),
  ]);
}

export function tiersOfAlerts(
  { tiers }: DiffContext,
  base: readonly Alert[],
  head: readonly Alert[],
): string[] {
  return sortedSet([...base.flatMap(tiers.base.ofAlert), ...head.flatMap(tiers.head.ofAlert)]);
}

/** Where a value stands: in the head, else in the base. */
export function placeOf(side: Place['side'], entity: Entity, path: NodePath = []): Place {
  return { side, span: spanAt(entity, path) };
}

/** The objects that alerts belong to, each once, sorted. */
export function objectsOf(alerts: readonly Alert[]): ObjectRef[] {
  const keys = sortedSet(alerts.map(({ object }) => `${object.kind}/${object.name}`));
  return keys.map((key) => {
    const at = key.indexOf('/');
    return { kind: key.slice(0, at), name: key.slice(at + 1) };
  });
}

export function sortedSet(texts: readonly string[]): string[] {
  return [...new Set(texts)].toSorted();
}

/** A copy without empty effects. */
export function withEffects(
  change: EnvironmentChange,
  effects: EnvironmentChange['effects'],
): EnvironmentChange {
  return { ...change, effects: [...change.effects, ...effects.filter((each) => each.length > 0)] };
}
