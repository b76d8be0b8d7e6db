import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorCode, reasonOf } from '../output/disk.ts';
import { questionOf } from '../preview/question.ts';
import type { PrometheusAccess } from './preview-prometheus.ts';

const HOST = '127.0.0.1';
const MOST_QUERY_BYTES = 1024 * 1024;
const TIMEOUT_MS = 120_000;

/** Below this path the server passes questions on to Prometheus, so that a page needs neither its token nor its leave. */
export const PROXY_PATH = '/prometheus';

/** Serves a live page to this machine only. Resolves when it listens; the problem is a port that is taken. */
export async function servePage(
  page: string,
  access: PrometheusAccess,
  port: number,
): Promise<{ readonly server: Server; readonly url: string } | { readonly problem: Diagnostic }> {
  const server = createServer((request, response) => {
    answer(request, response, page, access).catch((error: unknown) =>
      refuse(response, 502, `Prometheus gives no answer: ${reasonOf(error)}`),
    );
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, HOST, resolve);
    });
  } catch (error) {
    const why = errorCode(error) === 'EADDRINUSE' ? 'another program listens there' : reasonOf(error);
    return {
      problem: {
        code: 'preview/port-taken',
        severity: 'error',
        message: `port ${port} can't be used: ${why}`,
        hint: 'Name another port, or leave out --port to have a free one found.',
      },
    };
  }
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return { server, url: `http://${HOST}:${actual}/` };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  page: string,
  access: PrometheusAccess,
): Promise<void> {
  // Another site's name that points here (DNS rebinding) is not to read this Prometheus.
  const host = request.headers.host?.replace(/:\d+$/, '');
  if (host !== HOST && host !== 'localhost')
    return refuse(response, 421, 'this page is served as 127.0.0.1 only');
  const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(page);
    return;
  }
  const path = pathname.startsWith(`${PROXY_PATH}/`) ? pathname.slice(PROXY_PATH.length) : '';
  // Only what dashboards ask: nothing that changes a Prometheus or tells of its set-up.
  if (questionOf(path, searchParams) === undefined) return refuse(response, 404, 'not part of a preview');
  const body = request.method === 'POST' ? await readBody(request) : undefined;
  const passed = await fetch(access.url + path + search, {
    method: body === undefined ? 'GET' : 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body !== undefined && { body }),
    headers: {
      ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }),
      ...(access.token !== undefined && { authorization: `Bearer ${access.token}` }),
    },
  });
  response.writeHead(passed.status, {
    'content-type': passed.headers.get('content-type') ?? 'text/plain; charset=utf-8',
  });
  response.end(Buffer.from(await passed.arrayBuffer()));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_QUERY_BYTES) throw new Error('the query is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refuse(response: ServerResponse, status: number, error: string): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify({ status: 'error', error }));
}
