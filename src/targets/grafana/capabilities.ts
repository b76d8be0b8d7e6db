import { capabilitiesOf, FULL } from '../capability.ts';

/** Dashboards show what is measured and promised; who is told is for others. */
export const capabilities = capabilitiesOf({
  'measure/rate': FULL,
  'measure/increase': FULL,
  'measure/mean': FULL,
  'measure/quantile': FULL,
  'measure/gauge': FULL,
  'measure/age': FULL,
  'measure/ratio': FULL,
  'measure/ago': FULL,
  'measure/scaled': FULL,
  'measure/when': FULL,
  'measure/combine': FULL,
  'measure/amount-rate': FULL,
  'measure/proportion-z': FULL,
  'measure/segment-spread': FULL,
  'measure/last-due': FULL,
  'measure/raw': FULL,
  'selection/facet': FULL,
  'selection/other-facets': FULL,
  'objective/events': FULL,
  'objective/latency': FULL,
  'objective/time-slices': FULL,
  'objective/second-bound': FULL,
  'objective/excluded-maintenance': FULL,
});
