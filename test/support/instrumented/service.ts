import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { register as Register } from 'prom-client';

/**
 * A small service around a generated module, with traffic of its own, as a program. Arguments: path of the module, of
 * prom-client, and a port.
 */
const [moduleFile = '', client = '', port = ''] = process.argv.slice(2);

/** What the traffic below calls, whatever the model. */
interface AnyMetrics {
  prediction: <T>(options: object, predict: (prediction: AnyPrediction) => T) => T;
  monitor: <A extends unknown[], R>(options: object, predict: (...args: A) => R) => (...args: A) => R;
  run: (work: (run: { rows: (rows: number) => void }) => Promise<void>) => Promise<void>;
  countFeedback: (labels: object) => void;
  countGuardrail: (labels: object) => void;
  observeJudge: (value: number, labels: object) => void;
  observeRetrieval: (value: number) => void;
}
interface AnyPrediction {
  result: (result: object) => void;
  fallback: () => void;
  firstToken: () => void;
  tokens: (counts: object) => void;
}

const { Metrics } = (await import(pathToFileURL(moduleFile).href)) as { Metrics: new () => AnyMetrics };
const { register } = (await import(pathToFileURL(client).href)) as { register: typeof Register };
const metrics = new Metrics();

/** The same lots in every run. */
let state = 7;
function lot(): number {
  state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
  return state / 2 ** 31;
}

/** What is rare comes soon, and then at a steady pace: nobody has to wait for luck. */
let turn = 0;
function every(turns: number): boolean {
  return turn % turns === 0;
}

function oneOf(values: readonly string[]): string {
  return values[Math.floor(lot() * values.length)] ?? '';
}

async function quietly(call: () => unknown): Promise<void> {
  try {
    await call();
  } catch {
    // Predictions fail here on purpose.
  }
}

const TRAFFIC: Readonly<Record<string, () => Promise<void>>> = {
  'fraud-detector': async () => {
    const predict = metrics.monitor(
      {
        version: 'v1.2.3',
        describe: (score: number) => ({
          predictionClass: every(20) ? 'fraud' : 'legitimate',
          confidence: Math.max(score, 1 - score),
          region: oneOf(['uk', 'eu', 'us', 'mars']),
          ageBand: oneOf(['18-25', '26-40', '41-65', '65+']),
        }),
      },
      async (isBroken: boolean) => {
        await sleep(lot() * 10);
        if (isBroken) throw new RangeError('no count of transactions');
        return lot();
      },
    );
    await quietly(() => predict(every(31)));
    await quietly(() =>
      metrics.prediction({ version: 'v1.3.0' }, (prediction) => {
        if (every(21)) throw new DOMException('too late', 'TimeoutError');
        prediction.result({ predictionClass: every(20) ? 'fraud' : 'legitimate', confidence: 0.8 });
      }),
    );
    metrics.prediction({ version: 'v1.2.3', size: 20, region: 'eu' }, (batch) => {
      for (let index = 0; index < 20; index += 1)
        batch.result({ predictionClass: 'legitimate', confidence: 0.9 });
    });
  },
  'home-ranker': async () => {
    const options = {
      version: every(5) ? 'r42' : 'r41',
      surface: oneOf(['home', 'search', 'email']),
      isNewUser: oneOf(['true', 'false']),
    };
    await quietly(() =>
      metrics.prediction(options, async (prediction) => {
        await sleep(lot() * 20);
        if (turn % 60 === 1 || turn % 60 === 5) throw new Error('no candidates');
        if (turn % 40 === 2 || turn % 40 === 10) prediction.fallback();
        prediction.result({ score: 3 + 2 * lot() });
      }),
    );
  },
  'demand-forecast': () =>
    metrics.run(async (run) => {
      await sleep(500);
      run.rows(1_200_000);
    }),
  'support-assistant': async () => {
    const options = {
      version: 'assistant-7b',
      promptVersion: oneOf(['p1', 'p2']),
      lang: oneOf(['en', 'de', 'ja']),
    };
    await quietly(() =>
      metrics.prediction(options, async (prediction) => {
        await sleep(10);
        if (every(45)) throw new Error('out of memory');
        prediction.firstToken();
        await sleep(20);
        prediction.tokens({ input: 300, output: 20 + Math.floor(lot() * 400) });
      }),
    );
    metrics.countFeedback({ rating: every(20) ? 'down' : 'up' });
    metrics.observeRetrieval(0.5 + 0.5 * lot());
    metrics.observeJudge(0.7 + 0.3 * lot(), { metric: oneOf(['groundedness', 'relevance']) });
    if (every(30)) metrics.countGuardrail({ policy: 'toxicity' });
  },
};

createServer((_request, response) => {
  void register
    .metrics()
    .then((text) => response.writeHead(200, { 'content-type': register.contentType }).end(text));
}).listen(Number(port), '127.0.0.1');

const traffic = TRAFFIC[path.basename(moduleFile).replace(/-metrics\..*$/, '')];
if (traffic === undefined) throw new Error(`no traffic for ${moduleFile}`);
for (;;) {
  turn += 1;
  await traffic();
  await sleep(1);
}
