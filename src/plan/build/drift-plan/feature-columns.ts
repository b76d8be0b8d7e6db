import { sharesOf } from '../../../spec/kinds/drift/levels.ts';
import type { TestSpec } from '../../../spec/kinds/drift-policy.ts';
import { groupBy } from '../../../support/group-by.ts';
import { sortedBy } from '../../../support/sorted-by.ts';
import type { JobColumn } from '../../drift-job.ts';
import { originOf } from '../context.ts';
import { type Feature, featuresOf, selectFeatures, testedAs } from '../features.ts';
import { type DriftDraft, readSource } from './sources.ts';
import { jobTest, leaveOut, type Subject } from './subject.ts';

/** The features that a policy selects or overrides, sorted by name, as columns of the sources of their sets. */
export function featureColumns(draft: DriftDraft, subject: Subject): JobColumn[] {
  const { policy, model } = subject;
  const spec = policy.spec.features;
  if (spec === undefined) return [];
  const known = featuresOf(draft.context.workspace, model);
  if (known.length === 0) {
    leaveOut(draft, subject, {
      what: 'features',
      path: ['features'],
      why: `Model ${model.name} depends on no feature set that says which there are`,
      hint: `Add a FeatureSet with a source, and dependsOn: [{ featureSet: … }] to Model ${model.name}.`,
    });
  }
  const overrides = new Map(spec.overrides.map((test) => [test.name, test]));
  const selected = new Set(selectFeatures(known, spec.select));
  // Vectors that the policy has a test for are compared as such.
  const embedded = new Set(policy.spec.embeddings.map(({ name }) => name));
  const wanted = known.filter((feature) => {
    const { name, type, monitor } = feature.spec;
    if (overrides.has(name)) return monitor !== 'none';
    return selected.has(feature) && !(type === 'vector' && embedded.has(name));
  });
  const columns = [...groupBy(once(draft, subject, wanted), ({ set }) => set)].flatMap(([, features]) =>
    ofSet(draft, subject, features, overrides),
  );
  return sortedBy(columns, ({ feature = '' }) => feature);
}

/** A name is one label: of two features with one name the first is compared. */
function once(draft: DriftDraft, subject: Subject, features: readonly Feature[]): Feature[] {
  const first = new Map<string, Feature>();
  return features.filter((feature) => {
    const { name } = feature.spec;
    const other = first.get(name);
    if (other === undefined) first.set(name, feature);
    else
      leaveOut(draft, subject, {
        what: `feature ${name} of FeatureSet ${feature.set.name}`,
        path: ['features'],
        why: `FeatureSet ${other.set.name} has one of the same name, and their results could not be told apart`,
        hint: 'Give one of them another name.',
      });
    return other === undefined;
  });
}

/** The columns of the features of one set. */
function ofSet(
  draft: DriftDraft,
  subject: Subject,
  features: readonly Feature[],
  overrides: ReadonlyMap<string, TestSpec>,
): JobColumn[] {
  const [first] = features;
  if (first === undefined) return [];
  const { set } = first;
  const source =
    set.spec.source === undefined
      ? {
          why: `FeatureSet ${set.name} does not say where they are kept`,
          hint: `Add source: … to FeatureSet ${set.name}.`,
        }
      : readSource(draft, set.spec.source, { needsTime: true });
  if ('why' in source) {
    draft.gaps.push({
      what: `DriftPolicy ${subject.policy.name}: features ${namesOf(features)}`,
      ...source,
      origin: originOf(set),
    });
    return [];
  }
  const columns = features.map((feature) => ({
    feature,
    column: columnOf(subject, feature, source.name, overrides),
  }));
  const untested = columns.filter(({ column }) => column === undefined).map(({ feature }) => feature);
  if (untested.length > 0) {
    leaveOut(draft, subject, {
      what: `features ${namesOf(untested)} of FeatureSet ${set.name}`,
      path: ['features'],
      why: `the policy has no test for the ${untested.length === 1 ? 'type' : 'types'} ${[...new Set(untested.map(({ spec }) => spec.type))].join(', ')}`,
      hint: 'Give vectors a test under `embeddings` or `features.overrides`; of times say `monitor: none` with a reason.',
    });
  }
  return columns.flatMap(({ column }) => column ?? []);
}

function namesOf(features: readonly Feature[]): string {
  return features.map(({ spec }) => spec.name).join(', ');
}

function columnOf(
  subject: Subject,
  { spec: { name, type, importance, pii } }: Feature,
  source: string,
  overrides: ReadonlyMap<string, TestSpec>,
): JobColumn | undefined {
  const { features } = subject.policy.spec;
  const override = overrides.get(name);
  const tested = testedAs({ type });
  const kind = tested ?? (type === 'vector' && override ? 'vector' : undefined);
  const test = override ?? (tested && features?.[tested]);
  if (kind === undefined || test === undefined) return undefined;
  const { nulls, unseen } = sharesOf(features);
  return {
    part: 'features',
    feature: name,
    source,
    column: name,
    type: kind,
    ...(importance !== undefined && { importance }),
    pii,
    delaySeconds: 0,
    test: jobTest(subject, test),
    nulls,
    unseen: kind === 'category' ? unseen : {},
  };
}
