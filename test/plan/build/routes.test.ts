import { describe, expect, it } from 'vitest';
import type { Recipient, Route } from '../../../src/plan/route.ts';
import { file, model, object } from '../../support/specs.ts';
import { findings, onlyFinding, soundPlan } from './built.ts';

const CHANNELS = `channels: { ${[
  'slack: { apiUrlFile: secrets/slack }',
  'email: { smarthost: "mail:25", from: a@example.com }',
  'pagerduty: { ml: { primary: { routingKeyFile: secrets/pd } } }',
  'webhooks: { jira: { urlFile: secrets/jira }, oncall: { urlFile: "env:HOOK" } }',
].join(', ')} }`;
const project = (channels = CHANNELS) => object('Project', 'acme', `{ ${channels} }`);
const team = (spec: string) => object('Team', 'ml', `{ ${spec} }`);
const HOURS = 'businessHours: { days: [mon, fri], from: "09:00", to: "17:00" }';
const PRIMARY = 'onCall: [{ name: primary, provider: pagerduty, schedule: s1 }]';
const SLACK = 'contacts: { slack: "#ml" }';
const BOTH = 'contacts: { slack: "#ml", email: ml@example.com }';

const withTeam = (spec: string, channels?: string) => file(project(channels), team(spec), model());
const TICKET = 'ticket: { levels: [{ notify: [{ slack: team }] }] }';
/** A team that uses the policy `own` for its pages. */
const withPolicy = (page: string, spec = `${SLACK}, ${PRIMARY}`, more = '') =>
  file(
    project(),
    team(spec),
    model('escalation: own'),
    object('EscalationPolicy', 'own', `{ routes: { page: ${page}, ${TICKET}${more} } }`),
  );

function short(recipient: Recipient): string {
  switch (recipient.type) {
    case 'pagerduty':
      return `pagerduty ${recipient.onCall}`;
    case 'slack':
      return `slack ${recipient.channel}`;
    case 'email':
      return `email ${recipient.to}`;
    case 'webhook':
      return `${recipient.purpose} ${recipient.name}`;
  }
}

/** By severity, who is told at each level: `<number> after <seconds> <timing>: <who>`. */
function told(route: Route | undefined): Record<string, string[]> {
  return Object.fromEntries(
    (route?.severities ?? []).map(({ severity, levels }) => [
      severity,
      levels.map(
        ({ number, afterSeconds, timing, recipients }) =>
          `${number} after ${afterSeconds} ${timing}: ${recipients.map(short).join(', ')}`,
      ),
    ]),
  );
}

function routeNamed(text: string, escalation: string, environment?: string): Route | undefined {
  return soundPlan(text, environment).routes.find((route) => route.escalation === escalation);
}

const first = (who: string) => [`1 after 0 always: ${who}`];

describe('the default policy', () => {
  it.each([
    // Pages wake the first on call and are seen by the team; tickets are for the team.
    [`${SLACK}, ${PRIMARY}`, 'pagerduty ml primary, slack #ml', 'slack #ml'],
    [PRIMARY, 'pagerduty ml primary', 'pagerduty ml primary'],
    [SLACK, 'slack #ml', 'slack #ml'],
    ['contacts: { email: ml@example.com }', 'email ml@example.com', 'email ml@example.com'],
    [BOTH, 'slack #ml', 'slack #ml'],
    [
      `contacts: { email: ml@example.com }, ${PRIMARY}`,
      'pagerduty ml primary, email ml@example.com',
      'email ml@example.com',
    ],
    [
      'onCall: [{ name: b, provider: slack, channel: "@b" }, { name: a, provider: email, address: a@example.com }]',
      'slack @b',
      'slack @b',
    ],
  ])('for %s', (spec, page, ticket) => {
    expect(told(routeNamed(withTeam(spec), 'default'))).toEqual({ page: first(page), ticket: first(ticket) });
  });

  it('reaches nobody in a team of nobody', () => {
    expect(onlyFinding(withTeam(''))).toMatchObject({
      code: 'routing/unreachable-team',
      message: 'nobody of team ml can be reached',
      object: { kind: 'Team', name: 'ml' },
    });
  });

  it('gives way to one that the project names so', () => {
    const own = object(
      'EscalationPolicy',
      'default',
      `{ routes: { page: { levels: [{ notify: [{ email: boss@example.com }] }] }, ${TICKET} } }`,
    );
    expect(told(routeNamed(file(withTeam(SLACK), own), 'default'))).toEqual({
      page: first('email boss@example.com'),
      ticket: first('slack #ml'),
    });
  });
});

