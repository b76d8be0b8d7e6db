import * as fc from 'fast-check';
import type { Plan } from '../../src/plan/plan.ts';
import type { Level, Recipient, Route, SeverityRoute, TeamHours } from '../../src/plan/route.ts';
import { alert, level, originOf, plan, route, severityRoute, timed, webhook } from '../support/route-plan.ts';

/** Random plans of routes, and one that has everything. */

const TEAMS = ['risk-ml', 'discovery-ml', 'data'] as const;
const POLICIES = ['ml-critical', 'ml-business-hours'] as const;
const SEVERITIES = ['page', 'ticket', 'info'] as const;
const TIMINGS = ['always', 'business-hours', 'outside-business-hours'] as const;

const HOURS: Omit<TeamHours, 'team'> = {
  timezone: 'Europe/London',
  hours: { mon: [{ from: 540, to: 1050 }], fri: [{ from: 0, to: 1440 }] },
  holidays: ['2026-12-25'],
};

const anyRecipient: fc.Arbitrary<Recipient> = fc
  .record({
    type: fc.constantFrom('pagerduty', 'slack', 'email', 'webhook'),
    name: fc.integer({ min: 1, max: 999 }),
  })
  .map(({ type, name }) => recipient(type, `r${name}`));

function recipient(type: Recipient['type'], name: string): Recipient {
  const file = { from: 'file', path: `/secrets/${name}` } as const;
  switch (type) {
    case 'pagerduty':
      return { type, onCall: name, service: `risk/${name}`, routingKey: file };
    case 'slack':
      return { type, channel: `#${name}`, apiUrl: file };
    case 'email':
      return {
        type,
        to: `${name}@example.com`,
        from: 'alerts@example.com',
        smarthost: 'smtp.example.com:587',
        requireTls: true,
      };
    case 'webhook':
      return { type, name, url: file, purpose: 'ticket' };
  }
}

const anyRecipients = fc.array(anyRecipient, { minLength: 1, maxLength: 3 });

