import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/plan/plan.ts';
import type { Level } from '../../../src/plan/route.ts';
import { targetOptions } from '../../../src/targets/registry.ts';
import { planOf } from '../../support/project.ts';
import { file, model, object } from '../../support/specs.ts';
import { seen } from './built.ts';

const CHANNELS = `channels: { ${[
  'slack: { apiUrlFile: secrets/slack }',
  'pagerduty: { ml: { primary: { routingKeyFile: secrets/pd }, secondary: { routingKeyFile: "env:PD2" }, boss: { routingKeyFile: secrets/pd3 } } }',
].join(', ')} }`;
const NATIVE = 'targets: { prometheus: {}, pagerduty: {} }';
const onCall = (name: string, more: string) => `{ name: ${name}, provider: pagerduty${more} }`;
const BY_NAME = ['primary', 'secondary', 'boss'].map((name) => onCall(name, `, schedule: ${name}-s`));
const TICKET = 'ticket: { levels: [{ notify: [{ slack: team }] }] }';

interface Parts {
  readonly channels?: string;
  readonly targets?: string;
  readonly people?: readonly string[];
  readonly ticket?: string;
  readonly more?: readonly string[];
}

const project = (
  page: string,
  { channels = CHANNELS, targets = NATIVE, people = BY_NAME, ticket = TICKET, more = [] }: Parts,
) =>
  file(
    object('Project', 'acme', `{ ${channels}${targets === '' ? '' : `, ${targets}`} }`),
    object(
      'Team',
      'ml',
      `{ timezone: Europe/London, contacts: { slack: "#ml" }, onCall: [${people.join(', ')}] }`,
    ),
    model('escalation: own'),
    object('EscalationPolicy', 'own', `{ routes: { page: ${page}, ${ticket} } }`),
    ...more,
  );

const built = (page: string, parts: Parts = {}) =>
  planOf(project(page, parts), { targetOptions: targetOptions() });

function sound(page: string, parts: Parts = {}): Plan {
  const { plan, diagnostics, printed } = built(page, parts);
  if (diagnostics.some(({ severity }) => severity === 'error')) throw new Error(printed);
  return plan;
}

/** `<number> after <seconds>[ staged]: <who>`. */
const shown = ({ number, afterSeconds, staged, recipients }: Level) =>
  `${number} after ${afterSeconds}${staged ? ' staged' : ''}: ${recipients
    .map((each) => (each.type === 'pagerduty' ? each.service : each.type))
    .join(', ')}`;
const pages = ({ routes }: Plan) =>
  routes
    .find(({ escalation }) => escalation === 'own')
    ?.severities.find(({ severity }) => severity === 'page')
    ?.levels.map(shown);
const policies = ({ pagingServices }: Plan) =>
  pagingServices.map(({ id, levels }) => [
    id,
    ...levels.map(
      ({ afterSeconds, onCall: who }) => `${afterSeconds}: ${who.map(({ name }) => name).join(', ')}`,
    ),
  ]);

const LADDER = `{ levels: [
  { notify: [{ onCall: primary }, { slack: team }] },
  { after: 15m, notify: [{ onCall: secondary }, { slack: team }] },
  { after: 30m, notify: [{ onCall: boss }] } ], repeat: 2 }`;

describe('without the target pagerduty', () => {
  const staged = [
    '1 after 0: ml/primary, slack',
    '2 after 900 staged: ml/secondary, slack',
    '3 after 1800 staged: ml/boss',
  ];

  it.each(['', 'targets: { prometheus: {}, alertmanager: {} }'])('nothing changes: "%s"', (targets) => {
    const plan = sound(LADDER, { targets });
    expect(plan.pagingServices).toEqual([]);
    expect(pages(plan)).toEqual(staged);
    expect(plan.routes.find(({ escalation }) => escalation === 'own')?.severities[0]?.repeat).toBe(2);
  });
});

