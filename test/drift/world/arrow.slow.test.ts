import { readFileSync } from 'node:fs';
import path from 'node:path';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../src/drift/engine.ts';
import { readArrow } from '../../../src/drift/world/arrow.ts';
import {
  codesOf,
  driftPlan,
  jobColumn,
  jobPolicy,
  jobSource,
  testOf,
  useDriftBench,
} from '../../support/drift-data.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/arrow');
const bench = useDriftBench();

const fixture = (name: string): string => path.join(FIXTURES, name);

/** What a relation has, as the engine prints it. */
async function rowsOf(relation: string, names: readonly string[]): Promise<unknown[][]> {
  const list = names.map((name) => `"${name}"::VARCHAR`).join(', ');
  return bench.engine.rows(`SELECT ${list} FROM ${relation}`);
}

const WRITTEN = ['file.arrow', 'stream.arrow', 'file-lz4.arrow', 'stream-zstd.arrow'];

describe.each(WRITTEN)('%s, as pyarrow wrote it', (name) => {
  it('has the values and types that the same table has in Parquet', async () => {
    const { reader, names, asText } = await readArrow(bench.engine, [fixture(name)], { name });
    const parquet = `read_parquet('${fixture('same.parquet')}')`;
    const own = new Map((await bench.engine.columns(reader)).map((column) => [column.name, column.type]));
    const expected = await bench.engine.columns(parquet);
    expect(names).toEqual([...own.keys()]);
    expect(expected.length).toBe(own.size - 2);
    // Moments have microseconds here; times of a day are of a kind that is not compared in both.
    const others = { at_ns: ['TIMESTAMP_NS', 'TIMESTAMP'], 'of day': ['TIME', 'INTERVAL'] };
    for (const [column, [there, here]] of Object.entries(others)) {
      expect([expected.find((each) => each.name === column)?.type, own.get(column)]).toEqual([there, here]);
    }
    const same = expected.filter((column) => !Object.hasOwn(others, column.name));
    expect(same.map((column) => [column.name, own.get(column.name)])).toEqual(
      same.map((column) => [column.name, column.type]),
    );
    const columns = same.map((column) => column.name);
    expect(await rowsOf(reader, columns)).toEqual(await rowsOf(parquet, columns));
    expect(
      await rowsOf(`(SELECT at_ns::TIMESTAMP AS t, "of day"::VARCHAR AS d FROM ${reader})`, ['t', 'd']),
    ).toEqual(await rowsOf(`(SELECT at_ns::TIMESTAMP AS t, "of day" AS d FROM ${parquet})`, ['t', 'd']));
    expect(await bench.engine.rows(`SELECT sum(half), typeof(any_value(half)) FROM ${reader}`)).toEqual([
      [(59 * 60) / 16, 'FLOAT'],
    ]);
    expect(asText).toEqual([expect.stringMatching(/^pairs \(Map/)]);
  });
});

describe('files of Arrow', () => {
  it('are read beyond the first block that is compressed', async () => {
    const { reader } = await readArrow(bench.engine, [fixture('long.feather')], { name: 'long' });
    const [row] = await bench.engine.rows(
      `SELECT count(*), sum(x), bool_and(x = rowid % 97 / 8) FROM "long arrow 0"`,
    );
    expect(row).toEqual([40_000n, [...Array(40_000).keys()].reduce((sum, i) => sum + (i % 97) / 8, 0), true]);
    expect(reader).toBe('(SELECT * FROM "long arrow 0")');
  });

  it('may have dictionaries that grow', async () => {
    const { reader } = await readArrow(bench.engine, [fixture('growing.arrow')], { name: 'growing' });
    expect((await rowsOf(reader, ['word'])).flat().join('')).toBe('ababcabcd');
  });

  it('of several columns are joined by name, and only what is wanted is read', async () => {
    bench.writeText('a.arrow', tableToIPC(tableFromArrays({ x: [1, 2], y: ['a', 'b'], z: [true, false] })));
    bench.writeText('b.arrow', tableToIPC(tableFromArrays({ y: ['c'], new: Int32Array.of(7) }), 'file'));
    const files = ['a.arrow', 'b.arrow'].map((file) => path.join(bench.root, file));
    const wanted = ['Y', 'new', 'x.field', 'absent'];
    const read = await readArrow(bench.engine, files, { name: 'joined', wanted });
    const { reader, names } = read;
    expect(names).toEqual(['x', 'y', 'z', 'new']);
    expect(await rowsOf(reader, ['x', 'y', 'new'])).toEqual([
      ['1.0', 'a', null],
      ['2.0', 'b', null],
      [null, 'c', '7'],
    ]);
    expect((await bench.engine.columns(reader)).length).toBe(3);
    await read.drop();
    await expect(bench.engine.columns('"joined arrow 0"')).rejects.toThrow(EngineError);
  });

  it('give every number and text back as it was', async () => {
    const text = fc.string({ unit: 'grapheme' }).filter((each) => !each.includes('\0'));
    const row = fc.record({ x: fc.double(), text });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
        const columns = { x: Float64Array.from(rows, ({ x }) => x), text: rows.map((each) => each.text) };
        bench.writeText('any.arrow', tableToIPC(tableFromArrays(columns)));
        const { reader } = await readArrow(bench.engine, [path.join(bench.root, 'any.arrow')], {
          name: 'any',
        });
        const read = await bench.engine.rows(`SELECT x, text FROM ${reader}`);
        expect(read).toEqual(rows.map((each) => [each.x, each.text]));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a source of type arrow', () => {
  const arrow = (name: string, file: string, timestamp?: string) =>
    jobSource(name, file, { type: 'arrow', ...(timestamp !== undefined && { timestamp }) });
  const day = (from: string, shift: number): Uint8Array => {
    const rows = [...Array(400).keys()];
    const start = Date.parse(`${from}T00:00:00Z`);
    return tableToIPC(
      tableFromArrays({
        x: Float64Array.from(rows, (i) => (i % 97) + shift),
        y: rows.map((i) => (i % 9 === 0 ? null : `c${i % 5}`)),
        event_time: rows.map((i) => new Date(start + i * 216_000)),
      }),
      'file',
    );
  };
  const columns = [jobColumn('x', { type: 'numeric' }), jobColumn('y', { type: 'category' })];
  const earlier = jobPolicy(columns, { baseline: { kind: 'earlier', by: 'previous-window' } });

  it('is read by the days of the window, with their times', async () => {
    for (const [date, shift] of [
      ['2026-11-26', 0],
      ['2026-11-27', 0],
      ['2026-11-28', 60],
    ] as const)
      bench.writeText(`log/${date}.arrow`, day(date, shift));
    const plan = driftPlan([arrow('serving', 'log/{date}.arrow', 'event_time')], [earlier]);
    const result = await bench.runPolicy(plan);
    expect(result).toMatchObject({
      verdict: 'alert',
      findings: [],
      window: { rows: 400 },
      baseline: { rows: 400 },
    });
    expect(testOf(result, 'x')).toMatchObject({ level: 'alert' });
    expect(testOf(result, 'y')).toMatchObject({ score: 0 });
    const missing = await bench.runPolicy(plan, { now: Date.parse('2026-11-30T00:00Z') });
    expect(codesOf(missing)).toEqual(['source/empty-window', 'source/missing-days']);
    const whole = driftPlan([arrow('serving', 'log/*.arrow', 'event_time')], [earlier]);
    expect(await bench.runPolicy(whole)).toMatchObject({ window: { rows: 400 }, baseline: { rows: 400 } });
  });

  it.each([
    ['half.arrow', 0.5],
    ['start.arrow', 0.01],
    ['empty.arrow', 0],
  ])('%s is told, with a hint', async (file, share) => {
    bench.writeText('whole.arrow', readFileSync(fixture('file.arrow')));
    bench.cut('whole.arrow', file, share);
    const result = await bench.runPolicy(
      driftPlan([arrow('training', 'whole.arrow'), arrow('serving', file)], [jobPolicy(['amount'])]),
    );
    expect(result).toMatchObject({ completed: false, tests: [] });
    expect(result.findings).toMatchObject([
      {
        code: 'source/unreadable',
        message: expect.stringMatching(/^source serving: Arrow Error: .*\.arrow can't be read: \S/),
        hint: expect.stringMatching(/^The file is cut off/),
      },
    ]);
  });

  it.each([
    ['text', Buffer.from('x,y\n'.repeat(1000))],
    ['Parquet', readFileSync(fixture('same.parquet'))],
    ['zeros', Buffer.alloc(4096)],
  ])('that is %s is told', async (_, bytes) => {
    bench.writeText('other.arrow', bytes);
    await expect(
      readArrow(bench.engine, [path.join(bench.root, 'other.arrow')], { name: 'other' }),
    ).rejects.toThrow(/^Arrow Error: .*other\.arrow can't be read: /);
  });

  it.each(WRITTEN)('that is %s, damaged anywhere, is read or told, and ends nothing else', async (name) => {
    const whole = readFileSync(fixture(name));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
        const bytes = Buffer.from(whole);
        bytes[at] = byte;
        bench.writeText('damaged.arrow', bytes);
        const files = [path.join(bench.root, 'damaged.arrow')];
        try {
          await readArrow(bench.engine, files, {
            name: 'damaged',
            wanted: ['amount', 'country', 'vector', 'point', 'price'],
          });
        } catch (error) {
          expect(error).toBeInstanceOf(EngineError);
        }
      }),
      { numRuns: 100, seed: 4242 },
    );
  });
});
