/** A column of a campaign: how it is declared, and an expression of SQL that draws a value of it. */
export interface DrawnColumn {
  readonly name: string;
  readonly kind: string;
  readonly type: 'numeric' | 'category';
  readonly draw: string;
}

/** Standard normal (Box and Muller 1958). */
export const NORMAL = 'sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())';
const EXPONENTIAL = '-ln(1 - random())';

/**
 * One of so many names with shares of about 1/rank: the rank is the whole part of a draw with density 1/x, so that it has the share
 * ln((rank + 1) / rank) / ln(values + 1).
 */
export function zipf(values: number): string {
  return `'v' || floor(exp(random() * ln(${values + 1})))::INTEGER`;
}

export function withNulls(draw: string, share: number): string {
  return `CASE WHEN random() >= ${share} THEN ${draw} END`;
}

/** One name with the given share, the others with shares of about 1/rank among themselves. */
export function withShare(share: number, others: number): string {
  return `CASE WHEN random() < ${share} THEN 'chosen' ELSE ${zipf(others)} END`;
}

type Kind = readonly [kind: string, count: number, type: DrawnColumn['type'], draw: string];

const KINDS: readonly Kind[] = [
  ['normal', 4, 'numeric', NORMAL],
  ['lognormal', 3, 'numeric', `exp(${NORMAL})`],
  ['Cauchy', 2, 'numeric', 'tan(pi() * (random() - 0.5))'],
  ['exponential', 2, 'numeric', EXPONENTIAL],
  ['uniform', 3, 'numeric', 'random()'],
  ['few whole numbers', 3, 'numeric', `floor(2 * ${EXPONENTIAL})::INTEGER`],
  ['zero-inflated', 2, 'numeric', `CASE WHEN random() < 0.7 THEN 0 ELSE ${EXPONENTIAL} END`],
  ['normal, 10 % nulls', 2, 'numeric', withNulls(NORMAL, 0.1)],
  ['2 categories', 3, 'category', zipf(2)],
  ['5 categories', 3, 'category', zipf(5)],
  ['20 categories', 3, 'category', zipf(20)],
  ['200 categories', 3, 'category', zipf(200)],
  ['2,000 categories', 2, 'category', zipf(2000)],
  ['boolean', 3, 'category', 'random() < 0.3'],
  ['5 categories, 10 % nulls', 2, 'category', withNulls(zipf(5), 0.1)],
];

/** Forty columns of mixed types. */
export const COLUMNS: readonly DrawnColumn[] = KINDS.flatMap(([kind, count, type, draw]) =>
  Array.from({ length: count }, () => ({ kind, type, draw })),
).map((column, index) => ({ ...column, name: `c${index}` }));

/** One column of the forty that is changed: the first of its kind on both sides is drawn so. */
export interface PowerCase {
  readonly name: string;
  readonly type: DrawnColumn['type'];
  readonly before: string;
  readonly after: string;
  /** What is to be found. */
  readonly aspect: 'values' | 'nulls' | 'unseen';
  readonly atLeast: 'warn' | 'alert';
}

/** Categories beside the one whose share grows. */
const OTHERS = [1, 4, 19, 199, 1999];

/** Changes that are to be found at 5,000 rows on both sides, and those twice as large, which are to alert. */
export const POWER_CASES: readonly PowerCase[] = [
  ...twice('normal, mean by {} σ', 'numeric', 'values', [0.2, 0.4], NORMAL, (by) => `${NORMAL} + ${by}`),
  ...twice(
    'uniform, mean by {} σ',
    'numeric',
    'values',
    [0.2, 0.4],
    'random()',
    (by) => `random() + ${by / Math.sqrt(12)}`,
  ),
  ...twice(
    'exponential, mean by {} σ',
    'numeric',
    'values',
    [0.2, 0.4],
    EXPONENTIAL,
    (by) => `${EXPONENTIAL} + ${by}`,
  ),
  ...[0.1, 0.2, 0.5].flatMap((share) =>
    OTHERS.flatMap((others) =>
      twice(
        `share ${share} by {}, ${others} other categories`,
        'category',
        'values',
        [0.05, 0.1],
        withShare(share, others),
        (by) => withShare(share + by, others),
      ),
    ),
  ),
  ...twice('normal, nulls 0.1 to {}', 'numeric', 'nulls', [0.2, 0.3], withNulls(NORMAL, 0.1), (share) =>
    withNulls(NORMAL, share),
  ),
  ...twice(
    '20 categories, nulls 0.1 to {}',
    'category',
    'nulls',
    [0.2, 0.3],
    withNulls(zipf(20), 0.1),
    (share) => withNulls(zipf(20), share),
  ),
  ...[5, 200].flatMap((values) =>
    twice(
      `${values} categories, a new one of {}`,
      'category',
      'unseen',
      [0.02, 0.04],
      zipf(values),
      (share) => withShare(share, values),
    ),
  ),
];

function twice(
  name: string,
  type: PowerCase['type'],
  aspect: PowerCase['aspect'],
  [once, double]: readonly [number, number],
  before: string,
  after: (size: number) => string,
): PowerCase[] {
  return [
    { name: name.replace('{}', String(once)), type, aspect, before, after: after(once), atLeast: 'warn' },
    {
      name: name.replace('{}', String(double)),
      type,
      aspect,
      before,
      after: after(double),
      atLeast: 'alert',
    },
  ];
}
