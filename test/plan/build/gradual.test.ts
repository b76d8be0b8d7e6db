import { describe, expect, it } from 'vitest';
import { buildProject } from '../../support/project.ts';
import { file, object, PROJECT, TEAM } from '../../support/specs.ts';

const build = (page: string) =>
  buildProject(
    file(
      PROJECT,
      TEAM,
      object(
        'Pipeline',
        'ingest',
        `{ owner: ml, freshness: { metric: ingest_success_seconds, page: ${page} } }`,
      ),
      object('FeatureSet', 'features', '{ owner: ml, producedBy: ingest, freshness: { max: 1h } }'),
      object(
        'SLO',
        'fresh',
        '{ featureSet: features, sli: { type: freshness, maxAge: 15m }, objective: 99% }',
      ),
    ),
  );

describe('a symptom and its cause that grow old together', () => {
  it('fire after the age, and the slices, that they need at least', () => {
    const alerts = build('20m').environments[0]?.plan.alerts ?? [];
    const seconds = (id: string) => alerts.find((alert) => alert.id === id)?.gradualSecondsToFire;
    // 20m and two evaluations of 30s.
    expect(seconds('pipeline:ingest/freshness')).toBe(20 * 60 + 60);
    // 15m; the first of three slices of 5m may end right then, two more follow; then `for: 2m`.
    expect(seconds('slo:fresh/sustained')).toBe((15 + 2 * 5 + 2) * 60);
  });

  it('are told when the cause is the later one', () => {
    expect(build('26m').diagnostics).toEqual([]);
    expect(build('27m').diagnostics.map(({ code }) => code)).toEqual(['inhibition/cause-later-than-symptom']);
  });
});
