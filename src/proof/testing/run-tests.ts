import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Alert } from '../../plan/alert.ts';
import { matchesGlob } from '../../support/glob.ts';
import { kebabCase } from '../../support/kebab-case.ts';
import { refOf } from '../../workspace/entity.ts';
import type { AlertmanagerConfig } from '../routing/alertmanager-config.ts';
import { type GeneratedCases, generatedCases } from '../synthesis/index.ts';
import { failureFinding, generatedFinding, notRunFinding } from './findings.ts';
import { unmetExpectations } from './judge.ts';
import type { PreparedTest } from './prepare.ts';
import type { TestedEnvironment } from './prepare-all.ts';
import type { AlertCase } from './promtool-case.ts';
import type { Observation } from './promtool-result.ts';
import { indexRules, type RuleIndex, type RuleText } from './rule-index.ts';
import { type PromtoolJob, type RunSettings, runPromtool } from './run-promtool.ts';
import { selectRules } from './select-rules.ts';
import { tellingOf } from './telling.ts';
import { judgeTest } from './verdict.ts';

/** An environment with the files that are tested. */
export interface TestBench extends TestedEnvironment {
  readonly rules: readonly RuleText[];
  /** Absent when the project renders none. */
  readonly routes?: AlertmanagerConfig;
  readonly tests: readonly PreparedTest[];
}

export interface TestSettings extends RunSettings {
  /** Globs over names of AlertTests and, for generated tests, of alerts (either spelling) and their objects; all when empty. */
  readonly only: readonly string[];
  /** How much is generated for alerts that no AlertTest expects: nothing, one test that fires and one that is quiet, or all. */
  readonly generated: 'none' | 'some' | 'all';
}

/** A test that was run, or could not be. */
export interface TestResult {
  readonly name: string;
  readonly environment: string;
  readonly source: 'written' | 'generated';
  /** Empty when it passed. */
  readonly findings: readonly Diagnostic[];
  /** Names of alerts that were expected to fire and did. */
  readonly seen: readonly string[];
}

/** An alert for which nothing was generated, and why. */
export interface Ungenerated {
  readonly environment: string;
  readonly alert: Alert;
  readonly reason: string;
}

export interface TestRun {
  /** Sorted as the environments are; written tests first. */
  readonly results: readonly TestResult[];
  readonly ungenerated: readonly Ungenerated[];
  /** Files that are no rules; what they should hold was not tested. */
  readonly unreadable: readonly Diagnostic[];
}

/** A case with what to make of its observation. */
interface Task {
  readonly testCase: AlertCase;
  readonly judge: (observation: Observation) => TestResult;
}

/** Runs written tests and generated ones, all in as few promtool processes as may be. */
export async function runTests(
  benches: readonly TestBench[],
  settings: TestSettings,
): Promise<TestRun | { readonly problem: Diagnostic }> {
  const ungenerated: Ungenerated[] = [];
  const unreadable: Diagnostic[] = [];
  const tasks: Task[] = [];
  const jobs: PromtoolJob[] = [];
  for (const bench of benches) {
    const index = indexRules(bench.rules);
    for (const test of bench.tests) {
      if (!isWanted(settings.only, [test.name])) continue;
      tasks.push(writtenTask(bench, test));
      jobs.push({ rules: selectRules(index, wantedRules(test)), cases: [test.testCase] });
    }
    for (const { alert, cases, reason } of generatedFor(bench, settings)) {
      if (reason !== undefined) ungenerated.push({ environment: bench.name, alert, reason });
      tasks.push(...cases.map((testCase) => generatedTask(bench.name, alert, testCase)));
      if (cases.length > 0) jobs.push({ rules: rulesOf(index, alert), cases });
    }
    unreadable.push(...index.unreadable().map((file) => unreadableFinding(bench.name, file)));
  }
  const run = await runPromtool(jobs, settings);
  if ('problem' in run) return run;
  return {
    ungenerated,
    unreadable,
    results: tasks.flatMap(({ judge }, index) => {
      const observation = run.observations[index];
      return observation === undefined ? [] : [judge(observation)];
    }),
  };
}

