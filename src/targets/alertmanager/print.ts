import type { Origin } from '../../plan/origin.ts';
import { printYaml as print } from '../../support/print-yaml.ts';
import { printDuration } from '../../units/index.ts';
import type { FileMark } from '../target.ts';
import type { TimeIntervalNode } from '../time-intervals.ts';
import {
  type ConfigMap,
  type ConfigValue,
  INTEGRATIONS,
  type InhibitRule,
  type ReceiverNode,
  type RouteNode,
  type RoutingConfig,
} from './config.ts';

/** What stands beside a piece of data: a comment above it, the specs it comes from. */
export interface Annotation {
  readonly comment?: string | undefined;
  readonly origin?: Origin;
}

/** Annotations by the identity of the maps they belong to. */
export type Annotations = ReadonlyMap<ConfigMap, Annotation>;

/** A routing configuration in Alertmanager's words. */
export interface ConfigData {
  readonly anchor: ConfigMap;
  readonly receivers: readonly ConfigMap[];
  readonly timeIntervals: readonly ConfigMap[];
  readonly inhibitRules: readonly ConfigMap[];
  readonly annotations: Annotations;
}

/** Says the configuration in Alertmanager's words; absent fields are left out. */
export function configData(config: RoutingConfig): ConfigData {
  const annotations = new Map<ConfigMap, Annotation>();
  const annotated = (annotation: Annotation, data: ConfigMap): ConfigMap => {
    annotations.set(data, annotation);
    return data;
  };
  const route = (node: RouteNode): ConfigMap =>
    annotated(node, {
      receiver: node.receiver,
      matchers: node.matchers,
      continue: node.continues === true ? true : undefined,
      group_by: node.groupBy,
      group_wait: duration(node.groupWaitSeconds),
      group_interval: duration(node.groupIntervalSeconds),
      repeat_interval: duration(node.repeatIntervalSeconds),
      active_time_intervals: nonEmpty(node.activeTimeIntervals),
      mute_time_intervals: nonEmpty(node.muteTimeIntervals),
      routes: nonEmpty(node.routes?.map(route)),
    });
  return {
    anchor: route(config.anchor),
    receivers: config.receivers.map((node) => annotated(node, receiver(node))),
    timeIntervals: config.timeIntervals.map((node) => annotated(node, timeInterval(node))),
    inhibitRules: config.inhibitRules.map((node) => annotated(node, inhibitRule(node))),
    annotations,
  };
}

function receiver({ name, integrations }: ReceiverNode): ConfigMap {
  const data: Record<string, ConfigValue> = { name };
  for (const kind of INTEGRATIONS) {
    const settings = integrations.filter((each) => each.kind === kind).map((each) => each.settings);
    if (settings.length > 0) data[kind] = settings;
  }
  return data;
}

function timeInterval({ name, intervals }: TimeIntervalNode): ConfigMap {
  return { name, time_intervals: intervals.map((spec) => ({ ...spec })) };
}

function inhibitRule({ sourceMatchers, targetMatchers, equal }: InhibitRule): ConfigMap {
  return { source_matchers: sourceMatchers, target_matchers: targetMatchers, equal };
}

function duration(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : printDuration(seconds);
}

function nonEmpty<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

/** The data as YAML that YAML 1.1 readers (Alertmanager's) and 1.2 readers understand alike, with the comments. */
export function printYaml(data: ConfigMap, annotations: Annotations, header = ''): string {
  return print(data, header, {
    commentOf: (map) => annotations.get(map as ConfigMap)?.comment,
    isInline: (value, key) => (key === undefined ? 'start_time' in value : ON_ONE_LINE.has(key)),
  });
}

/** Lists of short words stand on one line; a matcher has its own, so that a diff shows which one changed. */
const ON_ONE_LINE = new Set([
  'group_by',
  'active_time_intervals',
  'mute_time_intervals',
  'equal',
  'weekdays',
  'days_of_month',
  'months',
  'years',
]);

/** Where in the data, which stands at `pointer`, the annotated parts are. */
export function marksOf(
  value: ConfigValue,
  annotations: Annotations,
  pointer: readonly (string | number)[],
): FileMark[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => marksOf(item, annotations, [...pointer, index]));
  }
  if (!isConfigMap(value)) return [];
  const origin = annotations.get(value)?.origin;
  const own = origin === undefined ? [] : [{ pointer, origin }];
  return own.concat(
    Object.entries(value).flatMap(([key, child]) =>
      child === undefined ? [] : marksOf(child, annotations, [...pointer, key]),
    ),
  );
}

function isConfigMap(value: ConfigValue): value is ConfigMap {
  return typeof value === 'object' && !Array.isArray(value);
}
