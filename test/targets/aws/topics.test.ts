import { describe, expect, it } from 'vitest';
import type { Recipient, Route } from '../../../src/plan/route.ts';
import { topicsOf } from '../../../src/targets/aws/topics.ts';
import { alertOf } from '../../support/plan.ts';
import { level, plan, route, severityRoute, webhook } from '../../support/route-plan.ts';

const CANARY = '/run/canary-5f1d';
const pagerduty: Recipient = {
  type: 'pagerduty',
  onCall: 'primary',
  service: 'risk-ml/primary',
  routingKey: { from: 'file', path: CANARY },
};
const slack: Recipient = { type: 'slack', channel: '#ml', apiUrl: { from: 'env', variable: 'CANARY_5F1D' } };
const email: Recipient = {
  type: 'email',
  to: 'sre@example.com',
  from: 'alerts@example.com',
  smarthost: 'mail.example.com:587',
  authPassword: { from: 'file', path: CANARY },
  requireTls: true,
};
const hook = webhook('incident-commander', CANARY);

function topics(...routes: readonly Route[]) {
  const made = topicsOf(plan({ routes }));
  const resources = made.drafts.map((draft) => draft.make({ id: (key) => key, alarm: (name) => name }));
  const of = (type: string) =>
    resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
  return {
    ...made,
    names: of('AWS::SNS::Topic').map(({ TopicName }) => TopicName),
    to: of('AWS::SNS::Subscription'),
  };
}

const constructs = (notes: readonly { readonly data?: Readonly<Record<string, unknown>> }[]) =>
  notes.map(({ data }) => data?.['construct']);

const tells = (parts: Parameters<typeof alertOf>[3]) =>
  alertOf(
    'A',
    { kind: 'SLO', name: 'a' },
    { node: 'always' },
    { team: 'risk-ml', escalation: 'ml-critical', ...parts },
  );

describe('topics', () => {
  it('are for a team, a policy, a severity and a level', () => {
    const { names } = topics(
      route([
        severityRoute('page', [level(1, [pagerduty]), level(2, [email])]),
        severityRoute('ticket', [level(1, [email])]),
      ]),
      route([severityRoute('page', [level(1, [email])])], { team: 'other', escalation: 'calm' }),
    );
    expect(names).toEqual([
      'acme-ml-prod-risk-ml-ml-critical-page',
      'acme-ml-prod-risk-ml-ml-critical-page-level-2',
      'acme-ml-prod-risk-ml-ml-critical-ticket',
      'acme-ml-prod-other-calm-page',
    ]);
  });

  it('are told of by alerts of their route, by level', () => {
    const { of } = topics(route([severityRoute('page', [level(1, [pagerduty]), level(2, [email])])]));
    expect(
      of(tells({ severity: 'page' })).map(({ level: number, afterSeconds }) => [number, afterSeconds]),
    ).toEqual([
      [1, 0],
      [2, 900],
    ]);
    expect(of(tells({ severity: 'ticket' }))).toEqual([]);
    expect(of(tells({ team: 'other' }))).toEqual([]);
    const { escalation: _escalation, ...nobody } = tells({});
    expect(of(nobody)).toEqual([]);
  });

  it('leave a level to PagerDuty that it escalates to by itself', () => {
    const { names } = topics(
      route([severityRoute('page', [level(1, [pagerduty]), level(2, [pagerduty], { staged: false })])]),
    );
    expect(names).toEqual(['acme-ml-prod-risk-ml-ml-critical-page']);
  });

  it('are one for entries of a level with different hours, which is told', () => {
    const { names, to, notes } = topics(
      route([
        severityRoute('page', [
          level(1, [pagerduty], { timing: 'business-hours' }),
          level(1, [email], { timing: 'outside-business-hours' }),
        ]),
      ]),
    );
    expect(names).toHaveLength(1);
    expect(to.map(({ Protocol }) => Protocol)).toEqual(['https', 'email']);
    expect(constructs(notes)).toEqual(['route/grouping', 'route/timing', 'route/timing']);
  });
});

describe('parameters', () => {
  it('of webhooks whose names differ in a hyphen are not one', () => {
    const webhook = (name: string): Recipient => ({
      type: 'webhook',
      name,
      url: { from: 'file', path: '/secrets/hook' },
      purpose: 'system',
    });
    const { parameters } = topics(
      route([severityRoute('page', [level(1, [webhook('a-1b'), webhook('a1b')])])]),
    );
    expect([...parameters.keys()]).toHaveLength(2);
  });

  it('hide endpoints that are secrets, and default to an address', () => {
    const { parameters, to } = topics(route([severityRoute('page', [level(1, [pagerduty, hook, email])])]));
    const entries = [...parameters];
    expect(entries.map(([name]) => name)).toEqual([
      'PagerDutyEndpointRiskMlPrimary',
      'WebhookIncidentCommander',
      expect.stringMatching(/^EmailSreAtExampleCom[0-9a-f]{8}$/),
    ]);
    expect(entries.map(([, { NoEcho, Default }]) => ({ NoEcho, Default }))).toEqual([
      { NoEcho: true, Default: undefined },
      { NoEcho: true, Default: undefined },
      { NoEcho: undefined, Default: 'sre@example.com' },
    ]);
    expect(to.map(({ Endpoint }) => Endpoint)).toEqual(entries.map(([Ref]) => ({ Ref })));
  });

  it('never name where a secret is kept', () => {
    const { parameters, to, notes } = topics(
      route([severityRoute('page', [level(1, [pagerduty, hook, email, slack])])]),
    );
    const text = JSON.stringify([[...parameters], to, notes]);
    expect(text).toContain('sre@example.com');
    expect(text.toLowerCase()).not.toContain('canary');
  });

  it('are one for a recipient of several routes', () => {
    const { parameters, to } = topics(
      route([severityRoute('page', [level(1, [hook])]), severityRoute('ticket', [level(1, [hook])])]),
    );
    expect(parameters.size).toBe(1);
    expect(to).toHaveLength(2);
  });
});

describe('what topics cannot do', () => {
  it('is to reach Slack, beside others and alone', () => {
    const beside = topics(route([severityRoute('page', [level(1, [email, slack])])]));
    expect(beside.to).toHaveLength(1);
    expect(constructs(beside.notes)).toEqual(['route/grouping', 'recipient/slack']);
    const alone = topics(route([severityRoute('page', [level(1, [slack])])]));
    expect(alone.names).toEqual([]);
    expect(alone.notes).toMatchObject([
      { code: 'target/approximated', data: { construct: 'route/grouping' } },
      { code: 'target/unsupported', data: { construct: 'recipient/slack' }, object: { name: 'ml-critical' } },
    ]);
  });

  it('is to wait for a digest, whose alarms tell nobody', () => {
    const { names, of, notes } = topics(
      route([
        severityRoute('info', [level(1, [email])], {
          digest: { days: ['mon'], minuteOfDay: 540, timezone: 'Europe/Berlin' },
        }),
      ]),
    );
    expect(names).toEqual([]);
    expect(of(tells({ severity: 'info' }))).toEqual([]);
    expect(constructs(notes)).toEqual(['route/grouping', 'route/digest']);
  });

  it('is to hold, to repeat, or to raise a level but by an alarm of its own', () => {
    const { notes } = topics(
      route([
        severityRoute('page', [level(1, [email]), level(2, [hook])], {
          heldOutsideBusinessHours: true,
          repeat: 3,
        }),
      ]),
    );
    expect(constructs(notes)).toEqual([
      'route/grouping',
      'route/hold',
      'route/repeat',
      'route/staged-level',
      'recipient/webhook',
    ]);
  });
});