/** One to three levels; each at always, or at some of the other timings. */
const anyLevels: fc.Arbitrary<Level[]> = fc
  .array(
    fc.record({
      timings: fc.oneof(fc.constant(TIMINGS.slice(0, 1)), fc.subarray(TIMINGS.slice(1), { minLength: 1 })),
      recipients: anyRecipients,
      isNative: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((list) =>
    list.flatMap(({ timings, recipients, isNative }, index) =>
      timings.map((timing) => level(index + 1, recipients, { timing, staged: index > 0 && !isNative })),
    ),
  );

const anySeverityRoute = (severity: SeverityRoute['severity']) =>
  fc
    .record({ levels: anyLevels, isHeld: fc.boolean(), isDigest: fc.boolean() })
    .map(({ levels, isHeld, isDigest }) =>
      severityRoute(severity, levels, {
        heldOutsideBusinessHours: isHeld,
        ...(isDigest && severity === 'info'
          ? { digest: { days: ['mon'], minuteOfDay: 540, timezone: 'UTC' } }
          : {}),
      }),
    );

const anyRoutes: fc.Arbitrary<Route[]> = fc
  .subarray(
    TEAMS.flatMap((team) => POLICIES.map((escalation) => ({ team, escalation }))),
    { minLength: 2 },
  )
  .chain((keys) =>
    fc.tuple(
      ...keys.map((key) =>
        fc
          .subarray([...SEVERITIES], { minLength: 1 })
          .chain((severities) => fc.tuple(...severities.map(anySeverityRoute)))
          .map((severities) => route(severities, key)),
      ),
    ),
  );

const anyAlert = fc.record({
  severity: fc.constantFrom(...SEVERITIES),
  team: fc.constantFrom(...TEAMS),
  escalation: fc.constantFrom(...POLICIES),
  upstream: fc.subarray(['pipeline:tx', 'pipeline:tx.v1', 'feature-set:cards']),
});

export const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    routes: anyRoutes,
    alerts: fc.array(anyAlert, { minLength: 5, maxLength: 12 }),
    muted: fc.subarray([0, 1, 2, 3, 4]),
    hasWatchdog: fc.boolean(),
  })
  .map(({ routes, alerts, muted, hasWatchdog }) =>
    plan({
      routes,
      alerts: [
        ...alerts.map((options, index) => alert(`Alert${index}`, options)),
        alert('Watchdog', { always: true, severity: 'none', escalation: null }),
      ],
      teamHours: TEAMS.map((team) => ({ team, ...HOURS })),
      maintenance: [maintenance('backfill', muted), maintenance('move', muted.slice(1))],
      ...(hasWatchdog ? { watchdog: webhook('dead-man') } : {}),
    }),
  );

function maintenance(id: string, alerts: readonly number[]): Plan['maintenance'][number] {
  return {
    id,
    recurrence: {
      type: 'recurring',
      timezone: 'Europe/London',
      cron: '0 22 * * sat',
      durationSeconds: 14_400,
    },
    occurrences: [],
    match: {},
    excludeFromBudget: false,
    alertNames: alerts.map((index) => `Alert${index}`),
    origin: originOf('MaintenanceWindow', id),
  };
}

/** Every kind of recipient and timing, awkward words, windows of each kind, a cause with characters of expressions. */
export const TOLD_BY_EVERYTHING: Plan = plan({
  environment: { name: 'prod', labels: { env: 'prod', region: 'a "b" \\ {c}, d' }, labelsSelect: false },
  alerts: [
    alert('Alert0', { upstream: ['pipeline:tx.v1'] }),
    alert('Alert1', { pipeline: 'tx.v1' }),
    alert('Alert2', { severity: 'ticket' }),
    alert('Watchdog', { always: true, severity: 'none', escalation: null }),
  ].map((each) => ({ ...each, labels: { ...each.labels, region: 'a "b" \\ {c}, d' } })),
  routes: [
    route([
      severityRoute('page', [
        timed('business-hours', [recipient('slack', '{{a}}'), recipient('email', '{{b}}')]),
        timed('outside-business-hours', [recipient('pagerduty', 'c')]),
        level(2, [recipient('webhook', 'd'), recipient('webhook', 'e')]),
      ]),
      severityRoute('ticket', [level(1, [recipient('webhook', 'f')])], { heldOutsideBusinessHours: true }),
      severityRoute('info', [level(1, [recipient('slack', 'g')])], {
        digest: { days: ['sat', 'sun'], minuteOfDay: 1435, timezone: 'Australia/Lord_Howe' },
      }),
    ]),
    route([severityRoute('page', [timed('outside-business-hours', [recipient('slack', 'h')])])], {
      team: 'always-open',
    }),
  ],
  teamHours: [
    { team: 'risk-ml', ...HOURS },
    {
      team: 'always-open',
      timezone: 'UTC',
      holidays: [],
      hours: Object.fromEntries(
        (['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const).map((day) => [
          day,
          [{ from: 0, to: 1440 }],
        ]),
      ),
    },
  ],
  causes: [
    {
      subject: { kind: 'Pipeline', name: 'tx.v1' },
      item: 'pipeline:tx.v1',
      sourceSeverity: 'page',
      alertNames: ['Alert1'],
      targetSeverities: ['page', 'ticket', 'info'],
    },
  ],
  maintenance: [
    maintenance('weekly', [0, 2]),
    {
      ...maintenance('monthly', [0]),
      recurrence: { type: 'recurring', timezone: 'UTC', cron: '0 22 1-5 1,6 *', durationSeconds: 14_400 },
    },
    {
      ...maintenance('dated', [0]),
      recurrence: { type: 'recurring', timezone: 'UTC', cron: '0 22 31 * *', durationSeconds: 14_400 },
      occurrences: [{ startUnixSeconds: 1_772_937_000, endUnixSeconds: 1_772_951_400 }],
    },
    {
      ...maintenance('once', [1]),
      recurrence: {
        type: 'once',
        interval: { startUnixSeconds: 1_772_937_001, endUnixSeconds: 1_773_110_000 },
      },
    },
  ],
  watchdog: webhook('dead-man'),
});
