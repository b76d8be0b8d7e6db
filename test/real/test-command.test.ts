import { chmodSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AlertCase } from '../../src/proof/testing/promtool-case.ts';
import { runPromtool } from '../../src/proof/testing/run-promtool.ts';
import { type CliRun, cli, folderWith, REPOSITORY, tempFolder } from '../support/cli.ts';
import { describeWithPrograms, environmentWithPrograms, program } from '../support/programs.ts';
import { runWithSlowPromtool } from '../support/slow-promtool.ts';
import { until } from '../support/until.ts';

const EXAMPLES = path.join(REPOSITORY, 'examples');

/** A copy of an example with its output. */
function compiledCopy(example: string): string {
  const folder = tempFolder();
  cpSync(path.join(EXAMPLES, example), folder, {
    recursive: true,
    filter: (file) => !file.includes('/generated'),
  });
  const compiled = cli(['compile', folder, '--quiet'], { cwd: folder });
  expect(compiled.stderr).toBe('');
  expect(compiled.code).toBe(0);
  return folder;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function edit(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
}

describeWithPrograms(['promtool'], 'modelwatch test', () => {
  const test = (folder: string, ...args: readonly string[]): CliRun =>
    cli(['test', folder, ...args], { cwd: folder, env: environmentWithPrograms() });

  it("passes the fraud detector's AlertTests, on what compile wrote", () => {
    const folder = compiledCopy('fraud-detector');
    const run = test(
      folder,
      '--generated',
      'none',
      '--only',
      'fraud-latency-*',
      '--only',
      'upstream-*',
      '--only',
      'backfill-*',
      '--only',
      '*-challenger-*',
    );
    expect(run.stdout).toMatch(/^0 errors, 0 warnings/);
    expect(run.stderr).toBe(
      '7 tests passed, 0 failed (7 written, 0 generated) on the files in generated/acme-ml\n',
    );
    expect(run.code).toBe(0);
  });

  it('has nothing to do for a project of another monitoring system, and says so', () => {
    const run = test(path.join(EXAMPLES, 'sagemaker'), '--against', 'specs');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('the specs render no rules for Prometheus');
  });

  describe('of the minimal example', () => {
    let folder = '';
    const rules = () => path.join(folder, 'generated/minimal/default/prometheus/rules/model-my-model.yaml');
    const routes = () => path.join(folder, 'generated/minimal/default/alertmanager/alertmanager.yml');
    beforeAll(() => {
      folder = compiledCopy('minimal');
    });

    it('sees every alert fire, and lists by what', () => {
      const run = test(folder, '--coverage', '--min', '100%');
      expect(run.code).toBe(0);
      expect(run.stdout).toContain('AlertTest slow-answers-page');
      expect(run.stdout).toMatch(/(\d+) of \1 alerts were seen firing: 100%\n$/);
    });

    it('goes red when a rendered rule is edited by hand, and green again when the specs are tested', () => {
      const before = readFileSync(rules(), 'utf8');
      edit(rules(), (text) =>
        text.replaceAll('> 14.4 * 0.01', '> 144 * 0.01').replaceAll('> 6 * 0.01', '> 144 * 0.01'),
      );
      const red = test(folder, '--generated', 'none');
      expect(red.code).toBe(1);
      expect(red.stdout).toContain(
        'slow-answers-page: 10m after the start MyModelLatencyBudgetBurnSlow fires with severity="ticket"',
      );
      expect(red.stdout).toMatch(/tests\/latency\.yaml:9:7 {2}error {2}test\/failed/);
      expect(red.stdout).toContain(
        'expected: my-model-latency with severity="page" fires, pagerduty:ml-primary is told',
      );
      expect(red.stdout).toContain('At 10m (2026-01-07T12:10:00Z) there fires:');
      expect(red.stdout).toContain('model_prediction_latency_seconds_bucket{le="0.25"} 0+');
      expect(red.stdout).toContain('warning  test/other-files');
      const generated = test(folder, '--only', 'MyModelLatencyBudgetBurnFast');
      expect(generated.code).toBe(1);
      expect(generated.stdout).toContain('test/generated-failed');
      expect(test(folder, '--generated', 'none', '--against', 'specs').code).toBe(0);
      writeFileSync(rules(), before);
    });

    it('goes red when the routes are edited by hand', () => {
      const before = readFileSync(routes(), 'utf8');
      edit(routes(), (text) => text.replaceAll('level="1"', 'level="one"'));
      const red = test(folder, '--generated', 'none');
      expect(red.code).toBe(1);
      expect(red.stdout).toContain(
        'pagerduty:ml-primary is not told: MyModelLatencyBudgetBurnFast goes to nobody',
      );
      writeFileSync(routes(), 'route: 5\n');
      const broken = test(folder, '--generated', 'none');
      expect(broken.code).toBe(1);
      // Where it lies, not where a spec would.
      expect(broken.stdout).toMatch(
        /generated\/minimal\/default\/alertmanager\/alertmanager\.yml:\d+:\d+ {2}error {2}route\/config-unreadable/,
      );
      writeFileSync(routes(), before);
    });

    it('tells what promtool says of samples that it cannot read, and of rules that are none', () => {
      const before = readFileSync(rules(), 'utf8');
      const file = path.join(folder, 'tests/latency.yaml');
      const written = readFileSync(file, 'utf8');
      writeFileSync(
        file,
        written.replace(/shape: .* \}$/m, "values: '1 x' }").replace('model: my-model, ', ''),
      );
      const run = test(folder, '--generated', 'none');
      expect(run.code).toBe(1);
      expect(run.stdout).toContain('test/not-run');
      expect(run.stdout).toContain('parse error');
      writeFileSync(file, written);
      writeFileSync(rules(), 'groups: [{ MyModelLatencyBudgetBurnFast');
      const broken = test(folder, '--generated', 'none');
      expect(broken.code).toBe(1);
      expect(broken.stdout).toContain('rules/model-my-model.yaml of default is no file of rules');
      writeFileSync(rules(), before);
    });

    it('writes JUnit XML, with one case a test', () => {
      const report = path.join(folder, 'report.xml');
      const run = test(folder, '--generated', 'none', '--junit', report, '--format', 'junit');
      expect(run.code).toBe(0);
      expect(run.stdout).toContain('<testcase name="slow-answers-page" classname="default.written"/>');
      expect(readFileSync(report, 'utf8')).toBe(run.stdout);
    });

    it('fails below the share that is demanded, and when a selection chooses nothing', () => {
      const few = test(folder, '--generated', 'none', '--min', '0.5');
      expect(few.code).toBe(1);
      expect(few.stdout).toContain('expected: at least 50%');
      const none = test(folder, '--only', 'no-such-*');
      expect(none.code).toBe(2);
      expect(none.stdout).toContain('test/none-selected');
    });

    it('says so loudly when promtool is missing', () => {
      const run = cli(['test', folder], { cwd: folder, env: { PATH: path.dirname(process.execPath) } });
      expect(run.code).toBe(4);
      expect(run.stdout).toContain('promtool is not installed, so no test was run');
    });
  });

  describe('running cases', () => {
    const rules = {
      groupOrder: ['g'],
      files: [
        {
          path: 'rules.json',
          text: JSON.stringify({
            groups: [{ name: 'g', rules: [{ alert: 'Up', expr: 'up == 1', labels: { level: '1' } }] }],
          }),
        },
      ],
    };
    const testCase = (id: string, values: string, evaluationSeconds = 30): AlertCase => ({
      id,
      intervalSeconds: 30,
      evaluationSeconds,
      series: [{ series: 'up{job="a"}', values }],
      expectations: [],
      looksAtSeconds: [0, 60],
    });

    it('keeps them apart, whatever is wrong with one', async () => {
      const cases = [
        testCase('good', '1x5'),
        testCase('bad', '1 y'),
        testCase('slower', '0 0 1', 60),
        testCase('late', '0 0 1'),
      ];
      const run = await runPromtool([{ rules, cases }], { program: program('promtool') });
      if ('problem' in run) throw new Error(run.problem.message);
      const fires = run.observations.map(({ id, problems, moments }) => [
        id,
        problems.length,
        moments.map(({ firing }) => firing.map(({ alertname, job }) => `${alertname} ${job}`)),
      ]);
      expect(fires).toEqual([
        ['good', 0, [['Up a'], ['Up a']]],
        ['bad', 1, []],
        ['slower', 0, [[], ['Up a']]],
        ['late', 0, [[], ['Up a']]],
      ]);
    });

    it.each([
      ['tells nothing', 'echo something else', 'it does not tell its version'],
      ['is too old', 'echo promtool, version 2.55.1', 'it is version 2.55.1'],
      ['crashes', 'kill -SEGV $$', 'it was ended by SIGSEGV'],
      ['hangs', 'exec sleep 60', 'it was ended by SIGKILL'],
    ])('runs no test with a program that %s', async (_, script, why) => {
      const file = path.join(folderWith({ promtool: `#!/bin/sh\n${script}\n` }), 'promtool');
      chmodSync(file, 0o755);
      const run = await runPromtool([{ rules, cases: [testCase('a', '1x5'), testCase('b', '1x5')] }], {
        program: file,
        versionTimeoutMs: 2000,
      });
      expect(run).toEqual({
        problem: {
          code: 'tool/failed',
          severity: 'error',
          message: `${file} can't be used, so no test was run: ${why}`,
          hint: 'It comes with Prometheus, 3.9 or later: https://prometheus.io/download/',
        },
      });
    });

    it.each(['SIGINT', 'SIGTERM'] as const)('leaves nothing behind when %s ends it', async (signal) => {
      const run = await runWithSlowPromtool(['test', path.join(EXAMPLES, 'minimal')], 300);
      run.kill(signal);
      expect(await run.ended).toEqual([null, signal]);
      expect(run.temporary()).toEqual(['.keep']);
      await until(() => !isAlive(run.promtool), { what: 'promtool to end', timeoutMs: 10_000 });
    });

    it('finds the one that makes promtool crash, or hang', async () => {
      const folder = folderWith({
        promtool: [
          '#!/bin/sh',
          // Asked for its version it is run in the folder for temporary files, where anything may lie.
          `[ "$1" = --version ] && exec ${program('promtool')} --version`,
          'if grep -q crash *.json; then echo "panic: runtime error" >&2; exit 2; fi',
          'if grep -q hang *.json; then exec sleep 60; fi',
          `exec ${program('promtool')} "$@"`,
          '',
        ].join('\n'),
      });
      const file = path.join(folder, 'promtool');
      chmodSync(file, 0o755);
      const named = (name: string): AlertCase => ({
        ...testCase(name, '1x5'),
        series: [{ series: `up{job="${name}"}`, values: '1x5' }],
      });
      const run = await runPromtool([{ rules, cases: ['a', 'crash', 'b', 'hang', 'c'].map(named) }], {
        program: file,
        timeoutMs: 10_000,
      });
      if ('problem' in run) throw new Error(run.problem.message);
      expect(run.observations.map(({ id, problems }) => [id, problems])).toEqual([
        ['a', []],
        ['crash', ["promtool can't be used: it ended with 2 and without a report\npanic: runtime error"]],
        ['b', []],
        ['hang', ["promtool can't be used: it was ended by SIGKILL"]],
        ['c', []],
      ]);
      expect(existsSync(file)).toBe(true);
    });
  });
});
