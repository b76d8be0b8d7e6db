import { describe, expect, it } from 'vitest';
import { look, marked, minimalWith, object, slo } from '../support/bad-input.ts';

const more = (kind: string, spec: string, name = 'more') => ({ 'more.yaml': object(kind, name, spec) });
const project = (field: string) => ({
  'modelwatch.yaml': minimalWith('spec: { channels', `spec: { ${field}, channels`),
});
const policy = (spec: string) => more('EscalationPolicy', spec, 'default');
const TEAM = {
  'modelwatch.yaml': minimalWith('spec: { onCall', 'spec: { contacts: { slack: "#ml" }, onCall'),
};

/** What is wrong; the files that have it, with a mark where it must be told; the code of the finding. */
const CASES: readonly (readonly [string, Record<string, string>, string])[] = [
  // Names.
  ['a name with capitals', more('Runbook', '{}', '»Fraud_Detector'), 'schema/invalid-value'],
  ['a name that leads out of the folder', more('Runbook', '{}', '»../../etc/passwd'), 'schema/invalid-value'],
  ['a name that every object has', more('Runbook', '{}', '»__proto__'), 'schema/invalid-value'],
  [
    'a name with a letter that only looks like one',
    more('Runbook', '{}', '»fr\u0430ud'),
    'schema/invalid-value',
  ],
  ['a name with an invisible character', more('Runbook', '{}', '»fraud\u200b'), 'schema/invalid-value'],
  ['a name that is a number', more('Runbook', '{}', '»12'), 'schema/wrong-type'],
  ['a name of 64 letters', more('Runbook', '{}', `»${'a'.repeat(64)}`), 'schema/invalid-value'],
  [
    'an inline name that is too long with its model',
    { 'modelwatch.yaml': minimalWith('- { name: latency,', `- { name: »${'l'.repeat(60)},`) },
    'schema/name-too-long',
  ],
  ['an empty name', more('Runbook', '{}', '»""'), 'schema/invalid-value'],
  ['a key __proto__', more('Model', '{ owner: ml, select: { »__proto__: x } }'), 'yaml/forbidden-key'],
  // Two of a name.
  [
    'two objects of a name',
    { 'another.yaml': object('Runbook', 'more', '{}'), ...more('Runbook', '{}', '»more') },
    'reference/duplicate-object',
  ],
  [
    'an inline object with the name of another',
    {
      'modelwatch.yaml': minimalWith('name: latency', 'name: »latency'),
      ...more('SLO', '{ model: my-model, sli: { type: availability }, objective: 99% }', 'my-model-latency'),
    },
    'reference/duplicate-object',
  ],
  [
    'two inline objects of a name',
    { 'modelwatch.yaml': minimalWith('name: latency', 'name: »availability') },
    'reference/duplicate-object',
  ],
  ['an environment listed twice', project('environments: [prod, »prod]'), 'env/duplicate'],
  ['two Projects', more('Project', '{}', '»more'), 'project/several'],
  // References.
  [
    'an unknown reference',
    { 'modelwatch.yaml': minimalWith('owner: ml', 'owner: »mll') },
    'reference/unknown',
  ],
  [
    'an unknown reference in a list',
    more('Model', '{ owner: ml, dependsOn: [{ pipeline: »nope }] }'),
    'reference/unknown',
  ],
  [
    'a reference to another kind',
    slo('sli: { type: availability }, objective: 99%, runbook: »ml'),
    'reference/unknown',
  ],
  [
    'a reference with a look-alike',
    { 'modelwatch.yaml': minimalWith('owner: ml', 'owner: »m\u0406') },
    'schema/invalid-value',
  ],
  [
    'a circle of two',
    {
      'more.yaml': `${object('Pipeline', 'a', '{ owner: ml, dependsOn: [{ pipeline: b }] }')}---\n${object('Pipeline', 'b', '{ owner: ml, dependsOn: [{ pipeline: »a }] }')}`,
    },
    'reference/cycle',
  ],
  ['a circle of one', more('Pipeline', '{ owner: ml, dependsOn: [{ pipeline: »more }] }'), 'reference/cycle'],
  [
    'a circle through features',
    {
      'more.yaml': `${object('FeatureSet', 'f', '{ owner: ml, producedBy: »p, freshness: { max: 5m } }')}---\n${object('Pipeline', 'p', '{ owner: ml, dependsOn: [{ featureSet: f }] }')}`,
    },
    'reference/cycle',
  ],
  [
    'two subjects',
    {
      ...slo('featureSet: »f, sli: { type: freshness, maxAge: 5m }, objective: 99%'),
      'f.yaml': object('FeatureSet', 'f', '{ owner: ml, freshness: { max: 5m } }'),
    },
    'schema/one-subject',
  ],
  [
    'no subject',
    more('SLO', '{ sli: { type: availability }, objective: 99% }', '»more'),
    'schema/one-subject',
  ],
  // Environments and layers.
  [
    'an Environment that is not listed',
    { ...project('environments: [prod, staging]'), ...more('Environment', '{}', '»prd') },
    'env/unlisted',
  ],
  [
    'an environment of a URL that is not listed',
    {
      ...project('environments: [prod, staging]'),
      ...more('DataSource', '{ type: prometheus, url: { prd: »"https://x.example" } }'),
    },
    'reference/unknown',
  ],
  [
    'a wrong value of Defaults',
    more('Defaults', '[{ match: { kind: SLO }, set: { window: »30 } }]'),
    'unit/duration',
  ],
  [
    'a wrong value of an overlay',
    more(
      'Environment',
      '{ overlays: [{ match: { kind: SLO, name: "*-latency" }, set: { objective: »95 } }] }',
    ),
    'unit/objective',
  ],
  [
    'an unknown key of an overlay',
    more('Environment', '{ overlays: [{ match: { kind: SLO }, set: { »objectve: 95% } }] }'),
    'schema/unknown-key',
  ],
  [
    'an unknown reference from Defaults',
    more('Defaults', '[{ match: { kind: SLO }, set: { owner: »nobody } }]'),
    'reference/unknown',
  ],
  [
    'Defaults for a Project',
    more('Defaults', '[{ match: { kind: »Project }, set: { outDir: x } }]'),
    'schema/invalid-value',
  ],
  [
    'a glob with braces',
    more('Defaults', '[{ match: { kind: SLO, name: »"{a,b}-*" }, set: { window: 7d } }]'),
    'schema/invalid-value',
  ],
  [
    'a team that its models lose',
    {
      'modelwatch.yaml': minimalWith('owner: ml', 'owner: »ml'),
      ...more('Environment', '{ disable: [{ kind: Team }] }'),
    },
    'reference/removed',
  ],
  // Routing.
  [
    'nobody of that name on call',
    policy(
      '{ routes: { page: { levels: [{ notify: [»{ onCall: primry }] }] }, ticket: { levels: [{ notify: [{ onCall: primary }] }] } } }',
    ),
    'reference/unknown-on-call',
  ],
  [
    'an unknown webhook',
    policy(
      '{ routes: { page: { levels: [{ notify: [»{ webhook: nope }] }] }, ticket: { levels: [{ notify: [{ onCall: primary }] }] } } }',
    ),
    'routing/no-channel',
  ],
  [
    'a receiver of an unknown sort',
    policy('{ routes: { page: { levels: [{ notify: [{ »pager: primary }] }] } } }'),
    'schema/unknown-key',
  ],
  [
    'a receiver that is a word',
    policy('{ routes: { page: { levels: [{ notify: [»primary] }] } } }'),
    'schema/invalid-value',
  ],
  [
    'a team without that contact',
    policy(
      '{ routes: { page: { levels: [{ notify: [»{ slack: team }] }] }, ticket: { levels: [{ notify: [{ onCall: primary }] }] } } }',
    ),
    'routing/no-contact',
  ],
  [
    'a channel that nothing connects to',
    {
      ...TEAM,
      ...policy(
        '{ routes: { page: { levels: [{ notify: [»{ slack: team }] }] }, ticket: { levels: [{ notify: [{ onCall: primary }] }] } } }',
      ),
    },
    'routing/no-channel',
  ],
  [
    'a promised severity without a route',
    policy(
      '{ severities: »[page, ticket], routes: { page: { levels: [{ notify: [{ onCall: primary }] }] } } }',
    ),
    'routing/severity-not-routed',
  ],
  [
    'a severity of alerts without a route',
    more(
      'EscalationPolicy',
      '{ routes: { page: { levels: [{ notify: [{ onCall: primary }] }] } } }',
      '»default',
    ),
    'routing/severity-not-routed',
  ],
  [
    'a page held back from PagerDuty',
    {
      'modelwatch.yaml': minimalWith(
        'spec: { onCall',
        'spec: { businessHours: { days: [mon], from: "09:00", to: "17:00" }, onCall',
      ),
      ...policy(
        '{ routes: { page: »{ levels: [{ notify: [{ onCall: primary }] }], hold: outside-business-hours }, ticket: { levels: [{ notify: [{ onCall: primary }] }] } } }',
      ),
    },
    'routing/muted-resolve',
  ],
  [
    'business hours that the team does not have',
    {
      'modelwatch.yaml': minimalWith('channels: {', 'channels: { slack: { apiUrlFile: secrets/slack },'),
      ...policy(
        '{ routes: { page: { levels: [{ notify: [{ onCall: primary }] }] }, ticket: { levels: [{ when: »business-hours, notify: [{ slack: "#ml" }] }] } } }',
      ),
    },
    'routing/no-business-hours',
  ],
  [
    'levels that do not follow each other',
    policy(
      '{ routes: { page: { levels: [{ after: 0m, notify: [{ onCall: primary }] }, { after: 15m, notify: [{ onCall: primary }] }, { after: »5m, notify: [{ onCall: primary }] }] }, ticket: { levels: [{ notify: [{ onCall: primary }] }] } } }',
    ),
    'routing/escalation-not-increasing',
  ],
  // Calendars.
  [
    'a calendar that is not there',
    {
      'modelwatch.yaml': minimalWith(
        'spec: { channels',
        'spec: { calendarUntil: 2027-12-31, channels',
      ).replace(
        'spec: { onCall',
        'spec: { businessHours: { days: [mon], from: "09:00", to: "17:00", holidays: »no.ics }, onCall',
      ),
    },
    'calendar/unreadable',
  ],
  [
    'an unknown zone',
    { 'modelwatch.yaml': minimalWith('spec: { onCall', 'spec: { timezone: »Europe/Lodnon, onCall') },
    'unit/timezone',
  ],
];

describe('a wrong object is one error, at its place, and nothing is rendered', () => {
  it.each(CASES)('%s', (_name, withMark, code) => {
    const { files, place } = marked(withMark);
    const { told, exit, files: rendered, printed } = look(files);
    expect(told, printed).toEqual([`${place} ${code}`]);
    expect([exit, rendered]).toEqual([2, 0]);
  });
});
