import { describe, expect, it } from 'vitest';
import { file, object, TEAM } from '../../support/specs.ts';
import { alertOf, findings, objectiveOf, onlyFinding, soundPlan } from './built.ts';

const GUARD = 'guard: { cooldown: 24h, maxPerWeek: 2, approval: none }';
const PROJECT = object(
  'Project',
  'p',
  '{ channels: { slack: { apiUrlFile: secrets/slack }, webhooks: { actions: { urlFile: /secrets/actions } } } }',
);

function project(slo: string, action = `{ type: webhook, ${GUARD} }`, project = PROJECT): string {
  return file(
    project,
    TEAM,
    object('Pipeline', 'tx', '{ owner: ml, freshness: { metric: tx_ts, page: 30m } }'),
    object('Model', 'fraud', `{ owner: ml, dependsOn: [{ pipeline: tx }], slos: [{ name: slo, ${slo} }] }`),
    object('Action', 'retrain', action),
  );
}

const EVENTS = 'sli: { type: availability }, objective: 99.9%';
const SLICES = 'sli: { type: freshness, of: featureFreshness, maxAge: 1h }, objective: 99%, window: 30d';
const policy = (entries: string) => `errorBudgetPolicy: [${entries}]`;

describe('the policy of an error budget', () => {
  it('tells people, marks a freeze for pipelines, and triggers an action that tells nobody', () => {
    const plan = soundPlan(
      project(
        `${EVENTS}, ${policy('{ when: { remaining: { lt: 25% } }, do: [{ notify: info }, { freeze: deploys }, { action: retrain }] }')}`,
      ),
    );
    const condition = { node: 'budget-remaining', objective: 'fraud-slo', op: '<', ratio: 0.25 };
    expect(alertOf(plan, 'slo:fraud-slo/policy-1-notify-info')).toMatchObject({
      condition,
      severity: 'info',
    });
    expect(alertOf(plan, 'slo:fraud-slo/policy-1-freeze-deploys')).toMatchObject({
      condition,
      severity: 'none',
      labels: { freeze: 'deploys' },
    });
    const trigger = alertOf(plan, 'slo:fraud-slo/policy-1-action-retrain');
    expect(trigger).toMatchObject({
      condition,
      class: 'action',
      severity: 'none',
      action: 'retrain',
      labels: { action: 'retrain', severity: 'none' },
    });
    expect(trigger.escalation).toBeUndefined();
    expect(trigger.labels['escalation']).toBeUndefined();
    expect(plan.actions).toMatchObject([
      {
        name: 'retrain',
        webhook: { name: 'actions' },
        guard: { cooldownSeconds: 86_400, maxPerWeek: 2, approval: 'none', upstreamHealthy: true },
        isDryRun: false,
      },
    ]);
  });

  it('holds an action back while what is upstream of it fails', () => {
    const plan = soundPlan(
      project(`${SLICES}, ${policy('{ when: { consecutive: 3 }, do: [{ action: retrain }] }')}`),
    );
    expect(alertOf(plan, 'slo:fraud-slo/policy-1-action-retrain').upstream).toEqual(['pipeline:tx']);
    expect(plan.causes.find(({ sourceSeverity }) => sourceSeverity === 'page')?.targetSeverities).toContain(
      'none',
    );
  });

  it('reads burn rates over windows that are recorded for it', () => {
    const plan = soundPlan(
      project(`${EVENTS}, ${policy('{ when: { burn: { gt: 6, over: 4h } }, do: [{ notify: ticket }] }')}`),
    );
    expect(alertOf(plan, 'slo:fraud-slo/policy-1-notify-ticket').condition).toEqual({
      node: 'burn-rate',
      objective: 'fraud-slo',
      factor: 6,
      shortSeconds: 1200,
      longSeconds: 14_400,
      minBadEvents: 10,
    });
    expect(objectiveOf(plan, 'fraud-slo').ratioWindowsSeconds).toEqual(
      expect.arrayContaining([1200, 14_400]),
    );
  });

  it('counts bad slices of the period as a share of its budget', () => {
    // 30 d of 5 m slices are 8640, of which 1 % are 86.4.
    const plan = soundPlan(
      project(`${SLICES}, ${policy('{ when: { slices: { gte: 54 } }, do: [{ notify: page }] }')}`),
    );
    expect(alertOf(plan, 'slo:fraud-slo/policy-1-notify-page').condition).toEqual({
      node: 'budget-remaining',
      objective: 'fraud-slo',
      op: '<=',
      ratio: 0.375,
    });
  });

  it('is refused where it can never hold, or looks at what the budget does not have', () => {
    const cases: [string, string][] = [
      [
        `sli: { type: availability }, objective: 80%, ${policy('{ when: { burn: { gt: 6 } }, do: [{ notify: page }] }')}`,
        'slo/unreachable-burn-rate errorBudgetPolicy.0.when.burn.gt',
      ],
      [
        `${SLICES}, ${policy('{ when: { burn: { gt: 2 } }, do: [{ notify: page }] }')}`,
        'slo/policy-budget errorBudgetPolicy.0.when.burn',
      ],
      [
        `${EVENTS}, ${policy('{ when: { consecutive: 2 }, do: [{ notify: page }] }')}`,
        'slo/policy-budget errorBudgetPolicy.0.when.consecutive',
      ],
      [
        `${EVENTS}, ${policy('{ when: { remaining: { lt: 5% } }, do: [{ action: retrian }] }')}`,
        'reference/unknown errorBudgetPolicy.0.do.0.action',
      ],
    ];
    for (const [slo, finding] of cases) expect(findings(project(slo))).toEqual([finding]);
  });
});

describe('an action', () => {
  const use = `${EVENTS}, ${policy('{ when: { remaining: { lt: 5% } }, do: [{ action: retrain }] }')}`;

  it('must have a guard', () => {
    expect(onlyFinding(project(use, '{ type: webhook }'))).toMatchObject({ code: 'schema/missing-field' });
  });

  it('must be carried out by somebody', () => {
    const nobody = object('Project', 'p', '{ channels: { slack: { apiUrlFile: secrets/slack } } }');
    expect(findings(project(use, `{ type: webhook, ${GUARD} }`, nobody))).toEqual([
      'routing/no-channel type',
    ]);
  });

  it('has places in its payload that only the alert can fill', () => {
    const { actions } = soundPlan(
      project(use, `{ type: webhook, payload: { why: "because {{ alert.summary }}!", days: 3 }, ${GUARD} }`),
    );
    expect(actions[0]?.payload).toEqual({
      why: [{ text: 'because ' }, { alert: 'summary' }, { text: '!' }],
      days: 3,
    });
    const wrong = onlyFinding(
      project(use, `{ type: webhook, payload: { why: "{{ alert.sumary }}" }, ${GUARD} }`),
    );
    expect(wrong).toMatchObject({
      code: 'action/unknown-value',
      hint: expect.stringContaining('alert.summary'),
    });
  });
});
