import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { alertmanagerTarget } from '../../src/targets/alertmanager/index.ts';
import { useServices } from '../support/processes.ts';
import { describeWithPrograms, program } from '../support/programs.ts';
import { alert, level, plan, route, severityRoute, webhook } from '../support/route-plan.ts';

describeWithPrograms(['amtool'], 'amtool on rendered routes', () => {
  const services = useServices();

  it('accepts the smallest plan and finds who is paged', () => {
    const output = alertmanagerTarget.lower(
      plan({
        alerts: [alert('FraudDown')],
        routes: [route([severityRoute('page', [level(1, [webhook('pager')])])])],
      }),
      { mode: 'own' },
      () => undefined,
    );
    const file = path.join(services.folder(), 'alertmanager.yml');
    writeFileSync(file, output.files[0]?.text ?? '');
    expect(execFileSync(program('amtool'), ['check-config', file], { encoding: 'utf8' })).toContain(
      'SUCCESS',
    );
    const labels = { ...alert('FraudDown').labels, alertname: 'FraudDown', level: '1' };
    const args = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
    const receivers = execFileSync(
      program('amtool'),
      ['config', 'routes', 'test', `--config.file=${file}`, ...args],
      { encoding: 'utf8' },
    );
    expect(receivers.trim()).toBe('risk-ml/ml-critical/page/1');
  });
});
