import { setTimeout as sleep } from 'node:timers/promises';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { reasonOf } from '../../support/file-errors.ts';
import { publishFinding } from '../delivery.ts';
import { type Access, authorizationFor, masked } from './credentials.ts';

/** A server that metrics are sent to, as the user gives it. */
export interface Remote {
  /** http:// or https://, without credentials. */
  readonly url: string;
  readonly access?: Access | undefined;
}

/** How long a server is waited for. */
export interface Patience {
  /** For one attempt, its answer included. */
  readonly timeoutMs: number;
  /** Before the second attempt, the third, and so on. */
  readonly pausesMs: readonly number[];
}
export const PATIENCE: Patience = { timeoutMs: 5000, pausesMs: [500, 1000, 2000] };

/** The longest `Retry-After` that is obeyed; who asks for more is tried after this long. */
const MOST_PAUSE_MS = 10_000;
/** Of an answer, this much is read: it is for a message only. */
const MOST_BYTES = 64 * 1024;
const MOST_TOLD = 300;

export interface Message {
  readonly method: 'PUT' | 'POST';
  /** Added to the path of the remote. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** What came of a message. `status` is that of a final answer: any 2xx, 3xx or 4xx but 429. */
export type Reply = { readonly status: number; readonly text: string } | { readonly unreachable: string };

/** A server to which messages are sent, one after the other. */
export interface Connection {
  /** The address for messages: without query. */
  readonly target: string;
  /** Sends; never rejects for what the network or the server does. The text of a reply is printable as part of a message. */
  readonly send: (message: Message) => Promise<Reply>;
}

/**
 * Prepares a connection. `again` says of which statuses another attempt makes sense, beside no answer at all. The finding says
 * what is wrong with the address or the credentials; nothing has been sent then.
 */
export function connect(
  { url: given, access }: Remote,
  again: (status: number) => boolean,
  patience: Patience = PATIENCE,
): Connection | { readonly problem: Diagnostic } {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    const message = 'the address to send metrics to is no URL that begins with http:// or https://';
    return { problem: publishFinding('publish/url', message, 'For example http://localhost:9091') };
  }
  const target = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  if (url.username !== '' || url.password !== '') {
    const hint = 'Give user and password apart, the password by a file or a variable of the environment.';
    return { problem: publishFinding('publish/url', `the address ${target} holds credentials`, hint) };
  }
  const authorization = access && authorizationFor(access);
  if (authorization && 'problem' in authorization) {
    const message = `no credentials for ${target}: ${authorization.problem}`;
    return { problem: publishFinding('publish/credentials', message) };
  }
  return {
    target,
    send: async (message) => {
      const reply = await attempts(
        `${target}${message.path}${url.search}`,
        {
          ...message,
          headers: { ...message.headers, ...(authorization && { authorization: authorization.header }) },
        },
        again,
        patience,
      );
      return withoutSecrets(
        reply,
        authorization ? [authorization.header.split(' ')[1] ?? '', authorization.secret] : [],
      );
    },
  };
}

async function attempts(
  url: string,
  message: Message,
  again: (status: number) => boolean,
  { timeoutMs, pausesMs }: Patience,
): Promise<Reply> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await attemptOnce(url, message, timeoutMs);
    const isFinal = 'status' in answer && answer.status < 500 && answer.status !== 429;
    if (isFinal) return { status: answer.status, text: answer.text };
    const failure = 'status' in answer ? told(answer.status, answer.text) : answer.unreachable;
    const pauseMs = pausesMs[attempt];
    if (pauseMs === undefined || ('status' in answer && !again(answer.status))) {
      const count = attempt === 0 ? '' : ` (${attempt + 1} attempts)`;
      return { unreachable: `${failure}${count}` };
    }
    // The OTLP specification asks for jitter, so that many jobs that failed at once do not come back at once.
    const ownPauseMs = pauseMs * (0.75 + Math.random() / 2);
    const askedMs = 'status' in answer ? answer.retryAfterMs : 0;
    await sleep(Math.min(Math.max(ownPauseMs, askedMs), Math.max(MOST_PAUSE_MS, pauseMs)));
  }
}

type Attempt =
  | { readonly status: number; readonly text: string; readonly retryAfterMs: number }
  | { readonly unreachable: string };

async function attemptOnce(url: string, message: Message, timeoutMs: number): Promise<Attempt> {
  try {
    const response = await fetch(url, {
      method: message.method,
      headers: message.headers,
      body: message.body,
      // A redirect would take the credentials elsewhere, or turn the request into a GET.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const seconds = Number(response.headers.get('retry-after') ?? 0);
    return {
      status: response.status,
      text: await beginningOf(response),
      retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : 0,
    };
  } catch (error) {
    return { unreachable: causeOf(error, timeoutMs) };
  }
}

async function beginningOf({ body }: Response): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = body.getReader();
  while (bytes < MOST_BYTES) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks).toString('utf8');
    chunks.push(value);
    bytes += value.length;
  }
  await reader.cancel();
  return Buffer.concat(chunks).subarray(0, MOST_BYTES).toString('utf8');
}

/** fetch says "fetch failed" and keeps the reason as its cause; of several addresses that were tried, one for each. */
function causeOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) throw error;
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  const { cause } = error;
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  return reasonOf(first ?? error);
}

/** A server's answer as part of a message: `HTTP status 400: out of order sample`. Its first line, cut. */
export function told(status: number, text: string): string {
  const line = text.trim().split(/\r?\n/)[0] ?? '';
  const words = line.length > MOST_TOLD ? `${line.slice(0, MOST_TOLD)}…` : line;
  return `HTTP status ${status}${words === '' ? '' : `: ${words}`}`;
}

function withoutSecrets(reply: Reply, secrets: readonly string[]): Reply {
  return 'unreachable' in reply
    ? { unreachable: masked(reply.unreachable, secrets) }
    : { status: reply.status, text: masked(reply.text, secrets) };
}
