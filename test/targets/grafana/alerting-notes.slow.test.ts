import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/compile.ts';
import type { Alert } from '../../../src/plan/alert.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { grafanaTarget } from '../../../src/targets/grafana/index.ts';
import { grafanaAlertingOf } from '../../support/grafana-alerting.ts';
import { withGrafana } from '../../support/grafana-project.ts';
import { alertOf, counter, planOf } from '../../support/plan.ts';
import { level, plan, route, severityRoute, webhook } from '../../support/route-plan.ts';

const OPTIONS = grafanaTarget.options.parse({ alerting: true });

function lowered(given: Plan, options = OPTIONS) {
  const { files, notes } = grafanaTarget.lower(given, options, () => undefined);
  const { groups, contactPoints, policies } = grafanaAlertingOf(
    new Map(files.map(({ path, text }) => [`grafana/${path}`, text])),
  );
  return {
    rules: groups.flatMap(({ rules }) => rules),
    groups,
    points: contactPoints,
    policies,
    told: notes.map(({ code, message }) => `${code}: ${message}`),
  };
}

function withAlert(parts: Partial<Alert>): Plan {
  return planOf({ alerts: [alertOf('Odd', { kind: 'Monitor', name: 'odd' }, { node: 'always' }, parts)] });
}

describe('words of users', () => {
  it('are no template and no variable in annotations, whichever of them Grafana looks for', () => {
    const summary = [
      { text: '{{ $labels.x }} costs $5, ${HOME}, $__env{HOME}, $__file{/etc/passwd} and $' },
      { value: 'ratio' as const },
    ];
    const { rules } = lowered(withAlert({ prose: { summary, impact: [], firstLook: [] } }));
    expect(rules[0]?.annotations['summary']).toBe(
      '{{"{{"}} $labels.x }} costs $5, {{"$"}}{HOME}, {{"$"}}__env{HOME}, {{"$"}}__file{/etc/passwd} and {{"$"}}{{ with $values }}{{ .A.Value | humanizePercentage }}{{ else }}(no value now){{ end }}',
    );
  });

  it('are no template and no variable in labels', () => {
    const { rules } = lowered(withAlert({ labels: { env: 'prod', note: '{{ $x }} $HOME' } }));
    expect(rules[0]?.labels['note']).toBe('{{"{{"}} $$x }} $$HOME');
  });

  it('are no variable in the name of a folder', () => {
    const { groups } = lowered(withAlert({}), { ...OPTIONS, folder: 'a $HOME' });
    expect(groups.map(({ folder }) => folder)).toEqual(['a $$HOME alerts']);
  });
});

describe('what Grafana cannot do', () => {
  it('is told of every construct with an option only when the option is set', () => {
    const told = (options: string) =>
      compile(withGrafana('fraud-detector', options))
        .diagnostics.filter(({ data }) => data?.['target'] === 'grafana')
        .map(({ data }) => data?.['construct']);
    expect(new Set(told('alerting: true'))).toEqual(
      new Set([
        'alert/action',
        'cause/page-over-ticket',
        'cause/upstream',
        'condition/latched',
        'condition/self',
        'recipient/email',
        'recipient/webhook',
        'route/digest',
        'route/repeat',
        'route/staged-level',
      ]),
    );
    expect(told('alerting: false')).toEqual([]);
  });

  it('is rules without the recorded series that they read', () => {
    const { told } = lowered({ ...withAlert({}), isRecorded: false });
    expect(told).toContain(
      'target/not-recorded: grafana: alert rules read series that Prometheus records, and its rules are not rendered',
    );
    expect(lowered(withAlert({})).told.join()).not.toContain('not-recorded');
  });

  it('is a file of a secret that it would look for elsewhere', () => {
    const lost = { ...withAlert({}), watchdog: webhook('switch', 'secrets/switch') };
    expect(lowered(lost).told).toContain(
      'target/relative-secret-file: Grafana looks for secrets/switch in the folder it is started in, not beside its configuration',
    );
  });

  it('is an interval between its ticks', () => {
    const { groups, told } = lowered({
      ...withAlert({}),
      cadence: { scrapeSeconds: 15, evaluationSeconds: 15 },
    });
    expect(groups.map(({ interval }) => interval)).toEqual(['20s']);
    expect(told).toContain(
      'target/approximated: grafana: rules are evaluated every 20s instead of every 15s, since Grafana evaluates at multiples of 10s',
    );
  });

  it('is an alert that no policy routes', () => {
    const absent = withAlert({ condition: { node: 'absent', of: { signal: 'requests' } } });
    const { told } = lowered({ ...absent, signals: [counter('requests', 'requests_total')] });
    expect(told.join('\n')).toContain('nobody is told of Odd');
  });
});

describe('levels of an escalation', () => {
  const paged = alertOf(
    'Down',
    { kind: 'Monitor', name: 'down' },
    { node: 'always' },
    {
      team: 'risk-ml',
      escalation: 'ml-critical',
      holdSeconds: 120,
      keepFiringSeconds: 300,
    },
  );
  const levels = [level(1, [webhook('first')]), level(2, [webhook('second')])];
  const { rules, points } = lowered(
    plan({ alerts: [paged], routes: [route([severityRoute('page', levels)])] }),
  );

  it('are rules that wait so much longer, and each has its contact point', () => {
    expect(rules.map((rule) => [rule.title, rule.for, rule.keepFiringFor, rule.labels['level']])).toEqual([
      ['Down', '2m', '5m', '1'],
      ['Down level 2', '17m', '5m', '2'],
    ]);
    expect(points.map(({ name }) => name)).toEqual([
      'modelwatch/acme-ml/prod/risk-ml/ml-critical/page/1',
      'modelwatch/acme-ml/prod/risk-ml/ml-critical/page/2',
    ]);
  });
});

describe("the dead man's switch", () => {
  it('falls silent when the query fails, and is told every five minutes', () => {
    const { rules, policies, points } = lowered({
      ...withAlert({ severity: 'none' }),
      watchdog: webhook('dead-mans-switch'),
    });
    expect([rules[0]?.noDataState, rules[0]?.execErrState]).toEqual(['OK', 'OK']);
    expect(points.map(({ name, receivers }) => [name, receivers[0]?.disableResolveMessage])).toEqual([
      ['modelwatch/acme/prod/watchdog', true],
    ]);
    expect(policies[0]?.routes?.[0]?.routes?.[0]).toMatchObject({
      object_matchers: [['alertname', '=', 'Odd']],
      receiver: 'modelwatch/acme/prod/watchdog',
      repeat_interval: '5m',
    });
  });

  it('is told to nobody where nobody would notice its silence', () => {
    const { policies, points } = lowered(withAlert({ severity: 'none' }));
    expect(points).toEqual([]);
    expect(policies[0]?.routes?.[0]?.routes?.[0]).toEqual({
      object_matchers: [['alertname', '=', 'Odd']],
      mute_time_intervals: ['modelwatch/acme/prod/always'],
    });
  });
});

it('is rendered only when it is asked for', () => {
  const { files } = grafanaTarget.lower(withAlert({}), grafanaTarget.options.parse({}), () => undefined);
  expect(files.map(({ path }) => path).filter((path) => path.includes('alerting'))).toEqual([]);
});