describe('levels of PagerDuty', () => {
  it('escalate by themselves; what else a level tells is raised anew', () => {
    const plan = sound(LADDER);
    expect(pages(plan)).toEqual([
      '1 after 0: ml/primary, slack',
      '2 after 900: ml/secondary',
      '2 after 900 staged: slack',
      '3 after 1800: ml/boss',
    ]);
    expect(policies(plan)).toEqual([['ml/primary', '0: primary-s', '900: secondary-s', '1800: boss-s']]);
  });

  it('are repeated by the service, not by the route', () => {
    const plan = sound(LADDER);
    expect(plan.pagingServices).toMatchObject([
      {
        team: 'ml',
        routes: [{ escalation: 'own', severity: 'page' }],
        routingKey: { from: 'file', path: 'secrets/pd' },
        repeat: 2,
        origin: { object: { kind: 'EscalationPolicy', name: 'own' } },
      },
    ]);
    expect(plan.routes.find(({ escalation }) => escalation === 'own')?.severities[0]).not.toHaveProperty(
      'repeat',
    );
    expect(sound('{ levels: [{ notify: [{ onCall: primary }] }] }').pagingServices[0]?.repeat).toBe(0);
  });

  it('raise one incident that calls everybody of the first level', () => {
    const plan = sound(
      '{ levels: [{ notify: [{ slack: team }, { onCall: primary }, { onCall: secondary }] }] }',
    );
    expect(pages(plan)).toEqual(['1 after 0: ml/primary, slack']);
    expect(policies(plan)).toEqual([['ml/primary', '0: primary-s, secondary-s']]);
  });

  it('of one delay are one, and raise one incident', () => {
    const plan = sound(
      '{ levels: [{ notify: [{ onCall: primary }] }, { notify: [{ onCall: secondary }, { slack: team }] }, { notify: [{ onCall: boss }] }] }',
    );
    expect(pages(plan)).toEqual(['1 after 0: ml/primary', '1 after 0: slack']);
    expect(policies(plan)).toEqual([['ml/primary', '0: primary-s, secondary-s, boss-s']]);
  });

  it('start when the incident is raised, by whichever level is the first of them', () => {
    const plan = sound(
      '{ levels: [{ notify: [{ slack: team }] }, { after: 15m, notify: [{ onCall: primary }] }, { after: 45m, notify: [{ onCall: boss }] }] }',
    );
    expect(pages(plan)).toEqual([
      '1 after 0: slack',
      '2 after 900 staged: ml/primary',
      '3 after 2700: ml/boss',
    ]);
    expect(policies(plan)).toEqual([['ml/primary', '0: primary-s', '1800: boss-s']]);
  });

  it('of a route without any make no service', () => {
    const plan = sound('{ levels: [{ notify: [{ slack: team }] }], repeat: 3 }');
    expect(plan.pagingServices).toEqual([]);
    expect(plan.routes.find(({ escalation }) => escalation === 'own')?.severities[0]?.repeat).toBe(3);
  });
});

describe('who is on call', () => {
  const ONE = '{ levels: [{ notify: [{ onCall: primary }] }] }';
  const ROTATION =
    'rotation: { users: [a@example.com, b@example.com], every: 1d, start: 2026-01-05, at: "08:30" }';
  const turns = {
    by: 'rotation',
    users: ['a@example.com', 'b@example.com'],
    turnSeconds: 86_400,
    start: '2026-01-05T08:30:00',
    timezone: 'Europe/London',
  };

  it.each([
    [ROTATION, { ...turns, name: 'ml primary' }],
    [`${ROTATION}, schedule: Night`, { ...turns, name: 'Night' }],
    ['schedule: Night', { by: 'name', name: 'Night' }],
  ])('stands in the schedule of %s', (entry, expected) => {
    const { pagingServices } = sound(ONE, { people: [onCall('primary', `, ${entry}`)] });
    expect(pagingServices[0]?.levels[0]?.onCall).toEqual([expected]);
  });

  it('nobody knows without a schedule', () => {
    const { diagnostics } = built(ONE, { people: [onCall('primary', '')] });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
      {
        code: 'routing/no-schedule',
        message: 'nobody knows who is on call as ml primary: it names no schedule',
        object: { kind: 'EscalationPolicy', name: 'own' },
        span: { file: 'modelwatch.yaml', start: { line: 19 } },
      },
    ]);
    // Nobody asks where it is not rendered.
    expect(seen(built(ONE, { people: [onCall('primary', '')], targets: '' }).diagnostics)).toEqual([]);
  });
});

