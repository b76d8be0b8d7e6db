import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { type Service, useServices } from '../support/processes.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { mutualTls } from '../support/telemetry/certificates.ts';
import { type Build, type Collectors, startCollectors } from '../support/telemetry/collectors.ts';
import { sendLogs, sendTraces } from '../support/telemetry/otlp.ts';
import {
  type BulkDocument,
  type HecEvent,
  type Receiver,
  startElasticsearch,
  startHec,
  startSpanReceiver,
  type ZipkinSpan,
} from '../support/telemetry/receivers.ts';
import { MODELS } from '../support/telemetry/specs.ts';
import { until } from '../support/until.ts';

/** `npm run test:deep` makes it a minute. */
const OUTAGE_SECONDS = Number(process.env['OUTAGE_SECONDS'] ?? 6);

const BUILDS: readonly Build[] = ['0.130', '0.110'];

for (const build of BUILDS) {
  describeWithPrograms(
    [`otelcol-${build}.0`],
    `collector ${build}, with sinks that are down and kill -9`,
    () => {
      const services = useServices();
      const sent = { logs: new Set<string>(), traces: new Set<string>() };
      let hec: Receiver<HecEvent>;
      let elastic: Receiver<BulkDocument>;
      let zipkin: Receiver<ZipkinSpan>;
      let collectors: Collectors;
      let number = 0;

      beforeAll(async () => {
        [hec, elastic, zipkin] = await Promise.all([
          startHec('t'),
          startElasticsearch('elastic', 'p'),
          startSpanReceiver(),
        ]);
        collectors = await startCollectors(services, {
          build,
          // Traces that wait for a decision are in memory; with all of them kept none waits.
          specs: MODELS.replace('sample: 20%', 'sample: 100%'),
          sinks: [
            `{ type: splunk-hec, endpoint: "${hec.url}/services/collector", tokenRef: env:HEC_TOKEN }`,
            `{ type: elasticsearch, endpoint: "${elastic.url}", index: p, auth: { username: elastic, passwordRef: env:ES_PASSWORD } }`,
            `{ type: zipkin, endpoint: "${zipkin.url}/api/v2/spans" }`,
          ],
          spec: ['sampling: { ratio: 100% }'],
          // What is owed is owed over TLS as well.
          gateway: mutualTls(services),
          env: { HEC_TOKEN: 't', ES_PASSWORD: 'p' },
        });
      }, 120_000);

      /** Counts as sent only what the agent has acknowledged. */
      async function sendSome(): Promise<void> {
        const bodies = Array.from({ length: 10 }, () => `log ${(number += 1)}`);
        await sendLogs(collectors.otlpUrl, 'fraud-detector', bodies);
        for (const body of bodies) sent.logs.add(body);
        const spans = Array.from({ length: 10 }, () => ({
          service: 'fraud-detector',
          name: 'predict',
          durationMs: 1,
        }));
        for (const id of await sendTraces(collectors.otlpUrl, spans)) sent.traces.add(id);
      }

      async function sendFor(seconds: number): Promise<void> {
        const end = performance.now() + seconds * 1000;
        while (performance.now() < end) {
          await sendSome();
          await sleep(100);
        }
      }

      async function kill({ child }: Service): Promise<void> {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }

      it('loses nothing that the agent has acknowledged', async () => {
        for (const sink of [hec, elastic, zipkin]) sink.isDown = true;
        await sendFor(OUTAGE_SECONDS / 4);
        await kill(collectors.gateway);
        await sendFor(OUTAGE_SECONDS / 4);
        await collectors.restart('gateway');
        await sendFor(OUTAGE_SECONDS / 4);
        await kill(collectors.agent);
        await collectors.restart('agent');
        await sendFor(OUTAGE_SECONDS / 4);
        expect([hec.documents.length, elastic.documents.length, zipkin.documents.length]).toEqual([0, 0, 0]);
        for (const sink of [hec, elastic, zipkin]) sink.isDown = false;
        const missing = (): string[] => {
          const events = new Set(hec.documents.map(({ event }) => event));
          const documents = new Set(elastic.documents.map(({ source }) => source['Body'] ?? source['body']));
          const traces = new Set(zipkin.documents.map(({ traceId }) => traceId));
          return [
            ...[...sent.logs].filter((text) => !events.has(text)).map((text) => `Splunk: ${text}`),
            ...[...sent.logs].filter((text) => !documents.has(text)).map((text) => `Elasticsearch: ${text}`),
            ...[...sent.traces].filter((id) => !traces.has(id)).map((id) => `Zipkin: ${id}`),
          ];
        };
        await until(() => missing().length === 0, { what: 'everything to arrive', timeoutMs: 60_000 }).catch(
          () => undefined,
        );
        expect(missing()).toEqual([]);
        expect(sent.logs.size).toBeGreaterThan(OUTAGE_SECONDS * 10);
        // What was under way when a collector died is sent again.
        console.info(
          `${build}: ${sent.logs.size} logs sent, ${hec.documents.length} at Splunk, ${elastic.documents.length} at Elasticsearch; ${sent.traces.size} traces sent, ${zipkin.documents.length} at Zipkin`,
        );
      }, 240_000);
    },
  );
}
