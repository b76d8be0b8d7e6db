import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { expositionOf, readSamples } from '../../src/drift/exposition.ts';
import type { RunResult } from '../../src/drift/result.ts';
import { type Sample, samplesOf, seriesKey } from '../../src/drift/samples.ts';
import { sendOtlp } from '../../src/drift/world/otlp.ts';
import { pushToGateway } from '../../src/drift/world/pushgateway.ts';
import { remoteWrite } from '../../src/drift/world/remote-write.ts';
import { writeTextfile } from '../../src/drift/world/textfile.ts';
import { policyResult, runResult, unusualRun } from '../support/drift-outputs.ts';
import { freePort, type Service, useServices } from '../support/processes.ts';
import { describeWithPrograms, program } from '../support/programs.ts';
import { startNodeExporter, startPrometheus } from '../support/servers.ts';
import { until } from '../support/until.ts';

// Times are those of the machine: a receiver takes no samples of another day.
const RUN = unusualRun(new Date().toISOString());
const OTHER = runResult({
  endedAt: RUN.endedAt,
  policies: [policyResult({ policy: 'monthly', model: 'churn' })],
  datasets: [],
});

/** Series of the contract that a Prometheus has of a job, at a time (seconds since 1970) or now, without labels of scrapes. */
async function seriesIn(prometheus: Service, job: string, time?: number): Promise<Map<string, number>> {
  const query = `{__name__=~"modelwatch_(drift|data)_.+",job="${job}"}`;
  const parameters = new URLSearchParams({ query, ...(time !== undefined && { time: String(time) }) });
  const response = await fetch(`${prometheus.url}/api/v1/query?${parameters.toString()}`);
  const { data } = (await response.json()) as {
    data: { result: { metric: Record<string, string>; value: [number, string] }[] };
  };
  return new Map(
    data.result.map(({ metric: { __name__: name = '', ...labels }, value }) => [
      ownKey({ name, labels }),
      Number(value[1]),
    ]),
  );
}

/** A series without the labels that scrapes, the tests and a collector add. */
function ownKey({ name, labels }: Pick<Sample, 'name' | 'labels'>): string {
  const own = Object.entries(labels).filter(([label]) => !/^(?:job|instance|env|otel_scope_.+)$/.test(label));
  return seriesKey({ name, labels: Object.fromEntries(own) });
}

function expected(...runs: readonly RunResult[]): Map<string, number> {
  return new Map(runs.flatMap(samplesOf).map((sample: Sample) => [seriesKey(sample), sample.value] as const));
}

/** Waits until a job has as many series, and expects their names, labels and numbers. */
async function expectSeries(prometheus: Service, job: string, ...runs: readonly RunResult[]): Promise<void> {
  const wanted = expected(...runs);
  const found = await until(
    async () => {
      const series = await seriesIn(prometheus, job);
      return series.size >= wanted.size && series;
    },
    { what: `the series of ${job}`, timeoutMs: 20_000 },
  );
  expect(found).toEqual(wanted);
}

describeWithPrograms(['promtool'], 'the text of the drift job', () => {
  it('has nothing that promtool would say of it', () => {
    const input = expositionOf(samplesOf(RUN));
    expect(execFileSync(program('promtool'), ['check', 'metrics'], { input, encoding: 'utf8' })).toBe('');
  });
});

