import type { DriftTestName } from '../../spec/kinds/drift/tests.ts';

/** When Evidently calls a score drift, with the threshold on the right. */
export type Flag = '>=' | '>' | '<' | '<=';

interface Entry {
  /** The test's name in specs; absent where specs have none. */
  readonly name?: DriftTestName;
  /** How reports of Evidently call it. */
  readonly title: string;
  readonly threshold: number;
  readonly flag: Flag;
  /** Column types that Evidently lets it be asked for. Its own choice goes past that: `chisquare` and `z` of few numbers. */
  readonly types: readonly ('num' | 'cat' | 'text')[];
}

const ANY = ['num', 'cat'] as const;
const NUMERIC = ['num'] as const;
const CATEGORY = ['cat'] as const;
const TEXT = ['text'] as const;

/** Tests of Evidently 0.7.23 under its own names: thresholds unless told otherwise, and what it compares them by. */
export const EVIDENTLY_TESTS = {
  psi: { name: 'psi', title: 'PSI', threshold: 0.1, flag: '>=', types: ANY },
  jensenshannon: {
    name: 'jensen-shannon',
    title: 'Jensen-Shannon distance',
    threshold: 0.1,
    flag: '>=',
    types: ANY,
  },
  kl_div: { name: 'kl', title: 'Kullback-Leibler divergence', threshold: 0.1, flag: '>=', types: ANY },
  hellinger: { name: 'hellinger', title: 'Hellinger distance', threshold: 0.1, flag: '>=', types: ANY },
  wasserstein: {
    name: 'wasserstein',
    title: 'Wasserstein distance (normed)',
    threshold: 0.1,
    flag: '>=',
    types: NUMERIC,
  },
  ed: { name: 'energy', title: 'Energy-distance', threshold: 0.1, flag: '>', types: NUMERIC },
  ks: { name: 'ks', title: 'K-S p_value', threshold: 0.05, flag: '<=', types: NUMERIC },
  t_test: { name: 't', title: 't_test', threshold: 0.05, flag: '<', types: NUMERIC },
  mannw: {
    name: 'mann-whitney',
    title: 'Mann-Whitney U-rank test',
    threshold: 0.05,
    flag: '<',
    types: NUMERIC,
  },
  anderson: {
    name: 'anderson-darling',
    title: 'Anderson-Darling',
    threshold: 0.1,
    flag: '<',
    types: NUMERIC,
  },
  cramer_von_mises: {
    name: 'cramer-von-mises',
    title: 'Cramer-von Mises',
    threshold: 0.1,
    flag: '<=',
    types: NUMERIC,
  },
  chisquare: { name: 'chi-square', title: 'chi-square p_value', threshold: 0.05, flag: '<', types: CATEGORY },
  z: { name: 'z', title: 'Z-test p_value', threshold: 0.05, flag: '<', types: CATEGORY },
  g_test: { name: 'g', title: 'g_test', threshold: 0.1, flag: '<', types: CATEGORY },
  TVD: { name: 'tvd', title: 'Total-Variation-Distance', threshold: 0.1, flag: '<', types: CATEGORY },
  abs_text_content_drift: {
    name: 'domain-classifier',
    title: 'Absolute text content drift',
    threshold: 0.55,
    flag: '>',
    types: TEXT,
  },
  perc_text_content_drift: {
    title: 'Percentile text content drift',
    threshold: 0.95,
    flag: '>',
    types: TEXT,
  },
} as const satisfies Readonly<Record<string, Entry>>;
export type EvidentlyTest = keyof typeof EVIDENTLY_TESTS;

/** Evidently's test by the name that specs have for it; undefined where Evidently has none (and for `mmd`, which is not computed). */
export function evidentlyTestOf(name: DriftTestName): EvidentlyTest | undefined {
  return NAMES.find((each) => (EVIDENTLY_TESTS[each] as Entry).name === name);
}

const NAMES = Object.keys(EVIDENTLY_TESTS) as EvidentlyTest[];

/** Whether Evidently calls the score drift. A score that is not a number is none. */
export function isFlagged(test: EvidentlyTest, score: number, threshold: number): boolean {
  const { flag } = EVIDENTLY_TESTS[test];
  if (flag === '>=') return score >= threshold;
  if (flag === '>') return score > threshold;
  return flag === '<' ? score < threshold : score <= threshold;
}
