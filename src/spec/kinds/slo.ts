import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zDuration, zObjective, zRatio } from '../fields.ts';
import { defineKind, reference } from '../kind.ts';
import { zName } from '../names.ts';
import { budgetPolicyReferences, zErrorBudgetPolicy } from './budget-policy.ts';
import { zRole } from './role.ts';
import { zSeverity } from './severity.ts';
import { businessSli } from './sli/business.ts';
import { coverageSli } from './sli/coverage.ts';
import { driftSli } from './sli/drift.ts';
import { zFreshnessSli } from './sli/freshness.ts';
import { qualitySli } from './sli/quality.ts';
import { throughputSli } from './sli/throughput.ts';
import { ownershipFields, subjectFields, subjectReferences } from './subject.ts';

const SLI_TYPES = [
  'availability',
  'latency',
  'freshness',
  'saturation',
  'quality',
  'coverage',
  'drift',
  'business',
  'throughput',
];

const zSli = z
  .discriminatedUnion(
    'type',
    [
      strictObject({
        type: z.literal('availability').meta({ description: 'The share of events that are not bad.' }),
        bad: z.array(zRole).min(1).default(['errors']).meta({ description: 'Roles that count bad events.' }),
        total: zRole.default('requests').meta({ description: 'Role that counts all events.' }),
      }),
      strictObject({
        type: z.literal('latency').meta({ description: 'The share of events that are fast enough.' }),
        of: zRole.default('latency').meta({ description: 'Histogram role.' }),
        threshold: zDuration.meta({ description: 'Slower is bad. Must be a bucket of a classic histogram.' }),
      }),
      zFreshnessSli,
      strictObject({
        type: z
          .literal('saturation')
          .meta({ description: 'The share of time in which a resource has headroom.' }),
        of: zRole.meta({ description: 'Gauge role with the utilisation.' }),
        max: zRatio.meta({ description: 'More is bad.' }),
        aggregate: oneOf(['max', 'mean'])
          .default('max')
          .meta({ description: 'Of several series: the worst, or their mean.' }),
      }),
      qualitySli,
      coverageSli,
      driftSli,
      businessSli,
      throughputSli,
    ],
    expects(`an sli with a type: ${SLI_TYPES.join(', ')}`, (input) => {
      const type =
        typeof input === 'object' && input !== null ? (input as Record<string, unknown>)['type'] : undefined;
      return typeof type === 'string'
        ? { expected: `one of ${SLI_TYPES.join(', ')}`, knownKeys: SLI_TYPES }
        : undefined;
    }),
  )
  .meta({ description: 'What is measured.' });
export type SliSpec = z.output<typeof zSli>;

const zFactor = z.number(expects('a burn rate such as 14.4')).gt(0, expects('a burn rate above 0'));

const zAlerting = strictObject({
  burnPolicy: z
    .union(
      [
        oneOf(['auto', 'google-sre', 'none']),
        strictObject({
          fast: zFactor
            .optional()
            .meta({ description: 'Over 1h (of a period of 30d); 14.4 in the workbook.' }),
          medium: zFactor.optional().meta({ description: 'Over 6h; 6 in the workbook.' }),
          slow: zFactor.optional().meta({ description: 'Over 1d; 3 in the workbook.' }),
          trickle: zFactor.optional().meta({ description: 'Over 3d; 1 in the workbook.' }),
        }),
      ],
      expects('auto, google-sre, none, or factors such as { fast: 14.4, slow: 3 }'),
    )
    .default('auto')
    .meta({
      description:
        'Burn rates at which to alert. auto takes those of the Google SRE workbook as far as the objective can reach them.',
    }),
  minBadEvents: z
    .int(expects('a whole number'))
    .min(0)
    .default(10)
    .meta({ description: 'Bad events that the long window must hold before anybody is told.' }),
  for: zDuration.prefault('2m').meta({ description: 'How long the condition must hold.' }),
  keepFiringFor: zDuration
    .prefault('5m')
    .meta({ description: 'How long the alert stays once the condition is gone.' }),
  severity: strictObject({
    fast: zSeverity
      .default('page')
      .meta({ description: 'Of the two fast tiers, and of sustained bad slices.' }),
    slow: zSeverity
      .default('ticket')
      .meta({ description: 'Of the two slow tiers, and of a budget nearly gone.' }),
  })
    .prefault({})
    .meta({ description: 'Who is told.' }),
  sustained: strictObject({
    slices: z
      .int(expects('a whole number'))
      .min(1)
      .max(1000)
      .default(3)
      .meta({ description: 'Bad slices in a row.' }),
    severity: zSeverity.optional().meta({ description: 'severity.fast by default.' }),
  })
    .optional()
    .meta({ description: 'Time slices only: alert on bad slices in a row.' }),
  remaining: strictObject({
    lt: zRatio.prefault('25%').meta({ description: 'Share of the budget.' }),
    severity: zSeverity.optional().meta({ description: 'severity.slow by default.' }),
  })
    .optional()
    .meta({ description: 'Alert when less than this share of the error budget is left.' }),
  absent: strictObject({
    for: zDuration.prefault('10m').meta({ description: 'How long the signal may be missing.' }),
    severity: zSeverity
      .optional()
      .meta({ description: 'severity.fast by default: a vanished metric hides an outage.' }),
  })
    .prefault({})
    .meta({ description: 'Alert when the signal vanishes.' }),
}).prefault({});

const sloFields = {
  sli: zSli,
  objective: zObjective.meta({ description: 'Share of good events or slices: 99.9%.' }),
  window: zDuration.prefault('30d').meta({ description: 'Period of the error budget, in whole days.' }),
  budgeting: oneOf(['events', 'timeslices']).optional().meta({
    description: 'What the budget counts: events for availability and latency, time slices for the rest.',
  }),
  slice: zDuration.optional().meta({
    description:
      'Length of a time slice; 5m by default, of quality and drift the time between two evaluations, at most 1d.',
  }),
  alerting: zAlerting.meta({ description: 'When to tell whom.' }),
  errorBudgetPolicy: zErrorBudgetPolicy,
  impact: z
    .string(expects('text'))
    .optional()
    .meta({ description: 'What users feel when it is missed; part of the alert.' }),
  ...ownershipFields,
};

export const sloSpec = strictObject({
  ...subjectFields,
  ...sloFields,
});

/** As written inside a Model: named, and about that model. */
export const inlineSlo = strictObject({
  name: zName.meta({ description: 'Its name inside the model; outside it is <model>-<name>.' }),
  ...sloFields,
});

export const slo = defineKind({
  kind: 'SLO',
  description: 'A service level indicator with its objective, error budget and alerts.',
  spec: sloSpec,
  references: (spec) => [
    ...subjectReferences(spec),
    ...budgetPolicyReferences(spec.errorBudgetPolicy),
    ...(spec.sli.type === 'business' ? reference('BusinessMetric', spec.sli.metric, 'sli', 'metric') : []),
    ...(spec.sli.type === 'drift' ? reference('DriftPolicy', spec.sli.policy, 'sli', 'policy') : []),
  ],
});
