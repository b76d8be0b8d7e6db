import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { indexRules, type RuleText } from '../../../src/proof/testing/rule-index.ts';
import { type SelectedRules, selectRules } from '../../../src/proof/testing/select-rules.ts';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Record<string, string>;
}

function rules(
  path: string,
  groups: Readonly<Record<string, readonly Rule[]>>,
  wrap = (data: unknown) => data,
): RuleText {
  const list = Object.entries(groups).map(([name, own]) => ({ name, interval: '30s', rules: own }));
  return { path, text: stringify(wrap({ groups: list })) };
}

/** Names of the rules that were chosen, by group. */
function chosen({ files }: SelectedRules): Record<string, string[]> {
  return Object.fromEntries(
    files
      .flatMap(({ text }) => (JSON.parse(text) as { groups: { name: string; rules: Rule[] }[] }).groups)
      .map(({ name, rules: own }) => [
        name,
        own.map(
          ({ record, alert, labels }) =>
            `${record ?? alert}${labels?.['level'] ? `/${labels['level']}` : ''}`,
        ),
      ]),
  );
}

const FRAUD = rules('rules/a.yaml', {
  'slo/fraud': [
    { record: 'm:bad', expr: 'sum(rate(errors_total{job="fraud"}[5m]))', labels: { slo: 'fraud' } },
    {
      record: 'm:total',
      expr: 'sum(rate(requests_total{job="fraud"}[5m])) unless on () m:quiet == 1',
      labels: { slo: 'fraud' },
    },
    { record: 'm:unused', expr: 'sum(m:bad{slo="fraud"})', labels: { slo: 'fraud' } },
    { alert: 'FraudBurn', expr: 'm:bad{slo="fraud"} / m:total{slo="fraud"} > 0.1', labels: { level: '1' } },
    {
      alert: 'FraudBurn',
      expr: 'ALERTS{alertname="FraudBurn", alertstate="firing", level="1"} == 1',
      labels: { level: '2' },
    },
    { alert: 'FraudAbsent', expr: 'absent(requests_total{job="fraud"})', labels: { level: '1' } },
  ],
});
const OTHER = rules(
  'rules/b.yaml',
  {
    'slo/other': [
      { record: 'm:bad', expr: 'sum(rate(errors_total{job="other"}[5m]))', labels: { slo: 'other' } },
    ],
  },
  (spec) => ({ apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', spec }),
);
const QUIET = rules('rules/z.yaml', { maintenance: [{ record: 'm:quiet', expr: 'vector(0)' }] });

describe('the rules of a test', () => {
  const index = indexRules([FRAUD, OTHER, QUIET]);

  it('are those that raise an alert, all levels of it, and all that these read, wherever it is recorded', () => {
    const found = selectRules(index, { alerts: ['FraudBurn'], series: [] });
    expect(chosen(found)).toEqual({
      'slo/fraud': ['m:bad', 'm:total', 'FraudBurn/1', 'FraudBurn/2'],
      maintenance: ['m:quiet'],
    });
    expect(found.groupOrder).toEqual(['maintenance', 'slo/fraud']);
  });

  it('are those that a series reaches, through what is recorded and alerts of alerts', () => {
    const series = [{ name: 'errors_total', labels: { job: 'fraud', code: '500' } }];
    expect(Object.values(chosen(selectRules(index, { alerts: [], series }))).flat()).toEqual([
      'm:bad',
      'm:total',
      'm:unused',
      'FraudBurn/1',
      'FraudBurn/2',
      'm:quiet',
    ]);
  });

  it('are told apart by equalities: not those of another job', () => {
    const series = [{ name: 'errors_total', labels: { job: 'other' } }];
    expect(chosen(selectRules(index, { alerts: [], series }))).toEqual({ 'slo/other': ['m:bad'] });
  });

  it('may be found by a pattern of names', () => {
    const patterned = indexRules([
      rules('rules/p.yaml', { p: [{ alert: 'Any', expr: '{__name__=~"err.*"} > 0' }] }),
    ]);
    expect(
      chosen(selectRules(patterned, { alerts: [], series: [{ name: 'errors_total', labels: {} }] })),
    ).toEqual({
      p: ['Any'],
    });
  });

  it('are as they stand in the file, with everything of their groups', () => {
    const [file] = selectRules(index, { alerts: ['FraudAbsent'], series: [] }).files;
    expect(JSON.parse(file?.text ?? '')).toEqual({
      groups: [
        {
          name: 'slo/fraud',
          interval: '30s',
          rules: [
            { alert: 'FraudAbsent', expr: 'absent(requests_total{job="fraud"})', labels: { level: '1' } },
          ],
        },
      ],
    });
  });

  it('are none where the file is none, and it is told', () => {
    const broken = indexRules([
      { path: 'rules/x.yaml', text: 'groups: [{ Down' },
      { path: 'rules/y.yaml', text: 'Down: 1' },
    ]);
    expect(selectRules(broken, { alerts: ['Down'], series: [] }).files).toEqual([]);
    expect(broken.unreadable().map(({ path }) => path)).toEqual(['rules/x.yaml', 'rules/y.yaml']);
  });
});
