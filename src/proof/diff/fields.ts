import type { NodePath, SpecNode } from '../../source/node.ts';
import { isWhole, LIST_STEP, ruleFor } from './direction-of.ts';
import type { DirectionRule } from './directions.ts';
import { childOf, definedEntries, isUnitValue, type Leaf, leafOf, meaningOf, shortText } from './values.ts';

/** Which way a field went, as far as that is known; the last five say that it has no way of its own. */
export type Verdict = 'looser' | 'tighter' | 'severity' | 'routing' | 'neutral' | 'by-effect' | 'cosmetic';

export interface FieldChange {
  /** For people: `onCall[primary].schedule`. */
  readonly path: string;
  readonly verdict: Verdict;
  /** As written; absent when it was not, or is no longer, there. */
  readonly before?: string;
  readonly after?: string;
  /** Where the value stands on either side, below `spec`. */
  readonly at: { readonly base: NodePath; readonly head: NodePath };
}

/** A spec as it was parsed, and the nodes that it was parsed from. */
export interface Side {
  readonly value: unknown;
  readonly node: SpecNode | undefined;
}

interface Cursor {
  readonly kind: string;
  readonly steps: readonly string[];
  readonly shown: string;
  readonly at: FieldChange['at'];
}

/** Every field that means something else in `head`. Orders of lists mean nothing, nor does how a value is written. */
export function fieldChanges(kind: string, base: Side, head: Side): FieldChange[] {
  return compare({ kind, steps: [], shown: '', at: { base: [], head: [] } }, base, head);
}

function compare(cursor: Cursor, base: Side, head: Side): FieldChange[] {
  if (meaningOf(base.value, base.node) === meaningOf(head.value, head.node)) return [];
  const rule = cursor.steps.length > 0 ? ruleFor(cursor.kind, cursor.steps) : undefined;
  if (rule && isWhole(rule, cursor.steps)) return [wholeChange(cursor, rule, base, head)];
  const [isMapBefore, isMapAfter] = [isMap(base), isMap(head)];
  if (isMapBefore && isMapAfter) {
    if (isOtherForm(base.value as object, head.value as object)) return [otherForm(cursor, base, head)];
    return keysOf(base.value, head.value).flatMap((key) =>
      compare(below(cursor, key), childSide(base, key), childSide(head, key)),
    );
  }
  if (isList(base) || isList(head)) return compareLists(cursor, base, head);
  if ((isMapBefore && head.value === undefined) || (isMapAfter && base.value === undefined))
    return [partChange(cursor, base, head)];
  // A word in the place of a map, or the other way round.
  if (isMapBefore || isMapAfter) return [otherForm(cursor, base, head)];
  return leafChange(cursor, ruleFor(cursor.kind, cursor.steps), base, head);
}

function leafChange(cursor: Cursor, rule: DirectionRule, base: Side, head: Side): FieldChange[] {
  const isAmount = rule.direction === 'higher-is-tighter' || rule.direction === 'higher-is-looser';
  const before = base.value === undefined ? undefined : leafOf(base.value, isAmount);
  const after = head.value === undefined ? undefined : leafOf(head.value, isAmount);
  if (before?.key === after?.key) return [];
  return [change(cursor, leafVerdict(rule, before, after), before?.text, after?.text)];
}

function leafVerdict(rule: DirectionRule, before: Leaf | undefined, after: Leaf | undefined): Verdict {
  const { direction } = rule;
  switch (direction) {
    case 'higher-is-tighter':
    case 'higher-is-looser': {
      if (before === undefined || after === undefined) return presence(rule, after !== undefined);
      if (before.size === undefined || after.size === undefined || before.unit !== after.unit)
        return 'neutral';
      return after.size > before.size === (direction === 'higher-is-tighter') ? 'tighter' : 'looser';
    }
    case 'presence-is-tighter':
    case 'presence-is-looser':
      if (before !== undefined && after !== undefined) return 'neutral';
      return (after !== undefined) === (direction === 'presence-is-tighter') ? 'tighter' : 'looser';
    case 'more-is-tighter':
    case 'more-is-looser':
      return 'neutral';
    case 'severity':
    case 'routing':
    case 'neutral':
    case 'by-effect':
    case 'cosmetic':
      return direction;
    default: {
      const [from, to] = [before, after].map((leaf) => direction.indexOf(leaf?.text ?? ''));
      if (from === undefined || to === undefined || from < 0 || to < 0) return 'neutral';
      return to > from ? 'tighter' : 'looser';
    }
  }
}

function presence(rule: DirectionRule, isThere: boolean): Verdict {
  if (rule.presence === 'neutral') return 'neutral';
  return isThere === (rule.presence !== 'looser') ? 'tighter' : 'looser';
}

/** What is compared as one has the direction of its rule only where that needs no amount. */
function wholeChange(cursor: Cursor, rule: DirectionRule, base: Side, head: Side): FieldChange {
  const verdict = leafVerdict(rule, undefined, undefined);
  const isCategory = verdict !== 'looser' && verdict !== 'tighter';
  return change(cursor, isCategory ? verdict : 'neutral', textOf(base), textOf(head));
}

/** A map that comes or goes: as its fields do, the one with a direction before those without. */
function partChange(cursor: Cursor, base: Side, head: Side): FieldChange {
  const side = base.value === undefined ? head : base;
  const verdicts = keysOf(side.value, {}).flatMap((key) =>
    compare(below(cursor, key), childSide(base, key), childSide(head, key)).map(({ verdict }) => verdict),
  );
  const order: readonly Verdict[] = ['looser', 'tighter', 'severity', 'routing', 'neutral', 'by-effect'];
  // An empty map has a meaning of its own.
  const own = leafVerdict(ruleFor(cursor.kind, cursor.steps), undefined, undefined);
  const verdict = order.find((each) => verdicts.includes(each)) ?? (verdicts.length > 0 ? 'cosmetic' : own);
  return change(cursor, verdict, textOf(base), textOf(head));
}

