import { nodeAt } from '../../source/locate.ts';
import type { SpecNode } from '../../source/node.ts';
import { stableJson } from '../../support/stable-json.ts';
import { parseBytes, parseDuration, parseRate, parseRatio } from '../../units/index.ts';

/** A value of a spec that is compared as one: what it means, its size if it has one, and how its writer put it. */
export interface Leaf {
  /** Equal for values that mean the same: 30d and 4w2d, 99.9% and 0.999. */
  readonly key: string;
  /** In `unit`; absent for what has no size. */
  readonly size?: number;
  /** Sizes of one unit can be compared. */
  readonly unit?: string;
  readonly text: string;
}

/**
 * Whether a value of a parsed spec is one with a unit (`{ seconds, text }`). A map of the user's own may well have a key
 * `text`: its node is a map.
 */
export function isUnitValue(value: unknown, node: SpecNode | undefined): value is { readonly text: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    node?.type !== 'map' &&
    'text' in value &&
    typeof value.text === 'string'
  );
}

/**
 * The leaf of a scalar or of a value with a unit. Texts are read as amounts (15%, 250ms, 2Gi) only where the field is one:
 * versions and names may look alike.
 */
export function leafOf(value: unknown, isAmount = false): Leaf {
  if (typeof value === 'object' && value !== null && 'text' in value) return unitLeaf(value);
  if (typeof value === 'number') return sized(value, 'number', String(value));
  if (typeof value === 'string')
    return (isAmount && amountLeaf(value)) || { key: `text:${value}`, text: value };
  return { key: String(value), text: String(value) };
}

/** Several parsers would take a bare number: only texts that carry their unit are measured. */
const MEASURES = [
  { unit: 'ratio', parse: parseRatio, pattern: /%$/ },
  { unit: 'seconds', parse: parseDuration, pattern: /^\d/ },
  { unit: 'bytes', parse: parseBytes, pattern: /^\d/ },
] as const;

function amountLeaf(text: string): Leaf | undefined {
  for (const { unit, parse, pattern } of MEASURES) {
    const parsed = pattern.test(text) ? parse(text) : undefined;
    if (parsed?.ok) return sized(parsed.value, unit, text);
  }
  const rate = /^\d.*\//.test(text) ? parseRate(text) : undefined;
  return rate?.ok ? sized(rate.value.perSecond, 'perSecond', text) : undefined;
}

const RATE_WRITING = ['amount', 'period', 'periodSeconds'];

/** `{ seconds, text }`, `{ ratio, of, text }`, …: one number is the size, whatever stands beside it is its unit. */
function unitLeaf(value: object): Leaf {
  const { text, ...rest } = value as { readonly text: unknown };
  // Of a rate, the amount and its period are how it was written.
  const isRate = 'perSecond' in rest;
  const entries = Object.entries(rest).filter(([name]) => !isRate || !RATE_WRITING.includes(name));
  const sizes = entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  const shown = String(text);
  const [size] = sizes;
  if (size === undefined || sizes.length > 1)
    return { key: stableJson(Object.fromEntries(entries), 0).trim(), text: shown };
  const others = entries.filter(([name]) => name !== size[0]);
  const unit =
    others.length === 0 ? size[0] : `${size[0]} ${stableJson(Object.fromEntries(others), 0).trim()}`;
  return sized(size[1], unit, shown);
}

function sized(size: number, unit: string, text: string): Leaf {
  // A share may be written as a number or in percent.
  const family = unit === 'number' ? 'ratio' : unit;
  return { key: `${family}:${size}`, size, unit: family, text };
}

/** Everything below a value as one text that is equal for equal meanings; maps by sorted keys, lists in their order. */
export function meaningOf(value: unknown, node: SpecNode | undefined): string {
  if (isUnitValue(value, node)) return leafOf(value).key;
  if (Array.isArray(value))
    return `[${value.map((each, index) => meaningOf(each, childOf(node, index))).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = definedEntries(value).map(
      ([key, each]) => `${JSON.stringify(key)}:${meaningOf(each, childOf(node, key))}`,
    );
    return `{${entries.join(',')}}`;
  }
  return leafOf(value).key;
}

/** A short text of any value, as its writer put it: `{ fast: 14.4, slow: 3 }`. */
export function shortText(value: unknown, node: SpecNode | undefined): string {
  if (isUnitValue(value, node)) return value.text;
  if (Array.isArray(value))
    return `[${value.map((each, index) => shortText(each, childOf(node, index))).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = definedEntries(value).map(
      ([key, each]) => `${key}: ${shortText(each, childOf(node, key))}`,
    );
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return String(value);
}

/** Entries that are there, sorted by key. */
export function definedEntries(value: object): [string, unknown][] {
  return Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

export function childOf(node: SpecNode | undefined, step: string | number): SpecNode | undefined {
  return node && nodeAt(node, [step]);
}
