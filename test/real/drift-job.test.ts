import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Cron } from 'croner';
import { describe, expect, it } from 'vitest';
import { calendarOf, cronText, onCalendarText } from '../../src/targets/drift-job/calendar.ts';
import { tempFolder } from '../support/cli.ts';
import { render, writeTarget } from '../support/compiled.ts';
import { exampleProject } from '../support/example-project.ts';

/** What a program says, with its exit code; undefined where it is not installed. */
function ask(program: string, args: readonly string[]): { code: number | null; text: string } | undefined {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
  });
  return error === undefined ? { code: status, text: `${stdout}${stderr}` } : undefined;
}

const hasSystemd = ask('systemd-analyze', ['--version'])?.code === 0;
const python = ['python3', 'python'].find((name) => ask(name, ['--version'])?.code === 0);

/** The files of the example that has every packaging, in a folder of their own. */
function written(): string {
  const folder = tempFolder();
  writeTarget(render(exampleProject('fraud-detector'), 'prod'), 'driftJob', folder);
  return folder;
}

describe.skipIf(!hasSystemd)('systemd', () => {
  it('finds nothing to say of the units', () => {
    const folder = path.join(written(), 'systemd');
    const units = readdirSync(folder).map((name) => path.join(folder, name));
    expect(units).toHaveLength(2);
    for (const unit of units.filter((each) => each.endsWith('.service'))) {
      // What it starts is not installed here; a program that surely is stands for it.
      const text = readFileSync(unit, 'utf8').replace('/usr/local/bin/modelwatch', '/bin/true');
      writeFileSync(unit, text);
    }
    const { code, text } = ask('systemd-analyze', ['verify', '--man=no', ...units]) ?? {};
    // Units of the machine that it looks at on the way are no fault of ours.
    const ours = (text ?? '').split('\n').filter((line) => line.includes('modelwatch'));
    expect([code, ours]).toEqual([0, []]);
  });

  it('reads the same moments out of a calendar event as others out of the line for cron', () => {
    const schedules = [300, 1800, 3600, 6 * 3600, 86_400, 7 * 86_400].flatMap((everySeconds) => [
      { everySeconds, at: '06:05', timezone: 'Europe/London' },
      { everySeconds, at: '23:30', timezone: 'Asia/Kathmandu' },
    ]);
    for (const calendar of schedules.map(calendarOf)) {
      const expected = new Cron(cronText(calendar), { timezone: calendar.timezone })
        .nextRuns(4, new Date('2026-03-26T00:00:00Z'))
        .map((run) => run.toISOString().slice(0, 19).replace('T', ' '));
      const { code, text = '' } =
        ask('systemd-analyze', [
          'calendar',
          '--base-time=2026-03-26 00:00:00 UTC',
          '--iterations=4',
          onCalendarText(calendar),
        ]) ?? {};
      const moments = [...text.matchAll(/(?:Next elapse|Iter\. #\d+): \w+ (\S+ \S+) UTC/g)];
      expect([code, moments.map(([, moment]) => moment)]).toEqual([0, expected]);
    }
  });
});

describe.skipIf(python === undefined)('Python', () => {
  it('takes the DAG for a program that imports Airflow and nothing else of others', () => {
    const folder = path.join(written(), 'airflow');
    const [name = ''] = readdirSync(folder);
    const script = [
      'import ast, json, sys',
      'tree = ast.parse(open(sys.argv[1]).read())',
      'compile(tree, sys.argv[1], "exec")',
      'found = [node.module if isinstance(node, ast.ImportFrom) else node.names[0].name for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]',
      'commands = [node.value.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "bash_command"]',
      'print(json.dumps([found, commands]))',
    ].join('\n');
    const { code, text = '' } = ask(python ?? '', ['-I', '-c', script, path.join(folder, name)]) ?? {};
    expect([code, text]).toEqual([0, expect.stringMatching(/^\[/)]);
    const [imports, commands] = JSON.parse(text) as [string[], string[]];
    const packages = new Set(imports.map((module) => module.split('.')[0] ?? ''));
    expect([...packages].toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['airflow', 'datetime', 'pendulum']);
    expect(commands).toHaveLength(3);
    for (const command of commands)
      expect(command).toMatch(/^modelwatch drift run --(?:policy|dataset|quality) \S+ /);
  });
});
