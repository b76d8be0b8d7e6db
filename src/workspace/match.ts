import type { Match } from '../spec/kinds/match.ts';
import type { KindName } from '../spec/names.ts';
import { matchesGlob } from '../support/glob.ts';

/** What a `match` looks at. */
interface Matchable {
  readonly kind: KindName;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A test for one `match`. */
export function matcher(match: Match): (object: Matchable) => boolean {
  const { kind, name } = match;
  const labels = Object.entries(match.labels ?? {});
  return (object) =>
    object.kind === kind &&
    (name === undefined || matchesGlob(name, object.name)) &&
    labels.every(([key, value]) => Object.hasOwn(object.labels, key) && object.labels[key] === value);
}

/** Least specific first: kind alone, then labels, then a glob over names, then a name. */
export function specificity(match: Match): number {
  const labels = Object.keys(match.labels ?? {}).length;
  if (match.name === undefined) return labels;
  return (/[*?]/.test(match.name) ? 1000 : 10_000) + labels;
}
