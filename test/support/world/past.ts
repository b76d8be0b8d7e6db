import { parse } from 'yaml';
import { inspect } from '../../../src/promql/inspect.ts';
import {
  backfill,
  backfillRules,
  onlyRecording,
  readRules,
  type SeriesSamples,
  startHistory,
} from '../backfill.ts';
import type { Service, Services } from '../processes.ts';
import { notation, worldOf } from './series.ts';
import type { Staged } from './stage.ts';

const HOUR = 3600;
const WEEK = 7 * 24 * HOUR;
const STEP = 60;
/** How much of the past is recorded. */
const RECORDED = 8 * HOUR;

/**
 * A real Prometheus that holds a past and nothing else: of several projects what they emitted in the eight hours before `end`, with a bad
 * last hour, and in the same hours of the weeks before; what their rules would have recorded of it, and which of their alerts would have
 * been pending or firing. Minutes of work: for pictures, not for tests.
 */
export async function pastWorlds(
  services: Services,
  staged: readonly Staged[],
  end: number,
): Promise<Service> {
  const data = services.folder();
  const series = staged.flatMap(({ plan }) => worldOf(plan, end - HOUR));
  const times = [
    ...[3, 2, 1].flatMap((week) => span(end - week * WEEK - RECORDED, end - week * WEEK + HOUR)),
    ...span(end - RECORDED - HOUR, end + STEP),
  ];
  await backfill(
    data,
    series.map((each) => ({
      series: notation(each),
      samples: times.map((at) => [at, each.at(at)] as const),
    })),
  );
  const rules = staged.flatMap(({ files }) =>
    [...files].filter(([path]) => path.startsWith('prometheus/rules/')).map(([, text]) => text),
  );
  const groups = rules.flatMap((text) => readRules(text).groups);
  for (const names of layersOf(groups.flatMap((group) => group.rules))) {
    await backfillRules(data, onlyRecording({ groups }, names), end - RECORDED, end);
  }
  await backfill(data, await alertsOf(data, rules, end));
  const prometheus = await startHistory(data);
  services.atEnd(prometheus.stop);
  return prometheus;
}

function span(from: number, to: number): number[] {
  return Array.from({ length: Math.floor((to - from) / STEP) }, (_, step) => from + step * STEP);
}

/** Names of recorded series, each layer reading none but those before it. */
function layersOf(rules: readonly { readonly record?: string; readonly expr: string }[]): string[][] {
  const reads = new Map<string, Set<string>>();
  for (const { record, expr } of rules) {
    if (record === undefined) continue;
    const read = reads.get(record) ?? new Set();
    for (const { metric } of inspect(expr).selectors)
      if (metric !== undefined && metric !== record) read.add(metric);
    reads.set(record, read);
  }
  const layers: string[][] = [];
  const done = new Set<string>();
  while (done.size < reads.size) {
    const layer = [...reads.keys()].filter(
      (name) =>
        !done.has(name) && [...(reads.get(name) ?? [])].every((read) => !reads.has(read) || done.has(read)),
    );
    if (layer.length === 0) throw new Error('recorded series read each other in a circle');
    layers.push(layer);
    for (const name of layer) done.add(name);
  }
  return layers;
}

interface AlertRule {
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** `ALERTS` as Prometheus would have written it: pending from the first breach, firing once it has held. First levels only. */
async function alertsOf(data: string, rules: readonly string[], end: number): Promise<SeriesSamples[]> {
  const prometheus = await startHistory(data);
  try {
    const samples: SeriesSamples[] = [];
    for (const rule of rules.flatMap((text) =>
      (parse(text) as { groups: { rules: AlertRule[] }[] }).groups.flatMap((group) => group.rules),
    )) {
      if (
        rule.alert === undefined ||
        (rule.labels?.['level'] ?? '1') !== '1' ||
        rule.expr.includes('ALERTS{')
      )
        continue;
      const breached = await breachesOf(prometheus, rule.expr, end);
      const hold = secondsOf(rule.for ?? '0s');
      const since = new Map<number, number>();
      for (const at of breached) since.set(at, since.get(at - STEP) ?? at);
      for (const state of ['pending', 'firing'] as const) {
        const held = breached.filter((at) => at - (since.get(at) ?? at) >= hold === (state === 'firing'));
        if (held.length === 0) continue;
        const labels = { alertname: rule.alert, alertstate: state, ...rule.labels };
        samples.push({
          series: notation({ metric: 'ALERTS', labels }),
          samples: held.map((at) => [at, 1] as const),
        });
      }
    }
    return samples;
  } finally {
    await prometheus.stop();
  }
}

/** Moments, a minute apart, at which an expression has a value. */
async function breachesOf({ url }: Service, query: string, end: number): Promise<number[]> {
  const range = { query, start: String(end - 3 * HOUR), end: String(end), step: String(STEP) };
  const response = await fetch(`${url}/api/v1/query_range?${new URLSearchParams(range).toString()}`);
  const { data, error } = (await response.json()) as {
    readonly data?: {
      readonly result: readonly { readonly values: readonly (readonly [number, string])[] }[];
    };
    readonly error?: string;
  };
  if (data === undefined) throw new Error(`${query}: ${error}`);
  return [...new Set(data.result.flatMap(({ values }) => values.map(([at]) => at)))].toSorted(
    (a, b) => a - b,
  );
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: HOUR, d: 24 * HOUR };

function secondsOf(duration: string): number {
  return [...duration.matchAll(/(\d+)([smhd])/g)].reduce(
    (sum, [, count, unit = 's']) => sum + Number(count) * (UNITS[unit] ?? 1),
    0,
  );
}
