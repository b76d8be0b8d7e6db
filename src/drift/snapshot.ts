import { z } from 'zod';
import type { BaselineColumn } from './baseline.ts';
import { byFrequency, LEAST_ROWS } from './baseline.ts';
import type { CategoryCounts, ColumnCounts, NumericCounts } from './counting/counts.ts';
import { MOST_NAMED } from './scoring/unseen.ts';

// A stored baseline: counts, bins and nothing that was in one row. Later runs read it in place of the rows.

const count = z.int().min(0);

const zSum = z.number().nullable().meta({ description: 'Null where values are too large to be added.' });
const zNumericCounts = z.strictObject({
  kind: z.literal('numeric'),
  rows: count,
  nulls: count,
  nonFinite: count,
  bins: z.array(count),
  sum: zSum,
  sumOfSquares: zSum,
});
const zCategoryCounts = z.strictObject({
  kind: z.literal('category'),
  rows: count,
  nulls: count,
  values: z.array(z.tuple([z.string(), count])),
  rest: count.meta({ description: 'Rows with values that are not listed: rare ones.' }),
});
const zCounts = z.discriminatedUnion('kind', [zNumericCounts, zCategoryCounts]);

const zScheme = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('numeric'), edges: z.array(z.number()), shift: z.number() }),
  z.strictObject({ kind: z.literal('category'), buckets: z.int().min(2).optional() }),
]);

export const SNAPSHOT_VERSION = 1;

export const zSnapshot = z
  .strictObject({
    version: z.literal(SNAPSHOT_VERSION),
    model: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    rows: count,
    columns: z.record(
      z.string(),
      z.strictObject({
        as: z.enum(['numeric', 'category']),
        valueClass: z.enum(['number', 'text', 'boolean', 'time', 'other']),
        scheme: zScheme,
        groups: z
          .record(z.string(), zCounts)
          .meta({ description: 'By segment, as segment=value; the empty name is all rows.' }),
      }),
    ),
  })
  .meta({
    title: 'Stored baseline of a modelwatch drift job',
    description: 'Counts of the baseline by bin and category.',
  });
export type BaselineSnapshot = z.output<typeof zSnapshot>;
type StoredColumn = BaselineSnapshot['columns'][string];
type StoredCounts = z.output<typeof zCounts>;

/** A column as it is stored. Columns of personal data must have been counted by bucket: their values are named by none. */
export function storedColumn(column: BaselineColumn): StoredColumn {
  const groups = [...column.groups].map(
    ([name, counts]) => [name, storedCounts(counts, isBucketed(column))] as const,
  );
  return {
    as: column.as,
    valueClass: column.valueClass,
    scheme: storedScheme(column),
    groups: Object.fromEntries(groups),
  };
}

function isBucketed({ scheme }: BaselineColumn): boolean {
  return scheme.kind === 'category' && scheme.buckets !== undefined;
}

function storedScheme({ scheme }: BaselineColumn): StoredColumn['scheme'] {
  if (scheme.kind === 'numeric') return { kind: 'numeric', edges: [...scheme.edges], shift: scheme.shift };
  return { kind: 'category', ...(scheme.buckets !== undefined && { buckets: scheme.buckets }) };
}

function storedCounts(counts: ColumnCounts, isBuckets: boolean): StoredCounts {
  if (counts.kind === 'numeric') {
    const { rows, nulls, nonFinite, bins, sum, sumOfSquares } = counts;
    // The least and the largest value were each in one row.
    return {
      kind: 'numeric',
      rows,
      nulls,
      nonFinite,
      bins: [...bins],
      sum: finiteSum(sum),
      sumOfSquares: finiteSum(sumOfSquares),
    };
  }
  const { rows, nulls, rest } = counts;
  const named = byFrequency(counts.values)
    .slice(0, MOST_NAMED)
    .filter(([, each]) => isBuckets || each >= LEAST_ROWS);
  const total = named.reduce((sum, [, each]) => sum + each, 0);
  return { kind: 'category', rows, nulls, values: named, rest: rest + (rows - nulls - rest - total) };
}

function finiteSum(sum: number): number | null {
  return Number.isFinite(sum) ? sum : null;
}

/** A stored column as runs read it. */
export function readColumn({ as, valueClass, scheme, groups }: StoredColumn): BaselineColumn {
  const { buckets, ...category } =
    scheme.kind === 'category' ? scheme : { buckets: undefined, kind: 'category' as const };
  return {
    as,
    valueClass,
    scheme: scheme.kind === 'numeric' ? scheme : { ...category, ...(buckets !== undefined && { buckets }) },
    groups: new Map(Object.entries(groups).map(([name, counts]) => [name, readCounts(counts)])),
  };
}

function readCounts(counts: StoredCounts): ColumnCounts {
  if (counts.kind === 'numeric') {
    const { sum, sumOfSquares } = counts;
    return {
      ...counts,
      sum: sum ?? Number.NaN,
      sumOfSquares: sumOfSquares ?? Number.NaN,
      min: undefined,
      max: undefined,
    } satisfies NumericCounts;
  }
  return { ...counts, values: new Map(counts.values) } satisfies CategoryCounts;
}
