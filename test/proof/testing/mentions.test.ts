import { describe, expect, it } from 'vitest';
import { mayRead } from '../../../src/proof/testing/mentions.ts';

const SERIES = { name: 'errors_total', labels: { job: 'fraud', code: '500' } };

describe('whether a text may read a series', () => {
  it.each([
    ['sum(rate(errors_total{job="fraud"}[5m]))', true],
    ['sum(rate(errors_total[5m]))', true],
    ['expr: "rate(errors_total{job=\\"fraud\\"}[5m])"', true],
    ['errors_total{\n  job="fraud",\n  code=~"5..", pod!="x"}', true],
    ['{"errors_total", job="fraud"}', true],
    ['{__name__=~"errors_.*", job="fraud"}', true],
    ['{__name__=~"(?i)errors_.*"}', true],
    ['errors_total{job="other"} + errors_total{job="fraud"}', true],
    ['errors_total{zone=""}', true],
    ['errors_total{job="other"}', false],
    ['expr: "rate(errors_total{job=\\"other\\"}[5m])"', false],
    ['errors_total{zone="a"}', false],
    ['my_errors_total{job="fraud"} + errors_total_sum', false],
    ['- record: errors_total\n', false],
    ['{"record": "errors_total"}', false],
    ['{__name__=~"requests_.*", job="fraud"}', false],
    ['{__name__=~"errors_.*", job="other"}', false],
    ['nothing of it', false],
  ])('%j: %s', (text, expected) => {
    expect(mayRead(text, SERIES)).toBe(expected);
  });

  it('leaves open what labels a rule adds', () => {
    const recorded = { name: 'm:bad', labels: { slo: 'fraud' }, hasMore: true };
    expect(mayRead('m:bad{slo="fraud", version="1"}', recorded)).toBe(true);
    expect(mayRead('m:bad{slo="other", version="1"}', recorded)).toBe(false);
  });
});
