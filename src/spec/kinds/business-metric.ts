import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { defineKind, reference } from '../kind.ts';
import { zRef } from '../names.ts';
import { zBaseline } from './past.ts';
import { zSeverity } from './severity.ts';

const zQuery = z.string(expects('a PromQL expression')).min(1);

export const businessMetricSpec = strictObject({
  owner: zRef('Team').meta({ description: 'Team that is told.' }),
  query: zQuery.meta({ description: 'Its value, as PromQL.' }),
  volume: zQuery.optional().meta({
    description:
      'How many events the value stands on, as PromQL; of a quotient of rates, those of the denominator by default.',
  }),
  unit: oneOf(['ratio', 'seconds', 'events', 'events-per-second', 'money', 'none'])
    .default('none')
    .meta({ description: 'Unit of its value.' }),
  direction: oneOf(['higher-is-better', 'lower-is-better']).meta({ description: 'Which way is good.' }),
  baseline: zBaseline.optional().meta({ description: 'What is normal, and how far from it is a breach.' }),
  severity: zSeverity.default('ticket').meta({ description: 'Who is told of a breach.' }),
  onNoData: oneOf(['ok', 'alert'])
    .default('ok')
    .meta({ description: 'Whether missing data is an alert of its own.' }),
  impact: z.string(expects('text')).optional().meta({ description: 'What it costs; part of the alert.' }),
  runbook: zRef('Runbook').optional(),
  escalation: zRef('EscalationPolicy').optional(),
});
export type BusinessMetricSpec = z.output<typeof businessMetricSpec>;

export const businessMetric = defineKind({
  kind: 'BusinessMetric',
  description: 'What the business feels: click-through, revenue, losses.',
  spec: businessMetricSpec,
  references: (spec) => [
    ...reference('Team', spec.owner, 'owner'),
    ...reference('Runbook', spec.runbook, 'runbook'),
    ...reference('EscalationPolicy', spec.escalation, 'escalation'),
  ],
});
