import { describe, expect, it } from 'vitest';
import { alertTest, prepared } from './project.ts';

/** The series that a test's entries become, by selector. */
function drawn(series: string, more = ''): Readonly<Record<string, string>> {
  const { tests, told } = prepared(
    alertTest(
      `{ at: 1970-01-02T00:00:00+00:00, ${more} series: [${series}], expect: [{ at: 2m, alert: fraud-latency }] }`,
    ),
  );
  expect(told).toEqual([]);
  return Object.fromEntries((tests[0]?.testCase.series ?? []).map((each) => [each.series, each.values]));
}

const RAW = (shape: string) => `{ metric: 'x{a="b"}', ${shape} }`;

describe('a series', () => {
  it.each([
    ['rate: 10/s', '0+300x4'],
    ['rate: 6/min', '0+3x4'],
    ['value: 0.5', '0.5+0x4'],
    ['age: 10m', '85800+30x4'],
    ['ageFrom: 10m', '85800+0x4'],
    ["values: '0+1x10 _x5 stale'", '0+1x10 _x5 stale'],
    ["values: '1x2', from: 1m", '_x1 1x2'],
    ["values: '1x2', from: 30s", '_ 1x2'],
    ['value: 1, from: 1m', '_x2 1+0x2'],
    ['value: 1, for: 1m', '1+0x1 stale _x2'],
  ])('that says %s is %s', (shape, values) => {
    expect(drawn(RAW(shape))).toEqual({ 'x{a="b"}': values });
  });

  it('of a histogram counts up over its buckets; those that are left out hold what the next lower one holds', () => {
    const series = drawn(
      '{ metric: latency, model: fraud, shape: { le: { ".05": 2/s, "0.25": 10/s, "+Inf": 20/s } } }',
    );
    expect(series['model_prediction_latency_seconds_bucket{le=".05"}']).toBe('0+60x4');
    expect(series['model_prediction_latency_seconds_bucket{le="0.1"}']).toBe('0+60x4');
    expect(series['model_prediction_latency_seconds_bucket{le="0.01"}']).toBe('0+0x4');
    expect(series['model_prediction_latency_seconds_bucket{le="0.25"}']).toBe('0+300x4');
    expect(series['model_prediction_latency_seconds_bucket{le="1"}']).toBe('0+300x4');
    expect(series['model_prediction_latency_seconds_bucket{le="+Inf"}']).toBe('0+600x4');
    expect(series['model_prediction_latency_seconds_count']).toBe(undefined);
    expect(series['model_prediction_latency_seconds_count{}']).toBe('0+600x4');
    // 2 of at most 0.05, 8 of at most 0.25, 10 of at least that: 4.6 s in a second.
    expect(series['model_prediction_latency_seconds_sum{}']).toBe('0+138x4');
  });

  it('of a role is in its raw unit', () => {
    expect(drawn('{ metric: gpu, model: fraud, value: 95%, labels: { gpu: "0" } }')).toEqual({
      'gpu_percent{gpu="0"}': '95+0x4',
    });
    expect(drawn('{ metric: freshness, pipeline: ingest, age: 40m }')).toEqual({
      'last_ok_seconds{job="ingest"}': '84000+30x4',
    });
  });

  it('goes on in the next entry, and begins anew where it was absent', () => {
    const parts = [
      RAW('rate: 1/s, for: 30s'),
      RAW('rate: 2/s, for: 30s'),
      RAW('absent: true, for: 30s'),
      RAW('rate: 1/s'),
    ];
    expect(drawn(parts.join(', '))).toEqual({ 'x{a="b"}': '0+60x1 stale 0+30x1' });
  });

  it('never falls by a rounding: promtool adds steps up, and a counter that is a digit lower would have been reset', () => {
    const parts = [RAW('rate: 1/h, for: 30s'), RAW('rate: 7/h, for: 30s'), RAW('rate: 1/h')];
    const [text = ''] = Object.values(drawn(parts.join(', '), 'interval: 1s,'));
    let sum = 0;
    for (const [, from, step, count] of text.matchAll(/(\S+?)\+(\S+?)x(\d+)/g)) {
      expect(Number(from)).toBeGreaterThanOrEqual(sum);
      sum = Number(from);
      for (let added = 0; added < Number(count); added += 1) sum += Number(step);
    }
    expect(text.split(' ').length).toBe(3);
    expect(sum).toBeCloseTo((29 + 30 * 7 + 61) / 3600, 6);
  });

  it('that is absent all the time is none, and still one that the test is about', () => {
    const { tests } = prepared(
      alertTest(
        '{ series: [{ metric: latency, model: fraud, absent: true }], expect: [{ at: 2m, alert: fraud-latency }] }',
      ),
    );
    expect(tests[0]?.testCase.series).toEqual([]);
    expect(tests[0]?.emitted).toEqual([{ name: 'model_prediction_latency_seconds_count', labels: {} }]);
  });

  it('has samples as often as the test says', () => {
    expect(drawn(RAW('rate: 1/s'), 'interval: 1m,')).toEqual({ 'x{a="b"}': '0+60x2' });
  });
});

