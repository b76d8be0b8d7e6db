import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { driftPlan, jobColumn, jobPolicy, jobSource, only, useDriftBench } from '../../support/drift-data.ts';
import { type Side, valuesOf, zSide } from '../evidently/recipes.ts';

// What the real Evidently said of pairs of columns (test/fixtures/evidently), beside what a run of the profile says of files.

const zPair = z.object({
  name: z.string(),
  type: z.string(),
  reference: zSide,
  current: zSide,
  declared: z.enum(['num', 'cat']).nullable(),
  drift: z
    .object({ score: z.number(), threshold: z.number(), drifted: z.boolean() })
    .optional()
    .catch(undefined),
});
const file = new URL('../../fixtures/evidently/reference.json', import.meta.url);
const { pairs } = z.object({ pairs: z.array(zPair) }).parse(JSON.parse(readFileSync(file, 'utf8')));

const SQL_TYPES: Readonly<Record<string, string>> = {
  float64: 'DOUBLE',
  float32: 'FLOAT',
  int64: 'BIGINT',
  object: 'VARCHAR',
};
/** With more rows a test takes long for the same lines of code. */
const MOST_ROWS = 30_000;

/** Free text is not compared by this profile. Pairs that a file holds as they are: JSON, by which they come into one, has no infinity, and 2^53 + 1 is no double. */
const held = pairs.filter(
  ({ type, reference, current, drift }) =>
    drift !== undefined &&
    type !== 'text' &&
    [reference, current].every((side) => isHeld(side)) &&
    reference.type === current.type,
);

function isHeld(side: Side): boolean {
  const values = valuesOf(side);
  return (
    SQL_TYPES[side.type] !== undefined &&
    values.length <= MOST_ROWS &&
    values.every(
      (value) =>
        value === null ||
        (side.type === 'object'
          ? typeof value === 'string'
          : Number.isFinite(value) && Math.abs(Number(value)) < 2 ** 53),
    )
  );
}

const bench = useDriftBench();

describe('a run of the profile evidently', () => {
  it('has pairs of every kind to show it', () => {
    expect(new Set(held.map(({ reference }) => reference.type))).toEqual(new Set(Object.keys(SQL_TYPES)));
    expect(held.length).toBeGreaterThan(25);
  });

  it.each(held.map((pair) => [pair.name, pair] as const))('says what Evidently says: %s', async (_, pair) => {
    for (const [name, side] of [
      ['training', pair.reference],
      ['serving', pair.current],
    ] as const) {
      const lines = valuesOf(side).map((value) => JSON.stringify({ v: value }));
      bench.writeText(`${name}.jsonl`, lines.join('\n'));
      const type = SQL_TYPES[side.type] ?? '';
      await bench.write(
        `${name}.parquet`,
        `SELECT v FROM read_json('${bench.root}/${name}.jsonl', format = 'newline_delimited', columns = {v: '${type}'})`,
      );
    }
    const type = pair.declared === 'num' ? 'numeric' : pair.declared === 'cat' ? 'category' : 'auto';
    const plan = driftPlan(
      ['training', 'serving'].map((name) => jobSource(name, `${name}.parquet`)),
      [jobPolicy([jobColumn('v', { type })], { profile: 'evidently' })],
    );
    const { tests } = await bench.runPolicy(plan);
    const { score, level, levels, alpha } = only(tests);
    const { drift } = pair;
    expect(level).toBe(drift?.drifted === true ? 'alert' : 'none');
    expect(levels.alert ?? alpha).toBe(drift?.threshold);
    // Results have ten digits.
    expect(score).toBeCloseTo(drift?.score ?? Number.NaN, 7);
    if ((drift?.score ?? 0) > 1e-6) expect((score ?? 0) / (drift?.score ?? 1)).toBeCloseTo(1, 6);
  });
});
