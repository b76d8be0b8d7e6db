import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { portOf } from './webhook.ts';

/** A payment to judge. Without the count of earlier ones, which the feature store gives, the model cannot. */
export interface Payment {
  readonly amount: number;
  readonly earlierPayments?: number;
}

/** Payments that the model is sure of, that it is unsure of, and that it fails on. */
export const PAYMENTS = {
  clear: { amount: 20, earlierPayments: 40 },
  doubtful: { amount: 480, earlierPayments: 5 },
  broken: { amount: 20 },
} as const satisfies Record<string, Payment>;
export type PaymentKind = keyof typeof PAYMENTS;

/** A small model server and its data pipelines, on this machine's loopback address. */
export interface FraudService {
  /** host:port; metrics of the model are under /metrics, those of the pipelines under /pipelines/metrics. */
  readonly address: string;
  /** Serves some payments at once, without the network, as if they had come before. */
  readonly served: (kind: PaymentKind, count: number) => void;
  /** From now on this many payments of a kind come per second. */
  readonly traffic: (perSecond: Readonly<Partial<Record<PaymentKind, number>>>) => void;
  /** From now on the pipelines and feature stores of these names write nothing. */
  readonly stall: (names: readonly string[]) => void;
  /** What the model exposes now. */
  readonly series: () => Promise<readonly ExposedSeries[]>;
  readonly stop: () => Promise<void>;
}

export interface ExposedSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

const VERSION = 'v1.2.3';
const TICK_MS = 50;

/** Starts the service on a free port; `pipelines` and `features` are names of what feeds it, all fresh until stalled. */
export async function startFraudService(
  pipelines: readonly string[],
  features: readonly string[],
): Promise<FraudService> {
  const model = createModel();
  const feeds = createFeeds(pipelines, features);
  const server = createServer((incoming, response) => {
    answer(model, feeds, incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  const load = startLoad(port);
  return {
    address: `127.0.0.1:${port}`,
    served: (kind, count) => {
      for (let index = 0; index < count; index += 1) model.predict(PAYMENTS[kind]);
    },
    traffic: load.traffic,
    stall: feeds.stall,
    series: model.series,
    stop: async () => {
      load.stop();
      feeds.stop();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

type Model = ReturnType<typeof createModel>;
type Feeds = ReturnType<typeof createFeeds>;

async function answer(
  model: Model,
  feeds: Feeds,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (incoming.url === '/predict') {
    const score = model.predict((await json(incoming)) as Payment);
    response.writeHead(score === undefined ? 500 : 200).end(JSON.stringify({ score }));
    return;
  }
  const registry = incoming.url === '/pipelines/metrics' ? feeds.registry : model.registry;
  response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics());
}

/** A logistic regression with the usual metrics of a model server. */
function createModel() {
  const registry = new Registry();
  const registers = [registry];
  const latency = new Histogram({
    name: 'model_prediction_latency_seconds',
    help: 'Time to predict.',
    buckets: [0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1],
    registers,
  });
  const predictions = new Counter({
    name: 'model_predictions_total',
    help: 'Predictions made.',
    labelNames: ['model_version', 'prediction_class'],
    registers,
  });
  const errors = new Counter({
    name: 'model_prediction_errors_total',
    help: 'Predictions that failed.',
    labelNames: ['model_version', 'reason'],
    registers,
  });
  const confidence = new Histogram({
    name: 'model_prediction_confidence',
    help: 'Probability of the predicted class.',
    buckets: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    registers,
  });
  return {
    registry,
    /** The probability of fraud; undefined, and counted as an error, when a feature is missing. */
    predict: ({ amount, earlierPayments }: Payment): number | undefined => {
      const stop = latency.startTimer();
      try {
        if (earlierPayments === undefined) {
          errors.inc({ model_version: VERSION, reason: 'missing_feature' });
          return undefined;
        }
        const score = 1 / (1 + Math.exp(-(amount / 100 - earlierPayments + 0.2)));
        const isFraud = score > 0.5;
        predictions.inc({ model_version: VERSION, prediction_class: isFraud ? 'fraud' : 'legitimate' });
        confidence.observe(isFraud ? score : 1 - score);
        return score;
      } finally {
        stop();
      }
    },
    series: async (): Promise<readonly ExposedSeries[]> => {
      const metrics = await registry.getMetricsAsJSON();
      return metrics.flatMap(({ name, values }) =>
        values.map(({ labels, value, ...rest }) => ({
          name: 'metricName' in rest && typeof rest.metricName === 'string' ? rest.metricName : name,
          labels: Object.fromEntries(Object.entries(labels).map(([label, text]) => [label, text ?? ''])),
          value,
        })),
      );
    },
  };
}

/** Gauges with the Unix time of the last write, current until the feed of that name is stalled. */
function createFeeds(pipelines: readonly string[], features: readonly string[]) {
  const registry = new Registry();
  const stalled = new Set<string>();
  const timers = [
    feed(registry, stalled, 'pipeline_last_success_timestamp_seconds', 'pipeline', pipelines),
    feed(registry, stalled, 'feature_last_update_timestamp_seconds', 'feature_view', features),
  ];
  return {
    registry,
    stall: (names: readonly string[]): void => {
      for (const name of names) stalled.add(name);
    },
    stop: (): void => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

function feed(
  registry: Registry,
  stalled: ReadonlySet<string>,
  name: string,
  label: string,
  values: readonly string[],
): NodeJS.Timeout {
  const gauge = new Gauge({
    name,
    help: 'When it was last written.',
    labelNames: [label],
    registers: [registry],
  });
  const write = (): void => {
    for (const value of values) if (!stalled.has(value)) gauge.set({ [label]: value }, Date.now() / 1000);
  };
  write();
  return setInterval(write, 500);
}

/** Sends payments over HTTP at a steady pace. */
function startLoad(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  let rates: Readonly<Partial<Record<PaymentKind, number>>> = {};
  const due = new Map<PaymentKind, number>();
  let last = performance.now();
  const timer = setInterval(() => {
    const seconds = (performance.now() - last) / 1000;
    last = performance.now();
    for (const [kind, perSecond] of Object.entries(rates) as [PaymentKind, number][]) {
      const wanted = (due.get(kind) ?? 0) + perSecond * seconds;
      for (let sent = 0; sent < Math.floor(wanted); sent += 1) send(agent, port, PAYMENTS[kind]);
      due.set(kind, wanted % 1);
    }
  }, TICK_MS);
  return {
    traffic: (perSecond: Readonly<Partial<Record<PaymentKind, number>>>): void => {
      rates = perSecond;
    },
    stop: (): void => {
      clearInterval(timer);
      agent.destroy();
    },
  };
}

function send(agent: Agent, port: number, payment: Payment): void {
  const body = JSON.stringify(payment);
  const call = request({ agent, host: '127.0.0.1', port, path: '/predict', method: 'POST' }, (response) =>
    response.resume(),
  );
  // When the service stops, what is under way breaks off.
  call.on('error', () => call.destroy());
  call.end(body);
}
