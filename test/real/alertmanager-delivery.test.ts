import { expect, it } from 'vitest';
import { firing, knownAlert, type PostedAlert, postAlerts, resolved } from '../support/alertmanager-api.ts';
import { nonEmpty, quick, useAlertmanager } from '../support/alertmanager-bench.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { alert, level, severityRoute } from '../support/route-plan.ts';
import { until } from '../support/until.ts';

describeWithPrograms(['alertmanager'], 'whom a real Alertmanager tells', () => {
  const bench = useAlertmanager();

  it('tells the level that fires, with labels and annotations, and again when it is over', async () => {
    const page = alert('FraudDown');
    const service = await bench.start({
      alerts: [page],
      routes: [
        quick([severityRoute('page', [level(1, [bench.hook('one')]), level(2, [bench.hook('two')])])]),
      ],
    });
    const first = firing(page, {}, { summary: '3 % of predictions fail', runbook_url: 'https://r.example' });
    await postAlerts(service, [first]);
    const [told] = await until(() => nonEmpty(bench.payloads('one')), { what: 'the page' });
    expect(told).toMatchObject({
      status: 'firing',
      receiver: 'risk-ml/ml-critical/page/1',
      alerts: [{ status: 'firing', labels: first.labels, annotations: first.annotations }],
    });
    expect(bench.payloads('two')).toEqual([]);

    await postAlerts(service, [firing(page, { level: '2' })]);
    const [second] = await until(() => nonEmpty(bench.payloads('two')), { what: 'level 2' });
    expect(second?.receiver).toBe('risk-ml/ml-critical/page/2');

    await postAlerts(service, [resolved(first)]);
    await until(() => bench.payloads('one').some(({ status }) => status === 'resolved'), {
      what: 'the resolve',
    });
  });

  it('silences what a cause explains, and nothing else', async () => {
    const upstream = ['pipeline:tx.v1'];
    const cause = alert('TxStale', { pipeline: 'tx.v1' });
    const symptom = alert('FraudStale', { upstream: ['pipeline:other', ...upstream] });
    const lookalike = alert('FraudOdd', { upstream: ['pipeline:txxv1'] });
    const longer = alert('FraudLonger', { upstream: ['pipeline:tx.v10'] });
    const page = alert('CardsDown');
    const ticket: typeof page = {
      ...alert('CardsSlow', { severity: 'ticket' }),
      labels: { ...page.labels, severity: 'ticket' },
    };
    const service = await bench.start({
      alerts: [cause, symptom, lookalike, longer, page, ticket],
      routes: [
        quick([
          severityRoute('page', [level(1, [bench.hook('causes')]), level(2, [bench.hook('causes')])]),
          severityRoute('ticket', [level(1, [bench.hook('causes')])]),
        ]),
      ],
      causes: [
        {
          subject: { kind: 'Pipeline', name: 'tx.v1' },
          item: 'pipeline:tx.v1',
          sourceSeverity: 'page',
          alertNames: ['TxStale'],
          targetSeverities: ['page', 'ticket'],
        },
      ],
    });
    const elsewhere = firing(symptom, { env: 'staging', alertname: 'Elsewhere' });
    await postAlerts(service, [
      ...[cause, symptom, lookalike, longer, page, ticket].map((each) => firing(each)),
      firing(cause, { level: '2' }),
      // An alert of others that looks like a symptom.
      elsewhere,
    ]);
    for (const name of ['FraudStale', 'CardsSlow']) {
      await until(async () => nonEmpty((await knownAlert(service, name))?.status.inhibitedBy), {
        what: `${name} being inhibited`,
      });
    }
    await until(() => bench.toldBy('causes').size >= 5, { what: 'all that is not explained' });
    expect([...bench.toldBy('causes')].toSorted()).toEqual([
      'CardsDown 1',
      'FraudLonger 1',
      'FraudOdd 1',
      'TxStale 1',
      'TxStale 2',
    ]);
    expect((await knownAlert(service, 'Elsewhere'))?.status.inhibitedBy).toEqual([]);
  });

  it('tells nobody of severity none, nor where escalation is off; the switch is heard at once', async () => {
    const silent = alert('Silent', { severity: 'none' });
    const dev = alert('DevDown', { escalation: null });
    const watchdog = alert('Watchdog', { always: true, severity: 'none', escalation: null });
    const service = await bench.start({
      alerts: [silent, dev, watchdog],
      routes: [quick([severityRoute('page', [level(1, [bench.hook('never')])])])],
      watchdog: bench.hook('dead-man'),
    });
    const stranger: PostedAlert = { labels: { alertname: 'Stranger', severity: 'page', team: 'risk-ml' } };
    await postAlerts(service, [firing(silent), firing(dev), firing(watchdog), stranger]);
    await until(() => nonEmpty(bench.payloads('dead-man')), { what: "the dead man's switch" });
    const receiversOf = async (name: string, known?: string) =>
      (await until(() => knownAlert(service, name, known), { what: name })).receivers;
    expect(await receiversOf('Silent')).toEqual([{ name: 'modelwatch-nobody' }]);
    expect(await receiversOf('DevDown')).toEqual([{ name: 'modelwatch-nobody' }]);
    expect(bench.payloads('never')).toEqual([]);
  });
});
