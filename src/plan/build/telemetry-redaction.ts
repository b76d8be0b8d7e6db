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
  for (const featureSet of workspace.list('FeatureSet')) {
    for (const [index, feature] of featureSet.spec.features.entries()) {
      if (!feature.pii) continue;
      fields.add(feature.name);
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
  reportPersonalLabels(context, fields);
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

function reportPersonalLabels(context: BuildContext, fields: ReadonlySet<string>): void {
  const isPersonal = new Set([...fields].map(plainName));
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
