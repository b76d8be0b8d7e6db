import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type KnownAlert, knownAlert } from '../support/alertmanager-api.ts';
import { type RenderedProject, rendered, renderText, writeTarget } from '../support/compiled.ts';
import { endToEndProject, FEEDS } from '../support/end-to-end-project.ts';
import { type FraudService, startFraudService } from '../support/fraud-service.ts';
import { backfillGrowth, backfillRecorded } from '../support/history.ts';
import { type Service, useServices } from '../support/processes.ts';
import { describeWithPrograms, program } from '../support/programs.ts';
import { type RaisedAlert, raisedAlerts, rules, valueAt } from '../support/prometheus-api.ts';
import { startAlertmanager } from '../support/servers.ts';
import { until } from '../support/until.ts';
import type { Webhook } from '../support/webhook.ts';

const WEBHOOKS = ['on-call', 'lead', 'tracker', 'day-shift', 'dead-mans-switch'] as const;
type WebhookName = (typeof WEBHOOKS)[number];

const HISTORY_SECONDS = 3900;
/** Payments per second on a quiet day, so that the failures of a minute are a good part of the last hour's. */
const QUIET = { clear: 0.1 };
const BURN = 'FraudDetectorAvailabilityBudgetBurnFast';
const SERIES = '{env="prod", project="acme", slo="fraud-detector-availability"}';

/** What Alertmanager sends to a webhook, version 4. */
interface Payload {
  readonly receiver: string;
  readonly status: string;
  readonly alerts: readonly ToldAlert[];
}

interface ToldAlert {
  readonly status: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
}

