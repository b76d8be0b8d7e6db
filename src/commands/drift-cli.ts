import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { EXTENSIONS, type ExtensionName } from '../drift/extensions.ts';
import type { DetectorName } from '../drift/trend.ts';
import type { DriftOptions } from './drift-options.ts';
import { collect, findingOptions, parseMoment, parseShare, withFindingOptions } from './options.ts';

// The commands of the drift job. What they do is loaded when they run.

/** Adds `modelwatch drift …`. */
export function addDriftCommands(program: Command, exit: (code: number) => void): void {
  const drift = program.command('drift').description('compare data with their baseline, as a plan file says');

  withJobOptions(drift.command('run').description('compare, decide, write metrics and reports'))
    .option('--policy <name>', 'only this policy, and what else is named (repeatable)', collect, [])
    .option(
      '--dataset <name>',
      'only the checks of this feature set, and what else is named (repeatable)',
      collect,
      [],
    )
    .option(
      '--quality <model>',
      'only the quality of this model, and what else is named (repeatable)',
      collect,
      [],
    )
    .option(
      '--history <folder>',
      'where runs are kept: what consecutive runs confirm, and what is compared with the last one',
    )
    .option('--exact', 'use every value where the default is a histogram of the baseline', false)
    .option('--textfile <file>', "write metrics for node_exporter's textfile collector (NAME.prom)")
    .option('--pushgateway <url>', 'push metrics to a Pushgateway')
    .option('--otlp <url>', 'send metrics by OTLP over HTTP')
    .option('--remote-write <url>', 'send metrics by Prometheus remote write')
    .option('--token-file <file>', 'a file with the bearer token of those servers')
    .option('--token-env <name>', 'the environment variable with that token')
    .option(
      '--label <name=value>',
      'a label that servers get with every series (repeatable)',
      collectLabel,
      {},
    )
    .option('--json <file>', 'write the result as JSON')
    .option('--report <file>', 'write the report: one HTML file that needs nothing else')
    .option('--markdown <file>', 'write the report as Markdown')
    .option('--exit-code', 'end with 3 when something has drifted', false)
    .action(async (options: Record<string, unknown>) =>
      exit(
        await (await import('./drift-run.ts')).driftRun({ ...jobOptions(options), ...runOptions(options) }),
      ),
    );

  const baseline = drift
    .command('baseline')
    .description('stored baselines: bins and counts in place of rows');
  withJobOptions(
    baseline
      .command('capture')
      .description('read the baselines of a plan once, and store what runs compare with'),
  )
    .option('--policy <name>', 'only the baseline of this policy (repeatable)', collect, [])
    .option('--check', 'write nothing; fail when a stored baseline is not what its data say', false)
    .action(async (options: Record<string, unknown>) =>
      exit(
        await (await import('./drift-baseline.ts')).captureBaselines({
          ...jobOptions(options),
          check: options['check'] === true,
        }),
      ),
    );

  withFindingOptions(
    drift
      .command('history')
      .description('list the runs that are kept, and where tests change over them')
      .requiredOption('--history <folder>', 'where runs are kept')
      .option('--policy <name>', 'only this policy (repeatable)', collect, [])
      .addOption(
        new Option('--detector <name>', 'what finds changes over runs')
          .choices(['adwin', 'page-hinkley', 'ddm'])
          .default('adwin'),
      )
      .option('--runs <count>', 'the newest so many runs of each policy', parseNewest, 400),
  ).action(async (options: Record<string, unknown>) =>
    exit(
      await (await import('./drift-history.ts')).driftHistory({
        ...findingOptions(options),
        history: String(options['history']),
        policies: options['policy'] as string[],
        detector: options['detector'] as DetectorName,
        runs: options['runs'] as number,
      }),
    ),
  );

  withFindingOptions(
    drift
      .command('install')
      .description(
        'install an extension of DuckDB: httpfs for s3://, gs:// and https://, azure, aws for roles',
      )
      .addArgument(new Argument('<extension>', 'which one').choices(EXTENSIONS))
      .option('--from <place>', "its file, or a repository of extensions; DuckDB's servers by default")
      .addOption(extensionFolderOption()),
  ).action(async (extension: ExtensionName, options: Record<string, unknown>) =>
    exit(
      await (await import('./drift-install.ts')).installExtensions({
        ...findingOptions(options),
        ...extensionFolderOf(options),
        extension,
        ...(typeof options['from'] === 'string' && { from: options['from'] }),
      }),
    ),
  );

  withJobOptions(
    drift
      .command('calibrate')
      .description(
        'measure what tests come to without drift, and propose thresholds as a change of the specs',
      )
      .argument('[project]', 'folder with modelwatch.yaml; the nearest upwards by default'),
  )
    .option('--policy <name>', 'only the thresholds of this policy (repeatable)', collect, [])
    .option('--runs <count>', 'runs without drift that are drawn from the baseline', parseRuns, 200)
    .option('--rate <share>', 'share of runs without drift that may alert at a threshold', parseRate, 0.01)
    .option('--tighten', 'also lower thresholds that are far above what is needed', false)
    .option('--write', 'change the spec files', false)
    .action(async (project: string | undefined, options: Record<string, unknown>) =>
      exit(
        await (await import('./drift-calibrate.ts')).calibrateThresholds(project, {
          ...jobOptions(options),
          runs: Number(options['runs']),
          rate: Number(options['rate']),
          tighten: options['tighten'] === true,
          write: options['write'] === true,
        }),
      ),
    );
}

