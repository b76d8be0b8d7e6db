import { capabilitiesOf, FULL } from '../capability.ts';

/** Code that emits has no part in what is made of its metrics, but for what they must have: counters, buckets and labels. */
export const capabilities = capabilitiesOf({
  'objective/events': FULL,
  'objective/latency': FULL,
  'selection/facet': FULL,
  'selection/other-facets': FULL,
});
