import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { openDuckDb } from '../../src/drift/world/duckdb.ts';
import { cli } from '../support/cli.ts';
import { writeRows } from '../support/drift-data.ts';
import { type Service, useServices } from '../support/processes.ts';
import { describeWithPrograms, program } from '../support/programs.ts';
import { raisedAlerts, rules, valueAt } from '../support/prometheus-api.ts';
import { until } from '../support/until.ts';

const DAY = 86_400_000;
const BREACH = 'modelwatch:sli_breach:bool{slo="fraud-detector-precision"}';
const FORECAST_BREACH = 'modelwatch:sli_breach:bool{slo="demand-error"}';

/** `ago` days before today, in UTC. */
function date(ago: number): string {
  return new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);
}

function projectText(nodeExporter: string, textfiles: string): string {
  return `
apiVersion: modelwatch/v1alpha1
kind: Project
metadata: { name: acme }
spec:
  environments: [prod]
  owner: risk-ml
  channels: { slack: { apiUrlFile: slack } }
  targets: { prometheus: {}, driftJob: { outputs: { textfile: ${textfiles} } } }
---
apiVersion: modelwatch/v1alpha1
kind: DataSource
metadata: { name: prom }
spec: { type: prometheus, scrapeInterval: 2s, evaluationInterval: 2s, retention: 120d }
---
apiVersion: modelwatch/v1alpha1
kind: Team
metadata: { name: risk-ml }
spec: { onCall: [{ name: primary, provider: slack, channel: "#risk-ml" }] }
---
apiVersion: modelwatch/v1alpha1
kind: DataSource
metadata: { name: payments }
spec: { type: parquet, path: "payments/{date}.parquet", timestamp: paid_at }
---
apiVersion: modelwatch/v1alpha1
kind: DataSource
metadata: { name: chargebacks }
spec: { type: csv, path: chargebacks.csv, timestamp: received_at }
---
apiVersion: modelwatch/v1alpha1
kind: DataSource
metadata: { name: sales }
spec: { type: parquet, path: sales.parquet, timestamp: sold_on }
---
apiVersion: modelwatch/v1alpha1
kind: Model
metadata: { name: fraud-detector }
spec:
  owner: risk-ml
  task: binary-classification
  classes: [fraud, legitimate]
  serving: { mode: batch }
  scrape: { targets: ["${nodeExporter}"] }
  predictions: { source: payments, column: verdict, score: score, key: payment_id }
  groundTruth: { source: chargebacks, label: outcome, delay: { p95: 2d } }
  segments: [{ name: region, label: region, values: [uk, eu] }]
  slos:
    - name: precision
      sli:
        { type: quality, metric: precision, atThreshold: 0.8, min: 85%, typical: 95%, minSamples: 50, evaluate: { by: event-time, every: 1d, over: 1d, offset: 2d } }
      objective: 90%
      window: 90d
---
apiVersion: modelwatch/v1alpha1
kind: Model
metadata: { name: demand }
spec:
  owner: risk-ml
  task: regression
  serving: { mode: batch }
  predictions: { source: sales, column: forecast }
  groundTruth: { label: sold, series: [item] }
  slos:
    - name: error
      sli:
        { type: quality, metric: wape, max: 50%, minSamples: 20, evaluate: { by: event-time, every: 1d, over: 1d }, vs: { naive: seasonal-7d, mustBeatBy: 5% } }
      objective: 90%
      window: 90d
`;
}

