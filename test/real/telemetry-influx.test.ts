import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort, type Service, useServices } from '../support/processes.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { valueAt } from '../support/prometheus-api.ts';
import { startPrometheus } from '../support/servers.ts';
import { influxQuery, startInfluxDb } from '../support/telemetry/backends.ts';
import { type Collectors, startCollectors } from '../support/telemetry/collectors.ts';
import { sendTraces } from '../support/telemetry/otlp.ts';
import { MODELS, SECRET } from '../support/telemetry/specs.ts';
import { until } from '../support/until.ts';
import { portOf } from '../support/webhook.ts';

describeWithPrograms(
  ['otelcol-0.110.0', 'influxd', 'prometheus'],
  'an agent and a gateway of collector 0.110',
  () => {
    const services = useServices();
    let influx: Service;
    let model: Server;
    let prometheus: Service;
    let collectors: Collectors;

    beforeAll(async () => {
      model = createServer((_request, response) => {
        response.setHeader('content-type', 'text/plain; version=0.0.4');
        response.end(
          `# TYPE model_predictions_total counter\nmodel_predictions_total{prediction_class="fraud",email_hash="${SECRET}"} 41\n`,
        );
      }).listen(0, '127.0.0.1');
      await once(model, 'listening');
      influx = await startInfluxDb(services);
      const [page, zipkin] = [await freePort(), await freePort()];
      collectors = await startCollectors(services, {
        build: '0.110',
        specs: MODELS.replace(
          'tracing: {',
          `select: { job: fraud }\n  scrape: { targets: ["127.0.0.1:${portOf(model)}"], interval: 1s, labels: { zone: "a$1b" } }\n  tracing: {`,
        ),
        sources: `scrape: true, host: { interval: 1s }, zipkin: { port: ${zipkin} }`,
        sinks: [
          `{ type: influxdb, endpoint: "${influx.url}", database: ml, signals: [metrics, traces] }`,
          `{ type: prometheus, port: ${page} }`,
        ],
        spec: ['sampling: { ratio: 100%, wait: 1s }'],
      });
      prometheus = await startPrometheus(services, {
        config: `global: { scrape_interval: 1s }
scrape_configs:
  - { job_name: page, honor_labels: true, static_configs: [{ targets: ["127.0.0.1:${page}"] }] }
  - { job_name: otel-collector-gateway, static_configs: [{ targets: ["127.0.0.1:${metricsPort(collectors)}"] }] }
`,
      });
      await sendTraces(
        collectors.otlpUrl,
        Array.from({ length: 20 }, () => ({ service: 'fraud-detector', name: 'predict', durationMs: 20 })),
      );
      const now = Date.now() * 1000;
      const response = await fetch(`http://127.0.0.1:${zipkin}/api/v2/spans`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([
          {
            traceId: '463ac35c9f6413ad48485a3953bb6124',
            id: 'a2fb4a1d1a96d312',
            name: 'of-zipkin',
            timestamp: now,
            duration: 1000,
            localEndpoint: { serviceName: 'card-network' },
            tags: { email_hash: SECRET },
          },
        ]),
      });
      expect(response.status).toBe(202);
    }, 120_000);

    afterAll(() => model.close());

    it('writes scraped metrics to InfluxDB under the labels of the model', async () => {
      const query = `SELECT * FROM "model_predictions_total" WHERE "prediction_class" = 'fraud' LIMIT 1`;
      const text = await until(
        async () => {
          const answer = await influxQuery(influx, query);
          return answer.includes('model_predictions_total') ? answer : undefined;
        },
        { what: 'the counter in InfluxDB' },
      );
      const { results } = JSON.parse(text) as {
        results: [{ series: [{ columns: string[]; values: [unknown[]] }] }];
      };
      const [{ columns, values }] = results[0].series;
      const row = Object.fromEntries(columns.map((column, index) => [column, values[0][index]]));
      expect(row).toMatchObject({ counter: 41, zone: 'a$1b', 'service.name': 'fraud', env: 'default' });
      expect(text).not.toContain(SECRET);
    });

    it('writes spans to InfluxDB, also those that came as Zipkin sends them', async () => {
      await until(async () => (await influxQuery(influx, 'SELECT * FROM "spans"')).includes('of-zipkin'), {
        what: 'the span in InfluxDB',
      });
      expect(await influxQuery(influx, 'SELECT * FROM "spans"')).not.toContain(SECRET);
    });

    it('shows all metrics on a page: scraped, of the machine, counted from spans', async () => {
      await until(
        () =>
          valueAt(prometheus, 'model_predictions_total{job="fraud",prediction_class="fraud",zone="a$1b"}'),
        {
          what: 'the scraped counter',
        },
      );
      await until(() => valueAt(prometheus, 'count(system_cpu_time_seconds_total) > 0'), {
        what: 'metrics of the machine',
      });
      const calls = 'sum(traces_span_metrics_calls_total{service_name="fraud-detector"})';
      await until(async () => (await valueAt(prometheus, calls)) === 20, { what: 'the count of spans' });
    });

    it('shows of itself what the alerts read, under the names that they read', async () => {
      for (const job of ['otel-collector-gateway', 'otel-collector-agent']) {
        const full = `max(max by (job, instance, exporter) (otelcol_exporter_queue_size{job="${job}"}) / max by (job, instance, exporter) (otelcol_exporter_queue_capacity{job="${job}"}))`;
        await until(async () => (await valueAt(prometheus, full)) !== undefined, {
          what: `queues of ${job}`,
        });
        const counter =
          job === 'otel-collector-agent'
            ? 'otelcol_receiver_refused_spans_total'
            : 'otelcol_receiver_refused_spans';
        await until(async () => (await valueAt(prometheus, `sum(${counter}{job="${job}"})`)) === 0, {
          what: `${counter} of ${job}`,
        });
      }
      expect(
        await valueAt(prometheus, 'group(absent(up{job="otel-collector-gateway"} == 1))'),
      ).toBeUndefined();
    });

    it('fails at nothing', () => {
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

function metricsPort({ project }: Collectors): number {
  const port = project.plan.telemetry?.gateway.metricsPort;
  if (port === undefined) throw new Error('no gateway');
  return port;
}
