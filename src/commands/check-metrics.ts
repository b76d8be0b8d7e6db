import { readFileSync } from 'node:fs';
import type { CompiledEnvironment } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { pathOfError, reasonOf } from '../output/disk.ts';
import { checkPlanMetrics } from '../proof/metrics/check.ts';
import { fileSource } from '../proof/metrics/from-file.ts';
import { prometheusSource, RemoteError } from '../proof/metrics/run-prometheus.ts';
import type { MetricSource } from '../proof/metrics/source.ts';
import { readExposition } from '../support/exposition.ts';
import { didYouMean, suggest } from '../support/suggest.ts';
import { progress } from './compile.ts';
import type { FindingOptions } from './findings.ts';
import { hasErrors, openProject } from './project.ts';

export interface CheckMetricsOptions extends FindingOptions {
  readonly env: readonly string[];
  readonly model: readonly string[];
  readonly prometheus?: string;
  readonly openmetrics?: string;
  readonly tokenFile?: string;
  readonly tokenEnv?: string;
  /** The moment of the run, as Unix seconds. */
  readonly nowSeconds: number;
}

/** `modelwatch check metrics`: what the specs read beside what is there, in a Prometheus or in an answer to a scrape. */
export async function checkMetrics(
  project: string | undefined,
  options: CheckMetricsOptions,
): Promise<number> {
  const opened = openProject(project, options, { readOnly: true, withoutFiles: true, env: options.env });
  if (typeof opened === 'number') return opened;
  const { compiled, diagnostics, report } = opened;
  if (hasErrors(diagnostics)) return report();
  const environments = compiled.environments.filter(
    ({ name }) => options.env.length === 0 || options.env.includes(name),
  );
  const wrong = [...unknownModels(environments, options.model), ...wrongCall(options, environments)];
  if (wrong.length > 0) return report(wrong);
  const [first] = environments;
  const mostSeries = first?.workspace.project.spec.limits.series ?? Number.POSITIVE_INFINITY;
  const source = sourceOf(options, mostSeries);
  if ('problem' in source) return report([source.problem]);
  const found: Diagnostic[] = [];
  try {
    for (const { name, plan } of environments) {
      const { diagnostics: own, checked } = await checkPlanMetrics(plan, source, {
        models: options.model,
        mostSeries,
      });
      found.push(...own.map((each) => (environments.length > 1 ? { ...each, env: [name] } : each)));
      const wrongs = own.filter(({ severity }) => severity !== 'info').length;
      progress(
        options,
        `${name}: ${checked} metrics looked for in ${source.shown}, ${wrongs === 0 ? 'all as the specs read them' : `${wrongs} not as the specs read them`}`,
      );
    }
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    return report([
      {
        code: 'live/unreachable',
        severity: 'error',
        message: error.message,
        hint: 'Is the address right, and the token?',
      },
    ]);
  }
  return report(found);
}

function wrongCall(
  { prometheus, openmetrics, tokenFile, tokenEnv }: CheckMetricsOptions,
  environments: readonly CompiledEnvironment[],
): Diagnostic[] {
  if ((prometheus === undefined) === (openmetrics === undefined))
    return usage(
      prometheus === undefined ? 'nothing says where the metrics are' : 'metrics can be in one place only',
      'either --prometheus <url> or --openmetrics <file>',
    );
  if (prometheus !== undefined && !/^https?:\/\/[^/]+/.test(prometheus))
    return usage(
      `"${prometheus}" is no address of a Prometheus`,
      'an address such as http://prometheus:9090',
    );
  if (tokenFile !== undefined && tokenEnv !== undefined)
    return usage('a token can be in one place only', 'either --token-file or --token-env');
  if (openmetrics !== undefined && environments.length > 1)
    return usage(
      `a file is of one environment, and the project has ${environments.map(({ name }) => name).join(', ')}`,
      '--env with one of them',
    );
  return [];
}

function usage(message: string, expected: string): Diagnostic[] {
  return [{ code: 'usage/metric-source', severity: 'error', message, expected }];
}

function unknownModels(
  environments: readonly CompiledEnvironment[],
  models: readonly string[],
): Diagnostic[] {
  const known = new Set(
    environments.flatMap(({ workspace }) => workspace.list('Model').map(({ name }) => name)),
  );
  return models
    .filter((model) => !known.has(model))
    .map((model) => {
      const suggestions = suggest(model, known);
      const hint = didYouMean(suggestions);
      return {
        code: 'usage/unknown-model',
        severity: 'error',
        message: `there is no model "${model}"`,
        expected: `one of ${[...known].join(', ')}`,
        ...(hint !== undefined && { hint, suggestions }),
      };
    });
}

function sourceOf(options: CheckMetricsOptions, mostSeries: number): MetricSource | { problem: Diagnostic } {
  const { prometheus, openmetrics = '', nowSeconds } = options;
  try {
    if (prometheus !== undefined) {
      const token = tokenOf(options);
      return prometheusSource({
        url: prometheus,
        nowSeconds,
        mostSeries,
        ...(token !== undefined && { token }),
      });
    }
    const shown = openmetrics === '-' ? 'stdin' : openmetrics;
    const read = readExposition(readFileSync(openmetrics === '-' ? 0 : openmetrics, 'utf8'));
    if ('series' in read) return fileSource(shown, read);
    return {
      problem: {
        code: 'live/malformed',
        severity: 'error',
        message: `${shown}:${read.line}: ${read.problem}`,
        expected: "Prometheus' text format, or OpenMetrics",
      },
    };
  } catch (error) {
    return {
      problem: {
        code: 'usage/metric-source',
        severity: 'error',
        message: `${pathOfError(error) ?? ''}: ${reasonOf(error)}`.replace(/^: /, ''),
      },
    };
  }
}

/** The token itself is neither an argument, which others on the machine could read, nor ever printed. */
function tokenOf({ tokenFile, tokenEnv }: CheckMetricsOptions): string | undefined {
  if (tokenFile !== undefined) return readFileSync(tokenFile, 'utf8').trim();
  if (tokenEnv === undefined) return undefined;
  const token = process.env[tokenEnv];
  if (token === undefined || token === '') throw new Error(`the environment variable ${tokenEnv} is not set`);
  return token;
}
