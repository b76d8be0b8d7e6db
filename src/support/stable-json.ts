import { compareStrings } from './compare-strings.ts';

/**
 * Canonical JSON: keys sorted by code unit, entries with `undefined` dropped, one newline at the end. The same data gives
 * the same bytes, in whatever order it was built. `indent` counts spaces; 0 prints everything on one line.
 *
 * `undefined` in a list becomes `null`, as in `JSON.stringify`. Throws a TypeError for what JSON cannot hold (a number that
 * is not finite, a bigint, a function, a symbol, an object that is not plain, a cycle): a `null` or `{}` in its place would
 * be a silent change of meaning.
 */
export function stableJson(value: unknown, indent = 2): string {
  return `${print(value, ' '.repeat(indent), '', new Set())}\n`;
}

// Written by hand because `JSON.stringify` lists keys such as "10" by number, before all others.
function print(value: unknown, step: string, margin: string, above: Set<object>): string {
  if (value === undefined) return 'null';
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`JSON cannot hold the number ${value}`);
  }
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') {
    return JSON.stringify(value);
  }
  if (typeof value !== 'object') throw new TypeError(`JSON cannot hold a ${typeof value}`);
  if (value === null) return 'null';
  if (above.has(value)) throw new TypeError('JSON cannot hold a cycle');
  above.add(value);
  const inner = margin + step;
  const text = Array.isArray(value)
    ? block(
        '[',
        value.map((item: unknown) => print(item, step, inner, above)),
        ']',
        step,
        margin,
      )
    : block(
        '{',
        plainEntries(value).map(
          ([key, entry]) =>
            `${JSON.stringify(key)}:${step === '' ? '' : ' '}${print(entry, step, inner, above)}`,
        ),
        '}',
        step,
        margin,
      );
  above.delete(value);
  return text;
}

function plainEntries(value: object): [string, unknown][] {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new TypeError(`JSON cannot hold a ${value.constructor.name}`);
  }
  return Object.entries(value as Record<string, unknown>)
    .filter(([, entry]) => entry !== undefined)
    .toSorted(([a], [b]) => compareStrings(a, b));
}

function block(open: string, parts: readonly string[], close: string, step: string, margin: string): string {
  if (parts.length === 0 || step === '') return open + parts.join(',') + close;
  const inner = `\n${margin}${step}`;
  return `${open}${inner}${parts.join(`,${inner}`)}\n${margin}${close}`;
}