function withJobOptions(command: Command): Command {
  return withFindingOptions(
    command
      .requiredOption('--plan <file>', 'the plan file that compile wrote: generated/…/driftJob/plan.json')
      .option('--root <folder>', 'where relative paths of the plan begin; the current folder by default')
      .option(
        '--at <time>',
        'the moment for which it runs, such as 2026-11-29T06:00Z; now by default',
        parseMoment,
      )
      .option(
        '--memory-limit <size>',
        'memory of the engine, such as 512MB; more is spilled to disk',
        parseSize,
        '512MB',
      )
      .option('--threads <count>', 'processors that it uses; all by default', parseCount)
      .addOption(extensionFolderOption()),
  );
}

function extensionFolderOption(): Option {
  return new Option(
    '--extension-folder <folder>',
    "where DuckDB's extensions are; ~/.duckdb/extensions by default",
  ).env('MODELWATCH_EXTENSION_FOLDER');
}

function extensionFolderOf(options: Record<string, unknown>): Pick<DriftOptions, 'extensionFolder'> {
  const folder = options['extensionFolder'];
  return typeof folder === 'string' && folder !== '' ? { extensionFolder: folder } : {};
}

/** What all commands of the job have in common, as they take it. */
function jobOptions(options: Record<string, unknown>): DriftOptions {
  const now = Date.now();
  return {
    ...findingOptions(options),
    plan: String(options['plan']),
    root: typeof options['root'] === 'string' ? options['root'] : process.cwd(),
    at: typeof options['at'] === 'number' ? options['at'] : now,
    policies: (options['policy'] as string[] | undefined) ?? [],
    memoryLimit: String(options['memoryLimit']),
    ...(typeof options['threads'] === 'number' && { threads: options['threads'] }),
    ...extensionFolderOf(options),
  };
}

function runOptions(options: Record<string, unknown>) {
  const names = [
    'history',
    'textfile',
    'pushgateway',
    'otlp',
    'remoteWrite',
    'tokenFile',
    'tokenEnv',
    'json',
    'report',
    'markdown',
  ] as const;
  const given = names.flatMap((name) => (typeof options[name] === 'string' ? [[name, options[name]]] : []));
  return {
    ...(Object.fromEntries(given) as Partial<Record<(typeof names)[number], string>>),
    datasets: options['dataset'] as string[],
    qualities: options['quality'] as string[],
    labels: options['label'] as Readonly<Record<string, string>>,
    exact: options['exact'] === true,
    exitCode: options['exitCode'] === true,
  };
}

function collectLabel(
  value: string,
  known: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const [, name, text] = /^([A-Za-z_][A-Za-z0-9_]*)=(.+)$/s.exec(value) ?? [];
  if (name === undefined || text === undefined)
    throw new InvalidArgumentError('Write a label such as env=prod.');
  return { ...known, [name]: text };
}

/** As DuckDB reads sizes. */
function parseSize(value: string): string {
  if (!/^\d+(?:\.\d+)?\s*(?:KB|MB|GB|TB|KiB|MiB|GiB|TiB)$/i.test(value))
    throw new InvalidArgumentError('Write a size such as 512MB or 2GB.');
  return value;
}

function parseCount(value: string): number {
  const count = /^\d{1,3}$/.test(value) ? Number(value) : 0;
  if (count < 1) throw new InvalidArgumentError('Write a number from 1 on.');
  return count;
}

function parseNewest(value: string): number {
  const count = /^\d{1,6}$/.test(value) ? Number(value) : 0;
  if (count < 1) throw new InvalidArgumentError('Write a number of runs from 1 on.');
  return count;
}

/** With fewer runs a share of 1 % could not be told; with more it takes hours. */
function parseRuns(value: string): number {
  const count = /^\d{1,6}$/.test(value) ? Number(value) : 0;
  if (count < 20 || count > 100_000) throw new InvalidArgumentError('Write a number from 20 to 100000.');
  return count;
}

function parseRate(value: string): number {
  const rate = parseShare(value);
  if (!(rate > 0 && rate <= 0.2)) throw new InvalidArgumentError('Write a share up to 20%, such as 1%.');
  return rate;
}