describe('a service that two routes use', () => {
  const PAGE = '{ levels: [{ notify: [{ onCall: primary }] }, { after: 15m, notify: [{ onCall: boss }] }] }';

  it('takes the alerts of both when they agree', () => {
    const { pagingServices } = sound(PAGE, { ticket: `ticket: ${PAGE}` });
    expect(pagingServices.map(({ id, routes }) => [id, routes])).toEqual([
      [
        'ml/primary',
        [
          { escalation: 'own', severity: 'page' },
          { escalation: 'own', severity: 'ticket' },
        ],
      ],
    ]);
  });

  it.each([
    ['levels', '{ levels: [{ notify: [{ onCall: primary }] }] }'],
    ['delays', PAGE.replace('15m', '20m')],
    ['repeats', PAGE.replace(/ \}$/, ', repeat: 1 }')],
    ['people', PAGE.replace('boss', 'secondary')],
  ])('has one policy: other %s contradict', (_, ticket) => {
    expect(ticket).not.toBe(PAGE);
    const { diagnostics } = built(PAGE, { ticket: `ticket: ${ticket}` });
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors).toMatchObject([
      {
        code: 'routing/paging-conflict',
        message: 'ml/primary would escalate in two ways',
        object: { kind: 'EscalationPolicy', name: 'own' },
        expected: 'the same PagerDuty levels, delays and repeat in both routes',
        related: [{ message: 'the other way' }],
      },
    ]);
  });

  it('is not used by severities that no alert has', () => {
    // Info would contradict, but no alert is of it.
    const info =
      'info: { levels: [{ notify: [{ onCall: primary }] }] }, ticket: { levels: [{ notify: [{ slack: team }] }] }';
    const { pagingServices, alerts } = sound(PAGE, { ticket: info });
    expect(alerts.some(({ severity }) => severity === 'info')).toBe(false);
    expect(pagingServices.map(({ routes }) => routes)).toEqual([[{ escalation: 'own', severity: 'page' }]]);
    const other =
      'info: { levels: [{ notify: [{ onCall: secondary }] }] }, ticket: { levels: [{ notify: [{ slack: team }] }] }';
    expect(sound(PAGE, { ticket: other }).pagingServices.map(({ id }) => id)).toEqual(['ml/primary']);
  });

  it('is sorted among others', () => {
    const ticket = 'ticket: { levels: [{ notify: [{ onCall: boss }] }] }';
    expect(sound(PAGE, { ticket }).pagingServices.map(({ id }) => id)).toEqual(['ml/boss', 'ml/primary']);
  });
});

describe('services with one integration key', () => {
  const PAGE = '{ levels: [{ notify: [{ onCall: primary }] }, { after: 15m, notify: [{ onCall: boss }] }] }';
  const ticket = (who: string) => `ticket: { levels: [{ notify: [{ onCall: ${who} }] }] }`;
  const shared = CHANNELS.replace('secrets/pd3', 'secrets/pd');
  const errors = (parts: Parts) =>
    built(PAGE, parts).diagnostics.filter(({ severity }) => severity === 'error');

  it('are told: a secret leads to one service only', () => {
    expect(shared).not.toBe(CHANNELS);
    expect(errors({ channels: shared, ticket: ticket('boss') })).toMatchObject([
      {
        code: 'routing/paging-conflict',
        message: 'ml/boss and ml/primary have the same integration key',
        object: { kind: 'EscalationPolicy', name: 'own' },
        expected: 'a routingKeyFile of its own for ml/boss under channels.pagerduty',
        related: [{ message: 'ml/primary is called first here' }],
      },
    ]);
  });

  it('are sound with keys apart, or where one of them is never called first', () => {
    expect(errors({ ticket: ticket('boss') })).toEqual([]);
    expect(errors({ channels: shared, ticket: ticket('secondary') })).toEqual([]);
  });

  it('are nobody’s concern without the target', () => {
    expect(errors({ channels: shared, ticket: ticket('boss'), targets: '' })).toEqual([]);
  });
});
