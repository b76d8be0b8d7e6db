import type { NodePath } from '../../source/node.ts';
import { sharesOf } from '../../spec/kinds/drift/levels.ts';
import type { TestSpec } from '../../spec/kinds/drift-policy.ts';
import { didYouMean, suggest } from '../../support/suggest.ts';
import { printDuration, printPercent } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import { type BuildContext, reportAt } from './context.ts';
import { testedParts } from './drift-signals.ts';
import { checkTest, type TestPlace } from './drift-tests.ts';
import { type Feature, featuresOf, knowsFeatures, selectFeatures, testedAs } from './features.ts';

type Policy = Entity<'DriftPolicy'>;

/** Whether a policy says something that can be: reports all that cannot. */
export function checkDriftPolicy(context: BuildContext, policy: Policy, model: Entity<'Model'>): boolean {
  const checks = [
    checkParts(context, policy),
    checkBaseline(context, policy, model),
    checkSchedule(context, policy),
    checkWindows(context, policy),
    checkSegments(context, policy, model),
    checkFeatures(context, policy, featuresOf(context.workspace, model), model),
    checkShare(context, policy),
    checkValueShares(context, policy),
    ...testsOf(policy, featuresOf(context.workspace, model)).map((place) =>
      checkTest(context, policy, place),
    ),
  ];
  return checks.every(Boolean);
}

function checkParts(context: BuildContext, policy: Policy): boolean {
  if (testedParts(policy).length > 0) return true;
  reportAt(context, policy, [], {
    code: 'drift/nothing-tested',
    severity: 'error',
    message: `DriftPolicy ${policy.name} tests nothing`,
    expected: 'features: {}, or predictions, labels, embeddings or text with a test',
  });
  return false;
}

function checkBaseline(context: BuildContext, policy: Policy, model: Entity<'Model'>): boolean {
  const { baseline } = policy.spec;
  const own = model.spec.baseline;
  const needsOwn = baseline === 'model' || baseline === 'training';
  const fits = own !== undefined && (baseline === 'model' || own.kind === 'training');
  if (!needsOwn || fits) return true;
  reportAt(context, policy, ['baseline'], {
    code: 'drift/no-baseline',
    severity: 'error',
    message:
      own === undefined
        ? `Model ${model.name} has no baseline to compare with`
        : `the baseline of Model ${model.name} is no training data`,
    expected: `baseline: { kind: ${baseline === 'training' ? 'training' : 'training | dataset'}, … } on Model ${model.name}, or another baseline here`,
    related: [{ message: 'the model', span: model.span }],
  });
  return false;
}

const SHORTEST_RUN_SECONDS = 300;

function checkSchedule(context: BuildContext, policy: Policy): boolean {
  const { every } = policy.spec.schedule;
  if (every.seconds >= SHORTEST_RUN_SECONDS) return true;
  reportAt(context, policy, ['schedule', 'every'], {
    code: 'drift/schedule',
    severity: 'error',
    message: `a drift job can't run every ${every.text}`,
    expected: `${printDuration(SHORTEST_RUN_SECONDS)} or more: it reads whole windows of data`,
  });
  return false;
}

/** Windows have rows only if they have a length. */
function checkWindows(context: BuildContext, policy: Policy): boolean {
  const { window, baseline } = policy.spec;
  const windows = [
    { path: ['window'], window },
    ...(typeof baseline === 'object' && baseline.window
      ? [{ path: ['baseline', 'window'], window: baseline.window }]
      : []),
  ];
  const empty = windows.filter((each) => each.window.seconds === 0);
  for (const { path } of empty)
    reportAt(context, policy, path, {
      code: 'drift/window',
      severity: 'error',
      message: 'no row is in a window of no length',
      expected: 'a duration above zero, such as 1d',
    });
  return empty.length === 0;
}

function checkSegments(context: BuildContext, policy: Policy, model: Entity<'Model'>): boolean {
  const known = model.spec.segments.map(({ name }) => name);
  const unknown = (policy.spec.segments ?? []).flatMap((name, index) =>
    known.includes(name) ? [] : [{ name, index }],
  );
  for (const { name, index } of unknown) {
    const suggestions = suggest(name, known);
    reportAt(context, policy, ['segments', index], {
      code: 'drift/unknown-segment',
      severity: 'error',
      message: `Model ${model.name} has no segment "${name}"`,
      expected: known.length > 0 ? `one of ${known.join(', ')}` : `segments on Model ${model.name}`,
      ...hinted(suggestions),
    });
  }
  return unknown.length === 0;
}

function hinted(suggestions: readonly string[]) {
  const hint = didYouMean(suggestions);
  return { ...(hint !== undefined && { hint }), ...(suggestions.length > 0 && { suggestions }) };
}

