import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CountedColumn, countColumns } from '../../../src/drift/counting/count.ts';
import {
  type ColumnCounts,
  type CountingScheme,
  finiteRows,
  type NumericCounts,
} from '../../../src/drift/counting/counts.ts';
import { quantileEdges } from '../../../src/drift/counting/edges.ts';
import { quoteText, sqlDouble } from '../../../src/drift/counting/sql.ts';
import { useDriftBench } from '../../support/drift-data.ts';

const bench = useDriftBench();

const numbers = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
    { weight: 3, arbitrary: fc.integer({ min: -2, max: 2 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(null, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    },
  ),
  { minLength: 1, maxLength: 200 },
);
const texts = fc.array(
  fc.option(fc.oneof(fc.constantFrom('a', 'b', '', 'é'), fc.string({ unit: 'grapheme', maxLength: 4 }))),
  {
    minLength: 1,
    maxLength: 200,
  },
);

function sqlNumber(value: number | null): string {
  if (value === null) return 'NULL::DOUBLE';
  return Number.isFinite(value) ? sqlDouble(value) : `'${value}'::DOUBLE`;
}

async function table(name: string, rows: readonly string[]): Promise<void> {
  await bench.engine.run(
    `CREATE OR REPLACE TEMP TABLE ${name} AS SELECT * FROM (VALUES ${rows.map((row) => `(${row})`).join(', ')}) t(v)`,
  );
}

async function count(
  relation: string,
  scheme: CountingScheme,
  kind: 'float' | 'text',
  { group, threads = 1 }: { readonly group?: string; readonly threads?: number } = {},
): Promise<ColumnCounts> {
  const column: CountedColumn = { id: 'v', column: { expression: 'v', kind }, scheme };
  const target = { relation, ...(group !== undefined && { group }) };
  const { counted, failures } = await countColumns({ ...bench.engine, threads }, target, [column]);
  expect(failures).toEqual([]);
  const counts = counted.get('v')?.get('');
  if (counts === undefined) throw new Error('nothing was counted');
  return counts;
}

function numeric(counts: ColumnCounts): NumericCounts {
  if (counts.kind !== 'numeric') throw new Error('numbers were expected');
  return counts;
}

describe('counts of numbers', () => {
  it('have every finite value in one bin, and parts add up to the whole', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, fc.double({ min: 0, max: 1, noNaN: true }), async (values, share) => {
        const edges = quantileEdges(
          Float64Array.from(
            values.filter((value) => value !== null && Number.isFinite(value)) as number[],
          ).toSorted(),
        );
        const scheme = { kind: 'numeric', edges, shift: edges[edges.length >> 1] ?? 0 } as const;
        const rows = values.map(sqlNumber);
        const cut = Math.max(1, Math.min(rows.length - 1, Math.round(share * rows.length)));
        await table('whole', rows);
        const whole = numeric(await count('whole', scheme, 'float'));
        expect(whole.bins.length).toBe(edges.length + 1);
        expect(whole.bins.reduce((sum, each) => sum + each, 0)).toBe(finiteRows(whole));
        expect(whole.rows).toBe(values.length);
        expect(whole.nulls).toBe(values.filter((value) => value === null).length);
        expect(finiteRows(whole)).toBe(values.filter(Number.isFinite).length);
        if (rows.length < 2) return;
        await table('part', rows.slice(0, cut));
        const first = numeric(await count('part', scheme, 'float'));
        await table('part', rows.slice(cut));
        const second = numeric(await count('part', scheme, 'float'));
        expect(first.bins.map((each, index) => each + (second.bins[index] ?? 0))).toEqual(whole.bins);
        for (const key of ['rows', 'nulls', 'nonFinite'] as const)
          expect(first[key] + second[key]).toBe(whole[key]);
        const size = Math.sqrt(whole.rows * whole.sumOfSquares);
        expect(Math.abs(first.sum + second.sum - whole.sum)).toBeLessThanOrEqual(1e-10 * size);
        expect(Math.abs(first.sumOfSquares + second.sumOfSquares - whole.sumOfSquares)).toBeLessThanOrEqual(
          1e-10 * whole.sumOfSquares,
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('counts of numbers as they come', () => {
  it('are those of the engine', async () => {
    const texts = fc.array(
      fc.oneof(fc.double(), fc.integer(), fc.constantFrom('', 'x', null, 'nan', '-0', '1e400')),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(numbers, texts), fc.boolean(), async (values, asText) => {
        const finite = values.map(Number).filter((value) => Number.isFinite(value));
        const edges = quantileEdges(Float64Array.from(finite).toSorted(), 8);
        const scheme = { kind: 'numeric', edges, shift: edges[edges.length >> 1] ?? 0 } as const;
        const isText = asText || values.some((value) => typeof value === 'string');
        await table(
          'mixed',
          ['NULL', ...values].map((value) => {
            if (value === null || value === 'NULL') return isText ? 'NULL::VARCHAR' : 'NULL::DOUBLE';
            return isText ? quoteText(String(value)) : sqlNumber(Number(value));
          }),
        );
        const kind = isText ? 'text' : 'float';
        const streamed = numeric(await count('mixed', scheme, kind));
        for (const way of [{ threads: 16 }, { group: "''" }]) {
          const { sum, sumOfSquares, ...counted } = numeric(await count('mixed', scheme, kind, way));
          expect(streamed).toMatchObject(counted);
          const size = Math.sqrt(streamed.rows * streamed.sumOfSquares);
          if (!Number.isFinite(size)) continue;
          expect(Math.abs(streamed.sum - sum)).toBeLessThanOrEqual(1e-10 * size);
          expect(Math.abs(streamed.sumOfSquares - sumOfSquares)).toBeLessThanOrEqual(1e-10 * sumOfSquares);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('counts of categories', () => {
  it.each([undefined, 16])('parts add up to the whole (buckets: %s)', async (buckets) => {
    const scheme = { kind: 'category', ...(buckets !== undefined && { buckets }) } as const;
    await fc.assert(
      fc.asyncProperty(texts, fc.nat(200), async (values, at) => {
        const rows = values.map((value) =>
          value === null ? 'NULL::VARCHAR' : quoteText(value.replaceAll('\0', '')),
        );
        const cut = Math.max(1, Math.min(rows.length - 1, at));
        if (rows.length < 2) return;
        await table('whole', rows);
        await table('first', rows.slice(0, cut));
        await table('second', rows.slice(cut));
        const [whole, first, second] = [
          await count('whole', scheme, 'text'),
          await count('first', scheme, 'text'),
          await count('second', scheme, 'text'),
        ];
        if (whole.kind !== 'category' || first.kind !== 'category' || second.kind !== 'category')
          throw new Error('categories were expected');
        const sum = new Map(first.values);
        for (const [value, rowsOf] of second.values) sum.set(value, (sum.get(value) ?? 0) + rowsOf);
        expect(Object.fromEntries(sum)).toEqual(Object.fromEntries(whole.values));
        expect(first.nulls + second.nulls).toBe(whole.nulls);
        expect([...whole.values.values()].reduce((all, each) => all + each, 0)).toBe(
          whole.rows - whole.nulls,
        );
      }),
      { numRuns: 30 },
    );
  });
});