describe('somebody on call', () => {
  const recipient = (entry: string) =>
    routeNamed(withTeam(`onCall: [{ name: primary, ${entry} }]`), 'default')?.severities[0]?.levels[0]
      ?.recipients;

  it.each([
    [
      'provider: pagerduty, schedule: s1',
      {
        type: 'pagerduty',
        onCall: 'ml primary',
        service: 'ml/primary',
        schedule: { by: 'name', name: 's1' },
        routingKey: { from: 'file', path: 'secrets/pd' },
      },
    ],
    [
      'provider: slack, channel: "@me"',
      { type: 'slack', channel: '@me', apiUrl: { from: 'file', path: 'secrets/slack' } },
    ],
    [
      'provider: email, address: me@example.com',
      { type: 'email', to: 'me@example.com', from: 'a@example.com', smarthost: 'mail:25', requireTls: true },
    ],
    [
      'provider: webhook, webhook: oncall',
      { type: 'webhook', name: 'oncall', purpose: 'on-call', url: { from: 'env', variable: 'HOOK' } },
    ],
  ])('by %s', (entry, expected) => {
    expect(recipient(entry)).toEqual([expected]);
  });

  it.each([
    ['slack', 'channel'],
    ['email', 'address'],
    ['webhook', 'webhook'],
  ])('by %s needs its %s', (provider, field) => {
    expect(onlyFinding(withTeam(`onCall: [{ name: primary, provider: ${provider} }]`))).toMatchObject({
      code: 'schema/missing-field',
      message: `"${field}" is missing`,
      expected: `${field}: … with this provider`,
      field: 'spec.onCall.0',
    });
  });
});

describe('without what connects', () => {
  it.each([
    [SLACK, 'channels.slack', '{ apiUrlFile: … }', 'contacts.slack'],
    ['contacts: { email: a@example.com }', 'channels.email', '{ smarthost: …, from: … }', 'contacts.email'],
    [PRIMARY, 'channels.pagerduty.ml.primary', '{ routingKeyFile: … }', 'onCall.0'],
    [
      'onCall: [{ name: a, provider: webhook, webhook: hook }]',
      'channels.webhooks.hook',
      '{ urlFile: … }',
      'onCall.0',
    ],
    [
      'onCall: [{ name: a, provider: webhook, webhook: constructor }]',
      'channels.webhooks.constructor',
      '{ urlFile: … }',
      'onCall.0',
    ],
  ])('%s', (spec, channel, form, field) => {
    expect(onlyFinding(withTeam(spec, 'channels: {}'))).toMatchObject({
      code: 'routing/no-channel',
      message: `nothing connects to it: the project has no ${channel}`,
      expected: `${channel}: ${form} in the Project, or in the Environment`,
      field: `spec.${field}`,
    });
  });

  it('a webhook’s nearest name is told', () => {
    const finding = onlyFinding(withPolicy('{ levels: [{ notify: [{ slack: team }, { ticket: jria }] }] }'));
    expect(finding).toMatchObject({
      field: 'spec.routes.page.levels.0.notify.1',
      hint: 'Did you mean "jira"?',
    });
  });

  it('an environment can have its own', () => {
    const text = file(
      withTeam(SLACK),
      object('Environment', 'prod', '{ channels: { slack: { apiUrlFile: "env:PROD_SLACK" } } }'),
      object('Environment', 'dev', '{}'),
    );
    const apiUrl = (environment: string) =>
      routeNamed(text, 'default', environment)?.severities[0]?.levels[0]?.recipients[0];
    expect(apiUrl('prod')).toMatchObject({ apiUrl: { from: 'env', variable: 'PROD_SLACK' } });
    expect(apiUrl('dev')).toMatchObject({ apiUrl: { from: 'file', path: 'secrets/slack' } });
  });
});

