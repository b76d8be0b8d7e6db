import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll } from 'vitest';
import { portOf } from './webhook.ts';

/** A request as it came. */
export interface Recorded {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What it answers to a request, by how many came before: a status with a text, or what is done with the response. */
export type Answering = (
  index: number,
  request: Recorded,
) =>
  | { readonly status: number; readonly text?: string; readonly headers?: Record<string, string> }
  | ((response: ServerResponse) => void);

export interface RecordingServer {
  /** Without a slash at its end. */
  readonly url: string;
  readonly requests: readonly Recorded[];
}

/** Gives tests servers that record what they get; all are stopped after the last test. To be called where tests are declared. */
export function useRecordingServers(): (answer?: Answering) => Promise<RecordingServer> {
  const stops: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const stop of stops) await stop();
  });
  return async (answer = () => ({ status: 200 })) => {
    const requests: Recorded[] = [];
    const server = createServer((incoming, response) => {
      void buffer(incoming).then((body) => {
        const { method = '', url = '', headers } = incoming;
        const request = { method, url, headers, body };
        const given = answer(requests.length, request);
        requests.push(request);
        if (typeof given === 'function') given(response);
        else response.writeHead(given.status, given.headers).end(given.text ?? '');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    stops.push(async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    });
    return { url: `http://127.0.0.1:${portOf(server)}`, requests };
  };
}
