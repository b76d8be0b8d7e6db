import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { zRunResult } from '../../src/drift/result.ts';
import type { DriftPlan } from '../../src/plan/drift-job.ts';
import { cliPath, tempFolder } from '../support/cli.ts';
import { AT, useDriftCli } from '../support/drift-cli.ts';

const drift = useDriftCli();
const { bench } = drift;

/** The simple plan with some of it changed, as a file. */
function changed(change: (plan: DriftPlan & { version: number }) => unknown): string {
  const plan = JSON.parse(readFileSync(drift.plans.simple, 'utf8')) as DriftPlan;
  return drift.writePlan('changed.json', change(plan) as DriftPlan);
}

describe('a plan that was edited by hand', () => {
  const policyWith = (plan: DriftPlan, changes: object) => ({
    ...plan,
    policies: plan.policies.map((policy) => ({ ...policy, ...changes })),
  });

  it.each<[string, (plan: DriftPlan) => unknown, string, string]>([
    [
      'another version',
      (plan) => ({ ...plan, version: 2, sources: 'elsewhere' }),
      'job/plan-version',
      'the plan is of version 2, and this modelwatch reads version 1',
    ],
    ['no plan', () => [1], 'job/plan-empty', 'the file changed.json holds no plan'],
    ['nothing', () => null, 'job/plan-empty', 'the file changed.json holds no plan'],
    [
      'no time zone',
      (plan) => policyWith(plan, { schedule: { everySeconds: 86_400, timezone: 'Mars/Olympus' } }),
      'job/plan-times',
      'drift of the plan has no window',
    ],
    [
      'a window longer than all time',
      (plan) => policyWith(plan, { windowSeconds: 1e300 }),
      'job/plan-times',
      'drift of the plan has no window',
    ],
    [
      'a day that is none',
      (plan) => policyWith(plan, { baseline: { kind: 'dataset', source: 'training', from: '2026-02-30x' } }),
      'job/plan-times',
      'drift of the plan has no window',
    ],
    [
      'a test that there is not',
      (plan) => JSON.parse(JSON.stringify(plan).replace('"test":"psi"', '"test":"psy"')) as unknown,
      'schema/invalid-value',
      'expected: one of psi, ',
    ],
  ])('with %s is refused, with what is wrong', (_name, change, code, message) => {
    const { code: exit, stdout, stderr } = drift.run(changed(change), []);
    expect(stderr).not.toMatch(/^ +at |dist/m);
    expect(stdout).toContain(code);
    expect(stdout).toContain(message);
    expect(exit).toBe(2);
  });
});

it.each(['2026-02-30T00:00Z', '2026-13-01T00:00Z', '2026-11-29'])('--at %s is no time', (at) => {
  const { code, stderr } = drift.run(drift.plans.simple, ['--at', at]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('Write a time such as')]);
});

describe('outputs', () => {
  it('are written through a link, which stays one', () => {
    const folder = tempFolder();
    const [real, link] = [path.join(folder, 'real.json'), path.join(folder, 'link.json')];
    writeFileSync(real, 'before');
    symlinkSync(real, link);
    expect(drift.run(drift.plans.simple, ['--json', link]).code).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(zRunResult.safeParse(JSON.parse(readFileSync(real, 'utf8'))).success).toBe(true);
  });

  it.skipIf(process.platform === 'win32')('go to a pipe, and to a file by /dev/stdout', () => {
    const folder = tempFolder();
    const command = `"$0" "$1" drift run --plan "$2" --root "$3" --at ${AT} --quiet --json /dev/stdout`;
    const args = [process.execPath, cliPath(), drift.plans.simple, bench.root];
    const piped = execFileSync('sh', ['-c', `${command} | cat`, ...args], { cwd: folder, encoding: 'utf8' });
    expect(zRunResult.safeParse(JSON.parse(piped)).success).toBe(true);
    execFileSync('sh', ['-c', `${command} > out.json`, ...args], { cwd: folder });
    const redirected = readFileSync(path.join(folder, 'out.json'), 'utf8');
    expect(zRunResult.safeParse(JSON.parse(redirected)).success).toBe(true);
  });

  it('of one name are refused before anything is read, and so is the plan as one', () => {
    const file = path.join(tempFolder(), 'out');
    const same = drift.run(drift.plans.simple, ['--json', file, '--report', `${path.dirname(file)}/./out`]);
    expect([same.code, same.stdout]).toEqual([
      2,
      expect.stringContaining('--json and --report name the same'),
    ]);
    const before = readFileSync(drift.plans.simple, 'utf8');
    expect(drift.run(drift.plans.simple, ['--markdown', drift.plans.simple]).code).toBe(2);
    expect(readFileSync(drift.plans.simple, 'utf8')).toBe(before);
  });

  it.each([
    ['--json', 'job/not-written'],
    ['--history', 'history/not-writable'],
  ])('in a folder that is a file say so (%s)', (option, code) => {
    const file = path.join(tempFolder(), 'file');
    writeFileSync(file, '');
    const place = option === '--json' ? path.join(file, 'out.json') : file;
    const { stdout } = drift.run(drift.plans.simple, [option, place]);
    expect(stdout).toContain(code);
    expect(stdout).toContain('a part of the path is a file, not a folder');
  });
});

describe('sources', () => {
  const reading = (file: string) =>
    drift.run(
      changed((plan) => ({
        ...plan,
        sources: plan.sources.map((source) =>
          source.name === 'serving' ? { ...source, type: 'csv', path: file } : source,
        ),
      })),
      [],
    ).stdout;

  it('that are a folder say how to name files', () => {
    bench.writeText('rows/a.csv', 'amount,kind\n1,2\n');
    expect(reading('rows')).toContain('It is a folder: name its files, such as rows/*.csv');
  });

  it('with a line of many megabytes say that it is too long', () => {
    bench.writeText('long.csv', `amount,kind\n1,${'z'.repeat(5_000_000)}\n`);
    const told = reading('long.csv');
    expect(told).toContain('Maximum line size of 2000000 bytes exceeded');
    expect(told).toContain('A line of a CSV file has at most 2 MB');
    expect(told).not.toContain('zzz');
  });

  it('that do not fit into the memory that is given say what to give', () => {
    const { stdout } = drift.run(drift.plans.simple, ['--memory-limit', '1KB']);
    expect(stdout).toContain('--memory-limit');
  });
});
