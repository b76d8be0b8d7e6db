import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { openDuckDb } from '../../src/drift/world/duckdb.ts';
import { cli } from '../support/cli.ts';
import { writeRows } from '../support/drift-data.ts';
import { driftProject, POLICY } from '../support/drift-end-to-end-project.ts';
import { type Service, useServices } from '../support/processes.ts';
import { describeWithPrograms, program } from '../support/programs.ts';
import { raisedAlerts, rules, valueAt } from '../support/prometheus-api.ts';
import { startNodeExporter } from '../support/servers.ts';
import { until } from '../support/until.ts';
import type { Webhook } from '../support/webhook.ts';

const DAY = 86_400_000;
const DRIFTED = 'FraudDetectorDailyFeatures';
const STALE = 'FraudDetectorDailyJobStale';
const VERDICTS = `modelwatch_drift_verdict{policy="${POLICY}"}`;

interface ToldAlert {
  readonly status: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** `ago` days before today, in UTC. */
function date(ago: number): string {
  return new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);
}

describeWithPrograms(
  ['prometheus', 'alertmanager', 'prometheus-node-exporter'],
  'from data that drift to a page',
  () => {
    const services = useServices();
    let folder: string;
    let textfile: string;
    let webhook: Webhook;
    let prometheus: Service;

    beforeAll(async () => {
      folder = services.folder();
      const textfiles = path.join(folder, 'textfiles');
      mkdirSync(textfiles);
      textfile = path.join(textfiles, 'drift.prom');
      webhook = await services.webhook();
      const webhookFile = path.join(folder, 'webhook');
      writeFileSync(webhookFile, `${webhook.url}/on-call\n`);
      const [nodeExporter] = await Promise.all([startNodeExporter(services, textfiles), writeData()]);
      const compileFor = (alertmanager: string): void => {
        const text = driftProject({
          nodeExporter: `127.0.0.1:${nodeExporter.port}`,
          alertmanager,
          webhookFile,
          textfiles,
        });
        writeFileSync(path.join(folder, 'modelwatch.yaml'), text);
        expect(cli(['compile', '--quiet'], { cwd: folder }).code).toBeLessThan(2);
      };
      compileFor('127.0.0.1:9093');
      const alertmanager = await services.start({
        command: program('alertmanager'),
        args: (port) => [
          `--config.file=${generated('alertmanager/alertmanager.yml')}`,
          `--storage.path=${services.folder()}`,
          `--web.listen-address=127.0.0.1:${port}`,
          '--cluster.listen-address=',
        ],
        readyPath: '/-/ready',
      });
      compileFor(new URL(alertmanager.url).host);
      prometheus = await services.start({
        command: program('prometheus'),
        args: (port) => [
          `--config.file=${generated('prometheus/prometheus.yml')}`,
          `--storage.tsdb.path=${services.folder()}`,
          `--web.listen-address=127.0.0.1:${port}`,
        ],
        readyPath: '/-/ready',
      });
    });

    function generated(file: string): string {
      return path.join(folder, 'generated', 'acme', 'prod', file);
    }

    /** A day like the training data, then two on which amounts have moved. */
    async function writeData(): Promise<void> {
      const engine = await openDuckDb({ memoryLimit: '256MB', threads: 1 });
      const rows = (count: number, day: string, amount: string) =>
        `SELECT (${amount})::DOUBLE AS amount, 'c' || (i % 7) AS country, TIMESTAMP '${day} 00:00:00' + INTERVAL 20 SECOND * i AS event_time FROM range(${count}) t(i)`;
      try {
        await writeRows(engine, path.join(folder, 'training.parquet'), rows(4000, date(60), 'i % 97'));
        for (const [ago, amount] of [
          [3, '(i * 7) % 97'],
          [2, 'i % 97 + 40'],
          [1, 'i % 97 + 40'],
        ] as const)
          await writeRows(
            engine,
            path.join(folder, 'served', `${date(ago)}.parquet`),
            rows(2000, date(ago), amount),
          );
      } finally {
        engine.close();
      }
    }

    /** The job as it is run on a day: it looks at the day before. */
    function runJob(ago: number): void {
      const { code, stdout, stderr } = cli(
        [
          'drift',
          'run',
          '--plan',
          generated('driftJob/plan.json'),
          '--at',
          `${date(ago)}T00:10Z`,
          '--history',
          'history',
          '--textfile',
          textfile,
          '--quiet',
        ],
        { cwd: folder },
      );
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    }

    function told(alertname: string): ToldAlert | undefined {
      return webhook.deliveries
        .flatMap(({ body }) => (body as { readonly alerts: readonly ToldAlert[] }).alerts)
        .find(({ status, labels }) => status === 'firing' && labels['alertname'] === alertname);
    }

    async function untilVerdict(feature: string, verdict: number, rows: number): Promise<void> {
      await until(
        async () =>
          (await valueAt(prometheus, `max(modelwatch_drift_verdict{feature="${feature}"})`)) === verdict &&
          (await valueAt(prometheus, 'max(modelwatch_drift_samples)')) === rows,
        { what: `the verdict ${verdict} of ${feature}`, timeoutMs: 30_000 },
      );
    }

    it('is quiet while data are as they were', async () => {
      runJob(2);
      await untilVerdict('amount', 0, 2000);
      expect(await valueAt(prometheus, `count(${VERDICTS} == 0) / count(${VERDICTS})`)).toBe(1);
      expect((await rules(prometheus)).filter(({ health }) => health === 'err')).toEqual([]);
    });

    it('is quiet after one day of drift, and pages after the second', async () => {
      const ranAt = async (): Promise<number | undefined> =>
        valueAt(prometheus, 'max(modelwatch_drift_last_run_timestamp_seconds)');
      const before = (await ranAt()) ?? 0;
      runJob(1);
      await until(async () => ((await ranAt()) ?? 0) > before, {
        what: 'the run of the first day',
        timeoutMs: 30_000,
      });
      expect(await valueAt(prometheus, 'max(modelwatch_drift_verdict)')).toBe(0);
      expect((await raisedAlerts(prometheus)).map(({ labels }) => labels['alertname'])).not.toContain(
        DRIFTED,
      );

      runJob(0);
      await untilVerdict('amount', 2, 2000);
      const page = await until(() => told(DRIFTED), { what: 'the page', timeoutMs: 60_000 });
      expect(page.labels).toMatchObject({
        model: 'fraud-detector',
        policy: POLICY,
        severity: 'page',
        team: 'risk-ml',
      });
      expect(page.annotations['summary']).toBe(
        `${POLICY}: features of fraud-detector have drifted from its training data`,
      );
      // Countries are as they were.
      expect(await valueAt(prometheus, 'max(modelwatch_drift_verdict{feature="country"})')).toBe(0);
    });

    it('pages when the job does not run any more', async () => {
      expect(told(STALE)).toBeUndefined();
      // As if the last run had been two days and a half ago.
      const old = Date.now() / 1000 - 2.5 * 86_400;
      const text = readFileSync(textfile, 'utf8').replace(
        /^(modelwatch_drift_last_run_timestamp_seconds\{.*\}) .*$/m,
        `$1 ${old}`,
      );
      writeFileSync(`${textfile}.new`, text);
      renameSync(`${textfile}.new`, textfile);
      const page = await until(() => told(STALE), { what: 'the page of the job', timeoutMs: 60_000 });
      expect(page.annotations['summary']).toMatch(
        /the drift job of fraud-detector last came to its end 2d 12h .* ago; it should every 1d/,
      );
      expect([...new Set(webhook.deliveries.map((delivery) => delivery.path))]).toEqual(['/on-call']);
    });
  },
);
