import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Plan } from '../../../src/plan/plan.ts';
import { awsTarget } from '../../../src/targets/aws/index.ts';
import type { TargetOutput } from '../../../src/targets/target.ts';
import { AVAILABILITY, cloudWatchPlan, keptNowhere } from '../../support/cloudwatch-plan.ts';
import { alertOf, fastBurn, originOf } from '../../support/plan.ts';
import { planOf } from '../../support/project.ts';
import { level, route, severityRoute, webhook } from '../../support/route-plan.ts';
import { file, object, TEAM } from '../../support/specs.ts';

const OPTIONS = { dashboards: true, serviceLevelObjectives: true };
const template = z.object({
  Parameters: z
    .record(z.string(), z.object({ NoEcho: z.boolean().optional(), Default: z.string().optional() }))
    .optional(),
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      DependsOn: z.array(z.string()).optional(),
      Properties: z.record(z.string(), z.unknown()),
    }),
  ),
});

const lower = (plan: Plan, options = OPTIONS): TargetOutput =>
  awsTarget.lower(plan, options, () => undefined);
const read = ({ files }: TargetOutput) => files.map(({ text }) => template.parse(JSON.parse(text)));
const resourcesOf = (output: TargetOutput) =>
  read(output).flatMap(({ Resources }) => Object.values(Resources));
const typesOf = (output: TargetOutput) => new Set(resourcesOf(output).map(({ Type }) => Type));

function burning(count: number): Plan {
  const objectives = Array.from({ length: count }, (_, index) => ({
    ...AVAILABILITY,
    id: `slo-${index}`,
    subject: { kind: 'Model' as const, name: `model-${index % 12}` },
  }));
  const alerts = objectives.flatMap(({ id, subject }, index) =>
    ['Fast', 'Medium', 'Slow'].map((tier) =>
      alertOf(`Burn${index}${tier}`, { kind: 'SLO', name: id }, fastBurn(id), { subject }),
    ),
  );
  return cloudWatchPlan({ objectives, alerts });
}

describe('a project with nothing in CloudWatch', () => {
  it.each([
    ['with signals', cloudWatchPlan({ signals: keptNowhere() })],
    ['without', cloudWatchPlan({ signals: [] })],
  ])('renders nothing and says so once: %s', (_what, plan) => {
    const { files, notes } = lower(plan);
    expect(files).toEqual([]);
    expect(notes).toMatchObject([
      { code: 'target/no-data-source', severity: 'warning', field: 'spec.targets.aws' },
    ]);
  });
});