describeWithPrograms(
  ['prometheus', 'prometheus-node-exporter'],
  'from labels that come late to an objective',
  () => {
    const services = useServices();
    let folder: string;
    let textfile: string;
    let prometheus: Service;

    beforeAll(async () => {
      folder = services.folder();
      const textfiles = path.join(folder, 'textfiles');
      mkdirSync(textfiles);
      textfile = path.join(textfiles, 'drift.prom');
      const nodeExporter = await services.start({
        command: program('prometheus-node-exporter'),
        args: (port) => [
          `--web.listen-address=127.0.0.1:${port}`,
          '--collector.disable-defaults',
          '--collector.textfile',
          `--collector.textfile.directory=${textfiles}`,
        ],
        readyPath: '/metrics',
      });
      await writeData();
      writeFileSync(
        path.join(folder, 'modelwatch.yaml'),
        projectText(`127.0.0.1:${nodeExporter.port}`, textfiles),
      );
      const compiled = cli(['compile', '--quiet', '--strict-targets'], { cwd: folder });
      expect(compiled).toMatchObject({ code: 0 });
      prometheus = await services.start({
        command: program('prometheus'),
        args: (port) => [
          `--config.file=${path.join(folder, 'generated/acme/prod/prometheus/prometheus.yml')}`,
          `--storage.tsdb.path=${services.folder()}`,
          `--web.listen-address=127.0.0.1:${port}`,
        ],
        readyPath: '/-/ready',
      });
    });

    /**
     * Three days of 400 payments, of which a quarter is said to be fraud: 95 % of that on the first day is, 70 % on the second; of the
     * third day hardly a label has come. Items that sell the same every week, and forecasts that are a tenth off.
     */
    async function writeData(): Promise<void> {
      const engine = await openDuckDb({ memoryLimit: '256MB', threads: 1 });
      const outcomes = ['payment_id,received_at,outcome'];
      try {
        for (const [ago, wrongPercent] of [
          [5, 5],
          [4, 30],
          [3, 0],
        ] as const) {
          const day = date(ago);
          await writeRows(
            engine,
            path.join(folder, 'payments', `${day}.parquet`),
            `SELECT '${day}-' || i AS payment_id, TIMESTAMP '${day} 00:00:00' + INTERVAL 3 MINUTE * i AS paid_at, CASE WHEN i % 4 = 0 THEN 0.9 ELSE 0.1 END AS score,
             CASE WHEN i % 4 = 0 THEN 'fraud' ELSE 'legitimate' END AS verdict, CASE WHEN i % 8 < 4 THEN 'uk' ELSE 'eu' END AS region FROM range(400) t(i)`,
          );
          for (let row = 0; row < (ago === 3 ? 40 : 400); row += 1) {
            const isFraud = row % 4 === 0 && (row / 4) % 100 >= wrongPercent;
            outcomes.push(`${day}-${row},${date(ago - 1)}T12:00:00Z,${isFraud ? 'fraud' : 'legitimate'}`);
          }
        }
        await writeRows(
          engine,
          path.join(folder, 'sales.parquet'),
          `SELECT item, TIMESTAMP '${date(0)} 00:00:00' - to_days(ago::INTEGER) AS sold_on, 10.0 * (1 + ago % 7) AS sold, 11.0 * (1 + ago % 7) AS forecast FROM range(30) t(item), range(1, 30) s(ago)`,
        );
      } finally {
        engine.close();
      }
      writeFileSync(path.join(folder, 'chargebacks.csv'), `${outcomes.join('\n')}\n`);
    }

    /** The job as it runs on a day. */
    function runJob(ago: number): void {
      const { code, stdout, stderr } = cli(
        [
          'drift',
          'run',
          '--plan',
          path.join(folder, 'generated/acme/prod/driftJob/plan.json'),
          '--at',
          `${date(ago)}T00:10Z`,
          '--textfile',
          textfile,
          '--quiet',
        ],
        { cwd: folder },
      );
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    }

    async function untilValue(query: string, value: number): Promise<void> {
      let found: number | undefined;
      await until(
        async () => {
          found = await valueAt(prometheus, query);
          return found !== undefined && Math.abs(found - value) < 1e-9;
        },
        { what: `${query} = ${value}`, timeoutMs: 30_000 },
      );
    }

    async function pending(): Promise<string[]> {
      return (await raisedAlerts(prometheus)).map(({ labels }) => labels['alertname'] ?? '');
    }

    it('is good while the metric is, and knows so for the model and its segments', async () => {
      runJob(2);
      await untilValue(BREACH, 0);
      expect(await valueAt(prometheus, 'modelwatch_quality{model="fraud-detector", segment=""}')).toBe(0.95);
      expect(
        await valueAt(prometheus, 'modelwatch_quality_samples{model="fraud-detector", segment=""}'),
      ).toBe(100);
      expect(
        await valueAt(prometheus, 'modelwatch_quality_samples{segment="region", segment_value="uk"}'),
      ).toBe(50);
      expect(
        await valueAt(prometheus, 'modelwatch_quality_labels_matured_ratio{model="fraud-detector"}'),
      ).toBe(1);
      expect((await rules(prometheus)).filter(({ health }) => health === 'err')).toEqual([]);
      const unwanted = ['QualityJobAbsent', 'QualityJobStale', 'QualitySamplesLow', 'QualityLabelsImmature'];
      // What was raised before the first series came is taken back at the next evaluation.
      await until(
        async () => {
          const alerts = await pending();
          return unwanted.every((alert) => !alerts.includes(`FraudDetector${alert}`));
        },
        { what: 'no alert on the job and its labels', timeoutMs: 30_000 },
      );
    });

    it('is bad where the forecast is no better than that of a week before, though within its bound', async () => {
      await untilValue('modelwatch_quality{model="demand", reference=""}', 0.1);
      await untilValue('modelwatch_quality{model="demand", reference="seasonal-7d"}', 0);
      await untilValue(FORECAST_BREACH, 1);
    });

    it('is bad once the metric is', async () => {
      runJob(1);
      await untilValue(BREACH, 1);
      expect(await valueAt(prometheus, 'modelwatch_quality{model="fraud-detector", segment=""}')).toBe(0.7);
    });

    it('is neither where too few labels have come, and that is told', async () => {
      runJob(0);
      await untilValue('modelwatch_quality_labels_matured_ratio{model="fraud-detector"}', 0.1);
      await until(async () => (await valueAt(prometheus, BREACH)) === undefined, {
        what: 'an objective without a value',
        timeoutMs: 30_000,
      });
      const told = await until(
        async () => {
          const alerts = await pending();
          return alerts.includes('FraudDetectorQualityLabelsImmature') ? alerts : undefined;
        },
        { what: 'the alert on labels', timeoutMs: 30_000 },
      );
      expect(told).toContain('FraudDetectorQualitySamplesLow');
    });
  },
);
