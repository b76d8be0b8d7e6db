import { expect, it } from 'vitest';
import { EngineError, isPresent, StoppedError } from '../../../src/drift/engine.ts';
import { openDuckDb } from '../../../src/drift/world/duckdb.ts';
import { useDriftBench } from '../../support/drift-data.ts';

const bench = useDriftBench();

/** Fails when half of the rows have been given out. */
const FAILS = `SELECT CASE WHEN i = 900000 THEN error('row 900000 is torn') ELSE i END::DOUBLE FROM range(1000000) t(i)`;

it('gives every value once, in order, and says where there is none', async () => {
  const seen: (number | null)[] = [];
  await bench.engine.chunks(
    'SELECT i::DOUBLE, CASE WHEN i % 3 > 0 THEN i END::DOUBLE FROM range(100000) t(i)',
    ([all, some]) => {
      if (all === undefined || some?.present === undefined)
        throw new Error('there are two columns, one with nulls');
      expect(
        all.present === undefined ||
          [...all.values.keys()].every((row) => isPresent(all.present ?? new Uint8Array(), row)),
      ).toBe(true);
      for (const [row, value] of some.values.entries())
        seen.push(isPresent(some.present, row) ? value : null);
    },
  );
  expect(seen).toEqual(Array.from({ length: 100_000 }, (_, index) => (index % 3 > 0 ? index : null)));
});

it('never takes rows up to a failure for all rows', async () => {
  await expect(bench.engine.chunks(FAILS, () => undefined)).rejects.toThrow(EngineError);
  await expect(bench.engine.chunks(FAILS, () => undefined)).rejects.toThrow('row 900000 is torn');
  await expect(bench.engine.numbers(FAILS)).rejects.toThrow('row 900000 is torn');
});

it('gives numbers without nulls', async () => {
  const [values] = await bench.engine.numbers(
    'SELECT CASE WHEN i % 2 = 0 THEN i END::DOUBLE FROM range(10000) t(i)',
  );
  expect(values).toEqual(Float64Array.from({ length: 5000 }, (_, index) => 2 * index));
});

it('is for doubles', async () => {
  await expect(bench.engine.numbers('SELECT 1::BIGINT')).rejects.toThrow('not all columns are doubles');
});

it('ends at once when it is interrupted', async () => {
  const engine = await openDuckDb({ memoryLimit: '512MB', threads: 1 });
  try {
    let chunks = 0;
    const visited = engine.chunks('SELECT i::DOUBLE FROM range(1000000000000) t(i)', () => {
      chunks += 1;
      if (chunks === 3) engine.interrupt();
    });
    await expect(visited).rejects.toThrow(StoppedError);
  } finally {
    engine.close();
  }
});
