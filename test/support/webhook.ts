import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { Server } from 'node:net';
import { text } from 'node:stream/consumers';

/** One POST that a webhook received. */
export interface Delivery {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The parsed JSON body. */
  readonly body: unknown;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
}

/** A receiver that records JSON bodies, on this machine's loopback address. */
export interface Webhook {
  /** `http://127.0.0.1:<port>`, without a slash at its end. Every path is accepted. */
  readonly url: string;
  /** In the order they came; grows as they come. */
  readonly deliveries: readonly Delivery[];
  readonly stop: () => Promise<void>;
}

/** Starts a webhook on a free port. It answers 200 to a POST with a JSON body, else 400. */
export async function startWebhook(): Promise<Webhook> {
  const deliveries: Delivery[] = [];
  const receive = async (request: IncomingMessage): Promise<number> => {
    const body = await text(request);
    if (request.method !== 'POST') return 400;
    try {
      deliveries.push({
        path: request.url ?? '/',
        headers: request.headers,
        body: JSON.parse(body),
        at: Date.now(),
      });
      return 200;
    } catch {
      return 400;
    }
  };
  const server = createServer((request, response) => {
    receive(request).then(
      (status) => response.writeHead(status).end(),
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    deliveries,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The port that a listening server got. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a port');
  return address.port;
}
