import { z } from 'zod';
import { expects, strictObject } from '../expectation.ts';
import { zDuration, zRate, zRelative, zTimeOfDay, zTimeZone } from '../fields.ts';
import { defineKind, reference } from '../kind.ts';
import { zMetricRef } from '../metric.ts';
import { zName, zRef } from '../names.ts';
import { zCron } from './cron.ts';
import { zDependency } from './dependency.ts';
import { zScrape } from './scrape.ts';
import { zSeverity } from './severity.ts';

/** `every`, or `cron` with what is expected of each run: which of them is checked when the plan is built. */
const zSchedule = strictObject({
  every: zDuration.optional().meta({ description: 'How often it runs.' }),
  cron: zCron.optional().meta({ description: 'Starts, as five cron fields, in place of every.' }),
  timezone: zTimeZone.prefault('UTC').meta({ description: 'Zone of cron and deadline.' }),
  deadline: zTimeOfDay.optional().meta({ description: 'With cron: by when a run must be done.' }),
  duration: strictObject({
    max: zDuration.meta({ description: 'Longer is too long.' }),
    metric: zMetricRef.optional().meta({
      description:
        'Gauge with the seconds that the last run took; pipeline_last_duration_seconds{pipeline="<name>"} by default.',
    }),
  })
    .optional()
    .meta({ description: 'How long a run may take.' }),
  severity: zSeverity
    .default('ticket')
    .meta({ description: 'Of a missed deadline, and of a run that takes too long.' }),
});

export const pipelineSpec = strictObject({
  owner: zRef('Team').meta({ description: 'Team that is told.' }),
  schedule: zSchedule.optional().meta({ description: 'When it runs.' }),
  produces: z.array(zName).default([]).meta({ description: 'Datasets it writes.' }),
  freshness: strictObject({
    metric: zMetricRef.meta({ description: 'Gauge with the Unix time of the last success.' }),
    warn: zDuration.optional().meta({ description: 'Age at which a ticket is opened.' }),
    page: zDuration.optional().meta({ description: 'Age at which somebody is paged.' }),
  })
    .optional()
    .meta({ description: 'How old its last success may be.' }),
  volume: strictObject({
    metric: zMetricRef.meta({ description: 'Counter of records.' }),
    over: zDuration.prefault('1h').meta({ description: 'Window in which records are counted.' }),
    min: z
      .union(
        [zRelative, zRate],
        expects('a share such as "60% of same-time-last-week", or a rate such as "100/s"'),
      )
      .optional()
      .meta({ description: 'Fewer are too few: 60% of same-time-last-week, or 100/s.' }),
    max: z
      .union(
        [zRelative, zRate],
        expects('a share such as "300% of same-time-last-week", or a rate such as "100/s"'),
      )
      .optional()
      .meta({ description: 'More are too many: 300% of same-time-last-week, or 100/s.' }),
    severity: zSeverity.default('ticket'),
  })
    .optional()
    .meta({ description: 'How many records it should move.' }),
  schema: strictObject({
    metric: zMetricRef.meta({ description: 'Counter of records that break the schema.' }),
    over: zDuration.prefault('1h').meta({ description: 'Window in which violations are counted.' }),
    max: z
      .union([zRelative, zRate], expects('a share such as "0.1% of records", or a rate such as "3/h"'))
      .meta({ description: 'More are too many: 0.1% of records, or 3/h.' }),
    severity: zSeverity.default('ticket'),
  })
    .optional()
    .meta({ description: 'How many records may break the schema.' }),
  dependsOn: z.array(zDependency).default([]).meta({ description: 'What it needs from upstream.' }),
  runbook: zRef('Runbook').optional(),
  escalation: zRef('EscalationPolicy').optional(),
  scrape: zScrape.optional(),
});
export type PipelineSpec = z.output<typeof pipelineSpec>;

export const pipeline = defineKind({
  kind: 'Pipeline',
  description: 'An upstream data pipeline or job.',
  spec: pipelineSpec,
  references: (spec) => [
    ...reference('Team', spec.owner, 'owner'),
    ...reference('Runbook', spec.runbook, 'runbook'),
    ...reference('EscalationPolicy', spec.escalation, 'escalation'),
    ...spec.dependsOn.flatMap((dependency, index) => dependencyReference(dependency, index)),
  ],
});

/** The reference that one entry of `dependsOn` makes. */
export function dependencyReference(dependency: z.output<typeof zDependency>, index: number) {
  return 'pipeline' in dependency
    ? reference('Pipeline', dependency.pipeline, 'dependsOn', index, 'pipeline')
    : reference('FeatureSet', dependency.featureSet, 'dependsOn', index, 'featureSet');
}
