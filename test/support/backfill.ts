import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse, stringify } from 'yaml';
import { type Service, startService } from './processes.ts';
import { program } from './programs.ts';

const run = promisify(execFile);

/** Blocks of a day: thirty of them, not hundreds, for a month. */
const BLOCK = '--max-block-duration=24h';

/** Labelled samples of one series: `[Unix seconds, value]`, in order. */
export interface SeriesSamples {
  /** Name with its labels, as the exposition format writes them: `requests_total{job="fraud"}`. */
  readonly series: string;
  readonly samples: readonly (readonly [number, number])[];
}

/** Writes the history of counters (`…_total`) and gauges into a folder that Prometheus can start from. */
export async function backfill(data: string, history: readonly SeriesSamples[]): Promise<void> {
  const families = new Map<string, string[]>();
  for (const { series, samples } of history) {
    const name = series.replace(/\{.*$/u, '');
    const family = name.endsWith('_total') ? `${name.slice(0, -6)} counter` : `${name} gauge`;
    const lines = families.get(family) ?? [];
    for (const [seconds, value] of samples) lines.push(`${series} ${value} ${seconds}`);
    families.set(family, lines);
  }
  const parts = [...families].map(([family, lines]) => `# TYPE ${family}\n${lines.join('\n')}\n`);
  const folder = mkdtempSync(`${data}-openmetrics-`);
  try {
    const file = path.join(folder, 'history.om');
    writeFileSync(file, `${parts.join('')}# EOF\n`);
    await run(program('promtool'), ['tsdb', 'create-blocks-from', BLOCK, 'openmetrics', '-q', file, data]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A rule file's groups, as far as tests look into them. */
export interface RuleFileData {
  readonly groups: readonly {
    readonly name: string;
    readonly interval: string;
    readonly rules: readonly { readonly record?: string; readonly alert?: string; readonly expr: string }[];
  }[];
}

export function readRules(text: string): RuleFileData {
  return parse(text) as RuleFileData;
}

/** The same groups with the rules of some recorded names alone. */
export function onlyRecording({ groups }: RuleFileData, names: readonly string[]): RuleFileData {
  return {
    groups: groups
      .map((group) => ({
        ...group,
        rules: group.rules.filter(({ record }) => record !== undefined && names.includes(record)),
      }))
      .filter(({ rules }) => rules.length > 0),
  };
}

/**
 * Evaluates recording rules over a stretch of history and adds what they record to it. A rule sees what the history holds
 * before: rules that read each other need one pass each.
 */
export async function backfillRules(
  data: string,
  rules: RuleFileData,
  startSeconds: number,
  endSeconds: number,
): Promise<void> {
  const folder = mkdtempSync(`${data}-rules-`);
  const prometheus = await startHistory(data);
  try {
    writeFileSync(path.join(folder, 'rules.yaml'), stringify(rules));
    await run(
      program('promtool'),
      [
        'tsdb',
        'create-blocks-from',
        BLOCK,
        'rules',
        '-q',
        `--url=${prometheus.url}`,
        `--start=${startSeconds}`,
        `--end=${endSeconds}`,
        `--output-dir=${data}`,
        // The moments of evaluation depend on the path: a relative one makes them the same in every run.
        'rules.yaml',
      ],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
    );
  } finally {
    await prometheus.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A Prometheus that scrapes nothing and answers from a folder of history. It is for the caller to stop. */
export async function startHistory(data: string): Promise<Service> {
  const config = path.join(data, 'prometheus.yml');
  writeFileSync(config, 'global: {}\n');
  return startService({
    command: program('prometheus'),
    args: (port) => [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    readyPath: '/-/ready',
  });
}

/** The only value of an instant query; undefined when there is none. Throws when there are several. */
export async function queryValue(
  prometheus: Service,
  query: string,
  atSeconds?: number,
): Promise<number | undefined> {
  const time = atSeconds === undefined ? '' : `&time=${atSeconds}`;
  const url = `${prometheus.url}/api/v1/query?query=${encodeURIComponent(query)}${time}`;
  const response = await fetch(url);
  const answer = (await response.json()) as {
    readonly error?: string;
    readonly data?: { readonly result: readonly { readonly value: readonly [number, string] }[] };
  };
  if (answer.data === undefined) throw new Error(`${query}: ${answer.error ?? response.statusText}`);
  const { result } = answer.data;
  if (result.length > 1) throw new Error(`${query} gives ${result.length} series`);
  return result[0] === undefined ? undefined : Number(result[0].value[1]);
}
