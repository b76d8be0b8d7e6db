import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { type Service, useServices } from '../support/processes.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { valueAt } from '../support/prometheus-api.ts';
import { startPrometheus } from '../support/servers.ts';
import {
  type Jaeger,
  jaegerTraces,
  startJaeger,
  startVictoriaMetrics,
  startZipkin,
  zipkinTraces,
} from '../support/telemetry/backends.ts';
import { type Collectors, startCollectors } from '../support/telemetry/collectors.ts';
import { sendCounter, sendLogs, sendTraces, type TestSpan } from '../support/telemetry/otlp.ts';
import {
  type BulkDocument,
  type HecEvent,
  type Receiver,
  startElasticsearch,
  startHec,
} from '../support/telemetry/receivers.ts';
import { MODELS, SECRET } from '../support/telemetry/specs.ts';
import { until } from '../support/until.ts';

const FAILED = 60;
const SLOW = 50;
const ORDINARY = 890;
const SHARE = 0.2;

describeWithPrograms(
  ['otelcol-0.130.0', 'jaeger', 'zipkin-server.jar', 'prometheus', 'victoria-metrics'],
  'an agent and a gateway of collector 0.130',
  () => {
    const services = useServices();
    let jaeger: Jaeger;
    let zipkin: Service;
    let prometheus: Service;
    let victoria: Service;
    let hec: Receiver<HecEvent>;
    let elastic: Receiver<BulkDocument>;
    let collectors: Collectors;
    let ids: string[];
    let folder: string;

    beforeAll(async () => {
      folder = services.folder();
      [jaeger, zipkin, prometheus, victoria, hec, elastic] = await Promise.all([
        startJaeger(services),
        startZipkin(services),
        startPrometheus(services, { config: 'global: {}\n', args: ['--web.enable-remote-write-receiver'] }),
        startVictoriaMetrics(services),
        startHec('hec-token'),
        startElasticsearch('elastic', 'pass:word$1'),
      ]);
      collectors = await startCollectors(services, {
        build: '0.130',
        specs: MODELS,
        sources: `predictionLogs: [{ model: fraud-detector, include: ["${folder}/*.jsonl"], timestamp: event_time }]`,
        sinks: [
          `{ type: jaeger, endpoint: "127.0.0.1:${jaeger.otlpPort}" }`,
          `{ type: zipkin, endpoint: "${zipkin.url}/api/v2/spans" }`,
          `{ type: prometheus-remote-write, endpoint: "${prometheus.url}/api/v1/write" }`,
          `{ type: prometheus-remote-write, name: victoria, endpoint: "${victoria.url}/api/v1/write" }`,
          `{ type: splunk-hec, endpoint: "${hec.url}/services/collector", tokenRef: env:HEC_TOKEN, index: ml }`,
          `{ type: elasticsearch, endpoint: "${elastic.url}", index: predictions, auth: { username: elastic, passwordRef: env:ES_PASSWORD } }`,
          `{ type: file, path: ${folder}/everything.json }`,
        ],
        spec: [
          'sampling: { ratio: 5%, wait: 2s }',
          'redact: { fields: [card_number], values: ["[a-z]+@example\\\\.com"] }',
        ],
        env: { HEC_TOKEN: 'hec-token', ES_PASSWORD: 'pass:word$1' },
      });
      ids = await sendTraces(collectors.otlpUrl, [
        ...spans(FAILED, { isFailed: true, statusMessage: `no model for email_hash=${SECRET}` }),
        ...spans(SLOW, { durationMs: 260 }),
        ...spans(ORDINARY, {}),
      ]);
    }, 180_000);

    it.each(['Jaeger', 'Zipkin'])(
      'keeps all failed and slow traces in %s, and the declared share of the rest',
      async (name) => {
        const read = (): Promise<{ ids: Set<string>; text: string }> =>
          name === 'Jaeger' ? jaegerTraces(jaeger, 'fraud-detector') : zipkinTraces(zipkin, 'fraud-detector');
        const wanted = ids.slice(0, FAILED + SLOW);
        await until(async () => (await settled(read)) && wanted.every((id) => known.has(id)), {
          what: `the failed and slow traces in ${name}`,
          timeoutMs: 30_000,
        });
        async function settled(again: typeof read): Promise<boolean> {
          const before = known.size;
          const found = await again();
          for (const id of found.ids) known.add(id);
          return known.size === before && known.size > 0;
        }
        const rest = ids.slice(FAILED + SLOW).filter((id) => known.has(id)).length;
        // Five standard deviations of a binomial distribution: 118 to 238 of 890.
        const margin = 5 * Math.sqrt(ORDINARY * SHARE * (1 - SHARE));
        expect(rest).toBeGreaterThan(ORDINARY * SHARE - margin);
        expect(rest).toBeLessThan(ORDINARY * SHARE + margin);
        expect((await read()).text).not.toContain(SECRET);
      },
    );
    const known = new Set<string>();

    it('counts every span before it drops any', async () => {
      const query = 'sum(traces_span_metrics_calls_total{service_name="fraud-detector"})';
      const failed =
        'sum(traces_span_metrics_calls_total{service_name="fraud-detector",status_code="STATUS_CODE_ERROR"})';
      for (const server of [prometheus, victoria]) {
        await until(async () => (await valueAt(server, query)) === FAILED + SLOW + ORDINARY, {
          what: 'the count of all spans',
        });
        expect(await valueAt(server, failed)).toBe(FAILED);
        const below = `sum(traces_span_metrics_duration_seconds_bucket{service_name="fraud-detector",le="0.25"})`;
        expect(await valueAt(server, below)).toBe(FAILED + ORDINARY);
        expect(
          await valueAt(server, `count(traces_span_metrics_calls_total{env="default"})`),
        ).toBeGreaterThan(0);
      }
    });

    it('carries metrics without labels that are personal data', async () => {
      await sendCounter(collectors.otlpUrl, 'fraud-detector', 'model.predictions', 7, {
        'user.email_hash': SECRET,
        model: 'fraud-detector',
      });
      const value = await until(
        () => valueAt(prometheus, 'model_predictions_total{model="fraud-detector"}'),
        {
          what: 'the counter',
        },
      );
      expect(value).toBe(7);
      const response = await fetch(`${prometheus.url}/api/v1/series?match[]={__name__=~".%2B"}`);
      expect(await response.text()).not.toContain(SECRET);
    });

    it('carries prediction logs as JSON to both receivers, without personal data', async () => {
      const lines = Array.from({ length: 200 }, (_, index) =>
        JSON.stringify({
          event_time: '2026-03-01T10:00:00.25Z',
          model: 'fraud-detector',
          prediction: index,
          email_hash: SECRET,
          features: { EmailHash: SECRET, amount: 12.5, raw: JSON.stringify({ email_hash: SECRET }) },
          note: `asked by someone@example.com with card_number: ${SECRET}`,
        }),
      );
      writeFileSync(
        path.join(folder, 'predictions.jsonl'),
        `${lines.join('\n')}\nno JSON email_hash=${SECRET}\n`,
      );
      await sendLogs(
        collectors.otlpUrl,
        'fraud-detector',
        [`text email_hash="${SECRET}"`, { deep: { deeper: { 'email-hash': SECRET } } }],
        { nested: { email_hash: SECRET }, email_hash: SECRET, url: `/x?emailHash=${SECRET}&a=b` },
      );
      await until(() => hec.documents.length >= 203 && elastic.documents.length >= 203, {
        what: '203 log records in both',
      });
      expect(hec.refused).toEqual([]);
      expect(elastic.refused).toEqual([]);
      for (const text of [JSON.stringify(hec.documents), JSON.stringify(elastic.documents)]) {
        expect(text).not.toContain(SECRET);
        expect(text).not.toContain('someone@example.com');
      }
      const event = hec.documents.find(
        ({ event: body }) => (body as { prediction?: number }).prediction === 7,
      );
      expect(event).toMatchObject({
        index: 'ml',
        time: Date.parse('2026-03-01T10:00:00.25Z') / 1000,
        event: { model: 'fraud-detector', features: { amount: 12.5 } },
        fields: { model: 'fraud-detector', 'service.name': 'fraud-detector', env: 'default' },
      });
      expect(elastic.documents[0]).toMatchObject({ index: 'predictions' });
    });

    it('writes no personal data anywhere else', async () => {
      for (const file of readdirSync(folder).filter((name) => name.startsWith('everything'))) {
        const text = readFileSync(path.join(folder, file), 'utf8');
        expect(text).not.toContain(SECRET);
        expect(text.length).toBeGreaterThan(1000);
      }
    });

    it('refuses nothing and fails at nothing', () => {
      for (const service of [collectors.agent, collectors.gateway])
        expect(
          service
            .logs()
            .split('\n')
            .filter((line) => /\terror\t/.test(line)),
        ).toEqual([]);
    });
  },
);

function spans(count: number, one: Partial<TestSpan>): TestSpan[] {
  return Array.from({ length: count }, (_, index) => ({
    service: 'fraud-detector',
    name: `predict ${index % 3}`,
    durationMs: 20,
    attributes: {
      email_hash: SECRET,
      'http.url': `http://fraud/predict?email_hash=${SECRET}&amount=3`,
      model: 'fraud-detector',
      payload: `{"email_hash":"${SECRET}","amount":3}`,
      nested: { user: { email_hash: SECRET } },
    },
    resource: { 'process.command_line': `serve --email-hash=${SECRET}` },
    eventAttributes: { age_band: SECRET, 'exception.message': `bad row {'email_hash': '${SECRET}'}` },
    ...one,
  }));
}
