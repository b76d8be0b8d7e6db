import { once } from 'node:events';
import { createServer } from 'node:http';
import { parse, stringify } from 'yaml';
import type { Plan } from '../../../src/plan/plan.ts';
import { backfill } from '../backfill.ts';
import type { Service, Services } from '../processes.ts';
import { valueAt } from '../prometheus-api.ts';
import { startPrometheus } from '../servers.ts';
import { until } from '../until.ts';
import { portOf } from '../webhook.ts';
import { notation, type WorldSeries, worldOf } from './series.ts';

/** A rendered environment whose world is staged. */
export interface Staged {
  readonly plan: Plan;
  /** Texts by path below the environment's folder. */
  readonly files: ReadonlyMap<string, string>;
}

const HOUR = 3600;
const WEEK = 7 * 24 * HOUR;
/** How far apart samples of the past are. */
const PAST_STEP = 60;

/**
 * A real Prometheus that has, of several projects at once, the last hours and the same hours of the three weeks before, is scraped from
 * now on, and evaluates all rendered rules every second: what they record is there within seconds. The bad hour began an hour ago, or
 * is still to come.
 */
export async function stageWorlds(
  services: Services,
  staged: readonly Staged[],
  { isQuiet = false }: { readonly isQuiet?: boolean } = {},
): Promise<Service> {
  const now = Math.floor(Date.now() / 1000);
  const incident = isQuiet ? now + WEEK : now - HOUR;
  const series = staged.flatMap(({ plan }) => worldOf(plan, incident));
  const data = services.folder();
  const weeks = [3, 2, 1].map((week) => span(now - week * WEEK - HOUR, now - week * WEEK + HOUR));
  const times = [...weeks.flat(), ...span(now - 8 * HOUR, now)];
  await backfill(data, history(series, times));
  const address = await startExporter(services, series);
  const prometheus = await startPrometheus(services, {
    data,
    config: stringify({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: staged.map((_, index) => `rules/${index}-*.yaml`),
      scrape_configs: [{ job_name: 'world', honor_labels: true, static_configs: [{ targets: [address] }] }],
      // What was filled in reaches up to now.
      storage: { tsdb: { out_of_order_time_window: '2h' } },
    }),
    files: Object.fromEntries(
      staged.flatMap(({ files }, index) =>
        [...files]
          .filter(([path]) => path.startsWith('prometheus/rules/'))
          .map(([path, text]) => [`rules/${index}-${path.slice(path.lastIndexOf('/') + 1)}`, hurried(text)]),
      ),
    ),
    args: ['--storage.tsdb.retention.time=100y'],
  });
  await until(async () => (await valueAt(prometheus, 'sum(up)')) === 1, { what: 'the first scrape' });
  return prometheus;
}

function span(from: number, to: number): number[] {
  return Array.from({ length: Math.floor((to - from) / PAST_STEP) }, (_, step) => from + step * PAST_STEP);
}

function history(series: readonly WorldSeries[], times: readonly number[]) {
  return series.map((each) => ({
    series: notation(each),
    samples: times.map((seconds) => [seconds, each.at(seconds)] as const),
  }));
}

/** Serves what a world emits now. */
async function startExporter(services: Services, series: readonly WorldSeries[]): Promise<string> {
  const server = createServer((_, response) => {
    const seconds = Date.now() / 1000;
    const lines = series.map((each) => `${notation(each)} ${each.at(seconds)}`);
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(`${lines.join('\n')}\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  services.atEnd(async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });
  return `127.0.0.1:${portOf(server)}`;
}

/** Every group each second; every other alert fires at once, the rest stays pending for as long as it is rendered. */
function hurried(text: string): string {
  const data = parse(text) as { groups: { interval?: string; rules: { alert?: string; for?: string }[] }[] };
  for (const group of data.groups) {
    group.interval = '1s';
    for (const [index, rule] of group.rules.entries())
      if (index % 2 === 0 && rule.alert !== undefined) rule.for = '0s';
  }
  return stringify(data);
}
