import type { Subject } from './objective.ts';

/** The label that names what an alert is about, by the kind of its subject. */
export const SUBJECT_LABELS: Readonly<Record<Subject['kind'], string>> = {
  Model: 'model',
  Pipeline: 'pipeline',
  FeatureSet: 'feature_set',
  BusinessMetric: 'business_metric',
  Project: 'project',
};

/** The other labels that alerts may carry; of the environment's own only the usual one. */
export const FIXED_LABELS: readonly string[] = [
  'alertname',
  'env',
  'project',
  'team',
  'slo',
  'monitor',
  'policy',
  'action',
  'freeze',
  'severity',
  'level',
  'escalation',
  'upstream',
  'modelwatch_kind',
  'modelwatch_id',
];
