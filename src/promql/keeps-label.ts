import { checkQuery } from './check.ts';
import { type Syntax, withoutParentheses } from './syntax.ts';

/** Functions whose results have the labels of what they are given, but for the metric's name. */
const KEEPING =
  /^(?:\w+_over_time|rate|irate|increase|delta|idelta|deriv|changes|resets|abs|ceil|floor|round|clamp\w*|sgn|sqrt|exp|ln|log2|log10)$/;

/**
 * Whether each series of a query's result has the label, with its value, of the series that it is calculated from. False where that
 * cannot be told from the text, and for a text that does not parse.
 */
export function keepsLabel(query: string, label: string): boolean {
  const { syntax } = checkQuery(query);
  return syntax !== undefined && keeps(syntax, label);
}

function keeps(syntax: Syntax, label: string): boolean {
  const bare = withoutParentheses(syntax);
  switch (bare.kind) {
    case 'selector':
      return true;
    case 'range':
    case 'subquery':
    case 'modifier':
    case 'sign':
      return keeps(bare.of, label);
    case 'call':
      return (
        KEEPING.test(bare.function) &&
        !bare.function.startsWith('absent') &&
        bare.args.every((each) => isScalar(each) || keeps(each, label))
      );
    case 'aggregation': {
      const { grouping } = bare;
      if (grouping === undefined || bare.op === 'count_values') return false;
      return (
        grouping.labels.includes(label) === (grouping.kind === 'by') &&
        bare.args.every((each) => isScalar(each) || keeps(each, label))
      );
    }
    case 'binary': {
      const { matching } = bare.operator;
      const isMatched =
        matching === undefined || (matching.kind === 'on') === matching.labels.includes(label);
      return isMatched && [bare.left, bare.right].every((each) => isScalar(each) || keeps(each, label));
    }
    case 'number':
    case 'string':
    case 'parentheses':
      return false;
  }
}

function isScalar(syntax: Syntax): boolean {
  const bare = withoutParentheses(syntax);
  return (
    bare.kind === 'number' ||
    (bare.kind === 'sign' && isScalar(bare.of)) ||
    (bare.kind === 'binary' && isScalar(bare.left) && isScalar(bare.right))
  );
}
