import { accept, type ParseResult, refuse } from './parse-result.ts';
import { printPercent, readShare } from './ratio.ts';

/** What a share can be of. `records` are the records that went through in the same time. */
export const RELATIVE_BASES = ['same-time-last-week', 'baseline', 'records'] as const;

/** Of a budget are shares in few fields only, so that the others need not refuse it. */
export type RelativeBase = (typeof RELATIVE_BASES)[number] | 'budget';

/** A share of something measured; may be above 1 (150% of same-time-last-week). */
export interface Relative<Base extends RelativeBase = RelativeBase> {
  readonly ratio: number;
  readonly of: Base;
}

const SHARE = String.raw`[0-9]{1,4}(?:\.[0-9]{1,10})?%`;

/** Pattern of relative values whose base is one of `bases`. */
export function relativePattern(bases: readonly RelativeBase[]): string {
  return `^${SHARE} of (?:${bases.join('|')})$`;
}

export const RELATIVE_PATTERN = relativePattern(RELATIVE_BASES);

/** What a field that takes these bases expects, as a phrase. */
export function relativeExpected(bases: readonly RelativeBase[]): string {
  return `a share of something, such as ${examples('10', bases)}`;
}

function examples(percent: string, bases: readonly RelativeBase[]): string {
  return bases.map((base) => `${percent}% of ${base}`).join(' or ');
}

/** A share with what it is a share of, one of `bases`. A bare `30%` is refused: of what? */
export function parseRelative<Base extends RelativeBase = RelativeBase>(
  input: unknown,
  bases: readonly Base[] = RELATIVE_BASES as readonly RelativeBase[] as readonly Base[],
): ParseResult<Relative<Base>> {
  const expected = relativeExpected(bases);
  if (typeof input !== 'string') {
    return refuse(
      expected,
      typeof input === 'number' ? `of what? Write ${examples('10', bases)}` : undefined,
    );
  }
  if (new RegExp(relativePattern(bases)).test(input)) {
    const share = input.slice(0, input.indexOf(' '));
    const of = bases.find((base) => input.endsWith(` of ${base}`));
    if (of !== undefined) return accept({ ratio: readShare(share), of });
  }
  return refuse(expected, hintForText(input, bases));
}

function hintForText(input: string, bases: readonly RelativeBase[]): string | undefined {
  const text = input.trim().replace(/\s+/g, ' ').replace(' %', '%');
  const bare = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  if (bare !== undefined) {
    return `${bare}% of what? Write ${examples(bare, bases)}`;
  }
  if (text.startsWith('-')) return 'a share is not negative';
  if (new RegExp(relativePattern(bases)).test(text)) return `write ${text}`;
  const base = /^[\d.]+%? of (.*)$/.exec(text)?.[1];
  if (base === undefined) return undefined;
  if (!bases.some((known) => known === base)) return `a share can be of ${bases.join(', ')} here`;
  return 'write the share in percent, such as 10%';
}

/** The value as the specs write it: `60% of same-time-last-week`. */
export function printRelative({ ratio, of }: Relative): string {
  return `${printPercent(ratio)} of ${of}`;
}
