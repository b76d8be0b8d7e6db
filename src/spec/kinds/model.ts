import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zRatio } from '../fields.ts';
import { defineKind, reference } from '../kind.ts';
import { zMetricMapping } from '../metric.ts';
import { zLabels, zRef } from '../names.ts';
import { zDimensions, zNamespace } from './cloudwatch.ts';
import { zDependency } from './dependency.ts';
import { inlineDriftPolicy } from './drift-policy.ts';
import { baselineReferences, zBaseline } from './model/baseline.ts';
import { businessReferences, zBusiness } from './model/business.ts';
import { zModelCost } from './model/cost.ts';
import { groundTruthReferences, zGroundTruth } from './model/ground-truth.ts';
import { zPredictions } from './model/predictions.ts';
import { proxyReferences, zProxies } from './model/proxies.ts';
import { zResources } from './model/resources.ts';
import { zSegments } from './model/segments.ts';
import { zServing } from './model/serving.ts';
import { zVersions } from './model/versions.ts';
import { inlineMonitor } from './monitor.ts';
import { dependencyReference } from './pipeline.ts';
import { zRole } from './role.ts';
import { zScrape } from './scrape.ts';
import { inlineSlo } from './slo.ts';

export const METRIC_CONVENTIONS = [
  'prometheus-client-ml',
  'otel-genai',
  'vllm',
  'kserve',
  'seldon',
  'triton',
  'sagemaker',
  'bentoml',
  'mlflow-serving',
] as const;

export const TASKS = [
  'binary-classification',
  'multiclass-classification',
  'regression',
  'ranking',
  'generation',
  'anomaly-detection',
  'other',
] as const;

export const modelSpec = strictObject({
  owner: zRef('Team').meta({ description: 'Team that is told.' }),
  task: oneOf(TASKS).optional().meta({ description: 'What the model does.' }),
  classes: z
    .array(z.string(expects('a class in quotes')).min(1, expects('a class that is not empty')))
    .min(1, expects('at least one class'))
    .optional()
    .meta({
      description: 'Classes that it predicts; metrics of generated instrumentation count others as "other".',
    }),
  serving: zServing,
  resources: zResources,
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
  predictions: zPredictions
    .optional()
    .meta({ description: 'Where its predictions are kept; drift policies compare them.' }),
  tracing: strictObject({
    service: z
      .string(expects('the name of the service in traces'))
      .regex(/^[^\s"\\]{1,64}$/, expects('the name of a service, at most 64 characters, without spaces'))
      .meta({ description: 'Name of the service in traces.' }),
    sample: zRatio.optional().meta({ description: 'Share of the requests that are traced; 5% by default.' }),
  })
    .optional()
    .meta({ description: 'Traces of this model.' }),
  versions: zVersions
    .optional()
    .meta({ description: 'Versions that must be there: each has its own absence alert.' }),
  dependsOn: z.array(zDependency).default([]).meta({ description: 'What it needs from upstream.' }),
  groundTruth: zGroundTruth
    .optional()
    .meta({ description: 'How, and how late, the truth about predictions becomes known.' }),
  segments: zSegments.meta({ description: 'Parts of the data that are looked at by themselves.' }),
  baseline: zBaseline.optional().meta({ description: 'What its data are compared with.' }),
  proxies: zProxies.meta({ description: 'What is watched while labels mature.' }),
  business: zBusiness.meta({ description: 'What it does for the business; shown with its alerts.' }),
  cost: zModelCost.optional().meta({ description: 'What its tokens cost, and may cost.' }),
  slos: z.array(inlineSlo).optional().meta({ description: 'SLOs of this model, named <model>-<name>.' }),
  monitors: z
    .array(inlineMonitor)
    .optional()
    .meta({ description: 'Monitors of this model, named <model>-<name>.' }),
  drift: z
    .array(inlineDriftPolicy)
    .optional()
    .meta({ description: 'Drift policies of this model, named <model>-<name>.' }),
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
    ...reference('Pipeline', spec.serving.producedBy, 'serving', 'producedBy'),
    ...reference('DataSource', spec.predictionLog, 'predictionLog'),
    ...reference('EscalationPolicy', spec.escalation, 'escalation'),
    ...proxyReferences(spec.proxies),
    ...businessReferences(spec.business),
    ...reference('DataSource', spec.predictions?.source, 'predictions', 'source'),
    ...groundTruthReferences(spec.groundTruth),
    ...baselineReferences(spec.baseline),
    ...spec.dependsOn.flatMap((dependency, index) => dependencyReference(dependency, index)),
  ],
});
