import * as fc from 'fast-check';
import type { LabelSet } from '../../../src/proof/routing/matchers.ts';

/** Random routing trees, as Alertmanager's file has them, and random alerts for them. */

export interface RouteData {
  readonly matchers?: readonly string[];
  readonly match?: Readonly<Record<string, string>>;
  readonly match_re?: Readonly<Record<string, string>>;
  readonly continue?: boolean;
  readonly hasReceiver: boolean;
  readonly routes: readonly RouteData[];
}

const NAMES = ['env', 'env', 'team', 'team', 'severity', 'a:b', 'with.dot', 'größe', 'two words'] as const;
const PLAIN_NAMES = ['env', 'team', 'severity'] as const;
const VALUES = [
  '',
  'prod',
  'PROD',
  'dev',
  'page',
  'ticket',
  'a,b',
  'a"b',
  'a\\b',
  'a\nb',
  'k',
  '\u{212a}',
  'x y',
  'é',
  '😀',
  '1',
];

const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('prod', 'page', 'k') },
  { weight: 3, arbitrary: fc.constantFrom(...VALUES) },
  fc.string({
    maxLength: 4,
    unit: fc.constantFrom('a', 'b', 'K', 's', 'ſ', '0', '_', ' ', '.', '\n', '\r', '\v', 'é', 'É', '😀'),
  }),
);

/** An RE2 pattern; some are none. */
export const pattern: fc.Arbitrary<string> = fc.letrec<{ node: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      'a',
      'b',
      'k',
      'K',
      's',
      'é',
      '😀',
      '.',
      '^',
      '$',
      String.raw`\.`,
      String.raw`\d`,
      String.raw`\D`,
      String.raw`\w`,
      String.raw`\W`,

      String.raw`\s`,
      String.raw`\S`,
      String.raw`\b`,
      String.raw`\B`,
      String.raw`\A`,
      String.raw`\z`,
      String.raw`\pL`,
      String.raw`\p{Lu}`,

      String.raw`\P{Greek}`,
      String.raw`\p{^Latin}`,
      String.raw`\Qa.b\E`,
      String.raw`\n`,
      String.raw`\x41`,
      String.raw`\x{e9}`,
      String.raw`\101`,

      '[a-c]',
      '[^a]',
      '[[:alpha:]]',
      '[[:^space:]_]',
      String.raw`[\d-]`,
      String.raw`[^\w\n]`,
      '[]a]',
      '[a-]',
      '[k-s]',
      '[^S]',
      '[É-ê]',

      'prod',
      'page|ticket',
      'dev.*',
      '.+',
      '',
      '{',
      'a{,2}',
      '(?i)',
      '(?s)',
      '(?m)',
      '(?-i)',
      '(?U)',
      '(?=a)',
      String.raw`\1`,
      '[z-a]',
      '**',
    ),
    fc
      .tuple(fc.constantFrom('(', '(?:', '(?i:', '(?s-i:', '(?m:', '(?P<n>', '(?<m>'), tie('node'))
      .map(([open, inside]) => `${open}${inside})`),
    fc
      .tuple(tie('atom'), fc.constantFrom('*', '+', '?', '{2}', '{0,1}', '{1,}', '*?', '+?', '??', '{1,2}?'))
      .map(([atom, times]) => atom + times),
  ),
  node: fc.oneof(
    { maxDepth: 4 },
    tie('atom'),
    fc.tuple(tie('node'), tie('atom')).map(([left, right]) => left + right),
    fc.tuple(tie('node'), tie('node')).map(([left, right]) => `${left}|${right}`),
  ),
})).node;

