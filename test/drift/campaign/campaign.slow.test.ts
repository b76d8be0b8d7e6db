import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/drift/engine.ts';
import { openDuckDb } from '../../../src/drift/world/duckdb.ts';
import { POWER_CASES } from './columns.ts';
import { falseAlarms, power } from './figures.ts';
import { withoutDrift } from './run.ts';

// A slice of `node scripts/drift-campaign.mjs`, whose figures are in docs/measurements.md.

const RUNS = 6;
const POWER_RUNS = 3;
const SLICE = [
  'normal, mean by',
  'share 0.2 by 0.05, 19',
  'share 0.2 by 0.05, 199 ',
  'share 0.2 by 0.1, 4',
  'normal, nulls',
  '5 categories, a new one',
];

let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-drift-slice-'));
  engine = await openDuckDb({ memoryLimit: '500MB', threads: 1 });
});

afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('runs of forty columns with the usual levels', () => {
  it('are flagged in few runs without drift', async () => {
    const sides = Array.from({ length: RUNS }, (_, index) => withoutDrift(7000 + index));

    const { flagged, byTest } = await falseAlarms(engine, folder, sides);

    expect(flagged).toBeLessThanOrEqual(1);
    expect(byTest).toMatchObject({ ks: { tests: 21 * RUNS }, nulls: { tests: 40 * RUNS } });
    expect(byTest['chi-square']?.tests).toBe(19 * RUNS);
  });

  it.each(POWER_CASES.filter(({ name }) => SLICE.some((text) => name.startsWith(text))))(
    'find what changed in one of them: $name',
    async (each) => {
      const seeds = Array.from({ length: POWER_RUNS }, (_, index) => 8000 + index);

      const { byAspect } = await power(engine, folder, each, seeds);

      expect(byAspect).toBeGreaterThanOrEqual(POWER_RUNS - 1);
    },
  );
});
