import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Engine } from '../../../src/drift/engine.ts';
import { type Measured, measure } from '../../../src/drift/quality/measure.ts';
import { openDuckDb } from '../../../src/drift/world/duckdb.ts';
import { QUALITY_METRICS, qualityMetric } from '../../../src/spec/kinds/sli/quality-metrics.ts';

const TYPES = {
  y: 'INTEGER',
  p: 'INTEGER',
  y_text: 'VARCHAR',
  p_text: 'VARCHAR',
  y_number: 'DOUBLE',
  p_number: 'DOUBLE',
  score: 'DOUBLE',
  q: 'VARCHAR',
  judged: 'DOUBLE',
} as const;
type Column = keyof typeof TYPES;

const zColumns = z.partialRecord(
  z.enum(Object.keys(TYPES) as [Column, ...Column[]]),
  z.array(z.union([z.number(), z.string(), z.null()])),
);

const zReference = z.object({
  data: z.array(zColumns),
  cases: z.array(
    z.object({
      name: z.string(),
      metric: z.string(),
      cut: z.number().nullable(),
      data: z.int(),
      value: z.number().nullable(),
      samples: z.number(),
    }),
  ),
});
const REFERENCE = path.resolve(import.meta.dirname, '../../fixtures/quality/reference.json');
const reference = zReference.parse(JSON.parse(readFileSync(REFERENCE, 'utf8')));
const cases = reference.cases.map((each) => ({ ...each, columns: reference.data[each.data] ?? {} }));
type Case = Omit<(typeof cases)[number], 'data'>;

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb({ memoryLimit: '256MB', threads: 2 });
});
afterAll(() => engine.close());

/** The rows of a case as a relation of one group, or of as many as there are names. */
function relationOf({ columns }: Pick<Case, 'columns'>, groups: readonly string[] = ['all']): string {
  const [any = []] = Object.values(columns);
  const values = any.map((_, row) =>
    Object.keys(TYPES).map((column) => literal(columns[column as Column]?.[row] ?? null)),
  );
  const names = Object.entries(TYPES).map(([column, type]) => `${column}::${type} AS ${column}`);
  const rows = values.map((row) => `(${row.join(', ')})`).join(', ');
  return `(SELECT unnest([${groups.map((group) => `'${group}'`).join(', ')}]) AS g, ${names.join(', ')} FROM (VALUES ${rows}) t(${Object.keys(TYPES).join(', ')}))`;
}

function literal(value: string | number | null): string {
  if (value === null) return 'NULL';
  return typeof value === 'number' ? `${value}::DOUBLE` : `'${value}'`;
}

function measured(each: Case, groups?: readonly string[]): Promise<Map<string, Measured>> {
  const { metric, cut } = each;
  return measure(
    { engine, from: relationOf(each, groups), hasTwoClasses: each.columns.y_text === undefined },
    {
      metric,
      ...(cut !== null && { cut }),
      ...(qualityMetric(metric) === undefined && { judged: metric }),
    },
  );
}

describe('the metrics of quality', () => {
  it('are all compared', () => {
    const compared = new Set(cases.map(({ metric }) => metric));
    expect(Object.keys(QUALITY_METRICS).filter((metric) => !compared.has(metric))).toEqual([]);
    expect(cases.length).toBeGreaterThan(100);
  });

  it.each(cases.map((each) => [each.name, each] as const))('%s', async (_, each) => {
    const result = (await measured(each)).get('all');
    expect(result?.samples).toBe(each.samples);
    if (each.value === null) expect(result?.value).toBeNull();
    else if (each.value === 0) expect(result?.value).toBe(0);
    else expect(Math.abs((result?.value ?? Number.NaN) / each.value - 1)).toBeLessThan(1e-9);
  });

  it.each(['precision', 'auc', 'rmse', 'ndcg', 'ece'])('are the same in each group: %s', async (metric) => {
    const each = cases.find((one) => one.metric === metric);
    if (each === undefined) throw new Error(metric);
    const groups = await measured(each, ['a', 'b']);
    expect([...groups.keys()].toSorted()).toEqual(['a', 'b']);
    expect(groups.get('a')).toEqual(groups.get('b'));
    expect(groups.get('a')?.samples).toBe(each.samples);
  });

  it('have no group where nothing can be counted', async () => {
    for (const metric of [...Object.keys(QUALITY_METRICS), 'groundedness']) {
      const rows = {
        name: '',
        metric,
        cut: null,
        columns: { y: [null], score: [null] },
        value: null,
        samples: 0,
      };
      expect([metric, [...(await measured(rows)).values()].filter(({ samples }) => samples > 0)]).toEqual([
        metric,
        [],
      ]);
    }
  });
});
