import { describe, expect, it } from 'vitest';
import { planOf } from '../../support/project.ts';
import { file, model, object, PROJECT, TEAM } from '../../support/specs.ts';
import { alertOf, findings, onlyFinding, soundPlan } from './built.ts';

const OBJECTS = file(
  TEAM,
  object('Pipeline', 'ingest', '{ owner: ml, freshness: { metric: ok_seconds, page: 10m } }'),
  object('FeatureSet', 'features', '{ owner: ml, producedBy: ingest, freshness: { max: 1h } }'),
  model(
    'dependsOn: [{ featureSet: features }], monitors: [{ name: unsure, of: confidence, statistic: mean, threshold: { lt: 60% } }]',
  ),
  object('Environment', 'prod', '{ labels: { env: production, region: eu } }'),
);
const channels = 'channels: { slack: { apiUrlFile: secrets/slack } }';
const project = (more = '') => object('Project', 'acme', `{ ${channels}${more} }`);

describe('the labels of an alert', () => {
  const plan = soundPlan(file(PROJECT, OBJECTS));
  const common = { env: 'production', region: 'eu', project: 'acme', team: 'ml', escalation: 'default' };

  it.each([
    [
      'slo:fraud-availability/budget-burn-fast',
      { model: 'fraud', slo: 'fraud-availability', severity: 'page' },
      'slo',
      'fraud-availability',
    ],
    [
      'monitor:fraud-unsure/threshold',
      {
        model: 'fraud',
        monitor: 'fraud-unsure',
        severity: 'ticket',
        upstream: 'feature-set:features,pipeline:ingest',
      },
      'monitor',
      'fraud-unsure',
    ],
    ['pipeline:ingest/freshness', { pipeline: 'ingest', severity: 'page' }, 'pipeline', 'ingest'],
    [
      'feature-set:features/freshness',
      { feature_set: 'features', severity: 'ticket', upstream: 'pipeline:ingest' },
      'feature-set',
      'features',
    ],
    ['model:fraud/requests-absent', { model: 'fraud', severity: 'page' }, 'model', 'fraud'],
    ['project:acme/rule-evaluation-failing', { project: 'acme', severity: 'ticket' }, 'project', 'acme'],
  ])('%s', (id, own, kind, name) => {
    expect(alertOf(plan, id).labels).toEqual({
      ...common,
      ...own,
      modelwatch_kind: kind,
      modelwatch_id: `${kind}:${name}`,
    });
  });

  it('of the watchdog have no escalation: nobody is told of it, only of its end', () => {
    expect(alertOf(plan, 'project:acme/watchdog').labels).toEqual({
      env: 'production',
      region: 'eu',
      team: 'ml',
      project: 'acme',
      severity: 'none',
      modelwatch_kind: 'project',
      modelwatch_id: 'project:acme',
    });
  });

  it('are a whole, the same set for all alerts of one object but severity and upstream', () => {
    for (const { labels } of plan.alerts) {
      expect(Object.keys(labels)).toEqual(
        expect.arrayContaining(['env', 'team', 'severity', 'modelwatch_id']),
      );
      expect(Object.values(labels).every((value) => value !== '')).toBe(true);
    }
  });
});

it('names of alerts are those of their objects, and what is wrong with them', () => {
  const plan = soundPlan(file(PROJECT, OBJECTS));
  expect(plan.alerts.map(({ name }) => name).toSorted()).toEqual([
    'AcmeNotificationsFailing',
    'AcmeRuleEvaluationFailing',
    'AcmeRuleEvaluationLate',
    'AcmeWatchdog',
    'FeaturesFreshness',
    'FeaturesFreshnessAbsent',
    'FraudAvailabilityBudgetBurnFast',
    'FraudAvailabilityBudgetBurnMedium',
    'FraudAvailabilityBudgetBurnSlow',
    'FraudAvailabilityBudgetBurnTrickle',
    'FraudErrorsAbsent',
    'FraudRequestsAbsent',
    'FraudUnsure',
    'IngestFreshness',
    'IngestFreshnessAbsent',
  ]);
});

it('two alerts of one name are refused, at the second', () => {
  const text = file(
    PROJECT,
    TEAM,
    object('Pipeline', 'data', '{ owner: ml, freshness: { metric: ok_seconds, page: 10m } }'),
    object('FeatureSet', 'data', '{ owner: ml, freshness: { max: 1h } }'),
  );
  const { diagnostics } = planOf(text);
  expect(diagnostics.map(({ code, message }) => `${code}: ${message}`).toSorted()).toEqual([
    'target/name-collision: two alerts would be named DataFreshness',
    'target/name-collision: two alerts would be named DataFreshnessAbsent',
  ]);
  expect(diagnostics[0]?.related?.[0]?.message).toBe('the other one');
});