describe('what is wrong with a series', () => {
  it.each([
    [
      '{ metric: latncy, model: fraud, rate: 1/s }',
      'test/unknown-signal',
      'model fraud measures no "latncy"',
      'latncy',
    ],
    [
      '{ metric: latency, model: frod, rate: 1/s }',
      'test/unknown-signal',
      'nothing is measured of model "frod" here',
      'frod',
    ],
    [
      '{ metric: latency, model: fraud, pipeline: ingest, rate: 1/s }',
      'test/unknown-signal',
      'it is of two objects at once',
      'ingest',
    ],
    [
      '{ metric: latency, model: fraud, rate: 1/s }',
      'test/shape',
      'model_prediction_latency_seconds is a histogram: rate says nothing of it',
      '1/s',
    ],
    [
      '{ metric: freshness, pipeline: ingest, value: 1 }',
      'test/shape',
      'last_ok_seconds is a gauge with a time: value says nothing of it',
      '1',
    ],
    ['{ metric: x }', 'test/shape', 'it does not say what the series does', '{ metric: x }'],
    ['{ metric: x, rate: 1/s, value: 1 }', 'test/shape', 'rate and value exclude each other', '1'],
    ['{ metric: x, value: 60% }', 'test/shape', '60% is no value of x', '60%'],
    [
      '{ metric: x, value: 1 }, { metric: x, value: 2 }',
      'test/overlap',
      'it begins before the entry above it for the same series has ended',
      'x',
    ],
    [
      '{ metric: x, value: 1, for: 2m }, { metric: x, value: 2, from: 1m }',
      'test/overlap',
      'it begins before the entry above it for the same series has ended',
      '1m',
    ],
    [
      "{ metric: x, value: 1, for: 2m }, { metric: x, values: '1' }",
      'test/overlap',
      "gauge and values can't follow each other in one series",
      'x',
    ],
    [
      '{ metric: x, shape: { le: { "+Inf": 1/s }, for: 1m }, for: 1m }',
      'test/shape',
      'how long it lasts is said twice',
      '1m',
    ],
  ])('%s: %s', (series, code, message, at) => {
    const { told, tests } = prepared(
      alertTest(`{ series: [${series}], expect: [{ at: 2m, alert: fraud-latency }] }`),
    );
    expect(told).toEqual([[code, message, at]]);
    expect(tests).toEqual([]);
  });

  it('is told with what was probably meant', () => {
    const { findings } = prepared(
      alertTest(
        '{ series: [{ metric: latncy, model: fraud, rate: 1/s }], expect: [{ at: 2m, alert: fraud-latency }] }',
      ),
    );
    expect(findings[0]).toMatchObject({
      hint: 'Did you mean "latency"?',
      suggestions: ['latency'],
      expected: 'one of gpu, latency',
    });
  });
});
