import type { Plan } from '../../src/plan/plan.ts';
import { type GeneratedCases, generatedCases } from '../../src/proof/synthesis/index.ts';
import { unmetExpectations } from '../../src/proof/testing/judge.ts';
import type { AlertCase } from '../../src/proof/testing/promtool-case.ts';
import { indexRules } from '../../src/proof/testing/rule-index.ts';
import { type PromtoolJob, runPromtool } from '../../src/proof/testing/run-promtool.ts';
import { type SelectedRules, selectRules } from '../../src/proof/testing/select-rules.ts';
import { groupBy } from '../../src/support/group-by.ts';
import type { RenderedProject } from './compiled.ts';
import { mutantsOf, type RuleMutant } from './rule-mutants.ts';

/** An alert with its tests and the rules that decide of it. */
export interface Proven {
  readonly alert: Plan['alerts'][number];
  readonly generated: GeneratedCases;
  readonly cases: readonly AlertCase[];
  readonly rules: SelectedRules;
}

/** The generated tests of all alerts of an environment. */
export function provenAlerts({ plan, files }: RenderedProject): readonly Proven[] {
  const index = indexRules(
    [...files]
      .filter(([file]) => file.startsWith('prometheus/rules/'))
      .map(([path, text]) => ({ path, text })),
  );
  return plan.alerts.map((alert) => {
    const generated = generatedCases(plan, alert);
    const { fires, more, quiet } = generated;
    return {
      alert,
      generated,
      cases: [...(fires === undefined ? [] : [fires]), ...more, ...quiet],
      rules: selectRules(index, { alerts: [alert.name], series: [] }),
    };
  });
}

/** What does not do as the tests say, each as a line. Throws when promtool is missing. */
export async function failures(jobs: readonly PromtoolJob[], program: string): Promise<readonly string[]> {
  const verdicts = await judged(jobs, program);
  return verdicts.flatMap(({ testCase, problems }) =>
    problems.map((problem) => `${testCase.id}: ${problem}`),
  );
}

interface Verdict {
  readonly job: PromtoolJob;
  readonly testCase: AlertCase;
  readonly problems: readonly string[];
}

async function judged(jobs: readonly PromtoolJob[], program: string): Promise<readonly Verdict[]> {
  const result = await runPromtool(jobs, { program });
  if ('problem' in result) throw new Error(result.problem.message);
  const units = jobs.flatMap((job) => job.cases.map((testCase) => ({ job, testCase })));
  return units.map(({ job, testCase }, index) => {
    const observation = result.observations[index];
    if (observation === undefined) throw new Error(`nothing was observed of ${testCase.id}`);
    const unmet = unmetExpectations(testCase, observation).map(
      ({ expectation }) =>
        `${expectation.state} expected at ${expectation.atSeconds} s of level ${expectation.labels['level'] ?? ''}`,
    );
    return { job, testCase, problems: [...observation.problems, ...unmet] };
  });
}

export interface CampaignResult {
  readonly caught: readonly RuleMutant[];
  readonly survivors: readonly { readonly mutant: RuleMutant; readonly alerts: readonly string[] }[];
  /** Those that nothing can tell from the rule as it is, with the reason in them. */
  readonly equivalent: readonly RuleMutant[];
  /** Mutants of rules that no generated test reaches, since their alerts have none. */
  readonly untested: readonly { readonly mutant: RuleMutant; readonly alerts: readonly string[] }[];
}

interface Trial {
  readonly mutant: RuleMutant;
  readonly provers: readonly Proven[];
}

/** All mutants of the rules that alerts depend on, each once. */
export function trialsOf(proven: readonly Proven[]): readonly Trial[] {
  const trials = new Map<string, { mutant: RuleMutant; provers: Proven[] }>();
  for (const each of proven) {
    for (const mutant of mutantsOf(each.rules)) {
      const known = trials.get(mutant.key);
      if (known === undefined) trials.set(mutant.key, { mutant, provers: [each] });
      else known.provers.push(each);
    }
  }
  return [...trials.values()];
}

/** Runs tests on mutants, the short ones first: most mutants are caught by those. */
export async function runCampaign(trials: readonly Trial[], program: string): Promise<CampaignResult> {
  const equivalent = trials.filter(({ mutant }) => mutant.equivalent !== undefined);
  const named = ({ mutant, provers }: Trial) => ({ mutant, alerts: provers.map(({ alert }) => alert.name) });
  const others = trials.filter(({ mutant }) => mutant.equivalent === undefined);
  const isTested = ({ provers }: Trial): boolean => provers.some(({ cases }) => cases.length > 0);
  const caught: RuleMutant[] = [];
  let open = others.filter(isTested);
  for (const [least, most] of ROUNDS) {
    const units = open.flatMap(({ mutant, provers }) =>
      provers.map((prover) => ({
        mutant,
        job: {
          rules: mutant.apply(prover.rules),
          // Copies: the runner knows a case by its identity.
          cases: prover.cases
            .filter((each) => evaluations(each) > least && evaluations(each) <= most)
            .map((each) => ({ ...each })),
        },
      })),
    );
    const mutantByRules = new Map(units.map(({ mutant, job }) => [job.rules, mutant]));
    const verdicts = await judged(
      units.map(({ job }) => job),
      program,
    );
    const found = new Set(
      verdicts.filter(({ problems }) => problems.length > 0).map(({ job }) => mutantByRules.get(job.rules)),
    );
    caught.push(...open.filter(({ mutant }) => found.has(mutant)).map(({ mutant }) => mutant));
    open = open.filter(({ mutant }) => !found.has(mutant));
  }
  return {
    caught,
    survivors: open.map(named),
    equivalent: equivalent.map(({ mutant }) => mutant),
    untested: others.filter((trial) => !isTested(trial)).map(named),
  };
}

/** Evaluations of the tests of each round. */
const ROUNDS = [
  [0, 20],
  [20, 100],
  [100, Number.POSITIVE_INFINITY],
] as const;

function evaluations({ expectations, evaluationSeconds }: AlertCase): number {
  return Math.max(1, (expectations.at(-1)?.atSeconds ?? 0) / evaluationSeconds);
}

/** Some of a list, the same ones for the same seed: by a linear congruence, as in Numerical Recipes. */
export function sampleOf<T>(list: readonly T[], count: number, seed: number): readonly T[] {
  let state = seed >>> 0;
  const keyed = list.map((element) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return [state, element] as const;
  });
  return keyed
    .toSorted(([a], [b]) => a - b)
    .slice(0, count)
    .map(([, element]) => element);
}

export function summary({ caught, survivors, equivalent, untested }: CampaignResult): string {
  const real = caught.length + survivors.length;
  const share = real === 0 ? 'none' : `${((100 * caught.length) / real).toFixed(1)}%`;
  const line = ({ rule, kind, detail }: RuleMutant): string => `${rule}: ${kind}: ${detail}`;
  const reasons = groupBy(equivalent, (mutant) => mutant.equivalent ?? '');
  return [
    `${caught.length} of ${real} mutants caught (${share})`,
    ...survivors.map(({ mutant, alerts }) => `  survived: ${line(mutant)}  [${alerts.join(', ')}]`),
    ...[...reasons].map(([reason, all]) => `  ${all.length} that nothing can tell apart: ${reason}`),
    ...untested.map(({ mutant, alerts }) => `  without a test: ${line(mutant)}  [${alerts.join(', ')}]`),
  ].join('\n');
}
