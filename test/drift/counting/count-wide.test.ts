import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CountedColumn, countColumns } from '../../../src/drift/counting/count.ts';
import type { ColumnCounts } from '../../../src/drift/counting/counts.ts';
import type { Engine } from '../../../src/drift/engine.ts';
import { openDuckDb } from '../../../src/drift/world/duckdb.ts';

let engine: Engine;

beforeAll(async () => {
  engine = await openDuckDb({ memoryLimit: '200MB' });
  await engine.run(
    `CREATE TABLE t AS SELECT i % 2 = 0 AS even, 'k' || (i % 3) AS k, CASE WHEN i % 4 > 0 THEN i % 5 END AS n, NULL::VARCHAR AS nothing,
      'x' || i AS id, i::DOUBLE AS x FROM range(60) r(i)`,
  );
});

afterAll(() => engine.close());

const category = (
  id: string,
  kind: CountedColumn['column']['kind'] = 'text',
  expression = `"${id}"`,
): CountedColumn => ({
  id,
  column: { expression, kind },
  scheme: { kind: 'category' },
});

const values = (counts: ColumnCounts | undefined): Record<string, number> =>
  Object.fromEntries(counts?.kind === 'category' ? counts.values : []);

describe('counting columns of categories', () => {
  it('counts each by itself, however many are counted at once', async () => {
    const columns = Array.from({ length: 23 }, (_, index) => ({
      ...category(`c${index}`, 'integer', `(i % ${index + 1})`),
    }));
    const relation = '(SELECT i FROM range(60) r(i))';

    const { counted, failures } = await countColumns(engine, { relation }, columns);

    expect(failures).toEqual([]);
    for (const [index, { id }] of columns.entries()) {
      const expected: Record<string, number> = {};
      for (let i = 0; i < 60; i += 1) expected[i % (index + 1)] = (expected[i % (index + 1)] ?? 0) + 1;
      expect(values(counted.get(id)?.get(''))).toEqual(expected);
    }
  });

  it('counts missing values, and a column without any', async () => {
    const { counted } = await countColumns(engine, { relation: 't' }, [
      category('n', 'integer'),
      category('nothing'),
      category('even', 'boolean'),
    ]);

    expect(counted.get('n')?.get('')).toMatchObject({ rows: 60, nulls: 15 });
    expect(counted.get('nothing')?.get('')).toEqual({
      kind: 'category',
      rows: 60,
      nulls: 60,
      values: new Map(),
      rest: 0,
    });
    expect(values(counted.get('even')?.get(''))).toEqual({ false: 30, true: 30 });
  });

  it('counts within groups', async () => {
    const { counted } = await countColumns(engine, { relation: 't', group: "'parity=' || even::VARCHAR" }, [
      category('k'),
      category('n', 'integer'),
    ]);

    const groups = counted.get('k');
    expect([...(groups?.keys() ?? [])].toSorted()).toEqual(['parity=false', 'parity=true']);
    expect(values(groups?.get('parity=true'))).toEqual({ k0: 10, k1: 10, k2: 10 });
    expect(counted.get('n')?.get('parity=true')).toMatchObject({ rows: 30, nulls: 15 });
  });

  it('has a group without rows where there is none', async () => {
    const { counted } = await countColumns(engine, { relation: '(SELECT * FROM t WHERE false)' }, [
      category('k'),
      category('id'),
    ]);

    expect(counted.get('k')?.get('')).toMatchObject({ rows: 0, nulls: 0 });
    expect(counted.get('id')?.get('')).toMatchObject({ rows: 0, nulls: 0 });
  });

  it('counts the others when one of them fails', async () => {
    const broken = category('broken', 'text', 'error(id)');

    const { counted, failures } = await countColumns(engine, { relation: 't' }, [
      category('k'),
      broken,
      category('even', 'boolean'),
    ]);

    expect(failures.map(({ id }) => id)).toEqual(['broken']);
    expect([...counted.keys()].toSorted()).toEqual(['even', 'k']);
  });
});
