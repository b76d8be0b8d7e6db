/**
 * The language of CloudWatch metric math as data.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax
 */
export type MathNode =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'id'; readonly id: string }
  /** A bare word in capitals: REPEAT, LINEAR, ASC, DESC, or the function that SORT sorts by. */
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'list'; readonly items: readonly MathNode[] }
  | { readonly kind: 'negate'; readonly operand: MathNode }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: MathNode;
      readonly right: MathNode;
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly MathNode[] };

export type BinaryOperator =
  '+' | '-' | '*' | '/' | '^' | '==' | '!=' | '<=' | '>=' | '<' | '>' | 'AND' | 'OR';

interface Token {
  readonly kind: 'number' | 'string' | 'id' | 'word' | 'symbol' | 'end';
  readonly text: string;
  readonly at: number;
}

const TOKEN =
  /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|"(?<string>[^"]*)"|(?<id>[a-z]\w*)|(?<word>[A-Z][A-Z0-9_]*)|(?<symbol>==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]))/y;

/** Loosest first. AWS does not document the order, so it is the one of C; all of them group from the left. */
const LEVELS: readonly (readonly string[])[] = [
  ['OR', '||'],
  ['AND', '&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
];

/**
 * Reads an expression. Identifiers start with a lower-case letter, functions are in capitals, as AWS asks for. `^` binds more
 * than the minus before it and groups from the right, as usual in mathematics; AWS does not say.
 * Throws on what is not of the language, with the place.
 */
export function parseMetricMath(text: string): MathNode {
  const tokens = tokenize(text);
  let position = 0;

  const peek = (): Token => tokens[position] ?? { kind: 'end', text: '', at: text.length };
  const take = (): Token => {
    const token = peek();
    position += 1;
    return token;
  };
  const isSymbol = (symbol: string): boolean => peek().kind === 'symbol' && peek().text === symbol;
  const expect = (symbol: string): void => {
    if (!isSymbol(symbol)) throw unexpected(peek(), `'${symbol}'`);
    take();
  };

  function binary(level: number): MathNode {
    const operators = LEVELS[level];
    if (operators === undefined) return unary();
    let left = binary(level + 1);
    while (peek().kind !== 'string' && operators.includes(peek().text)) {
      const operator = operatorOf(take().text);
      left = { kind: 'binary', operator, left, right: binary(level + 1) };
    }
    return left;
  }

  function unary(): MathNode {
    if (!isSymbol('-')) return power();
    take();
    return { kind: 'negate', operand: unary() };
  }

  function power(): MathNode {
    const left = primary();
    if (!isSymbol('^')) return left;
    take();
    return { kind: 'binary', operator: '^', left, right: unary() };
  }

  function primary(): MathNode {
    const token = take();
    switch (token.kind) {
      case 'number':
        return { kind: 'number', value: Number(token.text) };
      case 'string':
        return { kind: 'string', value: token.text };
      case 'id':
        return { kind: 'id', id: token.text };
      case 'word':
        if (!isSymbol('(')) return { kind: 'word', word: token.text };
        take();
        return { kind: 'call', name: token.text, args: sequence(')') };
      case 'symbol': {
        if (token.text === '[') return { kind: 'list', items: sequence(']') };
        if (token.text !== '(') break;
        const inner = binary(0);
        expect(')');
        return inner;
      }
      case 'end':
    }
    throw unexpected(token, 'a value');
  }

  function sequence(close: string): readonly MathNode[] {
    const items: MathNode[] = [];
    if (!isSymbol(close)) {
      items.push(binary(0));
      while (isSymbol(',')) {
        take();
        items.push(binary(0));
      }
    }
    expect(close);
    return items;
  }

  function unexpected(token: Token, wanted: string): Error {
    const found = token.kind === 'end' ? 'the end' : `'${token.text}'`;
    return new Error(`metric math '${text}': ${found} at ${token.at} where ${wanted} is expected`);
  }

  const root = binary(0);
  if (peek().kind !== 'end') throw unexpected(peek(), 'the end');
  return root;
}

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const at = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) {
      throw new Error(`metric math '${text}': cannot read '${text.slice(at).trimStart()}' at ${at}`);
    }
    for (const kind of ['number', 'string', 'id', 'word', 'symbol'] as const) {
      const found = groups[kind];
      if (found !== undefined) tokens.push({ kind, text: found, at });
    }
  }
  return tokens;
}

function operatorOf(text: string): BinaryOperator {
  switch (text) {
    case '||':
    case 'OR':
      return 'OR';
    case '&&':
    case 'AND':
      return 'AND';
    default:
      return text as BinaryOperator;
  }
}

/** The ids that an expression names, each once, in the order of their first place. */
export function idsIn(node: MathNode): readonly string[] {
  const children = (inner: MathNode): readonly MathNode[] => {
    switch (inner.kind) {
      case 'list':
        return inner.items;
      case 'negate':
        return [inner.operand];
      case 'binary':
        return [inner.left, inner.right];
      case 'call':
        return inner.args;
      default:
        return [];
    }
  };
  const walk = (inner: MathNode): readonly string[] =>
    inner.kind === 'id' ? [inner.id] : children(inner).flatMap(walk);
  return [...new Set(walk(node))];
}
