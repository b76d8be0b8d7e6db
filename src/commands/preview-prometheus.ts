import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { reasonOf } from '../output/disk.ts';
import type { Question } from '../preview/question.ts';
import type { Range } from '../preview/questions.ts';
import { type Answer, readData } from '../preview/recording.ts';
import { usageProblem } from './preview-findings.ts';

const TIMEOUT_MS = 120_000;
/** Requests at once: a dashboard is not to be a load test. */
const MOST_AT_ONCE = 4;

export interface PrometheusAccess {
  /** Without a slash at its end. */
  readonly url: string;
  /** Bearer token; it is sent to this URL only, and told or stored nowhere. */
  readonly token?: string;
}

/** A Prometheus that could not be asked at all; what it refuses is an answer. */
export class Unreachable extends Error {}

/**
 * Where a Prometheus is, and the token of the variable that `tokenEnv` names. A problem for what is no URL, or one with
 * credentials: they would be stored and shown with it.
 */
export function accessFor(
  given: string,
  tokenEnv: string | undefined,
): PrometheusAccess | { readonly problem: Diagnostic } {
  const token = tokenEnv === undefined ? undefined : process.env[tokenEnv];
  if (tokenEnv !== undefined && (token === undefined || token === ''))
    return {
      problem: usageProblem(`the environment variable ${tokenEnv}, which --token-env names, is not set`),
    };
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    const expected = 'a URL such as http://localhost:9090';
    return { problem: { ...usageProblem(`"${given}" is no URL of a Prometheus`), expected } };
  }
  if (url.username !== '' || url.password !== '') {
    const message =
      'a URL of a Prometheus must hold no credentials: name a variable with a token by --token-env';
    return { problem: usageProblem(message) };
  }
  return { url: `${url.origin}${url.pathname}`.replace(/\/+$/, ''), ...(token !== undefined && { token }) };
}

/** Makes sure that a Prometheus answers, before anything is asked of it. */
export async function reach(access: PrometheusAccess): Promise<Diagnostic | undefined> {
  try {
    await send(access, { ask: 'instant', query: 'vector(1)' }, { startS: 0, endS: 0, stepS: 1 });
    return undefined;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return unreachable(access, error);
  }
}

export function unreachable({ url }: PrometheusAccess, error: Unreachable): Diagnostic {
  return {
    code: 'preview/unreachable',
    severity: 'error',
    message: `${url} gives no answer of a Prometheus: ${error.message}`,
    hint: `Try: curl '${url}/api/v1/query?query=vector(1)'`,
  };
}

/** Asks questions of a range, a few at a time. Rejects with `Unreachable`. */
export function asker(access: PrometheusAccess, range: Range): (question: Question) => Promise<Answer> {
  let free = MOST_AT_ONCE;
  const waiting: (() => void)[] = [];
  return async (question) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await send(access, question, range);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

async function send({ url, token }: PrometheusAccess, question: Question, range: Range): Promise<Answer> {
  const { path, parameters } = requestOf(question, range);
  const response = await fetch(url + path, {
    method: 'POST',
    body: parameters,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(path.includes('/label/') && { method: 'GET', body: null }),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  }).catch((error: unknown) => {
    throw new Unreachable(causeOf(error));
  });
  const text = await response.text().catch((error: unknown) => {
    throw new Unreachable(causeOf(error));
  });
  const answer = readAnswer(text);
  if (answer !== undefined) return answer;
  throw new Unreachable(response.ok ? 'what it says is not its API' : `HTTP status ${response.status}`);
}

function readAnswer(text: string): Answer | undefined {
  try {
    const told = JSON.parse(text) as {
      status?: unknown;
      error?: unknown;
      data?: unknown;
      warnings?: unknown;
    };
    if (told.status === 'error') return { error: String(told.error) };
    return told.status === 'success' ? readData(told.data, told.warnings) : undefined;
  } catch {
    return undefined;
  }
}

function requestOf(
  question: Question,
  { startS, endS }: Range,
): { path: string; parameters: URLSearchParams } {
  const range = { start: String(startS), end: String(endS) };
  switch (question.ask) {
    case 'range': {
      const { query, stepS } = question;
      // Perses aligns a range with its step, so that the same moments are drawn whenever one looks.
      const aligned = (seconds: number) => String(Math.floor(seconds / stepS) * stepS);
      const times = { start: aligned(startS), end: aligned(endS), step: String(stepS) };
      return { path: '/api/v1/query_range', parameters: new URLSearchParams({ query, ...times }) };
    }
    case 'instant':
      return {
        path: '/api/v1/query',
        parameters: new URLSearchParams({ query: question.query, ...(endS > 0 && { time: String(endS) }) }),
      };
    case 'labelNames':
      return { path: '/api/v1/labels', parameters: withMatch(range, question.match) };
    case 'labelValues': {
      const parameters = withMatch(range, question.match);
      const path = `/api/v1/label/${encodeURIComponent(question.label)}/values?${parameters.toString()}`;
      return { path, parameters };
    }
  }
}

function withMatch(range: Readonly<Record<string, string>>, match: readonly string[]): URLSearchParams {
  const parameters = new URLSearchParams(range);
  for (const each of match) parameters.append('match[]', each);
  return parameters;
}

/** fetch says "fetch failed" and keeps the reason as its cause; of several addresses that were tried, one for each. */
function causeOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `none within ${TIMEOUT_MS / 1000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  return reasonOf(first ?? error);
}