/** The text as a value in quotes, as people and programs write it. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)}"`;
}

function isPlain(name: string): boolean {
  return /^[a-zA-Z_:][\w:]*$/.test(name);
}

/** One line under `matchers:` in one of the ways to write it. */
const line: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...NAMES),
    fc.oneof(
      fc.tuple(fc.constantFrom('=', '!='), value),
      fc.tuple(fc.constantFrom('=~', '!~'), fc.oneof(pattern, value)),
    ),
    fc.constantFrom('quoted', 'json', 'bare', 'spaced', 'braces', 'quotedName'),
  )
  .map(([name, [operator, text], style]) => {
    const label = isPlain(name) && style !== 'quotedName' ? name : JSON.stringify(name);
    switch (style) {
      case 'bare':
        return `${label}${operator}${/^[\w-]+$/.test(text) ? text : quoted(text)}`;
      case 'json':
        return `${label}${operator}${JSON.stringify(text)}`;
      case 'spaced':
        return ` ${label} ${operator}  ${quoted(text)} `;
      case 'braces':
        return `{${label}${operator}${quoted(text)},}`;
      case 'quoted':
      case 'quotedName':
        return `${label}${operator}${quoted(text)}`;
    }
  });

const lines = fc.oneof(
  { weight: 4, arbitrary: line },
  fc.tuple(line, line).map(([a, b]) => `${a.replace(/^\{|,?\}$/g, '')},${b.replace(/^\{|,?\}$/g, '')}`),
);

/** Too many matchers, and no alert gets far. */
function rarely<T>(
  one: fc.Arbitrary<Readonly<Record<string, T>>>,
): fc.Arbitrary<Readonly<Record<string, T>>> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, one);
}

/** A subtree. `isRight` says which lines of matchers and which patterns a loadable file may have. */
export function routeData(
  isRight: (line: string) => boolean,
  isPattern: (text: string) => boolean,
): fc.Arbitrary<RouteData> {
  return fc.letrec<{ node: RouteData }>((tie) => ({
    node: fc.record(
      {
        matchers: fc.array(lines.filter(isRight), { maxLength: 2 }),
        match: rarely(fc.dictionary(fc.constantFrom(...PLAIN_NAMES), value, { maxKeys: 1 })),
        match_re: rarely(
          fc.dictionary(fc.constantFrom(...PLAIN_NAMES), pattern.filter(isPattern), { maxKeys: 1 }),
        ),
        continue: fc.boolean(),
        hasReceiver: fc.boolean(),
        routes: fc.oneof(
          { maxDepth: 3 },
          fc.constant([]),
          fc.array(tie('node'), { minLength: 1, maxLength: 5 }),
        ),
      },
      { requiredKeys: ['hasReceiver', 'routes'] },
    ),
  })).node;
}

export const labelSet: fc.Arbitrary<LabelSet> = fc.dictionary(fc.constantFrom(...NAMES), value, {
  maxKeys: 5,
});

/** Texts that might be a matcher. */
export const anyLine: fc.Arbitrary<string> = fc.oneof(
  lines,
  fc.string({
    unit: fc.constantFrom(
      'a',
      'b',
      '=',
      '!',
      '~',
      '"',
      '\\',
      ',',
      '{',
      '}',
      ' ',
      'n',
      'x',
      '4',
      '1',
      '.',
      'é',
      "'",
      '\t',
    ),
    maxLength: 12,
  }),
);

/**
 * Many trees in one file, so that one run of a program judges all of them: each below a route that continues. Every node that
 * may name a receiver names its own, so that the receivers tell the nodes.
 */
export function forest(trees: readonly RouteData[]): unknown {
  const receivers: { name: string }[] = [{ name: 'root' }];
  const node = (data: RouteData, name: string): unknown => {
    const { hasReceiver, routes, ...rest } = data;
    if (hasReceiver) receivers.push({ name });
    return {
      ...rest,
      ...(hasReceiver && { receiver: name }),
      routes: routes.map((child, index) => node(child, `${name}.${index}`)),
    };
  };
  const routes = trees.map((tree, index) => ({
    ...(node({ ...tree, hasReceiver: true }, `t${index}`) as object),
    continue: true,
  }));
  return { route: { receiver: 'root', routes }, receivers };
}
