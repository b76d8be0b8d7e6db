/** What a test looks at. */
export type DataType = 'numeric' | 'category' | 'vector' | 'text';

/** What is known of a drift test. */
export interface DriftTest {
  /** Distances are judged by `warn` and `alert`, p-values by `pValue` and `minEffect`. */
  readonly judgedBy: 'distance' | 'p-value';
  readonly types: readonly DataType[];
  /** The largest value that it can take; absent without a bound. */
  readonly most?: number;
  /** The value without any difference, where that is not 0. */
  readonly least?: number;
}

const ANY: readonly DataType[] = ['numeric', 'category', 'text'];
const NUMERIC: readonly DataType[] = ['numeric'];
const CATEGORY: readonly DataType[] = ['category', 'text'];

const distance = (types: readonly DataType[], most?: number, least?: number): DriftTest => ({
  judgedBy: 'distance',
  types,
  ...(most !== undefined && { most }),
  ...(least !== undefined && { least }),
});
const significance = (types: readonly DataType[]): DriftTest => ({ judgedBy: 'p-value', types });

/**
 * The tests by name. Jensen-Shannon is the distance with the natural logarithm, at most sqrt(ln 2)
 * (https://docs.scipy.org/doc/scipy/reference/generated/scipy.spatial.distance.jensenshannon.html); the domain classifier
 * is an AUC: 0.5 where it cannot tell the data from the baseline, 1 where it always can.
 */
export const DRIFT_TESTS = {
  psi: distance(ANY),
  kl: distance(ANY),
  'jensen-shannon': distance(ANY, Math.sqrt(Math.LN2)),
  hellinger: distance(ANY, 1),
  tvd: distance(ANY, 1),
  'l-infinity': distance(ANY, 1),
  wasserstein: distance(NUMERIC),
  energy: distance(NUMERIC),
  'cramers-v': distance(CATEGORY, 1),
  mmd: distance(['numeric', 'vector']),
  'domain-classifier': distance(['numeric', 'category', 'vector', 'text'], 1, 0.5),
  ks: significance(NUMERIC),
  'chi-square': significance(CATEGORY),
  g: significance(CATEGORY),
  z: significance(['category']),
  t: significance(NUMERIC),
  'mann-whitney': significance(NUMERIC),
  'anderson-darling': significance(NUMERIC),
  'cramer-von-mises': significance(NUMERIC),
} as const satisfies Readonly<Record<string, DriftTest>>;
export type DriftTestName = keyof typeof DRIFT_TESTS;
export const DRIFT_TEST_NAMES = Object.keys(DRIFT_TESTS) as [DriftTestName, ...DriftTestName[]];

export function driftTest(name: DriftTestName): DriftTest {
  return DRIFT_TESTS[name];
}
