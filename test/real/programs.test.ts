import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { PROGRAMS } from '../../scripts/programs.mjs';
import { useServices } from '../support/processes.ts';
import { describeWithPrograms, program } from '../support/programs.ts';
import { startAlertmanager, startPrometheus } from '../support/servers.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);

describeWithPrograms(['promtool', 'prometheus', 'amtool', 'alertmanager'], 'the real programs', () => {
  const services = useServices();

  it.each(['promtool', 'prometheus', 'amtool', 'alertmanager'] as const)(
    '%s tells its pinned version',
    async (name) => {
      const { stdout, stderr } = await run(program(name), ['--version']);
      const version = PROGRAMS.find((pinned) => pinned.name === name)?.version;
      expect(stdout + stderr).toContain(`${name}, version ${version} `);
    },
  );

  it('promtool accepts good rules and refuses bad ones', async () => {
    const good = write('good.yml', RULES);
    const bad = write('bad.yml', RULES.replace('vector(1)', 'vector('));
    expect((await run(program('promtool'), ['check', 'rules', good])).stdout).toContain('1 rules found');
    await expect(run(program('promtool'), ['check', 'rules', bad])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('parse error'),
    });
  });

  it('amtool accepts a good config and refuses a bad one', async () => {
    const good = write('good.yml', alertmanagerConfig('http://127.0.0.1:9/'));
    const bad = write(
      'bad.yml',
      alertmanagerConfig('http://127.0.0.1:9/').replace('receiver: hook', 'receiver: nobody'),
    );
    expect((await run(program('amtool'), ['check-config', good])).stdout).toContain('SUCCESS');
    await expect(run(program('amtool'), ['check-config', bad])).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('nobody'),
    });
  });

  it('an alert goes from Prometheus through Alertmanager to a webhook', async () => {
    const webhook = await services.webhook();
    const alertmanager = await startAlertmanager(services, {
      config: alertmanagerConfig(`${webhook.url}/on-call`),
    });
    const prometheus = await startPrometheus(services, {
      config: prometheusConfig(alertmanager.port),
      files: { 'rules/always.yml': RULES },
    });

    const delivery = await until(() => webhook.deliveries[0], { what: 'the notification' });

    expect(delivery.path).toBe('/on-call');
    expect(delivery.body).toMatchObject({
      receiver: 'hook',
      status: 'firing',
      alerts: [{ labels: { alertname: 'Always', team: 'risk' } }],
    });
    const response = await fetch(`${prometheus.url}/api/v1/alerts`);
    expect(await response.json()).toMatchObject({
      data: { alerts: [{ labels: { alertname: 'Always' }, state: 'firing' }] },
    });
  });

  it('a server with a bad config fails at once, with its logs', async () => {
    await expect(startPrometheus(services, { config: 'nonsense: 1\n' })).rejects.toThrow(
      /ended by itself \(exit code 2\).*field nonsense not found/s,
    );
  });

  function write(name: string, text: string): string {
    const file = path.join(services.folder(), name);
    writeFileSync(file, text);
    return file;
  }
});

describeWithPrograms(['moto_server'], 'the real moto', () => {
  const services = useServices();

  it('keeps an alarm and tells it again', async () => {
    const moto = await services.start({
      command: program('moto_server'),
      args: (port) => ['-H', '127.0.0.1', '-p', String(port)],
      readyPath: '/moto-api/',
    });
    const ask = async (parameters: Readonly<Record<string, string>>): Promise<string> => {
      const body = new URLSearchParams({ Version: '2010-08-01', ...parameters });
      // Which service is meant stands in the scope of the signature; moto checks no signature.
      const authorization = 'AWS4-HMAC-SHA256 Credential=none/20260101/us-east-1/monitoring/aws4_request';
      const response = await fetch(moto.url, { method: 'POST', body, headers: { authorization } });
      expect(response.status).toBe(200);
      return response.text();
    };
    await ask({
      Action: 'PutMetricAlarm',
      AlarmName: 'fraud-burn',
      Namespace: 'Fraud',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: '60',
      EvaluationPeriods: '1',
      Threshold: '5',
      ComparisonOperator: 'GreaterThanThreshold',
    });
    expect(await ask({ Action: 'DescribeAlarms' })).toContain('fraud-burn');
  });
});

const RULES = `groups:
  - name: always
    interval: 1s
    rules:
      - alert: Always
        expr: vector(1)
        labels: { team: risk }
`;

function prometheusConfig(alertmanagerPort: number): string {
  return `global: { evaluation_interval: 1s }
rule_files: [rules/*.yml]
alerting:
  alertmanagers:
    - static_configs: [{ targets: ['127.0.0.1:${alertmanagerPort}'] }]
`;
}

// A group whose wait is over before its first alert is in it tells of it after an interval, which is 5m unless it is said.
function alertmanagerConfig(webhook: string): string {
  return `route: { receiver: hook, group_wait: 0s, group_interval: 1s }
receivers:
  - name: hook
    webhook_configs: [{ url: '${webhook}' }]
`;
}
