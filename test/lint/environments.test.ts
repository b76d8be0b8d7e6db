import { describe, expect, it } from 'vitest';
import { documents, exampleModel, exampleObject } from '../../src/lint/example.ts';
import { lint } from './lint.ts';

/** A project of staging and prod, with overlays for each. */
function project(staging: string, prod: string, slo: string): string {
  const environment = (name: string, overlays: string) =>
    exampleObject('Environment', `name: ${name}`, [`labels: { env: ${name} }`, `overlays: [${overlays}]`]);
  return documents(
    exampleObject('Project', 'name: example', [
      'owner: ml',
      'environments: [staging, prod]',
      'channels: { slack: { apiUrlFile: secrets/slack-url } }',
    ]),
    environment('staging', staging),
    environment('prod', prod),
    exampleModel([`slos: [{ name: a, ${slo} }]`]),
  );
}

const LATENCY = 'sli: { type: latency, threshold: 250ms }, objective: 99%';
const set = (fields: string) => `{ match: { kind: SLO }, set: { ${fields} } }`;
const messages = (text: string) =>
  lint(text)
    .findings.filter(({ code }) => code === 'env/prod-looser-than-staging')
    .map(({ message }) => message);

describe('env/prod-looser-than-staging', () => {
  it('compares objectives, thresholds and severities of the same SLO', () => {
    expect(messages(project('', set('objective: 95%'), LATENCY))).toEqual([
      'fraud-a is looser in prod: an objective of 95% in prod and 99% in staging',
    ]);
    expect(messages(project('', set('sli: { type: latency, threshold: 500ms }'), LATENCY))).toEqual([
      'fraud-a is looser in prod: a threshold of 500ms in prod and 250ms in staging',
    ]);
    expect(messages(project('', set('alerting: { severity: { fast: ticket } }'), LATENCY))).toEqual([
      'fraud-a is looser in prod: severity ticket in prod and page in staging',
    ]);
  });

  it('is silent where production is as strict or stricter', () => {
    expect(messages(project('', '', LATENCY))).toEqual([]);
    expect(messages(project(set('objective: 95%'), '', LATENCY))).toEqual([]);
    expect(messages(project('', set('objective: 99.9%'), LATENCY))).toEqual([]);
    expect(messages(project(set('sli: { type: latency, threshold: 500ms }'), '', LATENCY))).toEqual([]);
  });

  it('says nothing of environments whose names tell nothing', () => {
    const text = project('', set('objective: 95%'), LATENCY);
    expect(messages(text.replaceAll('staging', 'east').replaceAll('prod', 'west'))).toEqual([]);
  });
});
