import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnNamed,
  readingOf,
  type TableColumn,
  type TableType,
  wantedColumns,
} from '../../../src/drift/postgres/columns.ts';

function column(name: string, type: Partial<TableType> = {}): TableColumn {
  return { name, type: { name: 'int4', class: 'b', ...type } };
}

function read(type: Partial<TableType>): string {
  const { select, value, isAsText } = readingOf(column('a"b', type));
  return `${select} → ${value('t')}${isAsText ? ' (as text)' : ''}`;
}

describe('how a column is read', () => {
  it.each<[string, Partial<TableType>, string]>([
    ['whole numbers', { name: 'int8' }, '"a""b" → t::BIGINT'],
    ['numbers with decimals', { name: 'numeric' }, '"a""b" → t::DOUBLE'],
    ['fixed texts, without their padding', { name: 'bpchar' }, '"a""b"::text → t'],
    ['names of an enum', { name: 'mood', class: 'e' }, '"a""b"::text → t'],
    [
      'moments',
      { name: 'timestamptz' },
      `"a""b"::text → TRY_CAST(replace(t, ' BC', ' (BC)') AS TIMESTAMPTZ)`,
    ],
    ['JSON', { name: 'jsonb' }, '"a""b"::text → TRY_CAST(t AS JSON)'],
    ['rows', { name: 'address', class: 'c' }, 'to_json("a""b")::text → TRY_CAST(t AS JSON)'],
    [
      'arrays of numbers',
      { name: '_float4', element: 'float4' },
      `array_to_string("a""b", ',', 'NULL') → ('[' || t || ']')::FLOAT[]`,
    ],
    [
      'arrays of others',
      { name: '_text', element: 'text' },
      `to_json("a""b")::text → from_json(t, '["VARCHAR"]')`,
    ],
    ['vectors of pgvector', { name: 'vector' }, '"a""b"::text → t::FLOAT[]'],
    ['types without a counterpart', { name: 'int4range', class: 'r' }, '"a""b"::text → t (as text)'],
    [
      'types that are named like a member of every object',
      { name: 'constructor' },
      '"a""b"::text → t (as text)',
    ],
  ])('%s', (_, type, expected) => {
    expect(read(type)).toBe(expected);
  });
});

describe('the columns that are read', () => {
  const columns = ['id', 'Amount', 'amount', 'payload', 'a.b'].map((name) => column(name));
  const names = (wanted: readonly string[] | undefined): string[] =>
    wantedColumns(columns, wanted).map(({ name }) => name);

  it('are all when nothing is asked for', () => {
    expect(names(undefined)).toEqual(['id', 'Amount', 'amount', 'payload', 'a.b']);
  });

  it('are those that are named, once, in the order of the table', () => {
    expect(names(['payload.x', 'PAYLOAD.y', 'amount', 'ID'])).toEqual(['id', 'amount', 'payload']);
    expect(names(['a.b'])).toEqual(['a.b']);
    expect(names(['AMOUNT'])).toEqual(['Amount']);
  });

  it('are one, for the number of rows, when none is there', () => {
    expect(names([])).toEqual(['id']);
    expect(names(['x'])).toEqual(['id']);
  });

  it('are found by every name that a table has', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }), (some) => {
        const table = some.map((name) => column(name));
        for (const name of some) expect(columnNamed(table, name)?.name).toBe(name);
      }),
    );
  });
});
