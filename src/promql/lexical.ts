import { LONGEST_SECONDS, literalSeconds, TOO_LONG } from './durations.ts';
import { isBareGroupingLabel } from './names.ts';
import { type Problem, problem } from './problem.ts';
import { unquoteString } from './strings.ts';
import { closingOf, type Token } from './tokens.ts';
import { words } from './words.ts';

const BRACKET_NAMES: Readonly<Record<string, string>> = {
  ')': 'parenthesis',
  ']': 'bracket',
  '}': 'brace',
};

/** Deeper than people nest; the structure is read by recursion. */
const DEEPEST = 200;

/** Problems that show without the grammar: characters that PromQL has no use for, broken strings, unbalanced brackets. */
export function lexicalProblems(tokens: readonly Token[]): readonly Problem[] {
  const problems: Problem[] = [];
  for (const token of tokens) {
    if (token.kind === 'stray') problems.push(problem(token, strayMessage(token.text)));
    if (token.kind === 'string') problems.push(...stringProblems(token));
  }
  if (problems.length === 0)
    problems.push(...numberProblems(tokens), ...durationProblems(tokens), ...labelListProblems(tokens));
  // A string that swallows the rest of the query also swallows its brackets: one complaint is enough.
  return problems.length > 0 ? problems : bracketProblems(tokens);
}

function stringProblems(token: Token): readonly Problem[] {
  const unquoted = unquoteString(token.text);
  if (unquoted.ok) return [];
  const { from, to, message } = unquoted.problem;
  return [{ from: token.from + from, to: token.from + to, message }];
}

/** Prometheus refuses numbers that it would have to take for infinite, and hexadecimal ones of more than 63 bits; the grammar takes both. */
function numberProblems(tokens: readonly Token[]): readonly Problem[] {
  return tokens.flatMap((token) => {
    if (token.kind !== 'number') return [];
    // A duration may stand for a number, and is no longer there than elsewhere.
    if (/[a-z]$/.test(token.text) && (literalSeconds(token.text) ?? 0) > LONGEST_SECONDS)
      return [problem(token, TOO_LONG)];
    return isTooLarge(token.text.replaceAll('_', ''))
      ? [
          problem(
            token,
            `\`${token.text}\` is a larger number than Prometheus can hold; write \`Inf\` if that is meant`,
          ),
        ]
      : [];
  });
}

function isTooLarge(digits: string): boolean {
  if (/^0x[0-9a-f]+$/i.test(digits)) return BigInt(digits) > MOST_INTEGER;
  // Durations, and what else is no plain number, are judged elsewhere.
  return /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(digits) && !Number.isFinite(Number(digits));
}

/** 2^63 - 1: hexadecimal numbers are read as integers of Go. */
const MOST_INTEGER = 2n ** 63n - 1n;

const DURATION_WORDS: ReadonlySet<string> = new Set(['step', 'range', 'max_of', 'min_of']);

/** Prometheus reads no names in brackets, `inf` included; the grammar would take it. */
function durationProblems(tokens: readonly Token[]): readonly Problem[] {
  return tokens
    .filter(
      ({ kind, inside, text }) =>
        kind === 'name' && inside === '[' && !DURATION_WORDS.has(text.toLowerCase()),
    )
    .map((token) =>
      problem(token, `\`${token.text}\` is no duration; expected one such as \`5m\` or \`1h30m\``),
    );
}

const LISTS_OF_LABELS: ReadonlySet<string> = new Set(words('by without on ignoring group_left group_right'));

/** Labels that Prometheus refuses in `by (…)` and its like, though the grammar would take them. */
function labelListProblems(tokens: readonly Token[]): readonly Problem[] {
  const problems: Problem[] = [];
  let isList = false;
  tokens.forEach((token, index) => {
    if (token.kind === 'open') {
      const before = tokens[index - 1];
      isList =
        token.text === '(' && before?.kind === 'name' && LISTS_OF_LABELS.has(before.text.toLowerCase());
    } else if (token.kind === 'close') {
      isList = false;
    } else if (isList && token.kind === 'name' && !isBareGroupingLabel(token.text)) {
      problems.push(problem(token, `the label \`${token.text}\` must be quoted here: \`"${token.text}"\``));
    } else if (isList && token.kind === 'string' && token.text.length === 2) {
      problems.push(problem(token, 'a label must have a name'));
    }
  });
  return problems;
}

function strayMessage(character: string): string {
  if (character === '#') return 'a comment cannot stand between `[` and the duration';
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  if (/^[\p{Zs}\u2028\u2029\ufeff\u200b]$/u.test(character)) {
    return `an invisible character (${code}) that PromQL does not take for a space; replace it by a plain space`;
  }
  if (/^[\u2018-\u201f]$/u.test(character)) return `a typographic quote (${code}); PromQL needs " or '`;
  if (/^[\u2010-\u2015\u2212]$/u.test(character)) return `a typographic dash (${code}); PromQL needs -`;
  if (/^\p{L}$/u.test(character)) {
    return `\`${character}\` cannot stand in a bare name; quote the name: {"…"}`;
  }
  return `\`${character}\` has no meaning in PromQL`;
}

/**
 * Longest row of operations, and the length of text up to which any row will do: beyond both, the grammar package gives up
 * on left-associative rows to keep its trees shallow, and would call a right query wrong.
 */
const LONGEST_ROW = 150;
const LENGTH_WITHOUT_ROWS = 2000;

/** A row of operations that the grammar cannot be asked about. */
export function rowProblems(tokens: readonly Token[]): readonly Problem[] {
  if ((tokens.at(-1)?.to ?? 0) < LENGTH_WITHOUT_ROWS) return [];
  const rows = [0];
  for (const token of tokens) {
    if (token.kind === 'open') rows.push(0);
    else if (token.kind === 'close') rows.pop();
    else if (token.inside !== '{' && isOperator(token)) {
      const length = (rows.pop() ?? 0) + 1;
      if (length > LONGEST_ROW) {
        return [problem(token, `more than ${LONGEST_ROW} operations in a row; group them with parentheses`)];
      }
      rows.push(length);
    }
  }
  return [];
}

function isOperator({ kind, text }: Token): boolean {
  return kind === 'operator' ? text !== '@' : kind === 'name' && /^(?:and|or|unless|atan2)$/iu.test(text);
}

/** The first bracket that has no partner; those behind it are mostly its consequence. */
function bracketProblems(tokens: readonly Token[]): readonly Problem[] {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.kind === 'open' && open.push(token) > DEEPEST) {
      return [problem(token, `brackets are nested more than ${DEEPEST} deep`)];
    }
    if (token.kind !== 'close') continue;
    const partner = open.pop();
    if (partner === undefined) {
      return [problem(token, `a closing ${bracketName(token.text)} without an opening one`)];
    }
    const wanted = closingOf(partner.text) ?? '';
    if (wanted !== token.text) {
      return [
        problem(token, `expected a closing ${bracketName(wanted)} \`${wanted}\`, found \`${token.text}\``),
      ];
    }
  }
  const last = open.at(-1);
  if (last === undefined) return [];
  const wanted = closingOf(last.text) ?? '';
  return [problem(last, `expected a closing ${bracketName(wanted)}: this \`${last.text}\` is never closed`)];
}

function bracketName(closing: string): string {
  return BRACKET_NAMES[closing] ?? 'bracket';
}
