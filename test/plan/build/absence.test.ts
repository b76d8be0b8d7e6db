import { describe, expect, it } from 'vitest';
import { object } from '../../support/specs.ts';
import { alertIds, alertOf, soundPlan, withModel } from './built.ts';

const AVAILABILITY = 'sli: { type: availability }, objective: 99.9%';
const plan = (more: string, ...objects: string[]) => soundPlan(withModel(more, ...objects));
const absences = (more: string) => alertIds(plan(more)).filter((id) => id.includes('absent'));

const WEEK = 604_800;
const DAY = 86_400;

describe('the absence of a signal', () => {
  it('is told for what an objective stands on, as sternly as its fast burn', () => {
    const built = plan(`slos: [{ name: a, ${AVAILABILITY} }]`);
    expect(absences(`slos: [{ name: a, ${AVAILABILITY} }]`)).toEqual([
      'model:fraud/errors-absent',
      'model:fraud/requests-absent',
    ]);
    expect(alertOf(built, 'model:fraud/requests-absent')).toMatchObject({
      name: 'FraudRequestsAbsent',
      class: 'absence',
      severity: 'page',
      holdSeconds: 600,
      upstream: [],
      condition: { node: 'absent', of: { signal: 'model:fraud/requests' } },
    });
  });

  it('of a counter that a healthy service lacks is a ticket, if it was there within a week', () => {
    expect(alertOf(plan(`slos: [{ name: a, ${AVAILABILITY} }]`), 'model:fraud/errors-absent')).toMatchObject({
      severity: 'ticket',
      holdSeconds: DAY,
      condition: { node: 'absent', of: { signal: 'model:fraud/errors' }, existedWithinSeconds: WEEK },
    });
  });

  it('of bad events of the same metric is not told: it is there as long as there are requests', () => {
    expect(
      absences(
        `slos: [{ name: a, ${AVAILABILITY} }], metrics: { errors: { name: model_predictions_total, match: { outcome: error } } }`,
      ),
    ).toEqual(['model:fraud/requests-absent']);
  });

  it('is one alert for several objectives: the sternest and the quickest of them', () => {
    const latency = (name: string, absent: string) =>
      `{ name: ${name}, sli: { type: latency, threshold: 250ms }, objective: 99%, alerting: { absent: ${absent} } }`;
    const built = plan(
      `slos: [${latency('a', '{ severity: info, for: 5m }')}, ${latency('b', '{ severity: ticket, for: 20m }')}]`,
    );
    expect(alertIds(built).filter((id) => id.includes('absent'))).toEqual(['model:fraud/latency-absent']);
    expect(alertOf(built, 'model:fraud/latency-absent')).toMatchObject({
      severity: 'ticket',
      holdSeconds: 300,
    });
  });

  it('of a counter that somebody needs at any time is told as such', () => {
    const built = plan(
      `slos: [{ name: a, ${AVAILABILITY} }], monitors: [{ name: m, of: errors, threshold: { gt: 1/s }, onNoData: alert, severity: info }]`,
    );
    // One alert of the name, although two things ask for it; the objective's demand is worth a ticket.
    expect(alertOf(built, 'model:fraud/errors-absent')).toMatchObject({
      severity: 'ticket',
      holdSeconds: 600,
    });
    expect(alertOf(built, 'model:fraud/errors-absent').condition).not.toHaveProperty('existedWithinSeconds');
  });

  it('of a role of several words has a name that can be read', () => {
    expect(
      absences(
        'metrics: { timeToFirstToken: { name: ttft_seconds, type: histogram, unit: seconds } }, slos: [{ name: t, sli: { type: latency, of: timeToFirstToken, threshold: 1s }, objective: 99% }]',
      ),
    ).toEqual(['model:fraud/time-to-first-token-absent']);
  });

  it('of what a pipeline or feature store emits is explained by what is upstream of it', () => {
    const built = plan(
      'slos: [{ name: a, sli: { type: freshness, maxAge: 1h }, objective: 99% }], dependsOn: [{ pipeline: ingest }]',
      object('Pipeline', 'ingest', '{ owner: ml }'),
    );
    expect(alertOf(built, 'model:fraud/feature-freshness-absent').upstream).toEqual(['pipeline:ingest']);
  });
});

describe('declared versions', () => {
  const VERSIONS = 'versions: { champion: v1, challenger: { version: v2 } }';

  it('have alerts of their own, the challenger a milder one', () => {
    const built = plan(`slos: [{ name: a, ${AVAILABILITY} }], ${VERSIONS}`);
    expect(alertOf(built, 'model:fraud/champion-absent')).toMatchObject({
      name: 'FraudChampionAbsent',
      severity: 'page',
      condition: { node: 'absent', of: { signal: 'model:fraud/requests', where: { version: 'v1' } } },
    });
    expect(alertOf(built, 'model:fraud/challenger-absent')).toMatchObject({
      severity: 'ticket',
      condition: { of: { where: { version: 'v2' } } },
    });
  });

  it('are looked for in each signal that tells them', () => {
    const latency = '{ name: l, sli: { type: latency, threshold: 250ms }, objective: 99% }';
    const built = plan(
      `slos: [{ name: a, ${AVAILABILITY} }, ${latency}], versions: { champion: v1 }, metrics: { latency: { labels: { version: rev } } }`,
    );
    expect(alertIds(built).filter((id) => id.includes('champion'))).toEqual([
      'model:fraud/champion-absent',
      'model:fraud/latency-champion-absent',
    ]);
    expect(alertOf(built, 'model:fraud/latency-champion-absent').condition).toMatchObject({
      of: { signal: 'model:fraud/latency', where: { version: 'v1' } },
    });
  });

  it('are not looked for in counters that appear with the first error', () => {
    expect(absences(`slos: [{ name: a, ${AVAILABILITY} }], versions: { champion: v1 }`)).toEqual([
      'model:fraud/champion-absent',
      'model:fraud/errors-absent',
      'model:fraud/requests-absent',
    ]);
  });

  it('are not looked for where no label tells them', () => {
    const latency = '{ name: l, sli: { type: latency, threshold: 250ms }, objective: 99% }';
    expect(absences(`slos: [${latency}], versions: { champion: v1 }`)).toEqual([
      'model:fraud/latency-absent',
    ]);
  });
});