function otherForm(cursor: Cursor, base: Side, head: Side): FieldChange {
  const { direction } = ruleFor(cursor.kind, cursor.steps);
  const isCategory = direction === 'by-effect' || direction === 'cosmetic' || direction === 'routing';
  return change(cursor, isCategory ? direction : 'neutral', textOf(base), textOf(head));
}

/** Another variant of a union: another `type`, or no key in common. Amounts of the two say nothing of each other. */
function isOtherForm(before: object, after: object): boolean {
  const [from, to] = [new Map(definedEntries(before)), new Map(definedEntries(after))];
  if (from.size === 0 || to.size === 0) return false;
  const [typeBefore, typeAfter] = [from.get('type'), to.get('type')];
  if (typeof typeBefore === 'string' && typeof typeAfter === 'string') return typeBefore !== typeAfter;
  return from.size === 1 && to.size === 1 && ![...from.keys()].some((key) => to.has(key));
}

interface Entry {
  readonly key: string;
  readonly side: Side;
  readonly index: number;
}

function compareLists(cursor: Cursor, base: Side, head: Side): FieldChange[] {
  const [before, after] = [entriesOf(base), entriesOf(head)];
  const isNamed = [...before, ...after].every(({ side }) => nameOf(side) !== undefined);
  if (!isNamed) return setChange(cursor, before, after, base, head);
  const names = [...new Set([...before, ...after].map(({ side }) => nameOf(side) ?? ''))].toSorted();
  return names.flatMap((name) => {
    const [from, to] = [before, after].map((entries) => entries.find(({ side }) => nameOf(side) === name));
    const inside: Cursor = {
      ...cursor,
      steps: [...cursor.steps, LIST_STEP],
      shown: `${cursor.shown}[${name}]`,
      at: {
        base: [...cursor.at.base, from?.index ?? -1],
        head: [...cursor.at.head, to?.index ?? -1],
      },
    };
    return compare(inside, from?.side ?? NOTHING, to?.side ?? NOTHING);
  });
}

const NOTHING: Side = { value: undefined, node: undefined };

function setChange(
  cursor: Cursor,
  before: readonly Entry[],
  after: readonly Entry[],
  base: Side,
  head: Side,
): FieldChange[] {
  const [from, to] = [before, after].map((entries) => new Set(entries.map(({ key }) => key)));
  const come = after.filter(({ key }) => from?.has(key) === false);
  const gone = before.filter(({ key }) => to?.has(key) === false);
  if (come.length === 0 && gone.length === 0) return [];
  const hasMaps = [...before, ...after].some(({ side }) => isMap(side));
  const rule = ruleFor(cursor.kind, [...cursor.steps, LIST_STEP, ...(hasMaps ? ['*'] : [])]);
  const verdict = setVerdict(rule, come.length, gone.length);
  // Of long entries only those that differ are worth showing.
  const [shownBefore, shownAfter] = hasMaps
    ? [entriesText(gone), entriesText(come)]
    : [textOf(base), textOf(head)];
  return [change(cursor, verdict, shownBefore, shownAfter)];
}

function entriesText(entries: readonly Entry[]): string | undefined {
  return entries.length === 0 ? undefined : entries.map(({ side }) => textOf(side) ?? '').join(', ');
}

function setVerdict(rule: DirectionRule, come: number, gone: number): Verdict {
  const { direction } = rule;
  if (direction !== 'more-is-tighter' && direction !== 'more-is-looser') {
    const verdict = leafVerdict(rule, undefined, undefined);
    return verdict === 'looser' || verdict === 'tighter' ? 'neutral' : verdict;
  }
  if (come > 0 && gone > 0) return 'neutral';
  return come > 0 === (direction === 'more-is-tighter') ? 'tighter' : 'looser';
}

function entriesOf({ value, node }: Side): Entry[] {
  if (!Array.isArray(value)) return [];
  return value.map((each: unknown, index) => {
    const side = { value: each, node: childOf(node, index) };
    return { key: meaningOf(side.value, side.node), side, index };
  });
}

function nameOf({ value }: Side): string | undefined {
  const name = typeof value === 'object' && value !== null && 'name' in value ? value.name : undefined;
  return typeof name === 'string' ? name : undefined;
}

function change(
  { shown, at }: Cursor,
  verdict: Verdict,
  before: string | undefined,
  after: string | undefined,
): FieldChange {
  return {
    path: shown,
    verdict,
    at,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  };
}

function textOf({ value, node }: Side): string | undefined {
  return value === undefined ? undefined : shortText(value, node);
}

function below(cursor: Cursor, key: string): Cursor {
  return {
    ...cursor,
    steps: [...cursor.steps, key],
    shown: cursor.shown === '' ? key : `${cursor.shown}.${key}`,
    at: { base: [...cursor.at.base, key], head: [...cursor.at.head, key] },
  };
}

function childSide({ value, node }: Side, key: string): Side {
  const child =
    typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(key) : undefined;
  return { value: child, node: childOf(node, key) };
}

function keysOf(a: unknown, b: unknown): string[] {
  const keys = [a, b].flatMap((each) =>
    typeof each === 'object' && each !== null ? definedEntries(each).map(([key]) => key) : [],
  );
  return [...new Set(keys)].toSorted();
}

function isMap({ value, node }: Side): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnitValue(value, node);
}

function isList({ value }: Side): boolean {
  return Array.isArray(value);
}
