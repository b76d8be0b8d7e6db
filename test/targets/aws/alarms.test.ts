import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../src/plan/alert.ts';
import type { Condition } from '../../../src/plan/condition.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { Recipient } from '../../../src/plan/route.ts';
import { alarmsOf, stackOf } from '../../../src/targets/aws/alarms.ts';
import { scopeOf } from '../../../src/targets/aws/math/scope.ts';
import { topicsOf } from '../../../src/targets/aws/topics.ts';
import { cloudWatchPlan } from '../../support/cloudwatch-plan.ts';
import { alertOf, fastBurn } from '../../support/plan.ts';
import { level, route, severityRoute } from '../../support/route-plan.ts';

const email: Recipient = {
  type: 'email',
  to: 'sre@example.com',
  from: 'alerts@example.com',
  smarthost: 'mail.example.com:587',
  requireTls: true,
};
const latency = (over: number): Condition => ({
  node: 'compare',
  left: {
    node: 'quantile',
    of: { signal: 'model:fraud/latency' },
    quantile: 0.99,
    overSeconds: 300,
    unit: 'seconds',
  },
  op: '>',
  right: { node: 'constant', value: over, unit: 'seconds' },
});
const absent: Condition = { node: 'absent', of: { signal: 'model:fraud/requests' } };
const SLO = { kind: 'SLO', name: 'fraud-availability' };
const slow = (parts: Partial<Alert> = {}): Alert =>
  alertOf('Slow', { kind: 'Monitor', name: 'slow' }, latency(0.4), parts);

const ROUTE = { team: 'risk', escalation: 'critical' };
const STAGED = [route([severityRoute('page', [level(1, [email]), level(2, [email])])], ROUTE)];

function alarms(alerts: readonly Alert[], parts: Partial<Plan> = {}) {
  const plan = cloudWatchPlan({ alerts, ...parts });
  const made = alarmsOf(plan, scopeOf(plan), topicsOf(plan));
  const names = { id: (key: string) => key, alarm: (wanted: string) => wanted };
  const resources = new Map(made.drafts.map((draft) => [draft.key, draft.make(names)]));
  const properties = (name: string): Readonly<Record<string, unknown>> => {
    const found = resources.get(name);
    if (found === undefined) throw new Error(`no ${name} among ${[...resources.keys()].join(', ')}`);
    return { Type: found.Type, ...found.Properties };
  };
  return { ...made, resources, properties };
}

describe('an alert of one metric', () => {
  it('is one alarm with the metric in itself, which tells people of both ends', () => {
    const { resources, properties } = alarms([slow({ holdSeconds: 600 })], { routes: STAGED.slice(0, 1) });
    expect([...resources.keys()]).toEqual(['acme-prod-Slow', 'acme-prod-Slow-after-15m']);
    const topic = [{ Ref: 'topic risk critical page 1' }];
    expect(properties('acme-prod-Slow')).toEqual({
      Type: 'AWS::CloudWatch::Alarm',
      AlarmName: 'acme-prod-Slow',
      AlarmDescription: expect.stringMatching(
        /^Slow\nMeasured: quantile 0\.99 of Latency over 5m > 0\.4\.\nRunbook: .*\nSpec: .*$/,
      ),
      Namespace: 'ML/Serving',
      MetricName: 'Latency',
      Dimensions: [{ Name: 'model', Value: 'fraud' }],
      ExtendedStatistic: 'p99',
      Period: 300,
      Unit: 'Seconds',
      EvaluationPeriods: 2,
      DatapointsToAlarm: 2,
      Threshold: 0.4,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: topic,
      OKActions: topic,
      Tags: [
        { Key: 'env', Value: 'prod' },
        { Key: 'modelwatch_id', Value: 'monitor:slow' },
        { Key: 'severity', Value: 'page' },
        { Key: 'team', Value: 'risk' },
      ],
    });
  });

  it('names a plain statistic as such', () => {
    const { properties } = alarms([alertOf('Gone', SLO, absent)]);
    expect(properties('acme-prod-Gone')).toMatchObject({
      Statistic: 'SampleCount',
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
    });
    expect(properties('acme-prod-Gone')).not.toHaveProperty('ExtendedStatistic');
  });

  it('tells nobody without a topic', () => {
    const { properties } = alarms([slow()]);
    expect(properties('acme-prod-Slow')).toMatchObject({ ActionsEnabled: false });
    expect(properties('acme-prod-Slow')).not.toHaveProperty('AlarmActions');
  });
});

