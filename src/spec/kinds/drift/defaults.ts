/**
 * How features are tested where a policy does not say. Tests of significance with an effect that matters: on few rows the
 * p-value keeps chance from alerting, on many the effect keeps trifles from it. Effects are in the unit of their test: the
 * largest difference of two distribution functions (ks), Cramér's V (chi-square). Of missing values the difference between the
 * two shares is compared, of unseen ones the share of rows with values that the baseline does not have.
 */
export const DRIFT_DEFAULTS = {
  numeric: { test: 'ks', pValue: 0.01, minEffect: { warn: 0.05, alert: 0.1 } },
  category: { test: 'chi-square', pValue: 0.01, minEffect: { warn: 0.03, alert: 0.08 } },
  nulls: { warn: '5%', alert: '15%' },
  unseen: { warn: '1%', alert: '3%' },
  significance: 0.01,
} as const;
