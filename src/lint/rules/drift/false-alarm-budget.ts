import { levelsOf } from '../../../spec/kinds/drift/levels.ts';
import { driftTest } from '../../../spec/kinds/drift/tests.ts';
import { type Correction, expectedFalseAlarms } from '../../../statistics/false-alarms.ts';
import { kolmogorovTail } from '../../../statistics/kolmogorov.ts';
import type { DriftDistance } from '../../../statistics/noise-floor.ts';
import { counted } from '../../../support/counted.ts';
import { groupBy } from '../../../support/group-by.ts';
import type { Entity, Workspace } from '../../../workspace/entity.ts';
import { type DriftCheck, distanceOf, driftChecks, widestCategory } from '../../drift.ts';
import { binsOf, falseAlarm, MOST_CATEGORIES } from '../../drift-noise.ts';
import { documents, exampleFeatures, exampleModel, examplePolicy } from '../../example.ts';
import { at } from '../../place.ts';
import { comparedRows } from '../../rows.ts';
import type { LintFinding, LintRule } from '../../rule.ts';
import { figure } from '../../words.ts';

const WEEK_SECONDS = 604_800;
/** False alarms of a policy a week, where the project has no `alertBudget`. */
const PER_WEEK = 1;
/** Thresholds that chance reaches more often are told by `threshold-below-noise`. */
const NOISE = 0.01;

export const falseAlarmBudget: LintRule = {
  id: 'drift/false-alarm-budget',
  severity: 'warning',
  title: 'more false drift alarms than people can bear',
  why: 'Each test of each feature in each run may be wrong, and many small chances add up: 200 features at p < 0.05 flag ten in every run of data that never changed. That is more than `alertBudget.perTeam` of the project lets a team have (one a week where it says nothing). Correct for many tests (`correction: benjamini-hochberg`), want a smaller p-value, test fewer features, or run less often.',
  bad: example('none'),
  good: example('benjamini-hochberg'),
  check({ workspace }, report) {
    for (const [policy, checks] of groupBy(driftChecks(workspace), (check) => check.policy)) {
      const finding = judge(workspace, policy, checks);
      if (finding) report(finding);
    }
  },
};

/** Comparisons of one kind in a run. */
interface Group {
  readonly comparisons: number;
  readonly alpha: number;
  /** The p-value; absent for distances, which nothing corrects. */
  readonly pValue?: number;
  readonly confirm: { readonly test: DriftDistance; readonly n: number; readonly m: number };
}

function judge(
  workspace: Workspace,
  policy: Entity<'DriftPolicy'>,
  checks: readonly DriftCheck[],
): LintFinding | undefined {
  const severity = policy.spec.severity.alert;
  if (severity === 'info') return undefined;
  const groups = mergedByLevel(checks.flatMap((check) => groupOf(workspace, check) ?? []));
  const runsPerWeek = WEEK_SECONDS / policy.spec.schedule.every.seconds;
  const flags = (correction: Correction, consecutive: number) =>
    sum(groups, { correction, consecutive, runsPerWeek });
  const { correction, confirm } = policy.spec;
  const found = flags(correctionOf(correction), confirm.consecutive);
  const declared = workspace.project.spec.alertBudget?.perTeam[severity];
  const budget = declared === undefined ? PER_WEEK : declared.perSecond * WEEK_SECONDS;
  if (found.perWeek <= budget) return undefined;
  const unconfirmed = flags(correctionOf(correction), 1);
  const tests = groups.map(
    ({ comparisons, alpha, pValue }) =>
      `${comparisons} × ${pValue === undefined ? 'a chance of' : 'p <'} ${figure(Number(alpha.toPrecision(2)))}`,
  );
  const confirmed =
    confirm.consecutive > 1
      ? `, ≈ ${short(found.perRun)} that ${confirm.consecutive} runs in a row agree on`
      : '';
  const isCorrected = correction !== 'none' || groups.every(({ pValue }) => pValue === undefined);
  const corrected = isCorrected ? undefined : flags('benjamini-hochberg', confirm.consecutive);
  return {
    ...at(policy, isCorrected ? [] : ['correction']),
    message: `${tests.join(' + ')}: ≈ ${short(unconfirmed.perRun)} false ${unconfirmed.perRun === 1 ? 'flag' : 'flags'} a run without any drift${confirmed}; with ${figure(Number(runsPerWeek.toPrecision(3)))} runs a week ≈ ${short(found.perWeek)} a week, and ${declared === undefined ? `${PER_WEEK} is bearable` : `the budget of a team is ${counted(Number(budget.toPrecision(3)), severity)}`}`,
    hint:
      corrected !== undefined && corrected.perWeek <= budget
        ? `Use correction: benjamini-hochberg: ≈ ${short(corrected.perWeek)} a week.`
        : 'Want a smaller p-value or a higher threshold, test fewer features, or run less often.',
    data: {
      comparisons: groups.map(({ comparisons, alpha }) => ({ comparisons, alpha })),
      correction,
      consecutive: confirm.consecutive,
      runsPerWeek,
      flagsPerRun: Number(unconfirmed.perRun.toPrecision(4)),
      confirmedFlagsPerRun: Number(found.perRun.toPrecision(4)),
      flagsPerWeek: Number(found.perWeek.toPrecision(4)),
      budgetPerWeek: budget,
    },
  };
}

