import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAdwin } from '../../../src/statistics/online/adwin.ts';
import { createDdm } from '../../../src/statistics/online/ddm.ts';
import type { OnlineDetector } from '../../../src/statistics/online/detector.ts';
import { createPageHinkley } from '../../../src/statistics/online/page-hinkley.ts';
import { drawnFrom } from '../two-sample/recipes.ts';

const options = z.object({
  delta: z.number().optional(),
  clock: z.number().optional(),
  max_buckets: z.number().optional(),
  min_window_length: z.number().optional(),
  grace_period: z.number().optional(),
  min_instances: z.number().optional(),
  threshold: z.number().optional(),
  alpha: z.number().optional(),
  mode: z.enum(['up', 'down', 'both']).optional(),
  warm_start: z.number().optional(),
  warning_threshold: z.number().optional(),
  drift_threshold: z.number().optional(),
});

const fixture = z.object({
  river: z.literal('0.23.0'),
  streams: z.array(
    z.object({
      name: z.string(),
      parts: z.array(
        z.object({
          shape: z.enum(['uniform', 'normal', 'slash']),
          seed: z.number(),
          size: z.number(),
          shift: z.number(),
          scale: z.number(),
          share: z.number().optional(),
        }),
      ),
      runs: z.array(
        z.object({
          detector: z.enum(['adwin', 'pageHinkley', 'ddm']),
          options,
          drifts: z.array(z.number()),
          warnings: z.array(z.number()),
          warningsLeftOff: z.number().default(0),
          window: z.tuple([z.number(), z.number()]).optional(),
        }),
      ),
    }),
  ),
});

/** What test/fixtures/two-sample/make_online.py wrote. */
const { streams } = fixture.parse(
  JSON.parse(
    readFileSync(path.resolve(import.meta.dirname, '../../fixtures/two-sample/online.json'), 'utf8'),
  ),
);

type Part = (typeof streams)[number]['parts'][number];
type Run = (typeof streams)[number]['runs'][number];

function valuesOf(parts: readonly Part[]): readonly number[] {
  return parts.flatMap(({ share, ...recipe }) =>
    Array.from(drawnFrom(recipe), (x) => (share === undefined ? x : Number(x < share))),
  );
}

/** Only options that are there: what is left out must have river's default. */
function given<T extends object>(all: { [Key in keyof T]: T[Key] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function adwinOf(o: Run['options']): ReturnType<typeof createAdwin> {
  return createAdwin(
    given({
      delta: o.delta,
      clock: o.clock,
      maxBuckets: o.max_buckets,
      minWindow: o.min_window_length,
      gracePeriod: o.grace_period,
    }),
  );
}

function detectorOf({ detector, options: o }: Run): OnlineDetector {
  if (detector === 'adwin') return adwinOf(o);
  return detector === 'ddm'
    ? createDdm(
        given({
          warmStart: o.warm_start,
          warningThreshold: o.warning_threshold,
          driftThreshold: o.drift_threshold,
        }),
      )
    : createPageHinkley(
        given({
          minInstances: o.min_instances,
          delta: o.delta,
          threshold: o.threshold,
          alpha: o.alpha,
          mode: o.mode,
        }),
      );
}

describe('detectors on a stream', () => {
  it.each(streams)('see what river sees: $name', ({ parts, runs }) => {
    const values = valuesOf(parts);
    for (const run of runs) {
      const detector = detectorOf(run);
      const states = values.map((value) => detector.update(value));
      const at = (wanted: string): number[] =>
        states.flatMap((state, index) => (state === wanted ? [index] : []));
      expect(at('drift'), `${run.detector} ${JSON.stringify(run.options)}`).toEqual(run.drifts);
      const warnings = at('warning');
      expect(warnings.slice(0, 60)).toEqual(run.warnings);
      expect(warnings.length).toBe(run.warnings.length + run.warningsLeftOff);
    }
  });

  it.each(streams)('keep the window of river: $name', ({ parts, runs }) => {
    const values = valuesOf(parts);
    for (const { options: o, window } of runs.filter(({ detector }) => detector === 'adwin')) {
      const adwin = adwinOf(o);
      for (const value of values) adwin.update(value);
      expect([adwin.window().width, adwin.window().mean]).toEqual(window);
    }
  });

  it('are tried on streams with drift and without', () => {
    for (const detector of ['adwin', 'pageHinkley', 'ddm'] as const) {
      const runs = streams.flatMap((each) => each.runs.filter((run) => run.detector === detector));
      expect(runs.filter(({ drifts }) => drifts.length > 0).length).toBeGreaterThan(4);
      expect(runs.filter(({ drifts }) => drifts.length === 0).length).toBeGreaterThan(1);
    }
    expect(
      streams.flatMap(({ runs }) => runs).filter(({ warnings }) => warnings.length > 0).length,
    ).toBeGreaterThan(4);
  });

  it('do not take what would blind them', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => createAdwin().update(value)).toThrow(RangeError);
      expect(() => createPageHinkley().update(value)).toThrow(RangeError);
      expect(() => createDdm().update(value)).toThrow(RangeError);
    }
    expect(() => createDdm().update(2)).toThrow('2 is no error between 0 and 1');
    expect(createAdwin().window()).toEqual({ width: 0, mean: 0 });
  });
});
