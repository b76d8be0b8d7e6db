import type { FeatureSpec } from '../../spec/kinds/feature-set.ts';
import { groupBy } from '../../support/group-by.ts';
import { printDuration } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Condition } from '../condition.ts';
import {
  DATA_CHECKS,
  DATASET_CHECKS,
  type DataCheck,
  type DatasetCheck,
  FEATURE_CHECKS,
  type FeatureCheck,
} from '../drift-contract.ts';
import type { Severity } from '../objective.ts';
import type { Signal } from '../signal.ts';
import { addAlert } from './alert.ts';
import { type BuildContext, originOf, reportAt, subjectOf } from './context.ts';
import { silentSeconds } from './drift-job.ts';
import { against } from './drift-signals.ts';
import { jobSignal, signalId } from './job-signals.ts';
import { ownershipOf } from './ownership.ts';
import { DRIFT_PROSE } from './prose-drift.ts';
import { gaugeOf } from './quality-signals.ts';
import { upstreamItems } from './upstream.ts';

const KEEP_SECONDS = 300;
const DAY_SECONDS = 86_400;

/** What is checked of a feature; its type always is. */
export function checksOf(feature: FeatureSpec): FeatureCheck[] {
  if (feature.monitor === 'none') return [];
  const asked: Readonly<Record<FeatureCheck, unknown>> = {
    type: true,
    range: feature.range,
    nulls: feature.nulls,
    values: feature.values,
    cardinality: feature.cardinality,
    skew: feature.online,
  };
  return FEATURE_CHECKS.filter((check) => asked[check] !== undefined);
}

/** What is checked of a feature set as a whole: that its columns are there, and what it says of its rows. */
export function datasetChecksOf({
  source,
  features,
  freshness,
  key,
  rows,
}: Entity<'FeatureSet'>['spec']): DatasetCheck[] {
  const asked: Readonly<Record<DatasetCheck, unknown>> = {
    rows,
    // Without rows to look at, only the metric tells.
    freshness: source && freshness,
    duplicates: key,
    schema: features.some(({ monitor }) => monitor !== 'none') || undefined,
  };
  return DATASET_CHECKS.filter((check) => asked[check] !== undefined);
}

/** What is checked and told at one severity: a feature, or the dataset as a whole. */
interface Checked {
  readonly severity: Severity;
  /** Empty for the dataset as a whole, whose series have no such label. */
  readonly feature: string;
  readonly checks: readonly DataCheck[];
}

