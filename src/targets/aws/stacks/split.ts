import { groupBy } from '../../../support/group-by.ts';
import { sha256 } from '../../../support/sha256.ts';
import { LIMITS } from '../limits.ts';
import { SHARED } from '../template.ts';
import { cyclesFirstNeeded, islands } from './graph.ts';
import { fitsTemplate, type Inventory, type Item } from './inventory.ts';

/** Ends the name of a stack of several subjects; the first of them begins it. */
const OTHERS = ' and others';

export interface NestedStack {
  /** `fraud-detector`, or `fraud-detector 2` for the second stack of a subject that needs several. Unique. */
  readonly name: string;
  readonly subjects: readonly string[];
  readonly ids: readonly string[];
}

export interface Split {
  /** What stands in the main template itself. */
  readonly main: readonly string[];
  /** What is needed comes before what needs it, but for needs through the main template. */
  readonly nested: readonly NestedStack[];
}

/** More shared resources than this leave too little room for the stacks beside them. */
const MOST_SHARED = LIMITS.templateResources.value / 2;

/**
 * Deals resources out: what is shared stays in the main template, each subject gets a stack, or several where one is too
 * small. No two stacks need each other: subjects that do share one, and are split along their references.
 */
export function splitStacks(inventory: Inventory): Split {
  const items = [...inventory.items.values()];
  const shared = items.filter(({ subject }) => subject === SHARED);
  const sharedIds = new Set(shared.map(({ id }) => id));
  const stays =
    shared.length <= MOST_SHARED && shared.every(({ needs }) => needs.every((id) => sharedIds.has(id)));
  const main = stays ? [...sharedIds] : [];
  const dealt = stays ? items.filter(({ subject }) => subject !== SHARED) : items;
  const nested = subjectGroups(inventory, dealt).flatMap((group) => stacksOf(inventory, group));
  const room = LIMITS.templateResources.value - main.length;
  return { main, nested: nested.length <= room ? nested : joined(inventory, nested) };
}

/** Items by subject; subjects whose resources need each other together. */
function subjectGroups(inventory: Inventory, items: readonly Item[]): NestedStack[] {
  const bySubject = groupBy(items, ({ subject }) => subject);
  const subjectsNeeded = (subject: string) =>
    (bySubject.get(subject) ?? []).flatMap(({ needs }) =>
      needs.map((id) => inventory.items.get(id)?.subject ?? subject),
    );
  return cyclesFirstNeeded([...bySubject.keys()], subjectsNeeded).map((cycle) => {
    const subjects = [...bySubject.keys()].filter((subject) => cycle.includes(subject));
    const ids = subjects.flatMap((subject) => (bySubject.get(subject) ?? []).map(({ id }) => id));
    return { name: `${subjects[0]}${subjects.length > 1 ? OTHERS : ''}`, subjects, ids };
  });
}

function stacksOf(inventory: Inventory, group: NestedStack): NestedStack[] {
  if (fitsTemplate(inventory, new Set(group.ids))) return [group];
  const needsOf = (id: string) => inventory.items.get(id)?.needs ?? [];
  const pieces = islands(group.ids, needsOf);
  const fits = (piece: readonly string[]) => fitsTemplate(inventory, new Set(piece));
  const dealt = [
    ...dealtByHash(inventory, pieces.filter(fits)),
    ...pieces.filter((piece) => !fits(piece)).flatMap((piece) => cutInOrder(inventory, piece)),
  ];
  return dealt.map((ids, index) => ({ ...group, name: `${group.name} ${index + 1}`, ids }));
}

/**
 * As few stacks as hold all pieces, each piece in the one for which its hash is highest. Other pieces that come and go do not
 * move it, which CloudFormation would carry out by deleting and creating; one stack more moves only what goes into that.
 */
function dealtByHash(inventory: Inventory, pieces: readonly (readonly string[])[]): string[][] {
  if (pieces.length === 0) return [];
  for (let count = 1; ; count += 1) {
    const stacks = Array.from({ length: count }, (): string[] => []);
    for (const piece of pieces) {
      const hashes = stacks.map((_, index) => sha256(`${piece[0]} ${index}`));
      const highest = hashes.toSorted().at(-1);
      stacks[hashes.indexOf(highest ?? '')]?.push(...piece);
    }
    // Ends at the latest when every piece is alone.
    if (stacks.every((ids) => fitsTemplate(inventory, new Set(ids))))
      return stacks.filter((ids) => ids.length > 0);
  }
}

/** One piece too large for a template, cut so that each part needs only parts before it. */
function cutInOrder(inventory: Inventory, piece: readonly string[]): string[][] {
  const rest = cyclesFirstNeeded(piece, (id) => inventory.items.get(id)?.needs ?? []).flat();
  const parts: string[][] = [];
  while (rest.length > 0) {
    let size = LIMITS.templateResources.value;
    while (size > 1 && !fitsTemplate(inventory, new Set(rest.slice(0, size)))) size = Math.floor(size * 0.9);
    parts.push(rest.splice(0, size));
  }
  return parts;
}

/** Fewer, fuller stacks. They are joined in the order in which they need each other, so that no two come to do so mutually. */
function joined(inventory: Inventory, stacks: readonly NestedStack[]): NestedStack[] {
  const joint: NestedStack[] = [];
  for (const stack of stacks) {
    const last = joint.at(-1);
    const ids = [...(last?.ids ?? []), ...stack.ids];
    if (last === undefined || !fitsTemplate(inventory, new Set(ids))) {
      joint.push(stack);
      continue;
    }
    const name = last.name.endsWith(OTHERS) ? last.name : `${last.name}${OTHERS}`;
    joint[joint.length - 1] = { name, subjects: [...new Set([...last.subjects, ...stack.subjects])], ids };
  }
  return joint;
}
