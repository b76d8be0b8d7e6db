import type { Argument, Expr, Matcher, VectorSelector } from '../../src/promql/ast.ts';
import { checkQuery } from '../../src/promql/check.ts';
import { type ModifierSyntax, type Syntax, withoutParentheses } from '../../src/promql/syntax.ts';

/** What a text means, as an AST without parentheses and places. Fails on a text that is wrong. */
export function meaningOf(text: string): Argument {
  const { problems, syntax } = checkQuery(text);
  if (syntax === undefined || problems.length > 0) {
    throw new Error(`${text}\n${problems.map(({ from, message }) => `${from}: ${message}`).join('\n')}`);
  }
  return toAst(syntax);
}

/** An AST in which raw texts are replaced by what they mean, and all else stands as text would say it. */
export function normalised(expr: Argument): Argument {
  switch (expr.node) {
    case 'raw':
      return meaningOf(expr.text);
    case 'number':
    case 'string':
      return expr;
    case 'selector':
      return normalisedSelector(expr);
    case 'range':
    case 'panel-range':
      return { ...expr, of: normalisedSelector(expr.of) };
    case 'subquery':
    case 'negation':
      return { ...expr, of: normalised(expr.of) as Expr };
    case 'call':
      return { ...expr, args: expr.args.map(normalised) };
    case 'aggregation':
      return {
        ...expr,
        of: normalised(expr.of) as Expr,
        ...(expr.parameter === undefined ? {} : { parameter: normalised(expr.parameter) as Expr }),
      };
    case 'binary':
      return { ...expr, left: normalised(expr.left) as Expr, right: normalised(expr.right) as Expr };
  }
}

/** Lone surrogates cannot be written; they are printed as U+FFFD. */
function normalisedSelector(selector: VectorSelector): VectorSelector {
  return {
    ...selector,
    matchers: selector.matchers.map((matcher) => ({
      ...matcher,
      value: matcher.value.replaceAll(/[\ud800-\udfff]/gu, '\ufffd'),
    })),
  };
}

function toAst(syntax: Syntax): Argument {
  switch (syntax.kind) {
    case 'number':
      return { node: 'number', value: syntax.value };
    case 'string':
      return { node: 'string', value: syntax.value };
    case 'parentheses':
      return toAst(syntax.of);
    case 'selector':
      return {
        node: 'selector',
        ...(syntax.metric === undefined ? {} : { metric: syntax.metric }),
        matchers: syntax.matchers.map(({ label, op, value }): Matcher => ({ label, op, value })),
      };
    case 'sign': {
      const of = toAst(syntax.of) as Expr;
      if (of.node === 'number') return { node: 'number', value: syntax.sign === '-' ? -of.value : of.value };
      return syntax.sign === '-' ? { node: 'negation', of } : of;
    }
    case 'call':
      return { node: 'call', function: syntax.function, args: syntax.args.map(toAst) };
    case 'aggregation': {
      const args = syntax.args.map(toAst) as Expr[];
      const [of = args[0], parameter] = args.toReversed();
      return {
        node: 'aggregation',
        op: syntax.op as 'sum',
        of: of as Expr,
        ...(parameter === undefined ? {} : { parameter }),
        ...(syntax.grouping === undefined ? {} : { grouping: syntax.grouping }),
      };
    }
    case 'binary': {
      const { op, bool, matching } = syntax.operator;
      return {
        node: 'binary',
        op: op as '+',
        left: toAst(syntax.left) as Expr,
        right: toAst(syntax.right) as Expr,
        ...(bool ? { bool: true } : {}),
        ...(matching === undefined ? {} : { matching }),
      };
    }
    case 'range':
      return {
        node: 'range',
        of: toAst(syntax.of) as VectorSelector,
        seconds: syntax.range.seconds ?? Number.NaN,
      };
    case 'subquery':
      return {
        node: 'subquery',
        of: toAst(syntax.of) as Expr,
        rangeSeconds: syntax.range.seconds ?? Number.NaN,
        ...(syntax.step === undefined ? {} : { stepSeconds: syntax.step.seconds ?? Number.NaN }),
      };
    case 'modifier':
      return shifted(toAst(withoutParentheses(syntax.of)), syntax);
  }
}

function shifted(of: Argument, { offset }: ModifierSyntax): Argument {
  const offsetSeconds = offset?.seconds ?? Number.NaN;
  if (of.node === 'range') return { ...of, of: { ...of.of, offsetSeconds } };
  if (of.node === 'selector' || of.node === 'subquery') return { ...of, offsetSeconds };
  throw new Error(`an offset of ${of.node}`);
}