/** Names of features must be known where any are, monitored, and of a type that has a test. */
function checkFeatures(
  context: BuildContext,
  policy: Policy,
  features: readonly Feature[],
  model: Entity<'Model'>,
): boolean {
  const spec = policy.spec.features;
  if (spec === undefined || !knowsFeatures(context.workspace, model)) return true;
  const named = [
    ...(Array.isArray(spec.select)
      ? spec.select.map((name, index) => ({ name, path: ['features', 'select', index] }))
      : []),
    ...spec.overrides.map(({ name }, index) => ({ name, path: ['features', 'overrides', index, 'name'] })),
  ];
  const known = named.map((each) => checkFeature(context, policy, features, model, each));
  return known.every(Boolean) && checkImportance(context, policy, features, model);
}

function checkFeature(
  context: BuildContext,
  policy: Policy,
  features: readonly Feature[],
  model: Entity<'Model'>,
  { name, path }: { readonly name: string; readonly path: NodePath },
): boolean {
  const feature = features.find(({ spec }) => spec.name === name);
  if (feature === undefined) {
    const names = features.map(({ spec }) => spec.name);
    reportAt(context, policy, path, {
      code: 'drift/unknown-feature',
      severity: 'error',
      message: `no feature set that Model ${model.name} depends on has a feature "${name}"`,
      expected:
        names.length > 0
          ? `one of ${names.toSorted().join(', ')}`
          : `dependsOn: [{ featureSet: … }] with features on Model ${model.name}`,
      ...hinted(suggest(name, names)),
    });
    return false;
  }
  if (feature.spec.monitor !== 'none') return true;
  reportAt(context, policy, path, {
    code: 'drift/unmonitored-feature',
    severity: 'error',
    message: `feature ${name} is not monitored: ${feature.spec.reason ?? 'no reason given'}`,
    expected: `another feature, or no "monitor: none" in FeatureSet ${feature.set.name}`,
    related: [{ message: 'its feature set', span: feature.set.span }],
  });
  return false;
}

function checkImportance(
  context: BuildContext,
  policy: Policy,
  features: readonly Feature[],
  model: Entity<'Model'>,
): boolean {
  const select = policy.spec.features?.select;
  if (typeof select !== 'object' || !('importance' in select)) return true;
  if (selectFeatures(features, select).length > 0) return true;
  reportAt(context, policy, ['features', 'select'], {
    code: 'drift/no-features',
    severity: 'error',
    message: `no feature of Model ${model.name} has the importance ${select.importance.join(' or ')}`,
    expected: 'features with importance in a feature set that the model depends on',
  });
  return false;
}

/** Of the shares of missing and of unseen values, too, a warning comes below the alert. */
function checkValueShares(context: BuildContext, policy: Policy): boolean {
  const { features } = policy.spec;
  if (features === undefined) return true;
  const faulty = (['nulls', 'unseen'] as const).filter((key) => {
    const { warn, alert } = sharesOf(features)[key];
    return warn !== undefined && alert !== undefined && warn >= alert;
  });
  for (const key of faulty) {
    const { warn = 0, alert = 0 } = sharesOf(features)[key];
    reportAt(context, policy, ['features', key, 'warn'], {
      code: 'drift/warn-not-below-alert',
      severity: 'error',
      message: `warn (${printPercent(warn)}) is not below alert (${printPercent(alert)})`,
      expected: `less than ${printPercent(alert)}`,
    });
  }
  return faulty.length === 0;
}

function checkShare(context: BuildContext, policy: Policy): boolean {
  const { dataset, features } = policy.spec;
  if (dataset === undefined) return true;
  const { warn, alert } = dataset.driftedShare;
  const faults = [
    ...(features === undefined
      ? [{ path: ['dataset'], message: 'no features are tested, so none can drift', expected: 'features: …' }]
      : []),
    ...(warn !== undefined && warn.ratio >= alert.ratio
      ? [
          {
            path: ['dataset', 'driftedShare', 'warn'],
            message: `warn (${warn.text}) does not come before alert (${alert.text})`,
            expected: `less than ${alert.text}`,
          },
        ]
      : []),
  ];
  for (const { path, message, expected } of faults)
    reportAt(context, policy, path, { code: 'drift/share', severity: 'error', message, expected });
  return faults.length === 0;
}

/** Every test of a policy, with its place and the type of the data it looks at; `any` where only the data tell. */
export function testsOf({ spec }: Policy, features: readonly Feature[]): TestPlace[] {
  const typeOf = (name: string): TestPlace['type'] => {
    const feature = features.find((each) => each.spec.name === name);
    return feature?.spec.type === 'vector' ? 'vector' : ((feature && testedAs(feature.spec)) ?? 'any');
  };
  return [
    ...place(spec.features?.numeric, 'numeric', 'features', 'numeric'),
    ...place(spec.features?.category, 'category', 'features', 'category'),
    ...(spec.features?.overrides ?? []).flatMap((test, index) =>
      place(test, typeOf(test.name), 'features', 'overrides', index),
    ),
    ...place(spec.predictions, 'any', 'predictions'),
    ...place(spec.labels, 'any', 'labels'),
    ...spec.embeddings.flatMap((test, index) => place(test, 'vector', 'embeddings', index)),
    ...place(spec.text, 'text', 'text'),
  ];
}

function place(test: TestSpec | undefined, type: TestPlace['type'], ...path: NodePath): TestPlace[] {
  return test === undefined ? [] : [{ test, type, path }];
}
