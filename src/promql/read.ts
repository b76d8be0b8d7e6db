import type { SyntaxNode, Tree } from '@lezer/common';
import type { Matching, MatchOp } from './ast.ts';
import { type Climbable, climb } from './climb.ts';
import { constantSeconds } from './duration-expression.ts';
import { literalSeconds } from './durations.ts';
import { unquoteString } from './strings.ts';
import type {
  AggregationSyntax,
  CallSyntax,
  OperatorSyntax,
  PlacedDuration,
  PlacedMatcher,
  SelectorSyntax,
  Syntax,
  WrittenOp,
} from './syntax.ts';

/**
 * The structure of a query that parsed without an error. Undefined for a tree without an expression.
 *
 * The grammar says what is well-formed, but groups some texts otherwise than Prometheus does: it applies `offset`, `@` and
 * brackets to the whole operation before them (`a - a offset 1w`) and reads `-1 ^ 2` as a power of −1. So an operation is
 * taken apart into the row of its operands and operators, and grouped anew by Prometheus' precedences.
 */
export function readSyntax(tree: Tree, text: string): Syntax | undefined {
  const top = childrenOf(tree.topNode)[0];
  return top === undefined ? undefined : readExpression(top, text);
}

function readExpression(node: SyntaxNode, text: string): Syntax {
  return climb(rowOf(node, text));
}

/** Operands, signs, operators and suffixes in the order of the text. */
function rowOf(root: SyntaxNode, text: string): readonly Climbable[] {
  const row: Climbable[] = [];
  // A stack instead of recursion: a chain of thousand additions is a thousand levels deep.
  const pending: (SyntaxNode | Climbable)[] = [root];
  for (;;) {
    const next = pending.pop();
    if (next === undefined) return row;
    if ('item' in next) row.push(next);
    else pending.push(...partsOf(next, text).toReversed());
  }
}

function partsOf(node: SyntaxNode, text: string): readonly (SyntaxNode | Climbable)[] {
  const children = childrenOf(node);
  const [first, second, third] = children;
  const last = children.at(-1);
  switch (node.name) {
    case 'BinaryExpr':
      if (first === undefined || last === undefined) break;
      return [first, { item: 'operator', operator: readOperator(children.slice(1, -1), text) }, last];
    case 'UnaryExpr':
      if (first === undefined || second === undefined) break;
      return [signAt(first.from, text), second];
    case 'NumberDurationLiteral':
      return numberParts(node, text);
    case 'MatrixSelector':
      if (first === undefined || second === undefined) break;
      return [first, { item: 'suffix', kind: 'range', range: readDuration(second, text), to: node.to }];
    case 'SubqueryExpr': {
      if (first === undefined || second === undefined) break;
      const step = third === undefined ? {} : { step: readDuration(third, text) };
      return [
        first,
        { item: 'suffix', kind: 'subquery', range: readDuration(second, text), ...step, to: node.to },
      ];
    }
    case 'OffsetExpr':
      if (first === undefined || third === undefined) break;
      return [
        first,
        {
          item: 'suffix',
          kind: 'modifier',
          modifier: 'offset',
          offset: readDuration(third, text),
          to: node.to,
        },
      ];
    case 'StepInvariantExpr':
      if (first === undefined) break;
      return [first, { item: 'suffix', kind: 'modifier', modifier: '@', to: node.to }];
    case 'AnchoredExpr':
    case 'SmoothedExpr': {
      if (first === undefined) break;
      const modifier = node.name === 'AnchoredExpr' ? 'anchored' : 'smoothed';
      return [first, { item: 'suffix', kind: 'modifier', modifier, to: node.to }];
    }
  }
  return [{ item: 'operand', syntax: readOperand(node, text) }];
}

function numberParts(node: SyntaxNode, text: string): readonly Climbable[] {
  const written = text.slice(node.from, node.to);
  const digits = written.replace(/^[+-]\s*/u, '');
  const from = node.to - digits.length;
  const number: Climbable = {
    item: 'operand',
    syntax: { kind: 'number', value: literalSeconds(digits) ?? Number.NaN, from, to: node.to },
  };
  return from === node.from ? [number] : [signAt(node.from, text), number];
}

function signAt(from: number, text: string): Climbable {
  return { item: 'sign', sign: text[from] === '-' ? '-' : '+', from };
}

function readOperand(node: SyntaxNode, text: string): Syntax {
  const { from, to } = node;
  const first = childrenOf(node)[0];
  switch (node.name) {
    case 'StringLiteral':
      return { kind: 'string', value: stringValue(node, text), from, to };
    case 'VectorSelector':
      return readSelector(node, text);
    case 'FunctionCall':
      return readCall(node, text);
    case 'AggregateExpr':
      return readAggregation(node, text);
    case 'ParenExpr':
      if (first === undefined) break;
      return { kind: 'parentheses', of: readExpression(first, text), from, to };
  }
  throw new Error(`unexpected ${node.name} in a query that parsed`);
}

