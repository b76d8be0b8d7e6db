import { describe, expect, it } from 'vitest';
import { file, object, PROJECT, TEAM } from '../../support/specs.ts';
import { onlyFinding, soundPlan } from './built.ts';

const HOURS = 'businessHours: { days: [mon], from: "09:00", to: "17:00" }';
const WORKING_TEAM = object('Team', 'ml', `{ contacts: { slack: "#ml" }, ${HOURS} }`);
const NOTIFY = 'notify: [{ slack: team }]';
const ALWAYS = `{ levels: [{ ${NOTIFY} }] }`;

/** A pipeline with alerts of both severities, told by the policy `own`; features are made by it. */
function project(routes: string, more = ''): string {
  return file(
    PROJECT,
    WORKING_TEAM,
    object('EscalationPolicy', 'own', `{ routes: { ${routes} } }`),
    object(
      'Pipeline',
      'ingest',
      `{ owner: ml, escalation: own, freshness: { metric: ok_seconds, warn: 10m, page: 30m }${more} }`,
    ),
    object('FeatureSet', 'features', '{ owner: ml, producedBy: ingest, freshness: { max: 2h } }'),
  );
}

const causes = (text: string) =>
  soundPlan(text).causes.map(
    ({ item, sourceSeverity, targetSeverities, alertNames }) =>
      `${item} ${sourceSeverity} > ${targetSeverities.join(' ')}: ${alertNames.join(' ')}`,
  );

const TICKET = 'pipeline:ingest ticket > ticket info: IngestFreshnessWarn';
const PAGE = 'pipeline:ingest page > page ticket info: IngestFreshness IngestFreshnessAbsent';

describe('a cause', () => {
  it('explains what is no more severe than itself', () => {
    expect(causes(project(`page: ${ALWAYS}, ticket: ${ALWAYS}`))).toEqual([PAGE, TICKET]);
  });

  it('names all the alerts that tell of it, whatever is wrong', () => {
    const more =
      ', volume: { metric: records_total, min: 1/s, severity: page }, schema: { metric: bad_total, max: 1% of records, severity: page }';
    expect(causes(project(`page: ${ALWAYS}, ticket: ${ALWAYS}`, more))).toEqual([
      'pipeline:ingest page > page ticket info: IngestFreshness IngestFreshnessAbsent IngestRecordsAbsent IngestSchemaViolations IngestVolumeLow',
      'pipeline:ingest ticket > ticket info: IngestFreshnessWarn IngestSchemaViolationsAbsent',
    ]);
  });

  it('is one for each object upstream that has alerts, near or far', () => {
    const far = object(
      'Model',
      'fraud',
      '{ owner: ml, dependsOn: [{ featureSet: features }], monitors: [{ name: m, of: confidence, threshold: { lt: 50% } }] }',
    );
    expect(causes(file(project(`page: ${ALWAYS}, ticket: ${ALWAYS}`), far))).toEqual([
      'feature-set:features ticket > ticket info: FeaturesFreshness FeaturesFreshnessAbsent',
      PAGE,
      TICKET,
    ]);
  });

  it('is none that nothing depends on', () => {
    expect(
      causes(
        file(PROJECT, TEAM, object('Pipeline', 'p', '{ owner: ml, freshness: { metric: ok, page: 1h } }')),
      ),
    ).toEqual([]);
  });
});

describe('a cause that nobody hears of at some hour silences nothing', () => {
  it.each([
    ['held', `{ levels: [{ ${NOTIFY} }], hold: outside-business-hours }`],
    ['in a digest', `{ digest: { ${NOTIFY} } }`],
    ['in hours only', `{ levels: [{ when: business-hours, ${NOTIFY} }] }`],
    [
      'in hours, and always later',
      `{ levels: [{ when: business-hours, ${NOTIFY} }, { after: 1h, ${NOTIFY} }] }`,
    ],
  ])('%s', (_, ticket) => {
    expect(causes(project(`page: ${ALWAYS}, ticket: ${ticket}`))).toEqual([PAGE]);
  });

  it('but hours and their complement are every hour', () => {
    const split = `{ levels: [{ when: business-hours, ${NOTIFY} }, { when: outside-business-hours, notify: [{ slack: "#night" }] }] }`;
    expect(causes(project(`page: ${ALWAYS}, ticket: ${split}`))).toEqual([PAGE, TICKET]);
  });

  it('of severity none, or without policies', () => {
    const text = project(`page: ${ALWAYS}, ticket: ${ALWAYS}`);
    const none = '{ routing: { rewriteSeverity: { page: none } } }';
    expect(causes(file(text, object('Environment', 'dev', none)))).toEqual([TICKET]);
    expect(
      causes(file(text, object('Environment', 'dev', '{ disable: [{ kind: EscalationPolicy }] }'))),
    ).toEqual([]);
  });
});

it('a budget that is nearly spent tells of the past, and explains nothing', () => {
  const slo = object(
    'SLO',
    'fresh',
    '{ pipeline: ingest, sli: { type: freshness, maxAge: 20m }, objective: 99% }',
  );
  const [page] = causes(file(project(`page: ${ALWAYS}, ticket: ${ALWAYS}`), slo));
  // The slices are a page, as the pipeline's own alerts are; the budget is a ticket.
  expect(page).toBe(
    'pipeline:ingest page > page ticket info: FreshSustained IngestFreshness IngestFreshnessAbsent',
  );
});

describe('a cause that fires later than its symptom', () => {
  const staged = (warn: string, page: string, max: string, severity: string) =>
    file(
      PROJECT,
      TEAM,
      object(
        'Pipeline',
        'ingest',
        `{ owner: ml, freshness: { metric: ok_seconds${warn === '' ? '' : `, warn: ${warn}`}, page: ${page} } }`,
      ),
      object(
        'FeatureSet',
        'features',
        `{ owner: ml, producedBy: ingest, freshness: { max: ${max}, severity: ${severity} } }`,
      ),
    );

  it('is told, with both times', () => {
    // The cause after 2h and two evaluations of 30s, the symptom after 1h and 2m.
    expect(onlyFinding(staged('', '2h', '1h', 'ticket'))).toMatchObject({
      code: 'inhibition/cause-later-than-symptom',
      severity: 'warning',
      message:
        'when pipeline:ingest fails slowly, FeaturesFreshness fires after 1h2m and its cause IngestFreshness only after 2h1m',
      object: { kind: 'FeatureSet', name: 'features' },
      related: [{ message: 'the cause' }],
      data: { symptomSeconds: 3720, causeSeconds: 7260 },
    });
  });

  it('is not told when an earlier alert of the cause explains it', () => {
    expect(soundPlan(staged('30m', '2h', '1h', 'ticket')).causes).toHaveLength(2);
  });

  it('is told when that earlier alert is less severe than the symptom', () => {
    expect(onlyFinding(staged('30m', '2h', '1h', 'page')).data).toEqual({
      symptomSeconds: 3720,
      causeSeconds: 7260,
    });
  });

  it('is not told of causes at the same moment', () => {
    // 1h1m and two evaluations, 1h and 2m.
    expect(soundPlan(staged('', '61m', '1h', 'ticket')).causes).toHaveLength(1);
    expect(onlyFinding(staged('', '62m', '1h', 'ticket')).data).toMatchObject({ causeSeconds: 3780 });
  });
});