describe('a template', () => {
  it('has alarms, a dashboard, log filters, an objective and an X-Ray group', () => {
    const types = typesOf(lower(cloudWatchPlan()));
    for (const type of [
      'AWS::CloudWatch::Alarm',
      'AWS::CloudWatch::Dashboard',
      'AWS::Logs::MetricFilter',
      'AWS::ApplicationSignals::ServiceLevelObjective',
      'AWS::XRay::Group',
    ]) {
      expect(types).toContain(type);
    }
  });

  it('leaves out what its options say', () => {
    const types = typesOf(lower(cloudWatchPlan(), { dashboards: false, serviceLevelObjectives: false }));
    expect(types).toContain('AWS::CloudWatch::Alarm');
    expect(types).not.toContain('AWS::CloudWatch::Dashboard');
    expect(types).not.toContain('AWS::ApplicationSignals::ServiceLevelObjective');
  });

  it('says every note once', () => {
    const { notes } = lower(cloudWatchPlan());
    const texts = notes.map((note) => JSON.stringify(note));
    expect(texts).not.toEqual([]);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('asks only for endpoints that somebody is told at', () => {
    const used = webhook('used', '/run/canary-77');
    const idle = webhook('idle', '/run/canary-77');
    const routes = [
      route([severityRoute('page', [level(1, [used])]), severityRoute('ticket', [level(1, [idle])])], {
        team: 'risk',
        escalation: 'critical',
      }),
    ];
    const output = lower(cloudWatchPlan({ routes }));
    const [only] = read(output);
    expect(only?.Parameters).toEqual({ WebhookUsed: { NoEcho: true } });
    const topics = resourcesOf(output).filter(({ Type }) => Type === 'AWS::SNS::Topic');
    expect(topics).toHaveLength(1);
    expect(JSON.stringify(output)).not.toContain('canary');
  });

  it('names alarms that only differ in case apart, also where they are muted, and says so', () => {
    const [low] = cloudWatchPlan().alerts;
    if (low === undefined) throw new Error('no alert');
    const origin = originOf('MaintenanceWindow', 'night', 'maintenance.yaml', 2);
    const output = lower(
      cloudWatchPlan({
        alerts: [
          { ...low, name: 'FraudLow' },
          { ...low, id: 'other', name: 'FraudLOW' },
        ],
        maintenance: [
          {
            id: 'night',
            recurrence: { type: 'recurring', timezone: 'UTC', cron: '0 2 * * *', durationSeconds: 3600 },
            occurrences: [],
            match: {},
            excludeFromBudget: false,
            alertNames: ['FraudLOW', 'FraudLow'],
            origin,
          },
        ],
      }),
    );
    const names = resourcesOf(output).flatMap(({ Type, Properties }) =>
      Type === 'AWS::CloudWatch::Alarm' ? [String(Properties['AlarmName'])] : [],
    );
    expect(names.toSorted()).toEqual([
      'acme-prod-FraudLOW',
      expect.stringMatching(/^acme-prod-FraudLow-[0-9a-f]{8}$/),
    ]);
    expect(output.notes.filter(({ code }) => code === 'target/renamed')).toMatchObject([
      { data: { wanted: 'acme-prod-FraudLow', reason: 'collision' } },
    ]);
    const mute = resourcesOf(output).find(({ Type }) => Type === 'AWS::CloudWatch::AlarmMuteRule');
    expect(mute?.Properties['MuteTargets']).toEqual({ AlarmNames: names.toSorted() });
  });

  it('has no dangling reference: composites come after what they look at', () => {
    const [only] = read(lower(burning(3)));
    const resources = only?.Resources ?? {};
    const byName = new Map(
      Object.entries(resources).map(([id, { Properties }]) => [Properties['AlarmName'], id]),
    );
    const composites = Object.values(resources).filter(
      ({ Type }) => Type === 'AWS::CloudWatch::CompositeAlarm',
    );
    expect(composites).toHaveLength(9);
    for (const { DependsOn, Properties } of composites) {
      const named = [...String(Properties['AlarmRule']).matchAll(/"([^"]+)"/g)].map(
        ([, name]) => byName.get(name) ?? 'nothing',
      );
      expect(DependsOn?.toSorted()).toEqual(named.toSorted());
    }
  });
});

describe('a project of more than 500 resources', () => {
  it('is nested stacks, each within the limit, with everything in them', () => {
    const output = lower(burning(60));
    const templates = read(output);
    expect(output.files.map(({ path }) => path)).toContain('main.template.json');
    expect(templates.length).toBeGreaterThan(1);
    for (const { Resources } of templates) expect(Object.keys(Resources).length).toBeLessThanOrEqual(500);
    const alarms = resourcesOf(output).filter(({ Type }) => Type === 'AWS::CloudWatch::CompositeAlarm');
    expect(alarms).toHaveLength(180);
    const nested = resourcesOf(output).filter(({ Type }) => Type === 'AWS::CloudFormation::Stack');
    expect(nested).toHaveLength(templates.length - 1);
  });
});

it('renders the same bytes of the same plan', () => {
  for (const count of [3, 60]) expect(lower(burning(count))).toEqual(lower(burning(count)));
  const plan = cloudWatchPlan();
  expect(lower({ ...structuredClone(plan), alerts: plan.alerts.toReversed() }).files).toEqual(
    lower(plan).files,
  );
});

it('renders specs without naming a secret', () => {
  const { plan } = planOf(
    file(
      object(
        'Project',
        'acme',
        '{ channels: { slack: { apiUrlFile: secrets/canary }, webhooks: { tracker: { urlFile: secrets/canary } } } }',
      ),
      TEAM,
      object('DataSource', 'metrics', '{ type: cloudwatch, namespace: ML/Serving, names: as-emitted }'),
      object(
        'Model',
        'fraud',
        '{ owner: ml, slos: [{ name: slo, sli: { type: availability }, objective: 99% }] }',
      ),
    ),
  );
  const output = lower(plan);
  expect(typesOf(output)).toContain('AWS::CloudWatch::CompositeAlarm');
  expect(JSON.stringify(output)).not.toContain('canary');
});