describe('notify', () => {
  it('names people, channels, systems and trackers', () => {
    const notify =
      '[{ onCall: primary }, { slack: team }, { slack: "#other" }, { email: team }, { email: x@example.com }, { webhook: jira }, { ticket: jira }]';
    expect(
      told(routeNamed(withPolicy(`{ levels: [{ notify: ${notify} }] }`, `${BOTH}, ${PRIMARY}`), 'own'))[
        'page'
      ],
    ).toEqual(
      first(
        'pagerduty ml primary, slack #ml, slack #other, email ml@example.com, email x@example.com, system jira, ticket jira',
      ),
    );
  });

  it.each(['slack', 'email'])('needs the contact of the team for %s', (kind) => {
    const text = withPolicy(`{ levels: [{ notify: [{ ${kind}: team }] }] }`, PRIMARY).replace(
      TICKET,
      TICKET.replace('slack: team', 'onCall: primary'),
    );
    expect(onlyFinding(text)).toMatchObject({
      code: 'routing/no-contact',
      message: `team ml has no ${kind} contact`,
      field: 'spec.routes.page.levels.0.notify.0',
    });
  });

  it('needs somebody on call by that name', () => {
    expect(onlyFinding(withPolicy('{ levels: [{ notify: [{ onCall: primry }] }] }'))).toMatchObject({
      code: 'reference/unknown-on-call',
      message: 'team ml has nobody on call as "primry"',
      expected: 'one of primary',
      hint: 'Did you mean "primary"?',
    });
  });
});

describe('levels', () => {
  it('are counted by their delay: those of one delay are one level', () => {
    const page =
      '{ levels: [{ when: business-hours, notify: [{ slack: team }] }, { when: outside-business-hours, notify: [{ slack: "#night" }] }, { after: 15m, notify: [{ onCall: primary }] }, { after: 1h, notify: [{ email: x@example.com }] }] }';
    const route = routeNamed(withPolicy(page, `${SLACK}, ${PRIMARY}, ${HOURS}`), 'own');
    expect(told(route)['page']).toEqual([
      '1 after 0 business-hours: slack #ml',
      '1 after 0 outside-business-hours: slack #night',
      '2 after 900 always: pagerduty ml primary',
      '3 after 3600 always: email x@example.com',
    ]);
    expect(route?.severities[0]?.levels.map(({ staged }) => staged)).toEqual([false, false, true, true]);
  });

  it('come in order', () => {
    const page =
      '{ levels: [{ notify: [{ slack: team }] }, { after: 15m, notify: [{ slack: team }] }, { after: 5m, notify: [{ slack: team }] }] }';
    expect(onlyFinding(withPolicy(page))).toMatchObject({
      code: 'routing/escalation-not-increasing',
      message: 'level 3 comes before the one above it',
      expected: 'at least 15m',
      field: 'spec.routes.page.levels.2.after',
    });
  });

  it('begin at once, or it is told', () => {
    expect(onlyFinding(withPolicy('{ levels: [{ after: 10m, notify: [{ slack: team }] }] }'))).toMatchObject({
      code: 'routing/late-first-level',
      severity: 'warning',
      message: 'nobody is told in the first 10m',
    });
  });

  it.each([
    ['{}', 'this route tells nobody'],
    [
      '{ levels: [{ notify: [{ slack: team }] }], digest: { notify: [{ slack: team }] } }',
      'a route has levels or a digest, not both',
    ],
  ])('or a digest: %s', (page, message) => {
    expect(onlyFinding(withPolicy(page))).toMatchObject({ code: 'routing/levels-or-digest', message });
  });

  it('are repeated and grouped as the policy says', () => {
    const text = withPolicy('{ levels: [{ notify: [{ slack: team }] }], repeat: 2 }').replace(
      '{ routes:',
      '{ grouping: { by: [team], wait: 1m, interval: 2m, repeat: 1h }, routes:',
    );
    expect(routeNamed(text, 'own')).toMatchObject({
      severities: [{ severity: 'page', repeat: 2 }, { severity: 'ticket' }],
      grouping: { by: ['team'], waitSeconds: 60, intervalSeconds: 120, repeatSeconds: 3600 },
    });
  });
});

