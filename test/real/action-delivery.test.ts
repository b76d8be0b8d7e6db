import { expect, it } from 'vitest';
import type { Action } from '../../src/plan/action.ts';
import { firing, postAlerts } from '../support/alertmanager-api.ts';
import { nonEmpty, quick, useAlertmanager } from '../support/alertmanager-bench.ts';
import { originOf } from '../support/plan.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { alert, level, severityRoute } from '../support/route-plan.ts';
import { until } from '../support/until.ts';

describeWithPrograms(['alertmanager'], 'what a real Alertmanager asks of who carries actions out', () => {
  const bench = useAlertmanager();

  function retrain(): Action {
    const webhook = bench.hook('actions');
    if (webhook.type !== 'webhook') throw new Error('a webhook was asked for');
    return {
      name: 'retrain-fraud',
      type: 'github-dispatch',
      parameters: { repository: 'acme/fraud-model', event: 'retrain' },
      payload: {
        reason: [{ text: 'why: "' }, { alert: 'summary' }, { text: '" {{ not ours }}' }],
        window: [{ text: '90d' }],
        // Read as YAML, these would be a number and a truth value.
        version: [{ text: '1.0' }],
        force: [{ text: 'true' }],
        days: 7,
      },
      auth: { from: 'env', variable: 'GITHUB_DISPATCH_TOKEN' },
      webhook,
      guard: {
        cooldownSeconds: 86_400,
        maxPerWeek: 2,
        labelsAge: { op: '>', seconds: 2_592_000 },
        upstreamHealthy: true,
        approval: 'oncall',
      },
      isDryRun: true,
      origin: originOf('Action', 'retrain-fraud'),
    };
  }

  const trigger = {
    ...alert('FraudPrecisionPolicy1', { severity: 'none', upstream: ['pipeline:tx'] }),
    action: 'retrain-fraud',
  };
  const cause = alert('TxStale', { pipeline: 'tx' });
  const routes = () => [quick([severityRoute('page', [level(1, [bench.hook('people')])])])];
  const labels = { severity: 'none', action: 'retrain-fraud', escalation: '' };

  it('is one request with the guard, the alert and the values of the spec, and no secret', async () => {
    const service = await bench.start({ alerts: [trigger], actions: [retrain()], routes: routes() });
    const summary = 'precision is 81 %\n— "low" <&> {{ .x }}';
    await postAlerts(service, [firing(trigger, labels, { summary, spec_url: 'models/fraud.yaml#SLO/p' })]);
    const [request] = await until(() => nonEmpty(bench.payloads('actions')), { what: 'the request' });
    expect(request).toMatchObject({
      schema: 'modelwatch.action/v1',
      project: 'acme-ml',
      environment: 'prod',
      action: {
        name: 'retrain-fraud',
        type: 'github-dispatch',
        repository: 'acme/fraud-model',
        event: 'retrain',
      },
      dryRun: true,
      guard: {
        cooldownSeconds: 86_400,
        maxPerWeek: 2,
        approval: 'oncall',
        onlyIf: { labelsAgeSeconds: { gt: 2_592_000 }, upstreamHealthy: true },
      },
      auth: { secretRef: 'env:GITHUB_DISPATCH_TOKEN' },
      alert: { name: trigger.name, summary, labels: { action: 'retrain-fraud' } },
      payload: {
        reason: `why: "${summary}" {{ not ours }}`,
        window: '90d',
        version: '1.0',
        force: 'true',
        days: 7,
      },
    });
    expect(bench.toldBy('people')).toEqual(new Set());
  });

  it('is nothing while what is upstream fails', async () => {
    const service = await bench.start({
      alerts: [trigger, cause],
      actions: [{ ...retrain(), webhook: { ...retrain().webhook, name: 'held' } }],
      routes: routes(),
      causes: [
        {
          subject: { kind: 'Pipeline', name: 'tx' },
          item: 'pipeline:tx',
          sourceSeverity: 'page',
          alertNames: [cause.name],
          targetSeverities: ['page', 'ticket', 'info', 'none'],
        },
      ],
    });
    const before = bench.payloads('actions').length;
    await postAlerts(service, [firing(cause), firing(trigger, labels)]);
    await until(() => bench.toldBy('people').has('TxStale 1'), { what: 'the cause' });
    // As long again as the cause took: the request would have come by then.
    await new Promise((done) => setTimeout(done, 3000));
    expect(bench.payloads('actions').length).toBe(before);
  });
});
