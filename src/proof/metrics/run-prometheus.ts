import type { LabelSet } from '../../plan/signal.ts';
import { knownType } from './from-file.ts';
import type { MetricSource } from './source.ts';

const TIMEOUT_MS = 20_000;

/** A Prometheus that cannot be asked, with what a person needs to know of why. */
export class RemoteError extends Error {}

export interface RemoteOptions {
  readonly url: string;
  readonly token?: string;
  /** The moment of the run, as Unix seconds. */
  readonly nowSeconds: number;
  /** More series of one name than this are not fetched. */
  readonly mostSeries: number;
}

/** A Prometheus, or what answers as one does. Its functions throw a RemoteError when it cannot be asked. */
export function prometheusSource(options: RemoteOptions): MetricSource {
  const { nowSeconds, mostSeries } = options;
  const ask = (path: string, parameters: Readonly<Record<string, string>>) => get(options, path, parameters);
  let names: Promise<readonly string[]> | undefined;
  return {
    shown: withoutCredentials(options.url),
    isScraped: true,
    names: () => (names ??= ask('label/__name__/values', {}).then(texts)),
    typeOf: async (metric) => {
      for (const family of new Set([metric, metric.replace(/_total$/, '')])) {
        const data = await ask('metadata', { metric: family, limit_per_metric: '1' });
        const [first] = ((data as Readonly<Record<string, { type?: string }[]>>)[family] ?? []) as {
          type?: string;
        }[];
        const type = knownType(first?.type);
        if (type !== undefined) return type;
      }
      return undefined;
    },
    series: async (name, labels, { withinSeconds }) => {
      const found = await ask('series', {
        'match[]': selector(name, labels),
        start: String(nowSeconds - withinSeconds),
        end: String(nowSeconds),
        limit: String(mostSeries + 1),
      });
      return (Array.isArray(found) ? (found as LabelSet[]) : []).map(({ __name__: _name, ...rest }) => rest);
    },
  };
}

function texts(data: unknown): readonly string[] {
  return Array.isArray(data) ? data.filter((each) => typeof each === 'string') : [];
}

function selector(name: string, labels: LabelSet): string {
  const matchers = Object.entries({ ...labels, __name__: name }).map(
    ([label, value]) => `${label}=${JSON.stringify(value)}`,
  );
  return `{${matchers.join(',')}}`;
}

async function get(
  { url, token }: RemoteOptions,
  path: string,
  parameters: Readonly<Record<string, string>>,
): Promise<unknown> {
  const shown = withoutCredentials(url);
  const address = new URL(`${url.replace(/\/+$/, '')}/api/v1/${path}`);
  address.search = new URLSearchParams(parameters).toString();
  let response: Response;
  try {
    response = await fetch(address, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
  } catch (error) {
    throw new RemoteError(`${shown} can't be reached: ${causeOf(error)}`);
  }
  const text = await response.text().catch(() => '');
  if (!response.ok) throw new RemoteError(`${shown} answers ${response.status} to ${path}${reason(text)}`);
  const answer = parsed(text);
  if (answer?.['status'] !== 'success')
    throw new RemoteError(`${shown} answers ${path} with something that no Prometheus would say`);
  return answer['data'];
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

function reason(text: string): string {
  const error = parsed(text)?.['error'];
  return typeof error === 'string' ? `: ${error}` : '';
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000}s`;
  const { cause } = error;
  if (cause instanceof AggregateError) return cause.errors.map((each: unknown) => causeOf(each)).join(', ');
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}

/** What stands before an @ in an address may be a password. */
function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}
