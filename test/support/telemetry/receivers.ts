import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { portOf } from '../webhook.ts';

/** A local receiver that keeps what it is sent, as the documents that it was sent as. */
export interface Receiver<Document> {
  readonly url: string;
  readonly documents: readonly Document[];
  /** What came and was no document as it should be, and why. */
  readonly refused: readonly string[];
  /** While true every request is answered with 503. */
  isDown: boolean;
  readonly stop: () => Promise<void>;
}

/** https://docs.splunk.com/Documentation/Splunk/latest/Data/FormateventsforHTTPEventCollector */
export interface HecEvent {
  readonly time?: number;
  readonly host?: string;
  readonly source?: string;
  readonly sourcetype?: string;
  readonly index?: string;
  readonly event: unknown;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Answers like Splunk's HTTP Event Collector: events one after another, each a JSON object with `event`; only with the token. */
export function startHec(token: string): Promise<Receiver<HecEvent>> {
  return start<HecEvent>((request, text) => {
    if (request.headers.authorization !== `Splunk ${token}`)
      return { status: 403, answer: { text: 'Invalid token', code: 4 }, refused: 'without the token' };
    if (!request.url?.startsWith('/services/collector')) return { status: 404, answer: {} };
    const documents = text
      .replaceAll('}{', '}\n{')
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as HecEvent);
    const wrong = documents.find((event) => event.event === undefined || typeof event.time !== 'number');
    if (wrong) return { status: 400, answer: { code: 6 }, refused: JSON.stringify(wrong) };
    return { status: 200, answer: { text: 'Success', code: 0 }, documents };
  });
}

/** A document of a bulk request, with the index that it goes to. */
export interface BulkDocument {
  readonly index: string;
  readonly source: Readonly<Record<string, unknown>>;
}

/** Answers like Elasticsearch: who it is, and bulk requests of pairs of lines; only to the user. */
export function startElasticsearch(user: string, password: string): Promise<Receiver<BulkDocument>> {
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return start<BulkDocument>((request, text) => {
    if (request.headers.authorization !== expected)
      return { status: 401, answer: { error: 'missing authentication' }, refused: 'without the password' };
    if (!request.url?.includes('_bulk'))
      return { status: 200, answer: { name: 'stand-in', version: { number: '8.18.0' } } };
    const lines = text.split('\n').filter((line) => line !== '');
    const documents: BulkDocument[] = [];
    for (let at = 0; at < lines.length; at += 2) {
      const action = JSON.parse(lines[at] ?? '') as Record<string, Record<string, string>>;
      const index = (action['create'] ?? action['index'])?.['_index'];
      if (index === undefined || lines[at + 1] === undefined)
        return { status: 400, answer: { error: 'malformed action' }, refused: lines[at] ?? '' };
      documents.push({
        index,
        source: JSON.parse(lines[at + 1] ?? '') as Record<string, unknown>,
      });
    }
    const items = documents.map(({ index }) => ({ create: { _index: index, status: 201 } }));
    return { status: 200, answer: { took: 1, errors: false, items }, documents };
  });
}

/** A span as Zipkin is sent it: https://zipkin.io/zipkin-api/ */
export interface ZipkinSpan {
  readonly traceId: string;
  readonly id: string;
}

/** Takes spans as Zipkin does. */
export function startSpanReceiver(): Promise<Receiver<ZipkinSpan>> {
  return start<ZipkinSpan>((_request, text) => {
    const documents = JSON.parse(text) as ZipkinSpan[];
    return { status: 202, answer: {}, documents };
  });
}

interface Reply<Document> {
  readonly status: number;
  readonly answer: unknown;
  readonly documents?: readonly Document[];
  readonly refused?: string;
}

async function start<Document>(
  reply: (request: IncomingMessage, text: string) => Reply<Document>,
): Promise<Receiver<Document>> {
  const documents: Document[] = [];
  const refused: string[] = [];
  const server = createServer((request, response) => {
    receive(request, response).catch((error: unknown) => {
      refused.push(String(error));
      response.writeHead(400).end();
    });
  });
  const receiver = {
    url: '',
    documents,
    refused,
    isDown: false,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await buffer(request);
    if (receiver.isDown) {
      response.writeHead(503).end();
      return;
    }
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
    const { status, answer, documents: taken = [], refused: why } = reply(request, text);
    documents.push(...taken);
    if (why !== undefined) refused.push(why);
    // The official client of Elasticsearch wants to know that it speaks to one.
    response.writeHead(status, { 'content-type': 'application/json', 'X-Elastic-Product': 'Elasticsearch' });
    response.end(JSON.stringify(answer));
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  receiver.url = `http://127.0.0.1:${portOf(server)}`;
  return receiver;
}
