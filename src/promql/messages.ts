import { suggest } from '../support/suggest.ts';
import { functionNames, isAggregation, isExperimental, signatureOf } from './functions.ts';
import { type Problem, problem } from './problem.ts';
import type { Token } from './tokens.ts';

const NEED_LABELS: ReadonlySet<string> = new Set(['by', 'without', 'on', 'ignoring']);
const NEED_OPERAND: ReadonlySet<string> = new Set(['and', 'or', 'unless', 'atan2', 'bool']);

/** Operators of other languages, and what PromQL has for them. */
const FOREIGN_OPERATORS: Readonly<Record<string, string>> = {
  '=': '`=` compares labels inside braces; values are compared with `==`',
  '&&': '`&&` is written `and` in PromQL',
  '&': '`&` is written `and` in PromQL',
  '||': '`||` is written `or` in PromQL',
  '|': '`|` is written `or` in PromQL',
  '<>': '`<>` is written `!=` in PromQL',
  '!': '`!` has no meaning here; "no such series" is `absent(…)`, "but not those" is `unless`',
  '=~': '`=~` matches labels inside braces; values cannot be matched',
  '!~': '`!~` matches labels inside braces; values cannot be matched',
};

/** What a grammar error at `at` means, told from the words around it. `end` is the length of the query. */
export function syntaxProblem(tokens: readonly Token[], at: number, end: number): Problem {
  const index = tokens.findIndex((token) => token.to > at);
  const found = index === -1 ? undefined : tokens[index];
  const before = index === -1 ? tokens.at(-1) : tokens[index - 1];
  const place = found ?? { from: before?.to ?? end, to: end };
  if (found?.text === '(' && before?.kind === 'name') return problem(before, unknownFunction(before.text));
  return problem(place, explain(before, found));
}

function explain(before: Token | undefined, found: Token | undefined): string {
  const where =
    found === undefined ? undefined : found.kind === 'close' ? matchingContext(found) : found.inside;
  if (where === '{') return insideBraces(before, found);
  if (where === '[')
    return 'expected a duration in the brackets, such as `[5m]`, or `[1h:5m]` for a subquery';
  const foreign = found === undefined ? undefined : FOREIGN_OPERATORS[found.text];
  if (foreign !== undefined) return foreign;
  return needOf(before, found) ?? unexpected(before, found);
}

/** A closing bracket stands outside by its token, but its error belongs inside. */
function matchingContext(close: Token): string | undefined {
  return { ')': '(', ']': '[', '}': '{' }[close.text];
}

/** What the word before asks for. */
function needOf(before: Token | undefined, found: Token | undefined): string | undefined {
  if (before === undefined) return undefined;
  const word = before.text.toLowerCase();
  const instead = found === undefined ? '' : `, found \`${found.text}\``;
  if (before.kind === 'name' && NEED_LABELS.has(word)) {
    return `expected labels in parentheses after \`${before.text}\`, as in \`${word} (job)\`${instead}`;
  }
  if (word === 'offset') return `expected a duration after \`offset\`, such as \`5m\`${instead}`;
  if (word === '@') return `expected a Unix time, \`start()\` or \`end()\` after \`@\`${instead}`;
  if (found?.text === '(' || found?.kind === 'name') return undefined;
  if (before.kind === 'operator' || (before.kind === 'name' && NEED_OPERAND.has(word))) {
    return `expected an expression after \`${before.text}\`${instead}`;
  }
  if (before.kind === 'open' || before.kind === 'separator') {
    return `expected an expression after \`${before.text}\`${instead}`;
  }
  return undefined;
}

function unexpected(before: Token | undefined, found: Token | undefined): string {
  if (found === undefined) return 'the query is not complete';
  const isOperand = found.kind === 'name' || found.kind === 'number' || found.kind === 'string';
  if (before !== undefined && (isOperand || found.kind === 'open')) {
    if (before.kind === 'name' && takesArguments(before.text)) {
      return `\`${before.text}\` takes its arguments in parentheses`;
    }
    return `expected an operator between \`${before.text}\` and \`${found.text}\``;
  }
  return `unexpected \`${found.text}\``;
}

function takesArguments(name: string): boolean {
  return isAggregation(name.toLowerCase()) || signatureOf(name) !== undefined;
}

function insideBraces(before: Token | undefined, found: Token | undefined): string {
  const instead = found === undefined ? '' : `, found \`${found.text}\``;
  if (before?.kind === 'operator') {
    return `expected a value in quotes after \`${before.text}\`${instead}`;
  }
  if (before?.kind === 'name') {
    return `expected \`=\`, \`!=\`, \`=~\` or \`!~\` after the label \`${before.text}\`${instead}`;
  }
  if (before?.kind === 'string') return `expected \`,\` or \`}\` after ${before.text}${instead}`;
  return `expected a label such as \`job="api"\` or \`}\`${instead}`;
}

function unknownFunction(name: string): string {
  const lower = name.toLowerCase();
  if (isExperimental(lower)) return experimentalMessage(lower);
  if (functionNames().includes(lower)) return `functions are written in lower case: \`${lower}\``;
  const nearest = suggest(lower, functionNames())[0];
  const hint = nearest === undefined ? '' : `; did you mean \`${nearest}\`?`;
  return `PromQL has no function \`${name}\`${hint}`;
}

export function experimentalMessage(name: string): string {
  return `\`${name}\` is experimental: Prometheus refuses it unless started with --enable-feature=promql-experimental-functions`;
}
