import { kebabCase } from '../../support/kebab-case.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Subject } from '../objective.ts';
import type { SubjectFacts } from '../subject-facts.ts';
import { specUrl } from './alert.ts';
import { businessMeasure } from './business-metric.ts';
import { type BuildContext, originOf, type SubjectEntity, subjectOf } from './context.ts';
import { runbookOf } from './ownership.ts';
import { modelSignal } from './signals.ts';
import { upstreamItems } from './upstream.ts';

/** What is known of every model, pipeline, feature set and business metric, by kind and name. */
export function buildSubjectFacts(context: BuildContext): SubjectFacts[] {
  const { workspace } = context;
  const subjects = [
    ...workspace.list('Model'),
    ...workspace.list('Pipeline'),
    ...workspace.list('FeatureSet'),
  ];
  return sortedBy(
    [
      ...subjects.map((entity) => factsOf(context, entity)),
      ...workspace.list('BusinessMetric').map((metric) => businessFacts(context, metric)),
    ],
    ({ subject }) => `${kebabCase(subject.kind)}:${subject.name}`,
  );
}

/**
 * Signals of the roles that models map themselves, though no objective and no alert may ask for them: who writes a mapping has the
 * metric, and wants to see it.
 */
export function addMappedSignals(context: BuildContext): void {
  for (const model of context.workspace.list('Model')) {
    for (const role of Object.keys(model.spec.metrics).toSorted())
      modelSignal(context, model, role, { entity: model, path: ['metrics', role] });
  }
}

function factsOf(context: BuildContext, entity: SubjectEntity): SubjectFacts {
  const model = entity.kind === 'Model' ? entity : undefined;
  return {
    subject: subjectOf(entity),
    upstream: upstreamSubjects(context, entity),
    business: (model?.spec.business ?? []).map(({ metric, expectedLead }) => ({
      metric,
      ...(expectedLead !== undefined && { expectedLeadSeconds: expectedLead.seconds }),
    })),
    segments: (model?.spec.segments ?? []).map((segment) => ({
      name: segment.name,
      ...(segment.values !== undefined && { values: segment.values }),
      isProtected: segment.protected,
    })),
    ...common(context, entity),
  };
}

function businessFacts(context: BuildContext, metric: Entity<'BusinessMetric'>): SubjectFacts {
  return {
    subject: { kind: 'BusinessMetric', name: metric.name },
    upstream: [],
    business: [],
    segments: [],
    value: businessMeasure(metric),
    isBetter: metric.spec.direction === 'higher-is-better' ? 'higher' : 'lower',
    ...common(context, metric),
  };
}

function common(context: BuildContext, entity: SubjectEntity | Entity<'BusinessMetric'>) {
  const { url } = runbookOf(context, entity.spec.runbook);
  return {
    title: entity.title,
    team: entity.spec.owner,
    specUrl: specUrl(context, entity),
    ...(url !== undefined && { runbookUrl: url }),
    origin: originOf(entity),
  };
}

const KINDS: Readonly<Record<string, Subject['kind']>> = {
  model: 'Model',
  pipeline: 'Pipeline',
  'feature-set': 'FeatureSet',
};

function upstreamSubjects(context: BuildContext, entity: SubjectEntity): Subject[] {
  return upstreamItems(context.workspace, entity).flatMap((item) => {
    const [kind = '', name = ''] = item.split(':');
    const known = KINDS[kind];
    return known === undefined ? [] : [{ kind: known, name }];
  });
}