/** Holm's correction flags, of data without drift, in the same runs as Bonferroni's. */
function correctionOf(correction: Entity<'DriftPolicy'>['spec']['correction']): Correction {
  return correction === 'holm' ? 'bonferroni' : correction;
}

function sum(
  groups: readonly Group[],
  {
    correction,
    consecutive,
    runsPerWeek,
  }: { correction: Correction; consecutive: number; runsPerWeek: number },
) {
  const each = groups.map(({ comparisons, alpha, pValue, confirm }) =>
    expectedFalseAlarms({
      features: comparisons,
      alpha,
      correction: pValue === undefined ? 'none' : correction,
      runsPerWeek,
      confirm: { ...confirm, consecutive },
    }),
  );
  return {
    perRun: each.reduce((total, { perRun }) => total + perRun, 0),
    perWeek: each.reduce((total, { perWeek }) => total + perWeek, 0),
  };
}

/** Tests at one p-value are corrected together, whatever they test. */
function mergedByLevel(groups: readonly Group[]): Group[] {
  return [...groupBy(groups, ({ pValue, alpha }) => `${pValue ?? ''}/${alpha}`).values()].flatMap((same) => {
    const [first] = same;
    return first
      ? [{ ...first, comparisons: same.reduce((total, each) => total + each.comparisons, 0) }]
      : [];
  });
}

function groupOf(workspace: Workspace, check: DriftCheck): Group | undefined {
  const { comparisons = 0, test: spec } = check;
  if (comparisons === 0) return undefined;
  const rows = comparedRows(workspace, check);
  const n = Math.max(rows.expected ?? 0, rows.minSamples);
  const m = rows.reference(n);
  if (spec.pValue !== undefined) {
    const { pValue } = spec;
    const { alert: minEffect = 0 } = levelsOf(spec);
    const test = driftTest(spec.test).types.includes('category') ? 'psi' : 'ks';
    // A difference that must also be large is as rare as either.
    const large = minEffect > 0 && spec.test === 'ks' ? kolmogorovTail(minEffect, n, m) : 1;
    const alpha = Math.min(pValue, large);
    return { comparisons, alpha, ...(alpha === pValue && { pValue }), confirm: { test, n, m } };
  }
  const test = distanceOf(spec);
  if (test === undefined || spec.alert === undefined || check.part === 'text') return undefined;
  const widest = check.of === 'category' ? widestCategory(check) : undefined;
  if (check.part === 'features' && check.of === 'category' && widest === undefined) return undefined;
  if (widest !== undefined && widest.categories > MOST_CATEGORIES) return undefined;
  const bins = binsOf(widest?.categories);
  const { single, confirmed } = falseAlarm(
    { test, n, m, bins },
    spec.alert,
    check.policy.spec.confirm.consecutive,
  );
  return confirmed > NOISE ? undefined : { comparisons, alpha: single, confirm: { test, n, m } };
}

function short(value: number): string {
  return figure(Number(value.toPrecision(value < 10 ? 1 : 2)));
}

function example(correction: string): string {
  const features = Array.from({ length: 20 }, (_, index) => `name: f${index + 1}, type: float`);
  return documents(
    exampleModel(['dependsOn: [{ featureSet: users }]', 'baseline: { kind: training }']),
    exampleFeatures(features),
    examplePolicy([
      'features: { numeric: { test: ks, pValue: 0.05, minEffect: 0.01 } }',
      `correction: ${correction}`,
      'confirm: { consecutive: 1 }',
    ]),
  );
}
