/** The syntax of metric math. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */

export type MathExpression =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'id'; readonly name: string }
  | { readonly type: 'list'; readonly items: readonly MathExpression[] }
  | { readonly type: 'negative'; readonly operand: MathExpression }
  | {
      readonly type: 'binary';
      readonly operator: string;
      readonly left: MathExpression;
      readonly right: MathExpression;
    }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly MathExpression[] };

/** Operators from the weakest binding to the strongest. */
const LEVELS: readonly (readonly string[])[] = [
  ['OR'],
  ['AND'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
];
const SPELLINGS = new Map([
  ['&&', 'AND'],
  ['||', 'OR'],
]);
const TOKEN = /\s*(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+|[A-Za-z_]\w*|==|!=|<=|>=|&&|\|\||[-+*/<>()[\],])/y;

/** Parses an expression. Throws on what is not part of the syntax known here, and says at which character. */
export function parseMath(text: string): MathExpression {
  const tokens = tokensOf(text);
  let position = 0;
  const peek = (): string | undefined => tokens[position];
  const take = (): string => {
    const token = tokens[position];
    if (token === undefined) throw new Error(`the expression ends too early: ${text}`);
    position += 1;
    return token;
  };
  const expect = (wanted: string): void => {
    const token = take();
    if (token !== wanted) throw new Error(`expected ${wanted}, found ${token} in: ${text}`);
  };

  const level = (index: number): MathExpression => {
    const operators = LEVELS[index];
    if (operators === undefined) return unary();
    let left = level(index + 1);
    for (let next = peek(); next !== undefined && operators.includes(next); next = peek()) {
      const operator = take();
      left = { type: 'binary', operator, left, right: level(index + 1) };
    }
    return left;
  };
  const unary = (): MathExpression => {
    if (peek() !== '-') return primary();
    take();
    return { type: 'negative', operand: unary() };
  };
  const listed = (end: string): MathExpression[] => {
    const items: MathExpression[] = [];
    if (peek() !== end) items.push(level(0));
    while (peek() === ',') {
      take();
      items.push(level(0));
    }
    expect(end);
    return items;
  };
  const primary = (): MathExpression => {
    const token = take();
    if (token === '(') {
      const inner = level(0);
      expect(')');
      return inner;
    }
    if (token === '[') return { type: 'list', items: listed(']') };
    if (/^[\d.]/.test(token)) return { type: 'number', value: Number(token) };
    if (!/^[A-Za-z_]/.test(token)) throw new Error(`unexpected ${token} in: ${text}`);
    if (peek() !== '(') return { type: 'id', name: token };
    take();
    return { type: 'call', name: token, args: listed(')') };
  };

  const parsed = level(0);
  const rest = peek();
  if (rest !== undefined) throw new Error(`unexpected ${rest} in: ${text}`);
  return parsed;
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  let from = 0;
  while (from < end) {
    TOKEN.lastIndex = from;
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw new Error(`unexpected character at ${from} in: ${text}`);
    tokens.push(SPELLINGS.get(token) ?? token);
    from = TOKEN.lastIndex;
  }
  return tokens;
}
