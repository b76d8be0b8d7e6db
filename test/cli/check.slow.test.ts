import { appendFileSync, chmodSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { check } from '../../src/commands/check.ts';
import { compileCommand } from '../../src/commands/compile.ts';
import { minimalWith } from '../support/bad-input.ts';
import { type CliRun, cli, folderWith } from '../support/cli.ts';
import { command, DEFAULTS } from '../support/command.ts';

vi.setConfig({ testTimeout: 60_000 });

const OPTIONS = { ...DEFAULTS, env: [], target: [], check: false };
const RULES = 'rules/model-my-model.yaml';

function project(): string {
  const folder = folderWith({ 'modelwatch.yaml': minimalWith('', '') });
  expect(command(folder, () => compileCommand(undefined, { ...OPTIONS, quiet: true })).code).toBe(0);
  return folder;
}

/** A folder of programs that answer as told, in POSIX shell. */
function programs(scripts: Readonly<Record<string, string>>): string {
  const folder = folderWith(
    Object.fromEntries(Object.entries(scripts).map(([name, text]) => [name, `#!/bin/sh\n${text}\n`])),
  );
  for (const name of Object.keys(scripts)) chmodSync(path.join(folder, name), 0o755);
  return folder;
}

/** A program that tells a version and then, asked to check something, does what the script says. */
const answering = (name: string, script: string) =>
  `case "$1" in --version) echo "${name}, version 9.9.9 (fake)"; exit 0;; esac\n${script}`;
const CONTENT_PROMTOOL = answering('promtool', 'exit 0');
const CONTENT_AMTOOL = answering('amtool', 'exit 0');

/** `modelwatch check` with a PATH. */
function checked(folder: string, searchPath: string, options: Partial<typeof OPTIONS> = {}): CliRun {
  const before = process.env['PATH'];
  process.env['PATH'] = searchPath;
  try {
    return command(folder, () => check(undefined, { ...OPTIONS, ...options }));
  } finally {
    process.env['PATH'] = before;
  }
}

/** The errors of a run, as printed. */
const errors = ({ stdout }: CliRun) =>
  stdout
    .split(/^(?=\S)/m)
    .filter((block) => /^(?:\S+  )?error  /.test(block))
    .join('');

describe('modelwatch check', () => {
  const folder = project();

  it('is content when the programs are, and tells their versions', () => {
    const run = checked(
      folder,
      `${programs({ promtool: CONTENT_PROMTOOL, amtool: CONTENT_AMTOOL })}:/usr/bin:/bin`,
    );
    expect(run.stderr).toMatch(
      /^promtool 9\.9\.9: \d files read, no complaint\namtool 9\.9\.9: 1 file read, no complaint\n$/,
    );
    expect(run.code).toBe(0);
  });

  it('fails with 4 when a program is missing, and says where to get it', () => {
    const run = cli(['check', '--quiet'], { cwd: folder, env: { PATH: '/nonexistent' } });
    expect(run.stdout).toMatchInlineSnapshot(`
      "error  tool/missing
         promtool is not installed, so nobody has read the files of target prometheus
         It comes with Prometheus: https://prometheus.io/download/
      error  tool/missing
         amtool is not installed, so nobody has read the files of target alertmanager
         It comes with Alertmanager: https://prometheus.io/download/
      2 errors, 0 warnings in 5 objects
      "
    `);
    expect(run.code).toBe(4);
  });

  it('asks for no program that nothing was rendered for', () => {
    const spec = minimalWith('spec: { channels:', 'spec: { targets: { prometheus: {} }, channels:');
    const onlyRules = folderWith({ 'modelwatch.yaml': spec });
    command(onlyRules, () => compileCommand(undefined, { ...OPTIONS, quiet: true }));
    const run = checked(onlyRules, programs({ promtool: CONTENT_PROMTOOL }));
    expect(run.stderr).toMatch(/^promtool 9\.9\.9: \d files read, no complaint\n$/);
    expect(run.code).toBe(0);
  });

  it('leads a complaint about a rule to the line of the spec that it was rendered from', () => {
    const promtool = answering(
      'promtool',
      `[ "$2" = rules ] || exit 0
group=$(grep -m1 'name: .*availability' ${RULES} | sed 's/.*name: //')
echo "Checking ${RULES}"
echo "  FAILED:" >&2
echo "${RULES}: 7:15: group \\"$group\\", rule 1, \\"modelwatch:sli_total:rate5m\\": could not parse expression: 1:14: parse error" >&2
exit 1`,
    );
    const run = checked(folder, `${programs({ promtool, amtool: CONTENT_AMTOOL })}:/usr/bin:/bin`);
    expect(errors(run)).toMatchInlineSnapshot(`
      "modelwatch.yaml:18:69  error  tool/complaint
         17 |   slos:
         18 |     - { name: availability, sli: { type: availability }, objective: 99.9% }
            |                                                                     ^^^^^
         promtool refuses generated/minimal/default/prometheus/rules/model-my-model.yaml:7: could not parse expression: 1:14: parse error
         What this spec says is rendered into something that the program refuses.
         modelwatch.yaml:18:34  this has a part in it
         18 |     - { name: availability, sli: { type: availability }, objective: 99.9% }
            |                                  ^^^^^^^^^^^^^^^^^^^^^^
      "
    `);
    expect(run.code).toBe(1);
  });

  it('leads a complaint about a line of a file there too, among several files', () => {
    const promtool = answering(
      'promtool',
      `[ "$2" = rules ] || exit 0
line=$(grep -n -m1 'alert: MyModelLatencyBudgetBurnFast' ${RULES} | cut -d: -f1)
printf '  FAILED:\\n${RULES}: yaml: unmarshal errors:\\n  line %s: field alrt not found in type rulefmt.Rule\\n' "$line" >&2
exit 1`,
    );
    const run = checked(folder, `${programs({ promtool, amtool: CONTENT_AMTOOL })}:/usr/bin:/bin`);
    expect(
      errors(run).replace(/model-my-model\.yaml:\d+:/, 'model-my-model.yaml:LINE:'),
    ).toMatchInlineSnapshot(`
      "modelwatch.yaml:19:77  error  tool/complaint
         18 |     - { name: availability, sli: { type: availability }, objective: 99.9% }
         19 |     - { name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }
            |                                                                             ^^^
         promtool refuses generated/minimal/default/prometheus/rules/model-my-model.yaml:LINE: field alrt not found in type rulefmt.Rule
         What this spec says is rendered into something that the program refuses.
         modelwatch.yaml:19:29  this has a part in it
         19 |     - { name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }
            |                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
         modelwatch.yaml:19:15  this has a part in it
         19 |     - { name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }
            |               ^^^^^^^
      "
    `);
    expect(run.code).toBe(1);
  });

  it('leads a complaint of amtool to who is told', () => {
    const amtool = answering(
      'amtool',
      `line=$(grep -n -m1 'pagerduty_configs' alertmanager.yml | cut -d: -f1)
printf "Checking 'alertmanager.yml'  FAILED: yaml: unmarshal errors:\\n  line %s: field pagerduty_configz not found in type config.plain\\n\\n" "$line"
echo 'amtool: error: failed to validate 1 file(s)' >&2
exit 1`,
    );
    const run = checked(folder, `${programs({ promtool: CONTENT_PROMTOOL, amtool })}:/usr/bin:/bin`);
    expect(errors(run).replace(/alertmanager\.yml:\d+:/, 'alertmanager.yml:LINE:')).toMatchInlineSnapshot(`
      "modelwatch.yaml:9:19  error  tool/complaint
         8 | kind: Team
         9 | metadata: { name: ml }
           |                   ^^
         amtool refuses generated/minimal/default/alertmanager/alertmanager.yml:LINE: field pagerduty_configz not found in type config.plain
         What this spec says is rendered into something that the program refuses.
      "
    `);
    expect(run.code).toBe(1);
  });

  it.each([
    ['crashes', answering('promtool', 'echo "fatal error: all goroutines are asleep" >&2; kill -9 $$')],
    ['ends with an error that nobody understands', answering('promtool', 'echo "something new" >&2; exit 3')],
    ['tells no version', 'exit 0'],
  ])('fails with 4 when a program %s', (_what, promtool) => {
    const run = checked(folder, `${programs({ promtool, amtool: CONTENT_AMTOOL })}:/usr/bin:/bin`);
    expect(errors(run)).toMatch(/^error  tool\/failed\n   promtool can't be used: /);
    expect(run.code).toBe(4);
  });

  it('fails with 4 when a program may not be run', () => {
    const search = programs({ promtool: CONTENT_PROMTOOL, amtool: CONTENT_AMTOOL });
    chmodSync(path.join(search, 'promtool'), 0o644);
    expect(checked(folder, search)).toMatchObject({ code: 4 });
  });

  it('asks nobody about output that is not what the specs render', () => {
    const stale = project();
    appendFileSync(path.join(stale, 'generated/minimal/default/prometheus', RULES), '# quieter\n');
    const run = checked(stale, '/nonexistent');
    expect(errors(run)).toMatch(/^error  output\/edited\n/);
    expect(run.code).toBe(1);
    const nothing = folderWith({ 'modelwatch.yaml': minimalWith('', '') });
    expect(errors(checked(nothing, '/nonexistent'))).toMatch(/^error  output\/missing\n/);
  });
});
