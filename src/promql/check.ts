import type { Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { typeName, type ValueType } from './functions.ts';
import { lexicalProblems, rowProblems } from './lexical.ts';
import { syntaxProblem } from './messages.ts';
import { inTextOrder, type Problem } from './problem.ts';
import { readSyntax } from './read.ts';
import type { Syntax } from './syntax.ts';
import { type Token, tokenize } from './tokens.ts';
import { typeOf } from './types.ts';

/** More words than any query that people could read; beyond it, nesting would exhaust the stack. */
const MOST_TOKENS = 5000;

export interface CheckedQuery {
  /** In the order of the text. Empty when stock Prometheus accepts the query. */
  readonly problems: readonly Problem[];
  /** Absent when the text does not parse. */
  readonly syntax?: Syntax;
  readonly type?: ValueType;
}

/** Reads a query with PromQL's grammar and checks its types. Never throws, whatever the text. */
export function checkQuery(text: string): CheckedQuery {
  const whole = { from: 0, to: text.length };
  const tokens = tokenize(text);
  if (tokens.length === 0) return { problems: [{ ...whole, message: 'the query is empty' }] };
  if (tokens.length > MOST_TOKENS) {
    return { problems: [{ ...whole, message: `the query is longer than ${MOST_TOKENS} words` }] };
  }
  const lexical = [lexicalProblems, rowProblems]
    .map((find) => find(tokens))
    .find((found) => found.length > 0);
  if (lexical !== undefined) return { problems: lexical };
  const tree = parser.parse(text);
  const error = firstError(tree);
  if (error !== undefined) return { problems: [syntaxProblem(tokens, error, text.length)] };
  return checkTypes(tree, text, tokens);
}

function checkTypes(tree: Tree, text: string, tokens: readonly Token[]): CheckedQuery {
  const syntax = readSyntax(tree, text);
  if (syntax === undefined) return { problems: [syntaxProblem(tokens, 0, text.length)] };
  const problems: Problem[] = [];
  const type = typeOf(syntax, (found) => problems.push(found));
  return { problems: inTextOrder(problems), syntax, type };
}

/** Where the grammar first had to guess; what it guessed afterwards is no use to anybody. */
function firstError(tree: Tree): number | undefined {
  let first: number | undefined;
  tree.iterate({
    enter: ({ type, from }) => {
      if (type.isError && (first === undefined || from < first)) first = from;
      return first === undefined;
    },
  });
  return first;
}

/** What is wrong with a query of any type; empty when stock Prometheus accepts it. Never throws. */
export function parseProblems(text: string): readonly Problem[] {
  return checkQuery(text).problems;
}

/** Like `parseProblems`, for a query that stands in a rule: that must be an instant vector or a scalar. */
export function ruleProblems(text: string): readonly Problem[] {
  const { problems, type } = checkQuery(text);
  if (problems.length > 0 || type === undefined || type === 'scalar' || type === 'vector') return problems;
  const advice =
    type === 'range'
      ? '; a function over time, such as `rate(…)` or `max_over_time(…)`, makes one of it'
      : '';
  return [
    {
      from: 0,
      to: text.length,
      message: `a rule needs an instant vector or a scalar, not ${typeName(type)}${advice}`,
    },
  ];
}