function unreadableFinding(environment: string, file: { path: string; message: string }): Diagnostic {
  return {
    code: 'test/no-rules',
    severity: 'error',
    message: `${file.path} of ${environment} is no file of rules: ${file.message}`,
    expected: 'the file as modelwatch compile writes it',
    env: [environment],
  };
}

function isWanted(only: readonly string[], names: readonly string[]): boolean {
  return only.length === 0 || only.some((glob) => names.some((name) => matchesGlob(glob, name)));
}

/** Alerts on missing signals are in a test only when it names them, or has the signal: what no entry names is taken to be well. */
function wantedRules({ expectations, emitted }: PreparedTest): Parameters<typeof selectRules>[1] {
  const named = expectations.flatMap((each) => [each.named, ...(each.inhibitedBy ? [each.inhibitedBy] : [])]);
  return {
    alerts: named.flatMap(({ alerts, isObject }) =>
      alerts.filter((alert) => !isObject || !isOnAbsence(alert)).map(({ name }) => name),
    ),
    series: emitted,
  };
}

function isOnAbsence({ class: ofClass, condition }: Alert): boolean {
  return ofClass === 'absence' || condition.node === 'absent' || condition.node === 'no-value';
}

function writtenTask({ name: environment, routes }: TestBench, test: PreparedTest): Task {
  const { name, testCase, entity } = test;
  const base = { name, environment, source: 'written' } as const;
  return {
    testCase,
    judge: ({ moments, problems }) => {
      if (problems.length > 0) {
        const place = { span: entity.span, object: refOf(entity) };
        return { ...base, seen: [], findings: [notRunFinding(name, problems, place, testCase)] };
      }
      const telling = routes && tellingOf(test.plan, routes, test.startSeconds);
      const { failures, seen } = judgeTest(test, moments, telling);
      return {
        ...base,
        seen: [...seen].toSorted(),
        findings: failures.map((failure) => failureFinding(test, failure)),
      };
    },
  };
}

interface Generated {
  readonly alert: Alert;
  readonly cases: readonly AlertCase[];
  readonly reason?: string;
}

/** Tests for the alerts of an environment that no AlertTest expects to fire. */
function generatedFor({ plan, tests }: TestBench, { only, generated }: TestSettings): readonly Generated[] {
  if (generated === 'none') return [];
  const expected = new Set(
    tests.flatMap(({ expectations }) =>
      expectations
        .filter(({ spec }) => spec.firing)
        .flatMap(({ named }) => (named.alerts.length === 1 ? named.alerts : [])),
    ),
  );
  return plan.alerts
    .filter(
      (alert) =>
        !expected.has(alert) && isWanted(only, [alert.name, kebabCase(alert.name), alert.object.name]),
    )
    .map((alert) => {
      const made = generatedCases(plan, alert);
      return {
        alert,
        cases: casesOf(made, generated === 'all'),
        ...(made.reason !== undefined && { reason: made.reason }),
      };
    });
}

function casesOf({ fires, more, quiet }: GeneratedCases, all: boolean): readonly AlertCase[] {
  const loud = fires === undefined ? [] : [fires];
  return all ? [...loud, ...more, ...quiet] : [...loud, ...quiet.slice(0, 1)];
}

function rulesOf(index: RuleIndex, alert: Alert): PromtoolJob['rules'] {
  return selectRules(index, { alerts: [alert.name], series: [] });
}

function generatedTask(environment: string, alert: Alert, testCase: AlertCase): Task {
  const base = { name: testCase.id, environment, source: 'generated' } as const;
  const fires = testCase.expectations.some(({ state }) => state === 'firing');
  return {
    testCase,
    judge: (observation) => {
      if (observation.problems.length > 0) {
        const [span] = alert.origin.spans;
        const place = { ...(span && { span }), object: alert.origin.object };
        return {
          ...base,
          seen: [],
          findings: [notRunFinding(testCase.id, observation.problems, place, testCase)],
        };
      }
      const unmet = unmetExpectations(testCase, observation);
      if (unmet.length > 0)
        return { ...base, seen: [], findings: [generatedFinding(environment, alert, testCase, unmet)] };
      return { ...base, seen: fires ? [alert.name] : [], findings: [] };
    },
  };
}
