import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type RenderedProject, render, rendered } from '../../support/compiled.ts';
import type { Configuration as Alertmanager } from '../alertmanager/rendered.ts';
import { projectText } from './project.ts';
import type { Configuration, Rule } from './rendered.ts';

function projectWith(targets: string): RenderedProject {
  const text = projectText(targets);
  return render({ specs: [{ path: 'modelwatch.yaml', text }], readAuxiliary: () => undefined }, 'prod');
}

function alertmanagerOf(project: RenderedProject): Alertmanager {
  return parse(rendered(project, 'alertmanager/alertmanager.yml')) as Alertmanager;
}

/** Names of alerts in the rules, with the level that they tell. */
function leveledAlerts(project: RenderedProject): { alert: string; level: string; expr: string }[] {
  interface Rules {
    readonly groups: readonly {
      readonly rules: readonly {
        readonly alert?: string;
        readonly expr: string;
        readonly labels: Readonly<Record<string, string>>;
      }[];
    }[];
  }
  return [...project.files]
    .filter(([file]) => file.startsWith('prometheus/rules/'))
    .flatMap(([, text]) => (parse(text) as Rules).groups.flatMap(({ rules }) => rules))
    .flatMap(({ alert, labels, expr }) =>
      alert === undefined ? [] : [{ alert, level: labels['level'] ?? '', expr }],
    );
}

const both = projectWith('prometheus: {}, alertmanager: {}, pagerduty: {}');
const without = projectWith('prometheus: {}, alertmanager: {}');
const terraform = JSON.parse(rendered(both, 'pagerduty/main.tf.json')) as Configuration;

/** Files with keys that Alertmanager reads, by the receiver's name. */
function keyFiles(config: Alertmanager): Map<string, string[]> {
  return new Map(
    config.receivers
      .map(({ name, pagerduty_configs = [] }): [string, string[]] => [
        name,
        pagerduty_configs.map((each) => String(each['routing_key_file'])),
      ])
      .filter(([, files]) => files.length > 0),
  );
}

describe('with both targets', () => {
  it('Alertmanager reads each key where Terraform says to put it', () => {
    const told = Object.values(terraform.output).map(
      ({ description }) => /the file (\S+?),/.exec(description)?.[1],
    );
    expect(told).toEqual([
      '/etc/modelwatch/secrets/pd-risk-primary',
      '/etc/modelwatch/secrets/PD_RISK_SECONDARY',
    ]);
    expect(keyFiles(alertmanagerOf(both))).toEqual(
      new Map([
        ['risk-ml/ml-critical/page/1', [told[0]]],
        ['risk-ml/ml-critical/ticket/1', [told[1]]],
      ]),
    );
  });

  it('an incident is raised once, and every later level is the policy’s', () => {
    expect(leveledAlerts(both).filter(({ level }) => level !== '1')).toEqual([]);
    const names = alertmanagerOf(both).receivers.map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('risk-ml/ml-critical/page/'))).toEqual([
      'risk-ml/ml-critical/page/1',
    ]);
  });

  it('the policy calls each level when the spec says', () => {
    const policy = terraform.resource['pagerduty_escalation_policy']?.['risk_ml__primary'];
    const rules = policy?.['rule'] as readonly Rule[];
    let called = 0;
    const minutes = rules.map((rule) => {
      const at = called;
      called += rule.escalation_delay_in_minutes;
      return at;
    });
    const spec = projectText('').split('ticket:')[0] ?? '';
    const after = [0, ...[...spec.matchAll(/after: (\d+)m/g)].map((found) => Number(found[1]))];
    expect(minutes).toEqual(after);
    expect(policy?.['num_loops']).toBe(2);
  });
});

describe('without the target pagerduty', () => {
  it('later levels are alerts again, for receivers of their own', () => {
    const staged = leveledAlerts(without).filter(({ level }) => level !== '1');
    expect(new Set(staged.map(({ level }) => level))).toEqual(new Set(['2', '3']));
    const secondary = '/etc/modelwatch/secrets/PD_RISK_SECONDARY';
    const primary = '/etc/modelwatch/secrets/pd-risk-primary';
    expect(keyFiles(alertmanagerOf(without))).toEqual(
      new Map([
        ['risk-ml/ml-critical/page/1', [primary]],
        ['risk-ml/ml-critical/page/2', [secondary]],
        ['risk-ml/ml-critical/page/3', [primary, secondary]],
        ['risk-ml/ml-critical/ticket/1', [secondary]],
      ]),
    );
    expect([...without.files.keys()].some((file) => file.startsWith('pagerduty/'))).toBe(false);
  });

  it('the first level tells the same people', () => {
    const first = (project: RenderedProject) =>
      alertmanagerOf(project).receivers.find(({ name }) => name === 'risk-ml/ml-critical/page/1');
    expect(first(both)).toEqual(first(without));
  });
});
