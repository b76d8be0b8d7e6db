import { compareStrings } from '../../../support/compare-strings.ts';
import type { TemplatePart } from '../template.ts';
import { leadsTo } from './graph.ts';
import type { Inventory } from './inventory.ts';
import type { Split } from './split.ts';

/** An `after` of a part that is not kept, since the other part's stack comes after this one already. */
export interface BrokenOrder {
  readonly subject: string;
  readonly after: string;
}

export interface StackOrder {
  /** Names of the stacks that each stack must come after, whether it reads from them or not. */
  readonly earlier: ReadonlyMap<string, ReadonlySet<string>>;
  readonly broken: readonly BrokenOrder[];
}

/**
 * Which stack comes after which: by what their resources need, and then, sorted by subject, by each `after` that closes no
 * cycle with those before it.
 */
export function stackOrder(
  inventory: Inventory,
  { nested }: Split,
  parts: readonly TemplatePart[],
): StackOrder {
  const stackOf = new Map(nested.flatMap(({ name, ids }) => ids.map((id) => [id, name] as const)));
  const earlier = new Map(
    nested.map(({ name, ids }) => {
      const needed = ids.flatMap((id) => inventory.items.get(id)?.needs ?? []);
      const stacks = needed.map((id) => stackOf.get(id)).filter((stack) => stack !== undefined);
      return [name, new Set(stacks.filter((stack) => stack !== name))] as const;
    }),
  );
  const wishes = parts.flatMap(({ subject, after = [] }) =>
    after.map((other) => ({ subject, after: other })),
  );
  const sorted = wishes.toSorted(
    (a, b) => compareStrings(a.subject, b.subject) || compareStrings(a.after, b.after),
  );
  const stacksOf = (subject: string) =>
    nested.filter((stack) => stack.subjects.includes(subject)).map(({ name }) => name);
  const broken = sorted.filter(({ subject, after }) => {
    const late = new Set(stacksOf(subject));
    const early = new Set(stacksOf(after));
    // Nothing orders subjects within a stack that they share.
    const pairs = [...late]
      .filter((name) => !early.has(name))
      .flatMap((name) =>
        [...early].filter((other) => !late.has(other)).map((other) => [name, other] as const),
      );
    if (pairs.some(([name, other]) => leadsTo(other, name, (each) => earlier.get(each) ?? []))) return true;
    for (const [name, other] of pairs) earlier.get(name)?.add(other);
    return false;
  });
  return { earlier, broken };
}
