import type { METRIC_CONVENTIONS } from '../../spec/kinds/model.ts';
import type { Convention } from './convention.ts';
import { prometheusClientMl } from './prometheus-client-ml.ts';

/** All metric conventions. A new one is a file here, a line in this list and its name in `METRIC_CONVENTIONS`. */
export const conventions: Readonly<Record<(typeof METRIC_CONVENTIONS)[number], Convention>> = {
  'prometheus-client-ml': prometheusClientMl,
};
