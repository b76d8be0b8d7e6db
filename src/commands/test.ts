import { writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { CompiledEnvironment } from '../compile.ts';
import { sortDiagnostics } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { reasonOf } from '../output/disk.ts';
import { readAlertmanagerConfig } from '../proof/routing/alertmanager-config.ts';
import { coverageFinding, coverageOf, coverageText } from '../proof/testing/coverage.ts';
import { junitReport } from '../proof/testing/junit.ts';
import { prepareTests } from '../proof/testing/prepare-all.ts';
import { runTests, type TestBench, type TestRun, type TestSettings } from '../proof/testing/run-tests.ts';
import { maskSecrets } from '../support/secret-shapes.ts';
import { progress } from './compile.ts';
import { exitCode, type FindingOptions } from './findings.ts';
import { hasErrors, type OpenProject, openProject } from './project.ts';
import { type Against, defaultAgainst, otherFiles, testFiles } from './test-files.ts';

export interface TestOptions extends FindingOptions, Pick<TestSettings, 'only' | 'generated'> {
  readonly env: readonly string[];
  readonly out?: string;
  /** Files on disk where there are any, by default. */
  readonly against?: Against;
  /** Print JUnit XML instead of findings. */
  readonly asJunit: boolean;
  /** File to write JUnit XML to, as well. */
  readonly junit?: string;
  readonly coverage: boolean;
  /** Least share of alerts seen firing, 0 to 1. */
  readonly min?: number;
}

/**
 * `modelwatch test`: runs AlertTests, and tests made of the plan for alerts that none expects, on the rendered rules and routes.
 * Exit code 1 when one fails, 4 without promtool.
 */
export async function testCommand(project: string | undefined, options: TestOptions): Promise<number> {
  const opened = openProject(project, options, { env: options.env, outDir: options.out });
  if (typeof opened === 'number') return opened;
  const { compiled, diagnostics, outputFolder } = opened;
  if (hasErrors(diagnostics) || outputFolder === undefined) return finish(opened, options, diagnostics);
  // What the specs might do better, `validate` tells: here it would bury the tests.
  const against = options.against ?? defaultAgainst(outputFolder);
  const environments = compiled.environments.filter(
    ({ name }) => options.env.length === 0 || options.env.includes(name),
  );
  const warnings = against === 'generated' ? otherFiles(compiled, outputFolder, options.env) : [];
  const { benches, problems } = benchesOf(opened, environments, against, outputFolder);
  warnings.push(...problems);
  if (hasErrors(problems)) return finish(opened, options, warnings);
  const run = await runTests(benches, options);
  if ('problem' in run) return finish(opened, options, [...warnings, run.problem]);
  progress(options, summary(run, against, outputFolder));
  const covered = coverageOf(benches, run);
  const shortfall = options.min === undefined ? undefined : coverageFinding(covered, options.min);
  const others = [
    ...warnings,
    ...run.unreadable,
    ...noneSelected(options, run),
    ...(shortfall ? [shortfall] : []),
  ];
  const code = finish(opened, options, others, run);
  if (options.coverage && options.format === 'pretty' && !options.asJunit)
    process.stdout.write(`\n${coverageText(covered)}`);
  return code;
}

interface Benches {
  readonly benches: readonly TestBench[];
  readonly problems: readonly Diagnostic[];
}

function benchesOf(
  opened: OpenProject,
  environments: readonly CompiledEnvironment[],
  against: Against,
  outputFolder: string,
): Benches {
  const { compiled } = opened;
  // What is wrong with tests was told when the project was opened.
  const tests = prepareTests(compiled.environments, () => undefined);
  const problems: Diagnostic[] = [];
  const benches: TestBench[] = [];
  for (const environment of environments) {
    const { name } = environment;
    const own = tests.filter(({ plan }) => plan === environment.plan);
    const files = testFiles(compiled, { ...environment, isTested: own.length > 0 }, against, outputFolder);
    if ('problem' in files) {
      problems.push(files.problem);
      continue;
    }
    const path = join(outputFolder, name, 'alertmanager', files.routes?.path ?? '');
    const fromRoot = relative(opened.facts.root, resolve(path)).split(sep).join('/');
    const routes = files.routes && readAlertmanagerConfig({ ...files.routes, path: fromRoot });
    if (routes && 'problems' in routes) {
      // The file is no spec: nobody has its text for a code frame.
      problems.push(...routes.problems);
      continue;
    }
    benches.push({
      ...environment,
      rules: files.rules,
      ...(routes && { routes: routes.config }),
      tests: own,
    });
  }
  return { benches, problems };
}

function noneSelected({ only }: TestOptions, { results }: TestRun): Diagnostic[] {
  if (only.length === 0 || results.length > 0) return [];
  return [
    {
      code: 'test/none-selected',
      severity: 'error',
      message: `no test is called ${only.join(' or ')}`,
      expected: 'names of AlertTests, alerts or objects with alerts, or globs over them',
    },
  ];
}

function summary({ results }: TestRun, against: Against, outputFolder: string): string {
  const failed = results.filter(({ findings }) => findings.length > 0).length;
  const written = results.filter(({ source }) => source === 'written').length;
  const where = against === 'generated' ? `the files in ${outputFolder}` : 'what the specs render';
  const passed = results.length - failed;
  return `${passed} ${passed === 1 ? 'test' : 'tests'} passed, ${failed} failed (${written} written, ${results.length - written} generated) on ${where}`;
}

/** Prints everything and gives the exit code. */
function finish(
  opened: OpenProject,
  options: TestOptions,
  others: readonly Diagnostic[],
  run?: TestRun,
): number {
  const results = run?.results ?? [];
  const all = sortDiagnostics([...others, ...results.flatMap(({ findings }) => findings)]);
  const fromHere = relative(process.cwd(), opened.facts.root).split(sep).join('/');
  const junit = (): string =>
    maskSecrets(junitReport(results, others, fromHere === '' ? '' : `${fromHere}/`));
  if (options.junit !== undefined && !isWritten(options.junit, junit())) return 2;
  if (!options.asJunit) return opened.report(all);
  process.stdout.write(junit());
  return exitCode(all, options.failOn);
}

/** False, and a word on stderr, when the disk refuses: a report that CI waits for must not be missing unnoticed. */
function isWritten(path: string, text: string): boolean {
  try {
    writeFileSync(path, text);
    return true;
  } catch (error) {
    process.stderr.write(`the report can't be written to ${path}: ${reasonOf(error)}\n`);
    return false;
  }
}
