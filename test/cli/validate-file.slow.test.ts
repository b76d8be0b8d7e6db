import { describe, expect, it } from 'vitest';
import { compileAround, concerns } from '../../src/commands/validate-file.ts';
import { compile, type ProjectInput } from '../../src/compile.ts';
import { specsAround } from '../../src/workspace/around.ts';
import { cli, folderWith } from '../support/cli.ts';
import { exampleProject } from '../support/example-project.ts';
import { file, object, PROJECT, TEAM } from '../support/specs.ts';

/** Mistakes as people make them; each replaces the first place that it fits, if there is one. */
const MISTAKES: readonly (readonly [RegExp, string])[] = [
  [/objective: [\d.]+%/, 'objective: 199%'],
  [/runbook: ([-\w]+)/, 'runbook: $1x'],
  [/owner: ([-\w]+)/, 'owner: $1x'],
  [/dependsOn: .*/, 'dependsOn: [{ pipeline: transactions-ingests }]'],
  [/type: \w+/, 'type: nothing'],
  [/\nspec:\n/, '\nspec:\n  unknown: 1\n'],
  [/threshold: [\w.]+/, 'threshold: 190ms'],
  [/window: \w+/, 'window: 3d'],
  [/(?<=\n) {2}(?=[a-z])/, ' '],
];

function findingsBoth(project: ProjectInput, path: string) {
  const [one, all] = [compileAround(project, path, { withoutFiles: true }), compile(project)];
  return [one, all].map(({ diagnostics }) => diagnostics.filter((finding) => concerns(finding, path)));
}

describe.each(['fraud-detector', 'demand-forecast', 'support-assistant'])(
  'a file of the example %s',
  (name) => {
    const project = exampleProject(name);

    // Each file with one of the mistakes, in turn: the whole is compiled for each.
    it.each(project.specs.map(({ path }, index) => [path, MISTAKES[index % MISTAKES.length]] as const))(
      '%s: alone is told what is told of it in the whole',
      (path, [place, mistake] = [/$/, '']) => {
        const specs = project.specs.map((each) =>
          each.path === path ? { path, text: each.text.replace(place, mistake) } : each,
        );
        const [one, all] = findingsBoth({ ...project, specs }, path);
        expect(one).toEqual(all);
      },
    );
  },
);

const MODEL = object(
  'Model',
  'fraud',
  '{ owner: ml, runbook: r, slos: [{ name: up, sli: { type: availability }, objective: 99% }] }',
);
const FILES = {
  'modelwatch.yaml': file(PROJECT, TEAM),
  'a.yaml': MODEL,
  'b.yaml': MODEL.replaceAll('name: fraud', 'name: churn'),
  'runbooks/r.yaml': object('Runbook', 'r', '{ steps: [Roll back.] }'),
  'runbooks/other.yaml': object('Runbook', 'other', '{ steps: [Wait.] }'),
  'tests/a.yaml':
    'apiVersion: modelwatch/v1alpha1\nkind: SLO\nmetadata:\n  # of a\n  name: late\nspec: { model: fraud, sli: { type: latency, threshold: 250ms }, objective: 99% }\n',
};

describe('the specs around a file', () => {
  const specs = Object.entries(FILES).map(([path, text]) => ({ path, text }));
  const around = (path: string) => specsAround(specs, path)?.specs.map((each) => each.path);

  it('are those that it names, those that name it, and those about everything', () => {
    expect(around('tests/a.yaml')).toEqual(['modelwatch.yaml', 'a.yaml', 'runbooks/r.yaml', 'tests/a.yaml']);
    expect(around('runbooks/other.yaml')).toEqual(['modelwatch.yaml', 'runbooks/other.yaml']);
    expect(around('modelwatch.yaml')).toBeUndefined();
    expect(around('missing.yaml')).toBeUndefined();
  });
});

const KEYS = Array.from({ length: 4 }, (_, at) => `t${at}: { primary: { routingKeyFile: /keys/t${at} } }`);
const receivers = (name: string) =>
  file(
    object('Team', name, '{ onCall: [{ name: primary, provider: pagerduty }] }'),
    object(
      'EscalationPolicy',
      name,
      '{ routes: { page: { levels: [{ notify: [{ onCall: primary }] }] }, ticket: { levels: [{ notify: [{ onCall: primary }] }] } } }',
    ),
  );
const TEAMS = {
  'modelwatch.yaml': object('Project', 'acme', `{ channels: { pagerduty: { ${KEYS.join(', ')} } } }`),
  'model.yaml': MODEL.replace('owner: ml', 'owner: t2, escalation: t2').replace('runbook: r, ', ''),
  ...Object.fromEntries(['t0', 't1', 't2', 't3'].map((name) => [`org/${name}.yaml`, receivers(name)])),
};

