import { z } from 'zod';
import { expects, strictObject } from '../expectation.ts';
import { zRef } from '../names.ts';

/** Something upstream: while it fails, what depends on it is explained. */
export const zDependency = z.union(
  [strictObject({ pipeline: zRef('Pipeline') }), strictObject({ featureSet: zRef('FeatureSet') })],
  expects('{ pipeline: … } or { featureSet: … }'),
);
