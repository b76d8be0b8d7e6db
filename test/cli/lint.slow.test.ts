import { describe, expect, it, vi } from 'vitest';
import { exampleModel, exampleProject } from '../../src/lint/example.ts';
import { cli, folderWith, treeOf } from '../support/cli.ts';

vi.setConfig({ testTimeout: 60_000 });

const RULE = 'slo/too-few-events';
const SUPPRESSED = `# modelwatch-disable-next-line ${RULE} until=2026-06-30 reason="a pilot"`;

/** A project with one finding of `RULE`, whose level is given; `comment` stands above its place. */
function project(level: string, comment = ''): string {
  const model = exampleModel([
    'serving: { expectedTraffic: { typical: 10/day } }',
    'slos:',
    '  - name: a',
    '    sli: { type: availability }',
    '    alerting: { burnPolicy: none }',
    ...(comment === '' ? [] : [`    ${comment}`]),
    '    objective: 99.9%',
  ]);
  const text = exampleProject(model).replace(
    'owner: ml\n',
    `owner: ml\n  lint: { rules: { ${RULE}: ${level} } }\n`,
  );
  return folderWith({ 'modelwatch.yaml': text });
}

const run = (folder: string, line: string) => cli(line.split(' '), { cwd: folder });

describe('modelwatch lint', () => {
  it('tells findings of rules alone, and writes nothing', () => {
    const folder = project('warning');
    const { code, stdout } = run(folder, 'lint --format json');
    const { findings } = JSON.parse(stdout) as { findings: { ruleId: string }[] };
    expect([code, findings.map(({ ruleId }) => ruleId)]).toEqual([0, [RULE]]);
    expect(run(folder, 'lint --fail-on warning').code).toBe(1);
    expect(Object.keys(treeOf(folder))).toEqual(['modelwatch.yaml']);
  });

  it('fails with 1 on an error of a rule, as all commands do, and compile renders nothing then', () => {
    const folder = project('error');
    for (const command of ['lint', 'validate', 'compile']) {
      const { code, stdout } = run(folder, command);
      expect(code).toBe(1);
      expect(stdout).toContain(`error  ${RULE}`);
    }
    expect(Object.keys(treeOf(folder))).toEqual(['modelwatch.yaml']);
    expect(run(project('info'), 'compile').code).toBe(0);
  });

  it('fails with 2 on specs that are wrong, and on a rule that does not exist', () => {
    const broken = folderWith({ 'modelwatch.yaml': exampleProject(exampleModel(['slo: []'])) });
    expect(run(broken, 'lint')).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('schema/unknown-key'),
    });
    const unknown = folderWith({
      'modelwatch.yaml': exampleProject('').replace(
        'owner: ml\n',
        'owner: ml\n  lint: { rules: { slo/nothing: off } }\n',
      ),
    });
    expect(run(unknown, 'lint')).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('lint/unknown-rule'),
    });
  });

  it('lets suppressions end by --now', () => {
    const folder = project('error', SUPPRESSED);
    expect(run(folder, 'compile --now 2026-06-30').code).toBe(0);
    const written = treeOf(folder);
    const late = run(folder, 'compile --now 2026-07-01');
    expect(late.code).toBe(1);
    expect(late.stdout).toContain('lint/suppression-expired');
    expect(treeOf(folder)).toEqual(written);
    expect(run(folder, 'lint --now 2026-02-30')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('modelwatch lint --explain', () => {
  it('tells why, examples, and what is found in the project, with the level there', () => {
    const { code, stdout } = run(project('error'), `lint --explain ${RULE}`);
    expect(code).toBe(0);
    expect(stdout).toContain(`${RULE}  (warning; in this project: error)`);
    expect(stdout).toContain('Reported:');
    expect(stdout).toContain('at 10/day there are 300 events in 30d, and 99.9% lets 0.3 of them be bad');
    expect(run(project('off'), `lint --explain ${RULE}`).stdout).toContain(
      'In this project: nothing is found.',
    );
  });

  it('needs no project', () => {
    const { code, stdout } = run(folderWith({}), 'lint --explain unit/duration');
    expect(code).toBe(0);
    expect(stdout).not.toContain('In this project');
  });

  it('is data as JSON, findings and all', () => {
    const { stdout } = run(project('info'), `lint --explain ${RULE} --format json`);
    expect(JSON.parse(stdout)).toMatchObject({
      id: RULE,
      what: 'rule',
      severity: 'warning',
      level: 'info',
      findings: [{ ruleId: RULE, data: { events: 300 } }],
    });
  });

  it('suggests ids that look alike', () => {
    const { code, stdout } = run(folderWith({}), 'lint --explain slo/too-few');
    expect(code).toBe(2);
    expect(stdout).toContain(`Did you mean "${RULE}"?`);
  });
});

describe('modelwatch lint --list', () => {
  it('lists all rules with the levels of the project', () => {
    const { code, stdout } = run(project('off'), 'lint --list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^slo\/too-few-events +off +too few events/m);
    const { rules } = JSON.parse(run(folderWith({}), 'lint --list --format json').stdout) as {
      rules: { id: string; level: string }[];
    };
    expect(rules.find(({ id }) => id === RULE)?.level).toBe('warning');
  });
});
