import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../src/diagnostics/span.ts';
import { fromData, toData } from '../../src/source/data.ts';
import { nodeAt } from '../../src/source/locate.ts';
import { mergeNodes, tagLayer } from '../../src/workspace/merge.ts';

function spanIn(file: string): Span {
  const start = { offset: 0, line: 1, column: 1 };
  return { file, start, end: start };
}

type Data = null | boolean | number | string | Data[] | { [key: string]: Data };

const scalar = fc.oneof(fc.constantFrom<Data>(null, true, 1, 'x'), fc.integer({ min: 0, max: 3 }));
const key = fc.constantFrom('a', 'b', 'name', 'toString');
const { data } = fc.letrec<{ data: Data }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('data'), { maxLength: 3 }),
    fc.dictionary(key, tie('data'), { maxKeys: 3 }),
    fc.array(
      fc.dictionary(key, tie('data'), { maxKeys: 2 }).map((map) => ({ ...map, name: 'n' })),
      { maxLength: 2 },
    ),
  ),
}));

// The rule of the language, said once more on plain data.
function merged(base: Data | undefined, over: Data): Data {
  if (isMap(base) && isMap(over)) {
    const kept = Object.entries(base).filter(([name]) => !Object.hasOwn(over, name) || over[name] !== null);
    const laid = Object.entries(over).filter(([, value]) => value !== null);
    return Object.fromEntries([
      ...kept,
      ...laid.map(([name, value]) => [name, merged(own(base, name), value)] as const),
    ]);
  }
  if (Array.isArray(base) && Array.isArray(over) && isNamed(base) && isNamed(over)) {
    return over.reduce<Data[]>((items, item) => {
      const index = items.findIndex((known) => nameOf(known) === nameOf(item));
      return index < 0 ? [...items, pruned(item)] : items.with(index, merged(items[index], item));
    }, base);
  }
  return pruned(over);
}

/** Without the keys of maps that are null; lists stay as they are. */
function pruned(value: Data): Data {
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, child]) => (child === null ? [] : [[name, pruned(child)]])),
  );
}

function own(map: { [key: string]: Data }, name: string): Data | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

function isMap(value: Data | undefined): value is { [key: string]: Data } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNamed(list: readonly Data[]): boolean {
  return list.length > 0 && list.every((item) => nameOf(item) !== undefined);
}

function nameOf(item: Data | undefined): string | undefined {
  const name = isMap(item) ? own(item, 'name') : undefined;
  return typeof name === 'string' ? name : undefined;
}

const node = (value: Data, file: string) => fromData(value, spanIn(file));

describe('laying one value on another', () => {
  it('follows the rule of the language, on any data', () => {
    fc.assert(
      fc.property(data, data, (base, over) => {
        expect(toData(mergeNodes(node(base, 'base'), node(over, 'over')))).toEqual(merged(base, over));
      }),
      { seed: 1, numRuns: 3000 },
    );
  });

  it('gives the value itself, without null keys, when there is nothing below', () => {
    fc.assert(
      fc.property(data, (value) => {
        expect(toData(mergeNodes(undefined, node(value, 'over')))).toEqual(pruned(value));
      }),
      { seed: 2 },
    );
  });

  it('changes neither of the two', () => {
    fc.assert(
      fc.property(data, data, (base, over) => {
        const [below, above] = [node(base, 'base'), node(over, 'over')];
        mergeNodes(below, above);
        expect([toData(below), toData(above)]).toEqual([base, over]);
      }),
      { seed: 3 },
    );
  });

  it('keeps where each value was written, and what it replaced', () => {
    const defaults = tagLayer(node({ a: 1, b: 2, c: { d: 3 } }, 'defaults.yaml'), {
      kind: 'defaults',
      name: 'all',
    });
    const result = mergeNodes(defaults, node({ b: 20, c: { e: 4 } }, 'object.yaml'));
    const fileAt = (...path: string[]) => nodeAt(result, path)?.span.file;
    expect([fileAt('a'), fileAt('b'), fileAt('c', 'd'), fileAt('c', 'e')]).toEqual([
      'defaults.yaml',
      'object.yaml',
      'defaults.yaml',
      'object.yaml',
    ]);
    const replaced = nodeAt(result, ['b'])?.overrode;
    expect([replaced && toData(replaced), replaced?.layer?.name]).toEqual([2, 'all']);
    expect(nodeAt(result, ['a'])?.layer?.kind).toBe('defaults');
    expect(nodeAt(result, ['b'])?.layer).toBeUndefined();
  });
});
