import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Service, Services } from './processes.ts';
import { program } from './programs.ts';

/** The configuration of a real server: its main file, and other files beside it that the main file refers to. */
export interface ServerOptions {
  /** The text of its configuration file. Paths in it are relative to the folder of the configuration. */
  readonly config: string;
  /** Further files in the folder of the configuration: relative path → text. */
  readonly files?: Readonly<Record<string, string>>;
  /** Further command line arguments. */
  readonly args?: readonly string[];
  /** Where it keeps its data; a new empty folder by default. Give one that promtool has filled to start with history. */
  readonly data?: string;
}

/** Starts a real Prometheus and waits until it is ready. */
export function startPrometheus(services: Services, options: ServerOptions): Promise<Service> {
  const config = writeConfig(services, 'prometheus.yml', options);
  const data = options.data ?? services.folder();
  return services.start({
    command: program('prometheus'),
    args: (port) => [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-lifecycle',
      ...(options.args ?? []),
    ],
    readyPath: '/-/ready',
  });
}

/** Starts a real Alertmanager, alone (without a cluster), and waits until it is ready. */
export function startAlertmanager(services: Services, options: ServerOptions): Promise<Service> {
  const config = writeConfig(services, 'alertmanager.yml', options);
  const data = options.data ?? services.folder();
  return services.start({
    command: program('alertmanager'),
    args: (port) => [
      `--config.file=${config}`,
      `--storage.path=${data}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      ...(options.args ?? []),
    ],
    readyPath: '/-/ready',
  });
}

function writeConfig(services: Services, name: string, { config, files = {} }: ServerOptions): string {
  const folder = services.folder();
  for (const [file, text] of Object.entries({ ...files, [name]: config })) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return path.join(folder, name);
}

/** A node_exporter that shows the text files of a folder and nothing else. */
export function startNodeExporter(services: Services, textfiles: string): Promise<Service> {
  return services.start({
    command: program('prometheus-node-exporter'),
    args: (port) => [
      `--web.listen-address=127.0.0.1:${port}`,
      '--collector.disable-defaults',
      '--collector.textfile',
      `--collector.textfile.directory=${textfiles}`,
    ],
    readyPath: '/metrics',
  });
}
