import { compareStrings } from './compare-strings.ts';
import { editDistance } from './edit-distance.ts';
import { skeleton } from './look-alike.ts';

/** Longer words are not typing errors of a name; comparing them would only cost time. */
const LONGEST = 200;

/**
 * The known names that `word` was probably meant to be, nearest first, at most `max`.
 *
 * Compared are the words as they look (`skeleton`), without case and without `-`, `_`, `.` and blanks, so `min_events`,
 * `MinEvents` and a word with a Cyrillic letter find `minEvents`. A third of the letters may differ. A known name that merely
 * begins with the word comes last. Equally near names are in code-unit order. `word` itself is never suggested.
 */
export function suggest(word: string, known: Iterable<string>, max = 3): string[] {
  if (word.length > LONGEST) return [];
  const meant = fold(word);
  if (meant === '') return [];
  const limit = Math.max(1, Math.floor(meant.length / 3));
  const found: { name: string; distance: number }[] = [];
  for (const name of new Set(known)) {
    if (name === word || name.length > LONGEST) continue;
    const candidate = fold(name);
    const distance = editDistance(meant, candidate, limit);
    if (distance <= limit && distance < meant.length) found.push({ name, distance });
    else if (meant.length >= 3 && candidate.startsWith(meant)) found.push({ name, distance: limit + 1 });
  }
  return found
    .toSorted((a, b) => a.distance - b.distance || compareStrings(a.name, b.name))
    .slice(0, max)
    .map(({ name }) => name);
}

function fold(text: string): string {
  return skeleton(text)
    .toLowerCase()
    .replace(/[-_.\s]/g, '');
}

/** The sentence for a hint: `Did you mean "a", "b" or "c"?`, or undefined without names. */
export function didYouMean(names: readonly string[]): string | undefined {
  const last = names.at(-1);
  if (last === undefined) return undefined;
  const others = names.slice(0, -1).map((name) => `"${name}"`);
  return `Did you mean ${others.length === 0 ? '' : `${others.join(', ')} or `}"${last}"?`;
}
