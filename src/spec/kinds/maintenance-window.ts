import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zDuration, zInstant, zTimeZone } from '../fields.ts';
import { defineKind, reference } from '../kind.ts';
import { zRef } from '../names.ts';
import { zCron } from './cron.ts';

export const ALERT_CLASSES = [
  'availability',
  'latency',
  'freshness',
  'saturation',
  'throughput',
  'coverage',
  'quality',
  'drift',
  'business',
  'comparison',
  'anomaly',
  'cost',
  'fairness',
  'data-quality',
  'job',
  'volume',
  'schema',
  'threshold',
  'absence',
] as const;

export const maintenanceWindowSpec = strictObject({
  schedule: z
    .union(
      [
        strictObject({
          cron: zCron.meta({ description: 'Start, as five cron fields.' }),
          duration: zDuration.meta({ description: 'How long it lasts.' }),
          timezone: zTimeZone.prefault('UTC').meta({ description: 'Zone of the cron fields.' }),
        }),
        strictObject({ from: zInstant, to: zInstant }),
      ],
      expects('{ cron, duration, timezone } or { from, to }'),
    )
    .meta({ description: 'When.' }),
  match: strictObject({
    model: zRef('Model').optional(),
    pipeline: zRef('Pipeline').optional(),
    featureSet: zRef('FeatureSet').optional(),
    team: zRef('Team').optional(),
    alerts: z
      .array(oneOf(ALERT_CLASSES))
      .min(1)
      .optional()
      .meta({ description: 'Classes of alerts; all by default.' }),
  }).meta({ description: 'Which alerts are quiet; all criteria must match.' }),
  excludeFromBudget: z
    .boolean(expects('true or false'))
    .default(false)
    .meta({ description: 'Whether this time counts for no error budget.' }),
});

export const maintenanceWindow = defineKind({
  kind: 'MaintenanceWindow',
  description: 'Planned quiet.',
  spec: maintenanceWindowSpec,
  references: (spec) => [
    ...reference('Model', spec.match.model, 'match', 'model'),
    ...reference('Pipeline', spec.match.pipeline, 'match', 'pipeline'),
    ...reference('FeatureSet', spec.match.featureSet, 'match', 'featureSet'),
    ...reference('Team', spec.match.team, 'match', 'team'),
  ],
});
