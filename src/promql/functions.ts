import { words } from './words.ts';

/** What Prometheus' type checker tells apart. */
export type ValueType = 'scalar' | 'vector' | 'range' | 'string';

export interface Signature {
  readonly parameters: readonly ValueType[];
  /** Fewest arguments. */
  readonly least: number;
  /** Most arguments; beyond `parameters` the last type repeats. */
  readonly most: number;
  readonly result: 'scalar' | 'vector';
}

const TYPES: Readonly<Record<string, ValueType>> = { s: 'scalar', v: 'vector', r: 'range', t: 'string' };

/**
 * Functions of Prometheus 3.16 by their parameters: s scalar, v instant vector, r range vector, t string; after it `?` the
 * last one is optional, `*` it may be left out or repeated. (querying/functions in Prometheus' documentation)
 */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  v: words(`
    abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg
    histogram_count histogram_stddev histogram_stdvar histogram_sum ln log10 log2 rad scalar sgn sin
    sinh sort sort_desc sqrt tan tanh timestamp
  `),
  'v?': ['day_of_month', 'day_of_week', 'day_of_year', 'days_in_month', 'hour', 'minute', 'month', 'year'],
  r: words(`
    absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase
    irate last_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time
    stdvar_over_time sum_over_time
  `),
  '': ['pi', 'time'],
  s: ['vector'],
  vs: ['clamp_max', 'clamp_min'],
  vss: ['clamp'],
  'vs?': ['round'],
  sv: ['histogram_quantile'],
  ssv: ['histogram_fraction'],
  sr: ['quantile_over_time'],
  rs: ['predict_linear'],
  vtttt: ['label_replace'],
  'vttt*': ['label_join'],
};

const SCALAR_RESULT: ReadonlySet<string> = new Set(['pi', 'time', 'scalar']);

const SIGNATURES: ReadonlyMap<string, Signature> = new Map(
  Object.entries(PARAMETERS).flatMap(([code, names]) =>
    names.map((name): [string, Signature] => [name, signature(code, SCALAR_RESULT.has(name))]),
  ),
);

function signature(code: string, isScalar: boolean): Signature {
  const parameters = Array.from(code).flatMap((letter) => TYPES[letter] ?? []);
  const isOptional = /[?*]$/u.test(code);
  return {
    parameters,
    least: isOptional ? parameters.length - 1 : parameters.length,
    most: code.endsWith('*') ? Number.POSITIVE_INFINITY : parameters.length,
    result: isScalar ? 'scalar' : 'vector',
  };
}

/** Functions and aggregations that Prometheus only has with `--enable-feature=promql-experimental-functions`. */
const EXPERIMENTAL: ReadonlySet<string> = new Set(
  words(`
    double_exponential_smoothing end histogram_quantiles info integral limit_ratio limitk mad_over_time
    max_of min_of range sort_by_label sort_by_label_desc start start_timestamp step
    ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time
  `),
);

/** How a function is called; undefined for one that stock Prometheus does not have. */
export function signatureOf(name: string): Signature | undefined {
  return SIGNATURES.get(name);
}

export function isExperimental(name: string): boolean {
  return EXPERIMENTAL.has(name);
}

const AGGREGATIONS: ReadonlySet<string> = new Set(
  words('sum min max avg count group stddev stdvar topk bottomk quantile count_values'),
);

export function isAggregation(name: string): boolean {
  return AGGREGATIONS.has(name);
}

/** Every function of stock Prometheus, sorted. */
export function functionNames(): readonly string[] {
  return [...SIGNATURES.keys()].toSorted();
}

/** The names that Prometheus' documentation uses. */
export function typeName(type: ValueType): string {
  switch (type) {
    case 'scalar':
      return 'a scalar';
    case 'vector':
      return 'an instant vector';
    case 'range':
      return 'a range vector';
    case 'string':
      return 'a string';
  }
}
