import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import type { Recipient } from '../../src/plan/route.ts';
import { useServices } from '../support/processes.ts';
import { describeWithPrograms, program } from '../support/programs.ts';
import { alert } from '../support/route-plan.ts';
import { type Configuration, configurationOf, lower, textOf } from '../targets/alertmanager/rendered.ts';
import { anyPlan, TOLD_BY_EVERYTHING } from './alertmanager-plans.ts';

const run = promisify(execFile);
const PLANS = 12;
const LABEL_SETS_PER_PLAN = 30;

type Labels = Readonly<Record<string, string>>;

describeWithPrograms(['amtool'], 'amtool on rendered routes', () => {
  const services = useServices();

  /** Writes the configuration, with strict matchers accepts it, and returns its path. */
  async function accepted(text: string): Promise<string> {
    const folder = services.folder();
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, 'alertmanager.yml');
    writeFileSync(file, text);
    const { stdout, stderr } = await run(program('amtool'), ['check-config', file]);
    expect(stdout).toContain('SUCCESS');
    // Matchers that the two parsers read differently, or only one of them reads, would be told here.
    expect(stderr).toBe('');
    return file;
  }

  it('accepts everything that a plan can have at once', async () => {
    await accepted(textOf(lower(TOLD_BY_EVERYTHING)));
    const base = 'route: {receiver: team}\nreceivers: [{name: team}]\n';
    await accepted(textOf(lower(TOLD_BY_EVERYTHING, { mode: 'fragment', base: 'b.yml' }, base)));
  });

  it('finds for random alerts of random plans whom the plan means', async () => {
    const plans = fc.sample(anyPlan, { seed: 4, numRuns: PLANS });
    let asked = 0;
    for (const plan of plans) {
      const output = lower(plan);
      const file = await accepted(textOf(output));
      const connections = connectionsOf(configurationOf(output));
      const labelSets = fc.sample(anyLabels(plan), { seed: 4, numRuns: LABEL_SETS_PER_PLAN });
      for (const labels of labelSets) {
        const receivers = await receiversOf(file, labels);
        const reached = receivers.flatMap((name) => connections.get(name) ?? [`no receiver ${name}`]);
        expect([labels, reached.toSorted()]).toEqual([labels, meant(plan, labels)]);
        asked += 1;
      }
    }
    expect(asked).toBe(PLANS * LABEL_SETS_PER_PLAN);
  });
});

/** Names of the receivers that amtool finds for the labels. */
async function receiversOf(file: string, labels: Labels): Promise<string[]> {
  const args = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const { stdout } = await run(program('amtool'), [
    'config',
    'routes',
    'test',
    `--config.file=${file}`,
    ...args,
  ]);
  return stdout.trim().split(',');
}

/** Alerts of the plan at any level; and alerts that differ from one of them in one label. */
function anyLabels(plan: Plan): fc.Arbitrary<Labels> {
  const known = [...plan.alerts, alert('Stranger', { team: 'nobody-knows' })].map(({ name, labels }) => ({
    ...labels,
    alertname: name,
  }));
  const change = fc.constantFrom<Labels>(
    { modelwatch_id: '' },
    { env: 'staging' },
    { team: 'other' },
    { escalation: '' },
    { escalation: 'unknown' },
    { severity: 'none' },
    { severity: 'critical' },
    { alertname: 'Watchdog' },
    { level: '9' },
    { level: '' },
  );
  return fc
    .record({
      base: fc.constantFrom(...known),
      level: fc.constantFrom('1', '2', '3'),
      change: fc.option(change),
    })
    .map(({ base, level, change: changed }) => ({ ...base, level, ...changed }));
}

/** The files of secrets that each receiver connects by. */
function connectionsOf({ receivers }: Configuration): Map<string, string[]> {
  return new Map(
    receivers.map(({ name, ...integrations }) => [
      name,
      Object.values(integrations).flatMap((list) => list.map((each) => connection(each))),
    ]),
  );
}

function connection(settings: Readonly<Record<string, unknown>>): string {
  const file =
    settings['url_file'] ?? settings['api_url_file'] ?? settings['routing_key_file'] ?? settings['to'];
  return String(file);
}

/** Who is to be told by the plan, at one time or another. Read from the plan alone. */
function meant(plan: Plan, labels: Labels): string[] {
  const isOurs = labels['modelwatch_id'] !== '' && labels['env'] === 'prod';
  if (!isOurs) return [];
  if (labels['alertname'] === 'Watchdog') return plan.watchdog === undefined ? [] : [secretOf(plan.watchdog)];
  if (labels['severity'] === 'none') return [];
  return plan.routes
    .filter(({ team, escalation }) => team === labels['team'] && escalation === labels['escalation'])
    .flatMap(({ severities }) => severities.filter(({ severity }) => severity === labels['severity']))
    .flatMap(({ levels }) => levels.filter(({ number }) => String(number) === labels['level']))
    .filter(({ number, staged }) => number === 1 || staged)
    .flatMap(({ recipients }) => recipients.map(secretOf))
    .toSorted();
}

function secretOf(recipient: Recipient): string {
  switch (recipient.type) {
    case 'email':
      return recipient.to;
    case 'slack':
      return pathOf(recipient.apiUrl);
    case 'pagerduty':
      return pathOf(recipient.routingKey);
    case 'webhook':
      return pathOf(recipient.url);
  }
}

function pathOf(secret: { readonly from: 'file'; readonly path: string } | { readonly from: 'env' }): string {
  return secret.from === 'file' ? secret.path : 'unexpected';
}
