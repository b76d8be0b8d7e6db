import type {
  AlertmanagerConfig,
  InhibitRule,
  Integration,
  Pointer,
  Receiver,
  RouteNode,
} from './alertmanager-config.ts';
import { readMatchers } from './read-matchers.ts';
import { BadInterval, readTimeInterval } from './read-time-interval.ts';
import type { TimeInterval } from './time-interval.ts';
import { boolean, duration, isAbsent, items, mapAt, type Problem, text, texts } from './values.ts';

type Known = Omit<AlertmanagerConfig, 'spanOf'>;

/** The parsed data of a configuration, all scalars texts, as what it means. Undefined when there is no route at all. */
export function readConfig(data: unknown, problem: Problem): Known | undefined {
  const root = mapAt(data, [], problem);
  if (root === undefined) return undefined;
  const receivers = named(
    items(root, 'receivers', [], problem).map((each) => receiverOf(...each, problem)),
    problem,
  );
  const timeIntervals = named(
    ['mute_time_intervals', 'time_intervals'].flatMap((key) =>
      items(root, key, [], problem).map((each) => intervalOf(...each, problem)),
    ),
    problem,
  );
  const inhibitRules = items(root, 'inhibit_rules', [], problem).map((each) =>
    inhibitRuleOf(...each, problem),
  );
  if (isAbsent(root['route'])) {
    problem([], 'it has no route');
    return undefined;
  }
  const context = { problem, receivers, timeIntervals };
  const route = routeOf(root['route'], ['route'], undefined, context);
  return { route, receivers, inhibitRules, timeIntervals };
}

function named<T extends { readonly name: string; readonly pointer: Pointer }>(
  list: readonly T[],
  problem: Problem,
): Map<string, T> {
  const byName = new Map<string, T>();
  for (const each of list) {
    if (each.name === '') problem(each.pointer, 'a name is missing');
    else if (byName.has(each.name)) problem(each.pointer, `the name ${each.name} is not unique`);
    byName.set(each.name, each);
  }
  return byName;
}

interface Context {
  readonly problem: Problem;
  readonly receivers: ReadonlyMap<string, Receiver>;
  readonly timeIntervals: ReadonlyMap<string, TimeInterval>;
}

/** Alertmanager's own defaults (https://prometheus.io/docs/alerting/latest/configuration/#route). */
const DEFAULTS = {
  receiver: '',
  groupBy: [] as readonly string[] | 'all',
  groupWaitSeconds: 30,
  groupIntervalSeconds: 300,
  repeatIntervalSeconds: 14_400,
};

function routeOf(
  data: unknown,
  pointer: Pointer,
  parent: typeof DEFAULTS | undefined,
  context: Context,
): RouteNode {
  const { problem } = context;
  const map = mapAt(data, pointer, problem) ?? {};
  const inherited = parent ?? DEFAULTS;
  const receiver = text(map, 'receiver', pointer, problem) || inherited.receiver;
  if (receiver === '') problem(pointer, 'the root route names no receiver');
  else if (!context.receivers.has(receiver))
    problem([...pointer, 'receiver'], `the receiver ${receiver} does not exist`);
  const own = {
    receiver,
    groupBy: groupBy(texts(map, 'group_by', pointer, problem), inherited.groupBy),
    groupWaitSeconds: duration(map, 'group_wait', pointer, problem) ?? inherited.groupWaitSeconds,
    groupIntervalSeconds: duration(map, 'group_interval', pointer, problem) ?? inherited.groupIntervalSeconds,
    repeatIntervalSeconds:
      duration(map, 'repeat_interval', pointer, problem) ?? inherited.repeatIntervalSeconds,
  };
  const intervals = (key: string) => {
    const names = texts(map, key, pointer, problem) ?? [];
    for (const name of names)
      if (!context.timeIntervals.has(name))
        problem([...pointer, key], `the time interval ${name} does not exist`);
    return names;
  };
  const node = {
    ...own,
    pointer,
    matchers: readMatchers(map, pointer, ['match', 'match_re', 'matchers'], problem),
    continues: boolean(map, 'continue', pointer, problem),
    muteTimeIntervals: intervals('mute_time_intervals'),
    activeTimeIntervals: intervals('active_time_intervals'),
  };
  if (parent === undefined) {
    if (node.matchers.length > 0) problem(pointer, 'the root route must not have matchers');
    if (node.muteTimeIntervals.length + node.activeTimeIntervals.length > 0)
      problem(pointer, 'the root route must not have time intervals');
  }
  return {
    ...node,
    routes: items(map, 'routes', pointer, problem).map(([child, at]) => routeOf(child, at, own, context)),
  };
}

function groupBy(labels: readonly string[] | undefined, inherited: readonly string[] | 'all') {
  if (labels === undefined) return inherited;
  return labels.includes('...') ? 'all' : labels;
}

function receiverOf(data: unknown, pointer: Pointer, problem: Problem): Receiver {
  const map = mapAt(data, pointer, problem) ?? {};
  const integrations = Object.keys(map)
    .filter((key) => key.endsWith('_configs'))
    .flatMap((kind) => items(map, kind, pointer, problem).map(([each, at]) => integrationOf(kind, each, at)));
  return { name: text(map, 'name', pointer, problem), pointer, integrations };
}

function integrationOf(kind: string, data: unknown, pointer: Pointer): Integration {
  const settings = typeof data === 'object' && data !== null ? Object.entries(data) : [];
  return {
    kind,
    pointer,
    settings: Object.fromEntries(
      settings.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
  };
}

function inhibitRuleOf(data: unknown, pointer: Pointer, problem: Problem): InhibitRule {
  const map = mapAt(data, pointer, problem) ?? {};
  const side = (name: string) =>
    readMatchers(map, pointer, [`${name}_match`, `${name}_match_re`, `${name}_matchers`], problem);
  return {
    pointer,
    sourceMatchers: side('source'),
    targetMatchers: side('target'),
    equal: texts(map, 'equal', pointer, problem) ?? [],
  };
}

function intervalOf(data: unknown, pointer: Pointer, problem: Problem): TimeInterval & { pointer: Pointer } {
  const map = mapAt(data, pointer, problem) ?? {};
  const specs = items(map, 'time_intervals', pointer, problem).flatMap(([each, at]) => {
    const fields = mapAt(each, at, problem) ?? {};
    const list = (key: string) => texts(fields, key, at, problem);
    const times = isAbsent(fields['times'])
      ? undefined
      : items(fields, 'times', at, problem).map(([time, place]) => {
          const both = mapAt(time, place, problem) ?? {};
          return {
            start: text(both, 'start_time', place, problem),
            end: text(both, 'end_time', place, problem),
          };
        });
    try {
      return [
        readTimeInterval({
          times,
          weekdays: list('weekdays'),
          daysOfMonth: list('days_of_month'),
          months: list('months'),
          years: list('years'),
          location: text(fields, 'location', at, problem),
        }),
      ];
    } catch (error) {
      if (!(error instanceof BadInterval)) throw error;
      problem(at, error.message);
      return [];
    }
  });
  return { name: text(map, 'name', pointer, problem), specs, pointer };
}