/** The alerts on failed checks of a feature set: one for each severity, and one that nothing is heard of the checks. */
export function addFeatureCheckAlerts(context: BuildContext, featureSet: Entity<'FeatureSet'>): void {
  checkFeatures(context, featureSet);
  const checked = checkedOf(featureSet);
  if (checked.length === 0) return;
  const bySeverity = groupBy(checked, ({ severity }) => severity);
  for (const [severity, some] of [...bySeverity].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    addCheckAlert(context, featureSet, { severity, some, isAll: bySeverity.size === 1 });
  addAbsent(context, featureSet);
}

function checkedOf({ spec }: Entity<'FeatureSet'>): Checked[] {
  const { severity } = spec.checks;
  return [
    ...spec.features.map((feature) => ({
      severity: feature.severity ?? severity,
      feature: feature.name,
      checks: checksOf(feature),
    })),
    { severity, feature: '', checks: datasetChecksOf(spec) },
  ].filter(({ checks }) => checks.length > 0);
}

function draftOf(context: BuildContext, featureSet: Entity<'FeatureSet'>) {
  return {
    object: featureSet as Entity,
    subject: subjectOf(featureSet),
    holdSeconds: 2 * context.cadence.evaluationSeconds,
    keepFiringSeconds: KEEP_SECONDS,
    ownership: ownershipOf(context, featureSet, featureSet),
    upstream: upstreamItems(context.workspace, featureSet),
    origin: originOf(featureSet, ['features']),
  } as const;
}

function addCheckAlert(
  context: BuildContext,
  featureSet: Entity<'FeatureSet'>,
  {
    severity,
    some,
    isAll,
  }: { readonly severity: Severity; readonly some: readonly Checked[]; readonly isAll: boolean },
): void {
  const signals = isAll
    ? [checkSignal(context, featureSet)]
    : some.map(({ feature }) => checkSignal(context, featureSet, feature));
  const conditions = signals.map((signal): Condition => against(gaugeOf(signal, 'max'), '>', 0));
  const [only] = conditions;
  const kinds = new Set(some.flatMap(({ checks }) => checks));
  addAlert(context, {
    ...draftOf(context, featureSet),
    aspect: isAll ? 'checks' : `checks-${severity}`,
    class: 'data-quality',
    severity,
    condition: only && conditions.length === 1 ? only : { node: 'any', of: conditions },
    firstLook: signals.map((signal) => ({
      title: 'Which checks of which features fail (1)',
      signal: signal.id,
    })),
    prose: {
      summary: DRIFT_PROSE.checks({
        subject: featureSet.title,
        checks: DATA_CHECKS.filter((check) => kinds.has(check)).join(', '),
      }),
      impact: `Models that read ${featureSet.name} see values that they were not trained on.`,
    },
  });
}

/** Nothing of a check is heard: absent results would look like good ones. */
function addAbsent(context: BuildContext, featureSet: Entity<'FeatureSet'>): void {
  const signal = checkSignal(context, featureSet);
  const hold = silentSeconds(DAY_SECONDS);
  addAlert(context, {
    ...draftOf(context, featureSet),
    // No failure upstream keeps a job from running.
    upstream: [],
    aspect: 'checks-absent',
    class: 'job',
    severity: 'ticket',
    condition: { node: 'absent', of: { signal: signal.id } },
    holdSeconds: hold,
    keepFiringSeconds: 0,
    firstLook: [{ title: 'Does the job run, and is what it writes scraped?', signal: signal.id }],
    prose: {
      summary: DRIFT_PROSE.checksAbsent({ subject: featureSet.title, hold: printDuration(hold) }),
      impact: `Whether the features of ${featureSet.name} are what they should be is unknown meanwhile.`,
    },
  });
}

function checkSignal(context: BuildContext, featureSet: Entity<'FeatureSet'>, feature?: string): Signal {
  const [suffix, role] =
    feature === undefined
      ? ['', 'failed checks']
      : feature === ''
        ? ['-of-dataset', 'failed checks of the dataset']
        : [`/${feature}`, `failed checks of ${feature}`];
  return jobSignal(context, {
    id: `${signalId(featureSet)}/checks${suffix}`,
    role,
    metric: 'checkFailed',
    labels: { dataset: featureSet.name, ...(feature !== undefined && { feature }) },
    origin: originOf(featureSet, ['features']),
  });
}

/** Reports features that say what cannot be. */
function checkFeatures(context: BuildContext, featureSet: Entity<'FeatureSet'>): void {
  const seen = new Set<string>();
  for (const [index, feature] of featureSet.spec.features.entries()) {
    const at = (key: string, message: string, expected: string, code: string): void =>
      reportAt(context, featureSet, ['features', index, key], { code, severity: 'error', message, expected });
    if (seen.has(feature.name))
      at('name', `two features are named ${feature.name}`, 'a name of its own', 'feature/duplicate');
    seen.add(feature.name);
    if (feature.monitor === 'none' && feature.reason === undefined) {
      at(
        'monitor',
        `feature ${feature.name} is not monitored, and nothing says why`,
        'reason: a sentence for whoever asks in a year',
        'feature/no-reason',
      );
    }
    for (const fault of faultsOf(feature))
      at(fault.key, fault.message, fault.expected, 'feature/expectation');
  }
}

interface Fault {
  readonly key: string;
  readonly message: string;
  readonly expected: string;
}

function faultsOf({ name, type, range, values, cardinality, monitor, reason }: FeatureSpec): Fault[] {
  const faults: Fault[] = [];
  const [least, most] = range ?? [];
  if (least !== undefined && most !== undefined && least >= most) {
    faults.push({
      key: 'range',
      message: `the range of ${name} is empty: ${least} is not below ${most}`,
      expected: least === most ? 'values: with the only value' : `[${most}, ${least}]`,
    });
  }
  const isNumber = type === 'float' || type === 'int';
  if (range && !isNumber)
    faults.push({
      key: 'range',
      message: `${name} is no number and has no range`,
      expected: 'values or cardinality; or type: float',
    });
  if (type === 'float' && cardinality)
    faults.push({
      key: 'cardinality',
      message: `nearly every value of the float ${name} is another`,
      expected: 'range; or type: int or category',
    });
  if (isNumber && typeof values === 'string')
    faults.push({
      key: 'values',
      message: `${name} is a number, ${values} are texts`,
      expected: 'type: category',
    });
  if (monitor === undefined && reason !== undefined)
    faults.push({
      key: 'reason',
      message: `${name} is monitored, so there is no reason to give`,
      expected: 'monitor: none beside it, or no reason',
    });
  return faults;
}