describe('the teams around a file', () => {
  const specsOf = (files: Readonly<Record<string, string>>) =>
    Object.entries(files).map(([path, text]) => ({ path, text }));
  const teamsAround = (files: Readonly<Record<string, string>>) =>
    specsAround(specsOf(files), 'model.yaml')
      ?.specs.map(({ path }) => path)
      .filter((path) => path.startsWith('org/'));
  const [all, own] = [
    Object.keys(TEAMS).filter((path) => path.startsWith('org/')),
    ['org/t0.yaml', 'org/t2.yaml'],
  ];

  it('are its own and the one that hears of the monitoring itself, not all that the project connects', () => {
    expect(teamsAround(TEAMS)).toEqual(own);
    const owned = TEAMS['modelwatch.yaml'].replace('spec: {', 'spec: { owner: t3,');
    expect(teamsAround({ ...TEAMS, 'modelwatch.yaml': owned })).toEqual([...own, 'org/t3.yaml']);
    const policy = object('EscalationPolicy', 'default', '{ routes: {} }');
    expect(teamsAround({ ...TEAMS, 'org/default.yaml': policy })).toContain('org/default.yaml');
  });

  it('are all where a layer may reach any of them, or the owner is not plain to see', () => {
    const layer = (kind: string) =>
      `{ ${kind}: [{ match: { kind: Team }, set: { timezone: Europe/London } }] }`;
    expect(teamsAround({ ...TEAMS, 'e.yaml': object('Environment', 'dev', layer('overlays')) })).toEqual(all);
    const odd = TEAMS['modelwatch.yaml'].replace('spec: {', 'spec: { owner: &who t3,');
    expect(teamsAround({ ...TEAMS, 'modelwatch.yaml': odd })).toEqual(all);
  });

  it.each(Object.keys(TEAMS))('change nothing of what is told of %s', (path) => {
    for (const [place, mistake] of [
      [/$/, ''],
      [/owner: t2/, 'owner: t9'],
      [/escalation: t2/, 'escalation: t1'],
      [/primary\b/g, 'first'],
    ] as const) {
      const specs = specsOf(TEAMS).map((each) =>
        each.path === path ? { path, text: each.text.replace(place, mistake) } : each,
      );
      const [one, whole] = findingsBoth({ specs, readAuxiliary: () => undefined }, path);
      expect(one).toEqual(whole);
    }
  });

  it('are no unknown ones', () => {
    const { diagnostics } = compileAround(
      { specs: specsOf(TEAMS), readAuxiliary: () => undefined },
      'model.yaml',
    );
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const lost = TEAMS['modelwatch.yaml'].replace('t1: {', 't11: {');
    const wrong = compileAround(
      { specs: specsOf({ ...TEAMS, 'modelwatch.yaml': lost }), readAuxiliary: () => undefined },
      'model.yaml',
    );
    expect(wrong.diagnostics.map(({ code }) => code)).toContain('reference/unknown');
  });
});

describe('modelwatch validate FILE', () => {
  it('tells of that file, whatever is wrong with one that it has nothing to do with', () => {
    const cwd = folderWith({
      ...FILES,
      'b.yaml': MODEL.replaceAll('name: fraud', 'name: churn').replace('99%', '199%'),
    });
    const run = cli(['validate', 'a.yaml', '--fail-on', 'error'], { cwd });
    expect(run.code).toBe(0);
    expect(run.stdout).not.toContain('b.yaml');
    expect(cli(['validate', 'b.yaml'], { cwd })).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('b.yaml:'),
    });
    expect(cli(['validate'], { cwd }).code).toBe(2);
  });

  it('proposes names of the whole project', () => {
    const cwd = folderWith({ ...FILES, 'a.yaml': MODEL.replace('runbook: r', 'runbook: othr') });
    const run = cli(['validate', 'a.yaml'], { cwd });
    expect(run.code).toBe(2);
    expect(run.stdout).toContain('other');
  });

  it('says when a file is no part of its project, or there is none', () => {
    const cwd = folderWith({ ...FILES, '.hidden/x.yaml': MODEL });
    expect(cli(['validate', '.hidden/x.yaml'], { cwd })).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('no spec file'),
    });
    const alone = folderWith({ 'a.yaml': MODEL });
    expect(cli(['validate', 'a.yaml'], { cwd: alone })).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('modelwatch.yaml'),
    });
  });
});
