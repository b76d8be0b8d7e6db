import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zDuration } from '../fields.ts';
import { defineKind } from '../kind.ts';
import { zName } from '../names.ts';
import { actionReferences, zMonitorActions } from './monitor/actions.ts';
import { zCompare } from './monitor/compare.ts';
import { partReferences, zParts } from './monitor/composite.ts';
import { zMonitorCost } from './monitor/cost.ts';
import { measureFields, zThreshold } from './monitor/threshold.ts';
import { zBaseline } from './past.ts';
import { zSeverity } from './severity.ts';
import { ownershipFields, subjectFields, subjectReferences } from './subject.ts';

export { MONITOR_UNITS, type ThresholdSpec } from './monitor/threshold.ts';

/** Fields that say what a monitor alerts on; exactly one of them, which is checked when the plan is built. */
export const MONITOR_CONDITIONS = ['threshold', 'compare', 'all', 'any', 'anomaly', 'cost'] as const;

const monitorFields = {
  ...measureFields,
  threshold: zThreshold.optional().meta({ description: 'Alert when the value is beyond this.' }),
  compare: zCompare.optional().meta({ description: 'Alert when one version is worse than another.' }),
  all: zParts.optional().meta({ description: 'Alert while all of these hold.' }),
  any: zParts.optional().meta({ description: 'Alert while any of these holds.' }),
  anomaly: zBaseline
    .optional()
    .meta({ description: 'Alert when the value is far from that of the same time of other weeks.' }),
  cost: zMonitorCost.optional().meta({ description: 'Alert when the cost runs ahead of the budget.' }),
  recover: zThreshold
    .optional()
    .meta({ description: 'Stop alerting only when the value is back here, to keep it from flapping.' }),
  for: zDuration.prefault('10m').meta({ description: 'How long it must be beyond the threshold.' }),
  keepFiringFor: zDuration
    .prefault('5m')
    .meta({ description: 'How long the alert stays once the value is back.' }),
  onNoData: oneOf(['ok', 'alert'])
    .default('ok')
    .meta({ description: 'Whether missing data is an alert of its own.' }),
  severity: zSeverity.default('ticket'),
  inhibit: oneOf(['upstream', 'none']).optional().meta({
    description:
      'Whether upstream failures explain (and silence) it; upstream by default, none for latency, requests and errors.',
  }),
  impact: z.string(expects('text')).optional().meta({ description: 'What users feel; part of the alert.' }),
  actions: zMonitorActions.meta({ description: 'What is done by itself while the condition holds.' }),
  ...ownershipFields,
};

export const monitorSpec = strictObject({
  ...subjectFields,
  ...monitorFields,
});

/** As written inside a Model: named, and about that model. */
export const inlineMonitor = strictObject({
  name: zName.meta({ description: 'Its name inside the model; outside it is <model>-<name>.' }),
  ...monitorFields,
});

export const monitor = defineKind({
  kind: 'Monitor',
  description:
    'An alert on a statistic of a role or on a PromQL query: by a threshold, against other weeks or another version, by its cost, or of several conditions together.',
  spec: monitorSpec,
  references: (spec) => [
    ...subjectReferences(spec),
    ...partReferences(spec.all, 'all'),
    ...partReferences(spec.any, 'any'),
    ...actionReferences(spec.actions),
  ],
});
