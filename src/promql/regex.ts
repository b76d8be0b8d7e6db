import type { MatchOp } from './ast.ts';

/**
 * Whether a matcher accepts the empty value, that is a label that is not there. Undefined when it cannot be told: Prometheus
 * has RE2, JavaScript has not; what both understand covers nearly all that people write, and of the rest nothing is claimed.
 */
export function matchesEmpty({ op, value }: { op: MatchOp; value: string }): boolean | undefined {
  const isNegative = op === '!=' || op === '!~';
  const accepts = op === '=' || op === '!=' ? value === '' : patternMatchesEmpty(value);
  return accepts === undefined ? undefined : accepts !== isNegative;
}

function patternMatchesEmpty(value: string): boolean | undefined {
  // Flags in front are RE2's; none of them changes whether the empty string matches.
  const pattern = value.replace(/^\(\?[imsU]+\)/u, '');
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test('');
  } catch {
    return undefined;
  }
}

const ALLOWED_LETTER_ESCAPES = /^[AbBdDsSwWzQEaftnrvxpP]$/u;
const REPETITION = /^(?:[*+?]|\{\d+(?:,\d*)?\})/u;

/**
 * Why Prometheus refuses a regular expression, or undefined if no reason shows. Knows what people bring along from other
 * dialects (look-around, back-references) and what is unbalanced; it is not a whole RE2 parser.
 */
export function patternProblem(pattern: string): string | undefined {
  const groups: string[] = [];
  // What a repetition would repeat: nothing at a start, an item, or a repetition already.
  let before: 'nothing' | 'item' | 'repetition' = 'nothing';
  let at = 0;
  while (at < pattern.length) {
    const rest = pattern.slice(at);
    const repetition = REPETITION.exec(rest)?.[0];
    if (repetition !== undefined) {
      if (before === 'nothing') return `\`${repetition}\` repeats nothing`;
      const lazy = rest[repetition.length] === '?' ? 1 : 0;
      if (before === 'repetition') return `\`${repetition}\` repeats a repetition`;
      before = 'repetition';
      at += repetition.length + lazy;
      continue;
    }
    const step = readItem(rest);
    if (typeof step === 'string') return step;
    if (step.kind === 'open') groups.push('(');
    if (step.kind === 'close' && groups.pop() === undefined) return 'a `)` without its `(`';
    before = step.kind === 'item' || step.kind === 'close' ? 'item' : 'nothing';
    at += step.length;
  }
  return groups.length > 0 ? 'a `(` without its `)`' : undefined;
}

interface Item {
  readonly kind: 'item' | 'open' | 'close' | 'alternative' | 'flags';
  readonly length: number;
}

function readItem(rest: string): Item | string {
  switch (rest.charAt(0)) {
    case '\\':
      return readEscape(rest);
    case '[':
      return readClass(rest);
    case '(':
      return readGroup(rest);
    case ')':
      return { kind: 'close', length: 1 };
    case '|':
      return { kind: 'alternative', length: 1 };
    default:
      return { kind: 'item', length: 1 };
  }
}

function readEscape(rest: string): Item | string {
  const next = rest[1];
  if (next === undefined) return 'a backslash at the end';
  if (/^[1-9]$/u.test(next) && !/^\\[1-7][0-7]/u.test(rest)) return `no back-references (\`\\${next}\`)`;
  if (/^[a-zA-Z]$/u.test(next) && !ALLOWED_LETTER_ESCAPES.test(next)) return `no escape \`\\${next}\``;
  return { kind: 'item', length: 2 };
}

function readClass(rest: string): Item | string {
  const match = /^\[\^?\]?(?:\[:\^?[a-z]+:\]|\\[^]|[^\]\\])*\]/u.exec(rest);
  return match === null ? 'a `[` without its `]`' : { kind: 'item', length: match[0].length };
}

function readGroup(rest: string): Item | string {
  if (!rest.startsWith('(?')) return { kind: 'open', length: 1 };
  if (/^\(\?<?[=!]/u.test(rest)) return 'no look-around (`(?=`, `(?!`, `(?<=`, `(?<!`)';
  const opening = /^\(\?(?:P?<\w+>|[imsU]*(?:-[imsU]+)?:)/u.exec(rest);
  if (opening !== null) return { kind: 'open', length: opening[0].length };
  const flags = /^\(\?[imsU]*(?:-[imsU]+)?\)/u.exec(rest);
  return flags === null ? 'no such group `(?`' : { kind: 'flags', length: flags[0].length };
}
