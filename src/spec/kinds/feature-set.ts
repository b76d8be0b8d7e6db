import { strictObject } from '../expectation.ts';
import { zDuration } from '../fields.ts';
import { defineKind, reference } from '../kind.ts';
import { zMetricRef } from '../metric.ts';
import { zRef } from '../names.ts';
import { zSeverity } from './severity.ts';

export const featureSetSpec = strictObject({
  owner: zRef('Team').meta({ description: 'Team that is told.' }),
  producedBy: zRef('Pipeline')
    .optional()
    .meta({ description: 'Pipeline that writes the features: its failure explains stale ones.' }),
  freshness: strictObject({
    max: zDuration.meta({ description: 'Age above which features are stale.' }),
    metric: zMetricRef.optional().meta({
      description:
        'Gauge with the Unix time of the last update; feature_last_update_timestamp_seconds{feature_view="<name>"} by default.',
    }),
    severity: zSeverity.default('ticket').meta({
      description: 'Severity of the stale alert; an SLO of type freshness on this object replaces it.',
    }),
  }).meta({ description: 'How old the features may be.' }),
  runbook: zRef('Runbook').optional(),
  escalation: zRef('EscalationPolicy').optional(),
});

export const featureSet = defineKind({
  kind: 'FeatureSet',
  description: 'Features that models read, and what is expected of them.',
  spec: featureSetSpec,
  references: (spec) => [
    ...reference('Team', spec.owner, 'owner'),
    ...reference('Pipeline', spec.producedBy, 'producedBy'),
    ...reference('Runbook', spec.runbook, 'runbook'),
    ...reference('EscalationPolicy', spec.escalation, 'escalation'),
  ],
});
