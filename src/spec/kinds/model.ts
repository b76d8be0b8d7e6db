import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zRate, zRatio } from '../fields.ts';
import { defineKind, reference } from '../kind.ts';
import { zMetricMapping } from '../metric.ts';
import { zLabels, zRef } from '../names.ts';
import { zDimensions, zNamespace } from './cloudwatch.ts';
import { zDependency } from './dependency.ts';
import { inlineMonitor } from './monitor.ts';
import { dependencyReference } from './pipeline.ts';
import { zScrape } from './scrape.ts';
import { inlineSlo, zRole } from './slo.ts';

export const METRIC_CONVENTIONS = ['prometheus-client-ml'] as const;

export const TASKS = [
  'binary-classification',
  'multiclass-classification',
  'regression',
  'ranking',
  'generation',
  'anomaly-detection',
  'other',
] as const;

const zVersion = z.string(expects('a version in quotes, such as "v1.2.3"')).min(1);

export const modelSpec = strictObject({
  owner: zRef('Team').meta({ description: 'Team that is told.' }),
  task: oneOf(TASKS).optional().meta({ description: 'What the model does.' }),
  serving: strictObject({
    mode: oneOf(['online']).default('online').meta({ description: 'How it is served.' }),
    expectedTraffic: strictObject({
      min: zRate.optional().meta({ description: 'Least traffic of a normal hour.' }),
      typical: zRate.optional().meta({ description: 'Traffic of a normal hour.' }),
    })
      .optional()
      .meta({ description: 'What traffic is normal; findings calculate with it.' }),
  })
    .prefault({})
    .meta({ description: 'How it serves.' }),
  select: zLabels
    .default({})
    .meta({ description: 'Label equalities added to every metric of this model: { job: fraud-detector }.' }),
  metricConvention: oneOf(METRIC_CONVENTIONS)
    .optional()
    .meta({ description: "Names of metrics that are not mapped; the project's by default." }),
  metrics: z
    .record(zRole, zMetricMapping, expects('a map of roles to metrics'))
    .default({})
    .meta({ description: "Which metric plays which role, where it is not the convention's." }),
  cloudwatch: strictObject({
    namespace: zNamespace.optional(),
    dimensions: zDimensions
      .optional()
      .meta({ description: 'Dimensions in place of `select`: { EndpointName: fraud-prod }.' }),
  })
    .optional()
    .meta({ description: 'Where CloudWatch keeps the metrics of this model.' }),
  predictionLog: zRef('DataSource')
    .optional()
    .meta({ description: 'Data source with one line per prediction.' }),
  tracing: strictObject({
    service: z
      .string(expects('the name of the service in traces'))
      .regex(/^[^\s"\\]{1,64}$/, expects('the name of a service, at most 64 characters, without spaces'))
      .meta({ description: 'Name of the service in traces.' }),
    sample: zRatio.optional().meta({ description: 'Share of the requests that are traced; 5% by default.' }),
  })
    .optional()
    .meta({ description: 'Traces of this model.' }),
  versions: strictObject({
    champion: zVersion.optional().meta({ description: 'The version that serves.' }),
    challenger: strictObject({
      version: zVersion.meta({ description: 'Its version, in quotes.' }),
      traffic: zRatio.optional().meta({ description: 'Share of the traffic that it gets.' }),
    })
      .optional()
      .meta({ description: 'The version that is tried beside it.' }),
  })
    .optional()
    .meta({ description: 'Versions that must be there: each has its own absence alert.' }),
  dependsOn: z.array(zDependency).default([]).meta({ description: 'What it needs from upstream.' }),
  slos: z.array(inlineSlo).optional().meta({ description: 'SLOs of this model, named <model>-<name>.' }),
  monitors: z
    .array(inlineMonitor)
    .optional()
    .meta({ description: 'Monitors of this model, named <model>-<name>.' }),
  runbook: zRef('Runbook').optional(),
  escalation: zRef('EscalationPolicy')
    .optional()
    .meta({ description: 'Who is told when; by default the on-call people, then the team.' }),
  scrape: zScrape.optional(),
});

export const model = defineKind({
  kind: 'Model',
  description: 'A model that serves: its owner, its metrics, what it depends on.',
  spec: modelSpec,
  references: (spec) => [
    ...reference('Team', spec.owner, 'owner'),
    ...reference('Runbook', spec.runbook, 'runbook'),
    ...reference('DataSource', spec.predictionLog, 'predictionLog'),
    ...reference('EscalationPolicy', spec.escalation, 'escalation'),
    ...spec.dependsOn.flatMap((dependency, index) => dependencyReference(dependency, index)),
  ],
});
