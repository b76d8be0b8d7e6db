import type { Span } from '../../diagnostics/span.ts';
import { compareStrings } from '../../support/compare-strings.ts';
import { type Entity, spanAt } from '../../workspace/entity.ts';
import type { Origin } from '../origin.ts';
import type { Redaction } from '../telemetry.ts';
import { type BuildContext, originOf, reportAt } from './context.ts';

/**
 * What is taken out: features that are personal data, segments by which people are protected, and what the pipeline names.
 * Reports a label of metrics that has such a name: without it the series of many people would be one.
 */
export function buildRedaction(context: BuildContext, entity: Entity<'Telemetry'>): Redaction {
  const { workspace } = context;
  const origins: Origin[] = [originOf(entity, ['redact'])];
  const fields = new Set(entity.spec.redact.fields);
  const marked = new Set<string>();
  for (const featureSet of workspace.list('FeatureSet')) {
    for (const [index, feature] of featureSet.spec.features.entries()) {
      if (!feature.pii) continue;
      fields.add(feature.name);
      marked.add(feature.name);
      origins.push(originOf(featureSet, ['features', index, 'pii']));
    }
  }
  const protectedFields = new Set<string>();
  for (const model of workspace.list('Model')) {
    for (const [index, segment] of model.spec.segments.entries()) {
      if (!segment.protected) continue;
      protectedFields.add(segment.label);
      origins.push(originOf(model, ['segments', index]));
    }
  }
  reportPersonalLabels(context, marked);
  reportNeededLabels(context, entity);
  return {
    fields: [...fields].toSorted(compareStrings),
    protectedFields: [...protectedFields].filter((field) => !fields.has(field)).toSorted(compareStrings),
    values: entity.spec.redact.values,
    origin: {
      object: { kind: 'Telemetry', name: entity.name },
      spans: origins.flatMap(({ spans }) => spans),
    },
  };
}

/** Reports a field to be taken out that is a label by which rules find or tell apart the series of a model. */
function reportNeededLabels(context: BuildContext, entity: Entity<'Telemetry'>): void {
  for (const [index, field] of entity.spec.redact.fields.entries()) {
    const needed = neededLabels(context).find(({ label }) => plainName(label) === plainName(field));
    if (needed === undefined) continue;
    reportAt(context, entity, ['redact', 'fields', index], {
      code: 'telemetry/dropped-label',
      severity: 'error',
      message: `${field} would be taken out of all metrics, and rules need the label ${needed.label}`,
      related: [{ message: 'it is needed here', span: needed.span }],
      hint: 'Take it out of `fields`, or select the series of the model by another label.',
    });
  }
}

function neededLabels({ workspace }: BuildContext): { readonly label: string; readonly span: Span }[] {
  const owners = [...workspace.list('Model'), ...workspace.list('Pipeline')];
  return owners.flatMap((owner) => {
    const scraped = Object.keys(owner.spec.scrape?.labels ?? {}).map((label) => ({
      label,
      span: spanAt(owner, ['scrape', 'labels', label]),
    }));
    if (owner.kind !== 'Model') return scraped;
    return [
      ...scraped,
      ...Object.keys(owner.spec.select).map((label) => ({ label, span: spanAt(owner, ['select', label]) })),
      ...owner.spec.segments.map(({ label }, index) => ({
        label,
        span: spanAt(owner, ['segments', index, 'label']),
      })),
    ];
  });
}

function reportPersonalLabels(context: BuildContext, marked: ReadonlySet<string>): void {
  const isPersonal = new Set([...marked].map(plainName));
  const owners = [...context.workspace.list('Model'), ...context.workspace.list('Pipeline')];
  for (const owner of owners) {
    for (const label of Object.keys(owner.spec.scrape?.labels ?? {})) {
      if (isPersonal.has(plainName(label))) report(context, owner, ['scrape', 'labels', label], label);
    }
    if (owner.kind !== 'Model') continue;
    for (const label of Object.keys(owner.spec.select)) {
      if (isPersonal.has(plainName(label))) report(context, owner, ['select', label], label);
    }
    for (const [index, segment] of owner.spec.segments.entries()) {
      if (isPersonal.has(plainName(segment.label)))
        report(context, owner, ['segments', index, 'label'], segment.label);
    }
  }
}

/** As people spell one name in several ways: email_hash, emailHash, email.hash. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function report(
  context: BuildContext,
  owner: Entity<'Model'> | Entity<'Pipeline'>,
  path: readonly (string | number)[],
  label: string,
): void {
  const [source] = context.workspace
    .list('FeatureSet')
    .flatMap((set) =>
      set.spec.features.flatMap(({ name, pii }, index) =>
        pii && plainName(name) === plainName(label) ? [spanAt(set, ['features', index])] : [],
      ),
    );
  reportAt(context, owner, [...path], {
    code: 'telemetry/pii-label',
    severity: 'error',
    message: `${label} is personal data, and metrics would carry it as a label`,
    ...(source && { related: [{ message: 'it is marked here', span: source }] }),
    hint: 'Labels are kept for as long as the metrics and are seen by everybody. Take the label out, or replace it by a coarse group (an age band, a region).',
  });
}