describe('an alert of several tests', () => {
  it('is a composite alarm that tells, over alarms that do not', () => {
    const { resources, properties, drafts } = alarms([alertOf('Burn', SLO, fastBurn('fraud-availability'))], {
      routes: [route([severityRoute('page', [level(1, [email])])], ROUTE)],
    });
    expect([...resources.keys()]).toEqual(['acme-prod-Burn-long', 'acme-prod-Burn-short', 'acme-prod-Burn']);
    expect(properties('acme-prod-Burn')).toMatchObject({
      Type: 'AWS::CloudWatch::CompositeAlarm',
      AlarmRule: 'ALARM("acme-prod-Burn-long") AND ALARM("acme-prod-Burn-short")',
      AlarmActions: [{ Ref: 'topic risk critical page 1' }],
    });
    expect(drafts.at(-1)?.needs).toEqual(['acme-prod-Burn-long', 'acme-prod-Burn-short']);
    const long = properties('acme-prod-Burn-long');
    expect(long).not.toHaveProperty('AlarmActions');
    expect(long['AlarmDescription']).toMatch(/^Part of acme-prod-Burn: error ratio of fraud-availability/);
    expect(long['Metrics']).toHaveLength(4);
    expect(long).not.toHaveProperty('Period');
  });

  it('joins them with parentheses where it is needed', () => {
    const condition: Condition = {
      node: 'any',
      of: [fastBurn('fraud-availability'), { node: 'unless', of: latency(0.4), exception: absent }],
    };
    expect(alarms([alertOf('Any', SLO, condition)]).properties('acme-prod-Any')['AlarmRule']).toBe(
      '(ALARM("acme-prod-Any-1-long") AND ALARM("acme-prod-Any-1-short")) OR ' +
        '(ALARM("acme-prod-Any-2-1") AND (NOT (ALARM("acme-prod-Any-2-2"))))',
    );
  });
});

describe('a later level', () => {
  it.each<[string, Condition, number, number]>([
    ['a comparison', latency(0.4), 2, 5],
    ['slices', { node: 'sustained', objective: 'fraud-saturation', slices: 3 }, 3, 6],
    ['absence', absent, 10, 25],
  ])('holds longer by its delay: %s', (_what, condition, first, later) => {
    const { properties, ofAlert } = alarms([alertOf('A', SLO, condition, { holdSeconds: 600 })], {
      routes: STAGED,
    });
    expect(ofAlert('A')).toEqual(['acme-prod-A', 'acme-prod-A-after-15m']);
    expect(ofAlert('A')[0]).toBe('acme-prod-A');
    expect(properties('acme-prod-A')).toMatchObject({ DatapointsToAlarm: first });
    expect(properties('acme-prod-A-after-15m')).toMatchObject({
      DatapointsToAlarm: later,
      EvaluationPeriods: later,
      AlarmActions: [{ Ref: 'topic risk critical page 2' }],
    });
  });

  it('says nothing again that was told of the first', () => {
    const alert = alertOf('A', SLO, { node: 'latched', trigger: latency(0.4), release: latency(0.3) });
    expect(alarms([alert], { routes: STAGED }).notes).toHaveLength(1);
  });
});

describe('silence', () => {
  it('of a ticket lasts while its object pages; the page is a plain alarm', () => {
    const page = slow();
    const ticket = alertOf('SlowTicket', page.object, latency(0.2), { severity: 'ticket' });
    const { properties, drafts } = alarms([page, ticket]);
    expect(properties('acme-prod-Slow')['Type']).toBe('AWS::CloudWatch::Alarm');
    expect(properties('acme-prod-SlowTicket')).toMatchObject({
      Type: 'AWS::CloudWatch::CompositeAlarm',
      AlarmRule: 'ALARM("acme-prod-SlowTicket-test")',
      ActionsSuppressor: 'acme-prod-Slow',
      ActionsSuppressorWaitPeriod: 120,
      ActionsSuppressorExtensionPeriod: 300,
    });
    expect(drafts.at(-1)?.needs).toEqual(['acme-prod-SlowTicket-test', 'acme-prod-Slow']);
  });

  it('of a symptom lasts while one of its causes is there, once for all levels', () => {
    const item = 'pipeline:ingest';
    const subject = { kind: 'Pipeline', name: 'ingest' } as const;
    const causes = ['Late', 'Gone'].map((name) => alertOf(name, subject, absent, { subject }));
    const { properties, drafts } = alarms([...causes, slow({ upstream: [item] })], {
      routes: STAGED,
      causes: [
        { subject, item, sourceSeverity: 'page', alertNames: ['Late', 'Gone'], targetSeverities: ['page'] },
      ],
    });
    for (const name of ['acme-prod-Slow', 'acme-prod-Slow-after-15m']) {
      expect(properties(name)).toMatchObject({ ActionsSuppressor: 'acme-prod-Slow-explained' });
    }
    expect(drafts.filter(({ key }) => key === 'acme-prod-Slow-explained')).toHaveLength(1);
    expect(drafts.find(({ key }) => key === 'acme-prod-Late')?.subject).toBe(stackOf(subject));
  });
});

describe('notes', () => {
  it('tell once of times that came out otherwise', () => {
    const alerts = [slow({ holdSeconds: 100 }), alertOf('B', SLO, latency(1), { holdSeconds: 100 })];
    const { notes } = alarms(alerts);
    expect(notes).toMatchObject([{ code: 'target/approximated', data: { construct: 'alert/hold' } }]);
    expect(notes[0]?.message).toContain('Slow (and 1 more)');
  });

  it('tell of an alert that is left out, which has no alarms', () => {
    const { notes, drafts, ofAlert } = alarms([
      alertOf('Budget', SLO, {
        node: 'budget-remaining',
        objective: 'fraud-availability',
        op: '<',
        ratio: 0.25,
      }),
    ]);
    expect(notes).toMatchObject([{ code: 'target/unsupported', object: SLO }]);
    expect(drafts).toEqual([]);
    expect(ofAlert('Budget')).toEqual([]);
    expect(ofAlert('Budget').length).toBe(0);
  });
});
