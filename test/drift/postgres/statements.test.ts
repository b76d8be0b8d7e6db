import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TableColumn } from '../../../src/drift/postgres/columns.ts';
import { declareRows, describeTable, roughCondition } from '../../../src/drift/postgres/statements.ts';

const WINDOW = { from: Date.parse('2026-03-01T00:00:00Z'), to: Date.parse('2026-03-02T00:00:00.5Z') };

function at(type: string): TableColumn {
  return { name: 'at', type: { name: type, class: 'b' } };
}

describe('statements', () => {
  it('quote every name, whatever is in it', () => {
    expect(describeTable('analytics.events')).toBe('SELECT * FROM "analytics"."events" LIMIT 0');
    expect(describeTable('x"; DROP TABLE y; --')).toBe('SELECT * FROM "x""; DROP TABLE y; --" LIMIT 0');
    const column = { name: '"', type: { name: 'int4', class: 'b' } };
    expect(declareRows('t', [column, at('text')], undefined)).toEqual({
      text: 'DECLARE modelwatch_rows NO SCROLL CURSOR FOR SELECT """", "at"::text FROM "t"',
      values: [],
    });
  });

  it('have the bounds of a window as parameters', () => {
    const condition = roughCondition(at('timestamptz'), WINDOW);
    expect(declareRows('t', [at('timestamptz')], condition)).toEqual({
      text: 'DECLARE modelwatch_rows NO SCROLL CURSOR FOR SELECT "at"::text FROM "t" WHERE "at" >= $1::timestamptz AND "at" < $2::timestamptz',
      values: ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00.500Z'],
    });
  });
});

describe('what the server is asked about a window', () => {
  it('is of the type of the column, so that an index serves it', () => {
    expect(roughCondition(at('date'), { to: WINDOW.to })?.text).toBe('"at" < $1::timestamp');
    expect(roughCondition(at('int4'), { from: WINDOW.from })).toEqual({
      text: '("at" >= $1::bigint) OR ("at" >= $2::bigint) OR ("at" >= $3::bigint) OR ("at" >= $4::bigint)',
      values: ['1772323199', '1772323199999', '1772323199999000', '1772323199999000000'],
    });
  });

  it('is nothing where it cannot tell', () => {
    expect(roughCondition(at('text'), WINDOW)).toBeUndefined();
    expect(roughCondition(at('jsonb'), WINDOW)).toBeUndefined();
    expect(roughCondition(at('timestamptz'), {})).toBeUndefined();
  });

  it('takes in every number that is a moment of the window, in whatever unit', () => {
    const year = { min: Date.parse('1975-01-01T00:00:00Z'), max: Date.parse('2100-01-01T00:00:00Z') };
    fc.assert(
      fc.property(
        fc.integer(year),
        fc.integer({ min: 1, max: 400 * 86_400_000 }),
        fc.nat(),
        (from, length, some) => {
          const moment = from + (some % length);
          const { values = [] } = roughCondition(at('numeric'), { from, to: from + length }) ?? {};
          const bounds = values.map(Number);
          expect(bounds).toHaveLength(8);
          for (const [index, value] of [moment / 1000, moment, moment * 1e3, moment * 1e6].entries()) {
            expect(bounds[2 * index]).toBeLessThanOrEqual(value);
            expect(bounds[2 * index + 1]).toBeGreaterThanOrEqual(value);
          }
        },
      ),
    );
  });
});