function readSelector(node: SyntaxNode, text: string): SelectorSyntax {
  const { from, to } = node;
  const name = node.getChild('Identifier');
  let metric = name === null ? undefined : text.slice(name.from, name.to);
  const matchers: PlacedMatcher[] = [];
  const braces = node.getChild('LabelMatchers');
  for (const child of braces === null ? [] : childrenOf(braces)) {
    const [label, op, value] = childrenOf(child);
    if (child.name === 'QuotedLabelName') {
      const quoted = stringValue(child, text);
      // An empty name demands nothing.
      if (quoted === '') continue;
      if (metric === undefined) metric = quoted;
      // A second name is one more demand on the same label, as Prometheus takes it.
      else matchers.push({ label: '__name__', op: '=', value: quoted, from: child.from, to: child.to });
    } else if (label !== undefined && op !== undefined && value !== undefined) {
      matchers.push({
        label: labelName(label, text),
        op: text.slice(op.from, op.to) as MatchOp,
        value: stringValue(value, text),
        from: child.from,
        to: child.to,
      });
    }
  }
  return {
    kind: 'selector',
    ...(metric === undefined ? {} : { metric }),
    isBare: name !== null,
    matchers,
    from,
    to,
  };
}

function readCall(node: SyntaxNode, text: string): CallSyntax {
  const name = node.getChild('FunctionIdentifier') ?? node;
  return {
    kind: 'call',
    function: text.slice(name.from, name.to),
    nameTo: name.to,
    args: readArguments(node, text),
    from: node.from,
    to: node.to,
  };
}

function readAggregation(node: SyntaxNode, text: string): AggregationSyntax {
  const op = node.getChild('AggregateOp') ?? node;
  const modifier = node.getChild('AggregateModifier');
  const grouping =
    modifier === null
      ? {}
      : {
          grouping: {
            kind: modifier.getChild('By') === null ? ('without' as const) : ('by' as const),
            labels: groupingLabels(modifier.getChild('GroupingLabels'), text),
          },
        };
  return {
    kind: 'aggregation',
    op: text.slice(op.from, op.to).toLowerCase(),
    nameTo: op.to,
    args: readArguments(node, text),
    ...grouping,
    from: node.from,
    to: node.to,
  };
}

function readArguments(node: SyntaxNode, text: string): readonly Syntax[] {
  const body = node.getChild('FunctionCallBody');
  return body === null ? [] : childrenOf(body).map((child) => readExpression(child, text));
}

function readOperator(parts: readonly SyntaxNode[], text: string): OperatorSyntax {
  const operator = parts[0];
  if (operator === undefined) throw new Error('an operation without an operator in a query that parsed');
  const clause = parts.find((part) => part.name === 'MatchingModifierClause');
  const fill = parts.find((part) => part.name === 'FillModifier');
  return {
    op: text.slice(operator.from, operator.to).toLowerCase() as WrittenOp,
    bool: parts.some((part) => part.name === 'BoolModifier'),
    ...(clause === undefined ? {} : { matching: readMatching(clause, text) }),
    ...(fill === undefined ? {} : { fill: { from: fill.from, to: fill.to } }),
    from: operator.from,
    to: operator.to,
  };
}

function readMatching(clause: SyntaxNode, text: string): Matching {
  const [labels, include] = clause.getChildren('GroupingLabels');
  const kind = clause.getChild('On') === null ? 'ignoring' : 'on';
  const side =
    clause.getChild('GroupLeft') !== null
      ? 'left'
      : clause.getChild('GroupRight') !== null
        ? 'right'
        : undefined;
  return {
    kind,
    labels: groupingLabels(labels ?? null, text),
    ...(side === undefined ? {} : { group: { side, include: groupingLabels(include ?? null, text) } }),
  };
}

function groupingLabels(list: SyntaxNode | null, text: string): readonly string[] {
  return list === null ? [] : childrenOf(list).map((label) => labelName(label, text));
}

function labelName(node: SyntaxNode, text: string): string {
  return node.name === 'QuotedLabelName' ? stringValue(node, text) : text.slice(node.from, node.to);
}

/** Strings are checked before the grammar is asked, so the fallback is not reached. */
function stringValue(node: SyntaxNode, text: string): string {
  const unquoted = unquoteString(text.slice(node.from, node.to));
  return unquoted.ok ? unquoted.value : '';
}

function readDuration({ from, to }: SyntaxNode, text: string): PlacedDuration {
  const seconds = constantSeconds(text.slice(from, to));
  return seconds === undefined ? { from, to } : { seconds, from, to };
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push(child);
  }
  return children;
}