describeWithPrograms(
  ['prometheus', 'prometheus-node-exporter', 'prometheus-pushgateway'],
  'what the drift job hands on',
  () => {
    const services = useServices();
    let gateway: Service;
    let prometheus: Service;
    let textfiles: string;

    beforeAll(async () => {
      textfiles = services.folder();
      const [node, started] = await Promise.all([
        startNodeExporter(services, textfiles),
        services.start({
          command: program('prometheus-pushgateway'),
          args: (port) => [`--web.listen-address=127.0.0.1:${port}`],
          readyPath: '/-/ready',
        }),
      ]);
      gateway = started;
      prometheus = await startPrometheus(services, {
        config: `global: { scrape_interval: 1s }
scrape_configs:
  - { job_name: node, static_configs: [{ targets: ["127.0.0.1:${node.port}"] }] }
  - { job_name: pushgateway, honor_labels: true, static_configs: [{ targets: ["127.0.0.1:${gateway.port}"] }] }
`,
        args: ['--web.enable-remote-write-receiver', '--web.enable-otlp-receiver'],
      });
    });

    it('reaches Prometheus by a text file and node_exporter, that of two jobs in one file', async () => {
      const file = path.join(textfiles, 'drift.prom');
      expect(await writeTextfile(file, OTHER)).toMatchObject({ state: 'delivered' });
      expect(await writeTextfile(file, RUN)).toMatchObject({ state: 'delivered', findings: [] });
      await expectSeries(prometheus, 'node', RUN, OTHER);
    });

    it('reaches it by a Pushgateway, group by group', async () => {
      const options = { url: gateway.url, labels: { env: 'prod' } };
      expect(await pushToGateway(options, OTHER)).toMatchObject({ state: 'delivered', findings: [] });
      expect(await pushToGateway(options, RUN)).toMatchObject({
        state: 'delivered',
        series: samplesOf(RUN).length,
      });
      await expectSeries(prometheus, 'modelwatch_drift', RUN, OTHER);
    });

    it('takes from a Pushgateway what a policy no longer tests', async () => {
      const tested = async () =>
        (await (await fetch(`${gateway.url}/metrics`)).text()).includes('part="predictions"');
      expect(await tested()).toBe(true);
      const policies = RUN.policies.map((policy) => ({ ...policy, tests: policy.tests.slice(0, 1) }));
      await pushToGateway({ url: gateway.url, labels: { env: 'prod' } }, { ...RUN, policies });
      expect(await tested()).toBe(false);
    });

    it('reaches it by remote write, at the end of the run and five minutes longer', async () => {
      const options = { url: `${prometheus.url}/api/v1/write`, labels: { job: 'written', env: 'prod' } };
      expect(await remoteWrite(options, RUN)).toMatchObject({ state: 'delivered', findings: [] });
      const endedAt = Date.parse(RUN.endedAt) / 1000;
      expect(await seriesIn(prometheus, 'written', endedAt)).toEqual(expected(RUN));
      expect((await seriesIn(prometheus, 'written', endedAt + 299)).size).toBe(expected(RUN).size);
      expect((await seriesIn(prometheus, 'written', endedAt - 0.001)).size).toBe(0);
      expect((await seriesIn(prometheus, 'written', endedAt + 301)).size).toBe(0);
    });

    it('reaches it by OTLP, under the same names and at the same time', async () => {
      const options = { url: `${prometheus.url}/api/v1/otlp`, labels: { env: 'prod' } };
      expect(await sendOtlp(options, RUN)).toMatchObject({ state: 'delivered', findings: [] });
      const endedAt = Date.parse(RUN.endedAt) / 1000;
      expect(await seriesIn(prometheus, 'modelwatch-drift', endedAt)).toEqual(expected(RUN));
      expect((await seriesIn(prometheus, 'modelwatch-drift', endedAt - 0.001)).size).toBe(0);
    });

    it('is refused with the words of the server', async () => {
      const old = { ...RUN, endedAt: '2020-01-01T00:00:00Z' };
      const { state, findings } = await remoteWrite({ url: `${prometheus.url}/api/v1/write` }, old);
      expect([state, findings.map(({ code }) => code)]).toEqual(['refused', ['publish/refused']]);
      expect(findings[0]?.message).toMatch(/HTTP status 400: out of bounds/);
      expect(await sendOtlp({ url: gateway.url }, RUN)).toMatchObject({
        state: 'refused',
        findings: [{ code: 'publish/refused' }],
      });
    });
  },
);

describeWithPrograms(['otelcol-0.130.0'], 'a collector between the drift job and Prometheus', () => {
  const services = useServices();

  it('takes OTLP and shows the same series to scrapes', async () => {
    const [otlp, scraped, health] = [await freePort(), await freePort(), await freePort()];
    const file = path.join(services.folder(), 'collector.yaml');
    writeFileSync(
      file,
      `extensions: { health_check: { endpoint: "127.0.0.1:${health}" } }
receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:${otlp}" } } } }
exporters: { prometheus: { endpoint: "127.0.0.1:${scraped}", metric_expiration: 50h } }
service:
  extensions: [health_check]
  telemetry: { metrics: { level: none } }
  pipelines: { metrics: { receivers: [otlp], exporters: [prometheus] } }
`,
    );
    await services.start({
      command: program('otelcol-0.130.0'),
      args: () => ['--config', file],
      readyPath: '/',
      port: health,
    });
    expect(await sendOtlp({ url: `http://127.0.0.1:${otlp}` }, RUN)).toMatchObject({
      state: 'delivered',
      findings: [],
    });
    const page = `http://127.0.0.1:${scraped}/metrics`;
    const text = await until(async () => (await (await fetch(page)).text()) || undefined, {
      what: 'the page',
    });
    const read = readSamples(text);
    if ('problem' in read) throw new Error(read.problem);
    expect(new Map(read.samples.map((sample) => [ownKey(sample), sample.value]))).toEqual(expected(RUN));
  });
});
