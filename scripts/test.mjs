// `npm test`: types, lint, format, build, generated files, then every test. All of it runs even if a part fails,
// and it closes with one plain line: `N passed, N failed`. Arguments are passed to vitest as filters.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isCi } from './programs.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const STEP_TIMEOUT_MS = 15 * 60_000;
/** The workspace of the page that `modelwatch preview` fills. */
const PAGE = 'scripts/preview-page';
const TESTS_TIMEOUT_MS = 75 * 60_000;

async function main(filters) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  for (const step of [...checks(), ...currentFiles()]) {
    const passed = await runStep(step);
    total[passed ? 'passed' : 'failed'] += 1;
    if (!passed) failures.push(step.title);
  }
  const tests = await runTests(filters);
  for (const key of Object.keys(total)) total[key] += tests[key];
  for (const failure of [...failures, ...tests.failures]) console.log(`FAILED: ${failure}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0 ? 0 : 1;
}

function checks() {
  return [
    { title: 'tsc -p .', command: bin('tsc'), args: ['-p', '.'] },
    ...(existsSync(path.join(ROOT, PAGE))
      ? [
          {
            title: `tsc -p ${PAGE}`,
            needs: [`${PAGE}/node_modules`],
            command: bin('tsc'),
            args: ['-p', PAGE],
          },
        ]
      : []),
    { title: 'oxlint --type-aware', command: bin('oxlint'), args: ['--type-aware'] },
    { title: 'biome check', command: bin('biome'), args: ['check'] },
    { title: 'build', command: process.execPath, args: ['scripts/build.mjs'] },
  ];
}

/** What is committed although it is made by our commands must be what they make. */
function currentFiles() {
  const examples = path.join(ROOT, 'examples');
  const names = existsSync(examples) ? readdirSync(examples, { withFileTypes: true }) : [];
  const projects = names
    .filter((entry) => existsSync(path.join(examples, entry.name, 'modelwatch.yaml')))
    .map((entry) => `examples/${entry.name}`);
  // Without any project this step asks for one and fails: a check of nothing would pass for ever.
  const checked = projects.length > 0 ? projects.toSorted() : ['examples/'];
  return [
    ...checked.map((project) => ({
      title: `compile ${project} --check`,
      needs: ['dist/cli.js', ...(projects.length > 0 ? [] : ['examples/*/modelwatch.yaml'])],
      command: process.execPath,
      args: ['dist/cli.js', 'compile', project, '--out', 'generated', '--check', '--quiet'],
    })),
    {
      title: 'schemas and references --check',
      needs: ['dist/cli.js', 'schemas', 'docs'],
      command: process.execPath,
      args: ['dist/cli.js', 'schema', '--out', 'schemas', '--docs', 'docs', '--check'],
    },
  ];
}

function bin(name) {
  return path.join(ROOT, 'node_modules', '.bin', name);
}

async function runStep({ title, command, args, needs = [], timeoutMs = STEP_TIMEOUT_MS }) {
  console.log(`\n── ${title}`);
  const start = performance.now();
  const absent = needs.filter((name) => !existsSync(path.join(ROOT, name)));
  const problem =
    absent.length > 0 ? `there is no ${absent.join(', no ')}` : await run(command, args, timeoutMs);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    problem === undefined ? `ok ${title} (${seconds} s)` : `FAILED ${title}: ${problem} (${seconds} s)`,
  );
  return problem === undefined;
}

/** Runs a command with our own output; returns what went wrong, or undefined. */
function run(command, args, timeoutMs) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    const settle = (problem) => {
      clearTimeout(timer);
      resolve(late ? `stopped after ${timeoutMs / 60_000} minutes` : problem);
    };
    child.once('error', (error) => settle(error.message));
    child.once('close', (code, signal) =>
      settle(code === 0 ? undefined : `ended with ${signal ?? `exit code ${code}`}`),
    );
  });
}

async function runTests(filters) {
  const folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-test-'));
  const report = path.join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const plain = process.stdout.isTTY ? [] : ['--no-color'];
    const passed = await runStep({
      title: ['vitest run', ...filters].join(' '),
      command: bin('vitest'),
      args: ['run', ...plain, ...reporters, ...filters],
      timeoutMs: TESTS_TIMEOUT_MS,
    });
    return count(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : [], passed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Counts vitest's JSON report. What failed outside any test (a file that does not load, an error nobody caught) counts as one. */
function count(files, passed) {
  const total = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const file of files) {
    const name = path.relative(ROOT, file.name);
    for (const test of file.assertionResults) {
      const result = judge(test.status, name);
      total[result] += 1;
      if (result === 'failed')
        total.failures.push(`${name} > ${test.fullName}${test.status === 'failed' ? '' : ' (skipped)'}`);
    }
    const testFailed = file.assertionResults.some((test) => test.status === 'failed');
    if (file.status === 'failed' && !testFailed) fail(total, name);
  }
  if (!passed && total.failed === 0) fail(total, 'vitest run');
  if (passed && total.passed + total.failed === 0) fail(total, 'vitest run: no test ran');
  return total;
}

/** In CI the real programs are there: a test of theirs that was skipped is a test that was not run. */
function judge(status, file) {
  if (status === 'passed' || status === 'failed') return status;
  return isCi() && file.startsWith(path.join('test', 'real')) ? 'failed' : 'skipped';
}

function fail(total, what) {
  total.failed += 1;
  total.failures.push(what);
}

process.exitCode = await main(process.argv.slice(2));
