import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expositionOf, readSamples } from '../../src/drift/exposition.ts';
import { type Sample, samplesOf, seriesKey } from '../../src/drift/samples.ts';
import { DRIFT_CONTRACT } from '../../src/plan/drift-contract.ts';
import { runResult, unusualRun } from '../support/drift-outputs.ts';

describe('expositionOf', () => {
  it('writes metrics in the order of the contract, with help and type', () => {
    const text = expositionOf(samplesOf(runResult()));
    expect(text.split('\n').filter((line) => !line.startsWith('# HELP'))).toEqual([
      '# TYPE modelwatch_drift_verdict gauge',
      'modelwatch_drift_verdict{model="fraud-detector",policy="fraud-drift",part="features",feature="amount",test="wasserstein"} 2',
      '# TYPE modelwatch_drift_score gauge',
      'modelwatch_drift_score{model="fraud-detector",policy="fraud-drift",part="features",feature="amount",test="wasserstein"} 0.31',
      '# TYPE modelwatch_drift_threshold gauge',
      'modelwatch_drift_threshold{model="fraud-detector",policy="fraud-drift",part="features",feature="amount",test="wasserstein"} 0.22000000000000003',
      '# TYPE modelwatch_drift_samples gauge',
      'modelwatch_drift_samples{model="fraud-detector",policy="fraud-drift"} 12000',
      '# TYPE modelwatch_drift_dataset_share gauge',
      'modelwatch_drift_dataset_share{model="fraud-detector",policy="fraud-drift"} 0.25',
      '# TYPE modelwatch_drift_last_run_timestamp_seconds gauge',
      'modelwatch_drift_last_run_timestamp_seconds{model="fraud-detector",policy="fraud-drift"} 1795914123.5',
      '# TYPE modelwatch_data_check_failed gauge',
      'modelwatch_data_check_failed{dataset="transaction-features",feature="amount",check="nulls"} 0',
      '',
    ]);
    const help = text.split('\n').filter((line) => line.startsWith('# HELP'));
    expect(help).toHaveLength(7);
    expect(help[0]).toBe(`# HELP modelwatch_drift_verdict ${DRIFT_CONTRACT.verdict.help}`);
  });

  it('escapes what ends a value or a line', () => {
    const labels = { model: 'a\\b', policy: 'c"d\ne' };
    expect(expositionOf([{ name: 'modelwatch_drift_samples', labels, value: 1 }])).toContain(
      '\nmodelwatch_drift_samples{model="a\\\\b",policy="c\\"d\\ne"} 1\n',
    );
  });

  it('is the same text whatever the order of series and labels', () => {
    const samples = samplesOf(unusualRun('2026-11-29T01:00:00Z'));
    const turned = samples
      .toReversed()
      .map((each) => ({ ...each, labels: Object.fromEntries(Object.entries(each.labels).toReversed()) }));
    expect(expositionOf(turned)).toBe(expositionOf(samples));
  });

  it('is read back as the same samples', () => {
    const label = fc.string({ unit: 'binary', minLength: 1 }).map((text) => text.replace(/\p{Cs}/gu, '?'));
    const sample: fc.Arbitrary<Sample> = fc.record({
      name: fc.constant('modelwatch_drift_score'),
      labels: fc.dictionary(fc.constantFrom('model', 'feature', 'segment_value'), label),
      value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    });
    fc.assert(
      fc.property(fc.uniqueArray(sample, { selector: seriesKey }), (samples) => {
        const read = readSamples(expositionOf(samples));
        const inOrder = (list: readonly Sample[]) =>
          list.toSorted((a, b) => (seriesKey(a) < seriesKey(b) ? -1 : 1));
        expect('samples' in read && inOrder(read.samples)).toEqual(inOrder(samples));
      }),
    );
  });

  it('is empty without samples, and refuses other names', () => {
    expect(expositionOf([])).toBe('');
    expect(() => expositionOf([{ name: 'up', labels: {}, value: 1 }])).toThrow(RangeError);
  });
});

describe('readSamples', () => {
  it('tells series of others from ours, and takes an empty label for an absent one', () => {
    expect(
      readSamples(
        'up 1\nmodelwatch_drift_samples{model="m",policy="p",x=""} 3\nmodelwatch_drift_samples{policy="p",model="m"} 4\nfree_bytes 5\n',
      ),
    ).toEqual({
      samples: [{ name: 'modelwatch_drift_samples', labels: { model: 'm', policy: 'p' }, value: 4 }],
      foreign: ['free_bytes', 'up'],
    });
  });

  it('says why a text is none', () => {
    expect(readSamples('modelwatch_drift_samples{model="m"')).toEqual({
      line: 1,
      problem: 'labels are separated by commas and end with }',
    });
  });
});