describe('hours', () => {
  it.each([
    ['{ levels: [{ when: business-hours, notify: [{ slack: team }] }] }', 'routes.page.levels.0.when'],
    ['{ levels: [{ notify: [{ slack: team }] }], hold: outside-business-hours }', 'routes.page.hold'],
  ])('are needed by %s', (page, field) => {
    expect(onlyFinding(withPolicy(page))).toMatchObject({
      code: 'routing/no-business-hours',
      message: 'team ml has no business hours',
      field: `spec.${field}`,
    });
  });

  it('hold what comes outside them', () => {
    const page = '{ levels: [{ notify: [{ slack: team }] }], hold: outside-business-hours }';
    expect(routeNamed(withPolicy(page, `${SLACK}, ${HOURS}`), 'own')?.severities[0]).toMatchObject({
      heldOutsideBusinessHours: true,
    });
  });

  // An incident opened in hours and ended outside them would stay open.
  it.each([
    [
      'when',
      '{ levels: [{ when: business-hours, notify: [{ onCall: primary }] }, { notify: [{ slack: team }] }] }',
      'routes.page.levels.0.when',
    ],
    [
      'hold',
      '{ levels: [{ notify: [{ slack: team }, { onCall: primary }] }], hold: outside-business-hours }',
      'routes.page',
    ],
    ['digest', '{ digest: { notify: [{ onCall: primary }] } }', 'routes.page'],
  ])('of a PagerDuty page are refused: %s', (what, page, field) => {
    expect(onlyFinding(withPolicy(page, `${SLACK}, ${PRIMARY}, ${HOURS}`))).toMatchObject({
      code: 'routing/muted-resolve',
      severity: 'error',
      message: `${what} on ml primary: an incident that ends in quiet hours would never be resolved at PagerDuty`,
      field: `spec.${field}`,
    });
  });
});

describe('a digest', () => {
  const digest = (spec: string) =>
    withPolicy(
      '{ levels: [{ notify: [{ slack: team }] }] }',
      `${SLACK}, timezone: Europe/London`,
      `, info: { digest: { notify: [{ slack: team }]${spec} } }`,
    );
  const rendered = (spec: string) =>
    routeNamed(digest(spec), 'own')?.severities.find(({ severity }) => severity === 'info')?.digest;

  it('is daily at nine, in the team’s zone', () => {
    expect(rendered('')).toEqual({
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      minuteOfDay: 540,
      timezone: 'Europe/London',
    });
  });

  it('may be weekly, and elsewhere', () => {
    expect(rendered(', every: 7d, at: "fri 16:30", timezone: Asia/Tokyo')).toEqual({
      days: ['fri'],
      minuteOfDay: 990,
      timezone: 'Asia/Tokyo',
    });
  });

  it.each(['every: 2d', 'every: 7d', 'at: "mon 09:00"', 'every: 1h'])('has no other period: %s', (spec) => {
    expect(findings(digest(`, ${spec}`))).toEqual(['routing/digest-period routes.info.digest.every']);
  });
});

describe('severities', () => {
  it('that a policy promises need a route', () => {
    const text = withPolicy('{ levels: [{ notify: [{ slack: team }] }] }').replace(
      '{ routes:',
      '{ severities: [page, info], routes:',
    );
    expect(onlyFinding(text)).toMatchObject({
      code: 'routing/severity-not-routed',
      message: 'the policy names the severity info and has no route for it',
      expected: 'routes: { info: … }',
      field: 'spec.severities',
    });
  });

  it('that an environment makes of others need one there', () => {
    const text = (routing: string) =>
      file(
        withPolicy('{ levels: [{ notify: [{ slack: team }] }] }').replace(`, ${TICKET}`, ''),
        object('Environment', 'prod', routing),
      );
    expect(findings(text('{}'))).toEqual(['routing/severity-not-routed routes']);
    // Nobody wants to hear of a severity of none.
    expect(findings(text('{ routing: { rewriteSeverity: { ticket: none } } }'))).toEqual([]);
  });
});

it('one route for each team and policy in use, sorted', () => {
  const routes = soundPlan(
    file(
      project().replace('spec: {', 'spec: { owner: ml,'),
      team(SLACK),
      object('Team', 'data', '{ contacts: { slack: "#data" } }'),
      object('EscalationPolicy', 'unused', `{ routes: { ${TICKET} } }`),
      object('Pipeline', 'p', '{ owner: data, freshness: { metric: ok, page: 1h } }'),
      model(),
    ),
  ).routes;
  expect(routes.map((route) => `${route.team} ${route.escalation}`)).toEqual(['data default', 'ml default']);
});
