import { compareStrings } from '../../support/compare-strings.ts';
import type { Matcher } from '../ast.ts';
import { labelEquals, labelMatches } from '../build.ts';
import { escapeRegex } from './regex.ts';

/** Equality, or one of several. */
export function oneOf(label: string, values: readonly string[]): Matcher {
  const [only] = values;
  return values.length === 1 && only !== undefined
    ? labelEquals(label, only)
    : labelMatches(label, values.toSorted(compareStrings).map(escapeRegex).join('|'));
}
