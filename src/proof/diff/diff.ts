import type { Compiled, CompiledEnvironment } from '../../compile.ts';
import { kindRegistry } from '../../spec/registry.ts';
import { countedInGroups } from '../../support/counted.ts';
import { groupBy } from '../../support/group-by.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { targetOptions } from '../../targets/registry.ts';
import { CHANGE_CLASSES, type Change, type Effect, type EnvironmentChange, NO_MOVES } from './change.ts';
import { diffContext, sortedSet } from './context.ts';
import { environmentChanges } from './environment.ts';
import { gathered, mergedChange } from './merge.ts';
import { toldBy } from './people.ts';
import { tiersIn } from './tiers.ts';
import { own } from './words.ts';

/** What a diff says: changes of meaning, gravest first, and how many alerts there are. */
export interface Diff {
  readonly changes: readonly Change[];
  /** Environments of either side, sorted, with their alerts that somebody may be told of. */
  readonly environments: readonly EnvironmentCount[];
  /** How many rendered files differ, are new or are gone, by environment; only those with any. */
  readonly rendered: readonly { readonly environment: string; readonly files: number }[];
}

export interface EnvironmentCount {
  readonly name: string;
  readonly base?: AlertCount;
  readonly head?: AlertCount;
}

export interface AlertCount {
  readonly alerts: number;
  readonly pages: number;
  /** Alerts that some person hears of. */
  readonly reaching: number;
}

/**
 * What the head means otherwise than the base, environment by environment, told once where environments agree. Both sides
 * must have compiled without errors; a side without environments is an empty project. Pure. `only` names environments to
 * look at; all by default.
 */
export function diffProjects(base: Compiled, head: Compiled, only: readonly string[] = []): Diff {
  const kinds = kindRegistry(targetOptions());
  const isWanted = ({ name }: { readonly name: string }) => only.length === 0 || only.includes(name);
  const before = new Map(base.environments.filter(isWanted).map((each) => [each.name, each]));
  const after = new Map(head.environments.filter(isWanted).map((each) => [each.name, each]));
  const names = sortedSet([...before.keys(), ...after.keys()]);
  const common = names.filter((name) => before.has(name) && after.has(name));
  const changes = names.flatMap((name) => {
    const [from, to] = [before.get(name), after.get(name)];
    const found =
      from && to
        ? environmentChanges(diffContext(kinds, from, to))
        : [
            ...(to ? [wholeEnvironment(to, 'environment-added')] : []),
            ...(from ? [wholeEnvironment(from, 'environment-removed')] : []),
          ];
    return found.map((change) => ({ environment: name, change }));
  });
  const merged = [...groupBy(changes, ({ change }) => identityOf(change)).values()].map((group) =>
    mergedChange(group, common),
  );
  const rendered = renderedCounts(base, head, names);
  return {
    changes: sortChanges([...gathered(merged), ...unexplained(merged, rendered, common)]),
    environments: names.map((name) => {
      const [from, to] = [before.get(name), after.get(name)];
      return { name, ...(from && { base: countOf(from) }), ...(to && { head: countOf(to) }) };
    }),
    rendered,
  };
}

/** Changes of several environments that are one: what happened to what, from what to what. */
function identityOf({ action, objects, field, before, after }: EnvironmentChange): string {
  const isByWords = action === 'recipients' || action === 'severity';
  return JSON.stringify([action, isByWords ? [] : objects, field, before, after]);
}

function sortChanges(changes: readonly Change[]): Change[] {
  return sortedBy(changes, (change) =>
    JSON.stringify([
      CHANGE_CLASSES.indexOf(change.class),
      change.objects,
      change.field ?? '',
      change.action,
      change.before ?? '',
      change.after ?? '',
    ]),
  );
}

/** An environment that only one side has. */
function wholeEnvironment(
  environment: CompiledEnvironment,
  action: 'environment-added' | 'environment-removed',
): EnvironmentChange {
  const { alerts, pages, reaching } = countOf(environment);
  const isAdded = action === 'environment-added';
  const names = environment.plan.alerts.filter(({ severity }) => severity !== 'none').map(({ name }) => name);
  const tiers = tiersIn(environment.workspace);
  const span = environment.workspace.environmentObject?.span;
  return {
    class: isAdded
      ? pages > 0 && reaching > 0
        ? 'new-page'
        : 'tightened'
      : alerts > 0
        ? 'protection-removed'
        : 'changed',
    action,
    objects: [{ kind: 'Environment', name: environment.name }],
    effects: [
      own(
        `${countedInGroups(alerts, 'alert')} (${countedInGroups(pages, 'page')}); ${alerts === reaching ? 'all' : reaching} of them reach a person`,
      ),
    ],
    moves: { ...NO_MOVES, [isAdded ? 'come' : 'gone']: names.toSorted() },
    alerts: names.toSorted(),
    tiers: sortedSet(environment.plan.alerts.flatMap(tiers.ofAlert)),
    ...(span && { place: { side: isAdded ? 'head' : 'base', span } }),
  };
}

function countOf({ plan }: CompiledEnvironment): AlertCount {
  const told = toldBy(plan);
  const alerts = plan.alerts.filter(({ severity }) => severity !== 'none');
  return {
    alerts: alerts.length,
    pages: alerts.filter(({ severity }) => severity === 'page').length,
    reaching: alerts.filter((alert) => told(alert).reachesHuman).length,
  };
}

function renderedCounts(base: Compiled, head: Compiled, names: readonly string[]): Diff['rendered'] {
  const [before, after] = [base, head].map(
    ({ files }) => new Map(files.map((file) => [file.path, file.text])),
  );
  const differing = [...base.files, ...head.files].filter(
    ({ path }) => before?.get(path) !== after?.get(path),
  );
  return names.flatMap((environment) => {
    const paths = new Set(
      differing.filter((file) => file.environment === environment).map(({ path }) => path),
    );
    return paths.size === 0 ? [] : [{ environment, files: paths.size }];
  });
}

/** Files that are rendered otherwise though nothing above says why: specs that moved, settings of targets. */
function unexplained(
  changes: readonly Change[],
  rendered: Diff['rendered'],
  common: readonly string[],
): Change[] {
  const silent = rendered.filter(
    ({ environment }) =>
      common.includes(environment) && !changes.some((each) => each.environments.includes(environment)),
  );
  if (silent.length === 0) return [];
  const environments = silent.map(({ environment }) => environment);
  const effects: Effect[] = silent.map(({ environment, files }) => ({
    environments: silent.length === 1 ? [] : [environment],
    words: own(
      `${countedInGroups(files, 'rendered file')} ${files === 1 ? 'differs' : 'differ'} in texts or labels alone`,
    ),
  }));
  return [
    {
      class: 'cosmetic',
      action: 'rendering',
      objects: [],
      effects,
      moves: NO_MOVES,
      alerts: [],
      tiers: [],
      environments,
      isEverywhere: environments.length === common.length,
    },
  ];
}
