import { describe, expect, it } from 'vitest';
import { AVAILABILITY, documents, exampleModel, exampleObject } from '../../src/lint/example.ts';
import { lint } from './lint.ts';

const messages = (objects: string, code: string) =>
  lint(objects)
    .findings.filter((finding) => finding.code === code)
    .map(({ message }) => message);

const pipeline = (...lines: string[]) =>
  exampleObject('Pipeline', 'name: ingest', ['owner: ml', 'runbook: fraud', ...lines]);
const dependent = (name: string, ...lines: string[]) =>
  exampleModel([`select: { job: ${name} }`, 'dependsOn: [{ pipeline: ingest }]', ...lines], `name: ${name}`);

const freshness = (limits: string) =>
  `freshness: { metric: ingest_last_success_timestamp_seconds, ${limits} }`;
const monitor = (severity: string) =>
  `monitors: [{ name: few, of: requests, statistic: rate, threshold: { lt: 1/s }, severity: ${severity}, inhibit: upstream }]`;

describe('coverage/no-upstream-signal', () => {
  const code = 'coverage/no-upstream-signal';

  it('tells an upstream once, with the models that need it', () => {
    const text = documents(pipeline(), dependent('a', AVAILABILITY), dependent('b', AVAILABILITY));
    expect(messages(text, code)).toEqual(['a and b depend on ingest, and nothing of it is measured']);
  });

  it('takes any alert of the upstream for a signal, and leaves what nobody needs alone', () => {
    const volume = 'volume: { metric: records_total, over: 1h, min: 100/s }';
    expect(messages(documents(pipeline(volume), dependent('a', AVAILABILITY)), code)).toEqual([]);
    expect(messages(documents(pipeline(), exampleModel([AVAILABILITY])), code)).toEqual([]);
  });
});

describe('inhibition/never-matches', () => {
  const code = 'inhibition/never-matches';

  it('is told where pages depend on what has no page', () => {
    expect(
      messages(documents(pipeline(freshness('warn: 1h')), dependent('a', monitor('page'))), code),
    ).toEqual([
      'when ingest fails, 1 alert of a can page as well: nothing that is told of ingest silences it',
    ]);
    expect(
      messages(documents(pipeline(freshness('page: 1h')), dependent('a', monitor('page'))), code),
    ).toEqual([]);
    expect(
      messages(documents(pipeline(freshness('warn: 1h')), dependent('a', monitor('ticket'))), code),
    ).toEqual([]);
  });
});