describeWithPrograms(['promtool', 'prometheus', 'alertmanager'], 'from metric to page', () => {
  const services = useServices();
  const now = new Date();
  let webhook: Webhook;
  let service: FraudService;
  let alertmanager: Service;
  let prometheus: Service;

  beforeAll(async () => {
    service = await startFraudService([FEEDS.pipeline], [FEEDS.features, FEEDS.independent]);
    return () => service.stop();
  });

  beforeAll(async () => {
    webhook = await services.webhook();
    const secrets = services.folder();
    for (const name of WEBHOOKS) writeFileSync(path.join(secrets, name), `${webhook.url}/${name}\n`);
    const project = (addresses: { readonly prometheus: string; readonly alertmanager: string }) =>
      renderText(endToEndProject({ service: service.address, secrets, now, ...addresses }));
    // Neither routes nor rules depend on where the servers are.
    const anywhere = project({ prometheus: 'localhost:9090', alertmanager: 'localhost:9093' });
    alertmanager = await startAlertmanager(services, {
      config: rendered(anywhere, 'alertmanager/alertmanager.yml'),
    });
    const data = services.folder();
    await backfill(data, anywhere);
    prometheus = await startPrometheus(data, (port) =>
      project({ prometheus: `127.0.0.1:${port}`, alertmanager: new URL(alertmanager.url).host }),
    );
    service.traffic(QUIET);
  });

  /** The service has served for an hour, and Prometheus was there. */
  async function backfill(data: string, project: RenderedProject): Promise<void> {
    service.served('clear', HISTORY_SECONDS * QUIET.clear);
    const end = Math.floor(Date.now() / 1000);
    const stretch = { start: end - HISTORY_SECONDS, end, stepSeconds: 10 };
    const labels = { job: 'fraud-detector', instance: service.address };
    await backfillGrowth(data, await service.series(), labels, stretch);
    await backfillRecorded(
      data,
      [rendered(project, 'prometheus/rules/model-fraud-detector.yaml')],
      [['modelwatch:sli_total:rate5m'], ['modelwatch:sli_bad:rate5m']],
      { ...stretch, start: stretch.start + 300 },
    );
  }

  /** Prometheus with the rendered configuration, of which its own address is a part. */
  function startPrometheus(data: string, projectAt: (port: number) => RenderedProject): Promise<Service> {
    const folder = services.folder();
    return services.start({
      command: program('prometheus'),
      args: (port) => {
        writeTarget(projectAt(port), 'prometheus', folder);
        return [
          `--config.file=${path.join(folder, 'prometheus.yml')}`,
          `--storage.tsdb.path=${data}`,
          `--web.listen-address=127.0.0.1:${port}`,
        ];
      },
      readyPath: '/-/ready',
    });
  }

  /** All that a webhook was told, in order; an alert that was told twice is there twice. */
  function told(name: WebhookName): (ToldAlert & { readonly receiver: string })[] {
    return webhook.deliveries
      .filter((delivery) => delivery.path === `/${name}`)
      .map(({ body }) => body as Payload)
      .flatMap(({ receiver, alerts }) => alerts.map((alert) => ({ receiver, ...alert })));
  }

  function namesTold(name: WebhookName): string[] {
    return [...new Set(told(name).map(({ labels }) => labels['alertname'] ?? ''))].toSorted();
  }

  function untilTold(name: WebhookName, alertname: string, status = 'firing') {
    return until(
      () => told(name).find((alert) => alert.status === status && alert.labels['alertname'] === alertname),
      { what: `${alertname} (${status}) at ${name}`, timeoutMs: 280_000 },
    );
  }

  function untilFiring(alertname: string): Promise<RaisedAlert> {
    return until(
      async () =>
        (await raisedAlerts(prometheus)).find(
          ({ labels, state }) => labels['alertname'] === alertname && state === 'firing',
        ),
      { what: `${alertname} to fire`, timeoutMs: 280_000 },
    );
  }

  function untilSuppressed(alertname: string): Promise<KnownAlert> {
    return until(
      async () => {
        const known = await knownAlert(alertmanager, alertname);
        return known?.status.state === 'suppressed' ? known : undefined;
      },
      { what: `Alertmanager to hold back ${alertname}` },
    );
  }

  it('tells of nothing but itself while all is well', async () => {
    await until(
      async () =>
        (await rules(prometheus)).every(({ type, health }) => type === 'recording' || health === 'ok'),
      { what: 'every alert to be evaluated' },
    );
    await until(async () => (await raisedAlerts(prometheus)).length === 1, {
      what: 'metrics to be scraped, so that none is missing',
    });
    await untilTold('dead-mans-switch', 'AcmeWatchdog');

    expect(namesTold('dead-mans-switch')).toEqual(['AcmeWatchdog']);
    expect(webhook.deliveries.every((delivery) => delivery.path === '/dead-mans-switch')).toBe(true);
    expect((await rules(prometheus)).filter(({ health }) => health === 'err')).toEqual([]);
    await until(async () => (await valueAt(prometheus, 'count(up == 1)')) === 3, {
      what: 'answers from all that the rendered configuration says to scrape, Prometheus itself included',
    });
    // The window of an hour is full, and clean.
    expect(
      await valueAt(prometheus, `count_over_time(modelwatch:sli_total:rate5m${SERIES}[1h])`),
    ).toBeGreaterThan(1700);
    expect(await valueAt(prometheus, `modelwatch:sli_bad:ratio_rate1h${SERIES}`)).toBe(0);
  });

  describe('when data stop coming, the model is unsure, and most payments fail', () => {
    beforeAll(() => {
      service.stall([FEEDS.pipeline, FEEDS.features, FEEDS.independent]);
      service.traffic({ broken: 20, doubtful: 2 });
    });

    it('tells of the pipeline, and not of the features that it explains', async () => {
      const page = await untilTold('on-call', 'IngestFreshness');
      expect(page.labels).toMatchObject({ pipeline: 'ingest', severity: 'page', level: '1' });
      await untilFiring('FreshPaymentCountsSustained');
      const known = await untilSuppressed('FreshPaymentCountsSustained');
      expect(known.labels['upstream']).toBe('pipeline:ingest');
      expect(known.receivers).toEqual([{ name: 'risk-ml/ml-critical/page/1' }]);
      expect(known.status.mutedBy).toEqual([]);
      expect(known.status.inhibitedBy).toHaveLength(1);
      // The same failure of features that no pipeline explains is told.
      await untilTold('on-call', 'FreshBlocklistSustained');
    });

    it("holds a ticket outside its team's hours, and hands over that of a team at work", async () => {
      const [ticket] = await Promise.all([
        untilTold('day-shift', 'FraudDetectorConfidenceByDay'),
        untilFiring('FraudDetectorConfidence'),
      ]);
      expect(ticket.receiver).toBe('day-shift/day-shift/ticket/1');
      const held = await untilSuppressed('FraudDetectorConfidence');
      expect(held.receivers).toEqual([{ name: 'risk-ml/ml-critical/ticket/1' }]);
      expect(held.status).toMatchObject({ inhibitedBy: [], mutedBy: ['risk-ml/business-hours'] });
    });

    it('pages who is on call, with all that an alert carries', async () => {
      const page = await untilTold('on-call', BURN);
      expect(page.receiver).toBe('risk-ml/ml-critical/page/1');
      expect(page.labels).toEqual({
        alertname: BURN,
        env: 'prod',
        escalation: 'ml-critical',
        level: '1',
        model: 'fraud-detector',
        modelwatch_id: 'slo:fraud-detector-availability',
        modelwatch_kind: 'slo',
        project: 'acme',
        severity: 'page',
        slo: 'fraud-detector-availability',
        team: 'risk-ml',
      });
      const { summary = '', ...others } = page.annotations;
      expect(others).toEqual({
        impact: 'Payments are decided without the model.',
        budget: '30-day budget gone in 2 days 2 hours at this rate; 2% of it went in the last 1h',
        first_look: `Error ratio, burn rate and budget of the objective: {__name__=~"modelwatch:slo_.+", ${SERIES.slice(1)}`,
        runbook_url: `https://git.example.com/generated/acme/prod/runbooks/${BURN}.md`,
        dashboard_url: 'https://grafana.example.com',
        spec_url: 'https://git.example.com/specs/modelwatch.yaml#SLO/fraud-detector-availability',
      });
      const [, percent] =
        /^fraud-detector-availability: fraud-detector burns its 30-day error budget at more than 14\.4 times the rate it can afford; (\d\d\.?\d*)% of the last 5m was bad, the objective is 99%$/.exec(
          summary,
        ) ?? [];
      // Ten in eleven payments fail; a few good ones are still in the window.
      expect(Number(percent)).toBeGreaterThan(60);
      expect(Number(percent)).toBeLessThan(91);
      // It was the hour's share that it waited for: that of the last five minutes was beyond all bounds long before.
      const { activeAt } = await untilFiring(BURN);
      const hour = await valueAt(prometheus, `modelwatch:sli_bad:ratio_rate1h${SERIES}`, activeAt);
      expect(hour).toBeGreaterThan(0.144);
      expect(hour).toBeLessThan(0.3);
    });

    it('tells the lead when it lasts, at the second level only', async () => {
      // What fails by now is enough to keep it firing.
      service.traffic({ broken: 2, doubtful: 2 });
      const [first, second] = [await untilTold('on-call', BURN), await untilTold('lead', BURN)];
      expect(second.receiver).toBe('risk-ml/ml-critical/page/2');
      expect(second.labels).toEqual({ ...first.labels, level: '2' });
      expect(second.annotations['summary']).toMatch(/ \d\d\.?\d*% of the last 5m was bad/);
      expect(Date.parse(second.startsAt) - Date.parse(first.startsAt)).toBeGreaterThanOrEqual(10_000);
      expect(told('on-call').every(({ labels }) => labels['level'] === '1')).toBe(true);
      expect(told('lead').every(({ labels }) => labels['level'] === '2')).toBe(true);
    });
  });

  describe('when payments are decided again', () => {
    beforeAll(() => service.traffic({ clear: 150 }));

    it('tells everybody who was told that it is over', async () => {
      await untilTold('on-call', BURN, 'resolved');
      await untilTold('lead', BURN, 'resolved');
      expect((await raisedAlerts(prometheus)).filter(({ labels }) => labels['alertname'] === BURN)).toEqual(
        [],
      );
    });

    it('has told nobody anything else, all the while', () => {
      expect(Object.fromEntries(WEBHOOKS.map((name) => [name, namesTold(name)]))).toEqual({
        'on-call': [BURN, 'FreshBlocklistSustained', 'IngestFreshness'],
        lead: [BURN, 'FreshBlocklistSustained', 'IngestFreshness'],
        tracker: [],
        'day-shift': ['FraudDetectorConfidenceByDay'],
        'dead-mans-switch': ['AcmeWatchdog'],
      });
      expect(
        told('on-call').filter(({ labels, status }) => labels['alertname'] === BURN && status === 'firing'),
      ).toHaveLength(1);
    });
  });
});