describe('links', () => {
  const alert = (links: string) =>
    alertOf(soundPlan(file(project(`, ${links}`), OBJECTS)), 'feature-set:features/freshness');

  it('lead nowhere but into the project without bases', () => {
    const { specUrl, runbookUrl, dashboardUrl } = alert('outDir: out');
    expect(specUrl).toBe('modelwatch.yaml#FeatureSet/features');
    expect(runbookUrl).toBe('out/acme/prod/runbooks/FeaturesFreshness.md');
    expect(dashboardUrl).toBeUndefined();
  });

  it('start with the bases of the project, with one slash', () => {
    const { specUrl, runbookUrl, dashboardUrl } = alert(
      'links: { specs: "https://git.example.com/specs/", runbooks: "https://run.example.com/books//", dashboards: "https://g.example.com/d?kind={kind}&s={subject}&e={env}" }',
    );
    expect(specUrl).toBe('https://git.example.com/specs/modelwatch.yaml#FeatureSet/features');
    expect(runbookUrl).toBe('https://run.example.com/books/acme/prod/runbooks/FeaturesFreshness.md');
    expect(dashboardUrl).toBe('https://g.example.com/d?kind=feature-set&s=features&e=prod');
  });

  it('prefer the runbook that the team wrote', () => {
    const text = file(
      project(),
      TEAM,
      object(
        'Runbook',
        'mine',
        '{ url: "https://wiki.example.com/fraud", steps: [look], firstLook: ["query: up"] }',
      ),
      model('runbook: mine'),
    );
    const { runbookUrl, runbook } = alertOf(soundPlan(text), 'slo:fraud-availability/budget-burn-fast');
    expect(runbookUrl).toBe('https://wiki.example.com/fraud');
    expect(runbook).toEqual({
      name: 'mine',
      url: 'https://wiki.example.com/fraud',
      steps: ['look'],
      firstLook: ['query: up'],
    });
  });

  it('do not change when a comment moves the lines', () => {
    const before = soundPlan(file(project(), OBJECTS)).alerts.map(({ specUrl }) => specUrl);
    const after = soundPlan(`# one more line\n${file(project(), OBJECTS)}`).alerts.map(
      ({ specUrl }) => specUrl,
    );
    expect(after).toEqual(before);
  });
});

describe('who answers', () => {
  const OTHERS = file(
    object('Team', 'data', '{ contacts: { slack: "#data" } }'),
    object(
      'EscalationPolicy',
      'calm',
      '{ routes: { page: { levels: [{ notify: [{ slack: team }] }] }, ticket: { levels: [{ notify: [{ slack: team }] }] } } }',
    ),
  );
  const alertOfSlo = (slo: string, more: string) =>
    alertOf(
      soundPlan(
        file(object('Project', 'acme', `{ owner: ml, ${channels} }`), TEAM, OTHERS, model(more, slo)),
      ),
      'slo:fraud-availability/budget-burn-fast',
    );

  it('is the subject’s owner by its policy, else the default one', () => {
    expect(alertOfSlo('objective: 99.9%', '')).toMatchObject({ team: 'ml', escalation: 'default' });
    expect(alertOfSlo('objective: 99.9%', 'escalation: calm')).toMatchObject({
      team: 'ml',
      escalation: 'calm',
    });
  });

  it('is whom the object itself names', () => {
    expect(alertOfSlo('objective: 99.9%, owner: data, escalation: calm', '')).toMatchObject({
      team: 'data',
      escalation: 'calm',
      labels: { team: 'data', escalation: 'calm', model: 'fraud' },
    });
  });
});

describe('an environment', () => {
  const rewritten = (routing: string) =>
    soundPlan(file(PROJECT, TEAM, model(), object('Environment', 'staging', `{ ${routing} }`)), 'staging');

  it('rewrites severities, in the labels too', () => {
    const plan = rewritten('routing: { rewriteSeverity: { page: ticket, ticket: none } }');
    const fast = alertOf(plan, 'slo:fraud-availability/budget-burn-fast');
    const slow = alertOf(plan, 'slo:fraud-availability/budget-burn-slow');
    // Each once: the page becomes a ticket, not in turn none.
    expect([fast.severity, fast.labels['severity']]).toEqual(['ticket', 'ticket']);
    expect([slow.severity, slow.labels['severity']]).toEqual(['none', 'none']);
  });

  it('without policies tells nobody', () => {
    const plan = rewritten('disable: [{ kind: EscalationPolicy }]');
    expect(plan.routes).toEqual([]);
    for (const { labels, escalation } of plan.alerts) {
      expect(escalation).toBeUndefined();
      expect(labels).not.toHaveProperty('escalation');
    }
  });

  it('is called by its name unless it has labels', () => {
    expect(rewritten('').environment).toEqual({
      name: 'staging',
      labels: { env: 'staging' },
      labelsSelect: false,
    });
  });
});

describe('alerts on the monitoring itself', () => {
  it('go to the owner of the project', () => {
    const text = file(
      object('Project', 'acme', `{ owner: data, ${channels} }`),
      TEAM,
      object('Team', 'data', '{ contacts: { slack: "#data" } }'),
      model(),
    );
    expect(alertOf(soundPlan(text), 'project:acme/rule-evaluation-late').team).toBe('data');
  });

  it('go to the first of several teams, said so', () => {
    const text = file(PROJECT, TEAM, object('Team', 'data', '{ contacts: { slack: "#data" } }'), model());
    expect(onlyFinding(text)).toMatchObject({
      code: 'project/no-owner',
      severity: 'warning',
      message: 'alerts on the monitoring itself go to data, the first of 2 teams',
    });
    expect(findings(text)).toHaveLength(1);
  });
});
