import { once } from 'node:events';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { buildSync } from 'esbuild';
import type { ProjectInput } from '../../src/compile.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { LabelSet, Signal } from '../../src/plan/signal.ts';
import { REPOSITORY } from './cli.ts';
import { type RenderedProject, render } from './compiled.ts';
import { exampleProject } from './example-project.ts';
import type { Service, Services } from './processes.ts';
import { program } from './programs.ts';
import { portOf } from './webhook.ts';

export type Language = 'python' | 'typescript';

export interface InstrumentedOptions {
  /** "fraud-detector", "home-ranker", "demand-forecast" or "support-assistant". */
  readonly example: string;
  /** 'prod' by default. */
  readonly environment?: string;
  readonly language?: Language;
  /** The project to render instead of the example's own: with a bucket or a name changed. */
  readonly project?: ProjectInput;
  /** Changes the text of the module before it runs. */
  readonly change?: (module: string) => string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A running service that is instrumented with what is rendered, and stand-ins for whatever else emits signals of the plan. */
export interface InstrumentedService {
  readonly rendered: RenderedProject;
  readonly service: Service;
  /** host:port of the service; its metrics are under /metrics. */
  readonly address: string;
  /** host:port of the stand-ins of pipelines, feature stores, exporters and the drift job; under /metrics, with all their labels. */
  readonly othersAddress: string;
  /** Entries of `scrape_configs`, as YAML flow, that collect both as the specs select them. */
  readonly scrapeConfigs: readonly string[];
}

/**
 * Starts the instrumented service of an example on a free port, with realistic traffic: successes, failures, time-outs, batches
 * and coroutines. All is stopped with `services`.
 */
export async function startInstrumentedService(
  services: Services,
  options: InstrumentedOptions,
): Promise<InstrumentedService> {
  const { example, environment = 'prod', language = 'python', project = exampleProject(example) } = options;
  const rendered = render(project, environment);
  const service =
    language === 'python'
      ? await startPython(services, rendered, options)
      : await startTypescript(services, rendered, options);
  const address = `127.0.0.1:${service.port}`;
  const othersAddress = await startOthers(services, rendered.plan);
  return {
    rendered,
    service,
    address,
    othersAddress,
    scrapeConfigs: [scrapeOfModel(rendered.plan, address), scrapeOfOthers(othersAddress)],
  };
}

/** The generated Python of a model, written into a new folder. */
export function writePython(
  services: Services,
  { files }: RenderedProject,
  change: (module: string) => string = (module) => module,
): { readonly folder: string; readonly module: string } {
  const folder = services.folder();
  const [[name, text] = ['', '']] = [...files].filter(([file]) => file.startsWith('instrumentation/python/'));
  writeFileSync(path.join(folder, path.basename(name)), change(text));
  return { folder, module: path.basename(name, '.py') };
}

/** The Python that generated modules run with. Its link in the environment is what tells it where its packages are. */
export function python(): string {
  return path.join(path.dirname(realpathSync(program('mypy'))), 'python');
}

function startPython(
  services: Services,
  rendered: RenderedProject,
  { change, env }: InstrumentedOptions,
): Promise<Service> {
  const { folder, module } = writePython(services, rendered, change);
  return services.start({
    command: python(),
    args: (port) => [path.join(REPOSITORY, 'test/support/instrumented/service.py'), module, String(port)],
    readyPath: '/metrics',
    env: { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1', ...env },
  });
}

async function startTypescript(
  services: Services,
  rendered: RenderedProject,
  { change = (module) => module, env }: InstrumentedOptions,
): Promise<Service> {
  const folder = services.folder();
  const [[name, text] = ['', '']] = [...rendered.files].filter(([file]) =>
    file.startsWith('instrumentation/typescript/'),
  );
  const source = path.join(folder, path.basename(name));
  mkdirSync(path.join(folder, 'out'));
  writeFileSync(source, change(text));
  const client = path.join(REPOSITORY, 'node_modules/prom-client/index.js');
  const common = { bundle: true, platform: 'node', format: 'esm', target: 'node20' } as const;
  const [module, runner] = ['mjs', 'runner.mjs'].map((end) =>
    path.join(folder, 'out', end === 'mjs' ? path.basename(name).replace(/ts$/, 'mjs') : end),
  ) as [string, string];
  // Both must have the same client, which keeps the registry.
  buildSync({
    ...common,
    entryPoints: [source],
    outfile: module,
    alias: { 'prom-client': client },
    external: [client],
  });
  buildSync({
    ...common,
    entryPoints: [path.join(REPOSITORY, 'test/support/instrumented/service.ts')],
    outfile: runner,
  });
  return services.start({
    command: process.execPath,
    args: (port) => [runner, module, client, String(port)],
    readyPath: '/metrics',
    env: { ...process.env, ...env },
  });
}

/** As the specs select its series: labels that a scrape sets, and no others. */
function scrapeOfModel(plan: Plan, address: string): string {
  const [model] = plan.instrumentations;
  const own = plan.signals.find(
    ({ id }) => id.startsWith(`model:${model?.model ?? ''}/`) && !id.includes('quality'),
  );
  const selected = own?.emitter === 'service' ? own.prometheus.labels : {};
  const collected = Object.fromEntries(
    Object.entries(selected).filter(([label]) => model?.collectedLabels.includes(label) === true),
  );
  return scrape(model?.model ?? 'model', address, { ...collected, ...plan.environment.labels });
}

function scrapeOfOthers(address: string): string {
  return scrape('others', address, {}, ', honor_labels: true');
}

function scrape(job: string, address: string, labels: LabelSet, more = ''): string {
  const targets = JSON.stringify([{ targets: [address], labels }]);
  return `{ job_name: ${JSON.stringify(job)}, scrape_interval: 1s, static_configs: ${targets}${more} }`;
}

/** Whatever the service does not emit, as if it were there and well. */
async function startOthers(services: Services, plan: Plan): Promise<string> {
  const ownMetrics = new Set(plan.instrumentations.flatMap(({ metrics }) => metrics.map(({ name }) => name)));
  const signals = plan.signals.filter(({ metric }) => !ownMetrics.has(metric));
  const startedAt = Date.now();
  const server = createServer((_request, response) => {
    response
      .writeHead(200, { 'content-type': 'text/plain; version=0.0.4' })
      .end(exposeOthers(signals, (Date.now() - startedAt) / 1000));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  services.atEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  return `127.0.0.1:${portOf(server)}`;
}

/** Metrics of others in Prometheus' text format. */
export function exposeOthers(signals: readonly Signal[], seconds: number): string {
  const families = new Map<string, string[]>();
  for (const signal of signals) {
    const { metric, prometheus, instrument } = signal;
    const lines = families.get(metric) ?? [`# TYPE ${metric} ${instrument}`];
    const line = `${metric}${labelText({ ...facetValues(signal), ...prometheus.labels })}`;
    if (!lines.some((each) => each.startsWith(`${line} `))) lines.push(`${line} ${valueOf(signal, seconds)}`);
    families.set(metric, lines);
  }
  return `${[...families.values()].flat().join('\n')}\n`;
}

function facetValues({ prometheus }: Signal): LabelSet {
  return Object.fromEntries(Object.values(prometheus.facetLabels).map((label) => [label, 'a']));
}

function labelText(labels: LabelSet): string {
  const shown = Object.entries(labels).filter(([, value]) => value !== '');
  return shown.length === 0
    ? ''
    : `{${shown.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}}`;
}

function valueOf({ unit, instrument, prometheus, role }: Signal, seconds: number): number {
  if (instrument === 'counter') return Math.floor(role === 'records' ? 100 * seconds : 0);
  if (unit === 'unix-seconds') return Math.floor(Date.now() / 1000) - 5;
  const value = unit === 'ratio' ? 0.4 + 0.2 * Math.sin(seconds / 60) : unit === 'events' ? 50_000 : 0;
  return value / prometheus.scale;
}
