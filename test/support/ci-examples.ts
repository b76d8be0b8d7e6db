import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { cli, cliPath, REPOSITORY, tempFolder } from './cli.ts';
import { GIT_ENVIRONMENT, repositoryIn, type TestRepository, testRepository } from './git.ts';

/** One step of a pipeline: its name, and what a shell is given. */
export interface CiStep {
  readonly name: string;
  readonly script: string;
}

const EXAMPLES = path.join(REPOSITORY, 'examples/ci');

/** A file of examples/ci as data. */
export function ciExample(name: string): unknown {
  return parse(readFileSync(path.join(EXAMPLES, name), 'utf8')) as unknown;
}

interface Workflow {
  readonly jobs: { readonly monitoring: { readonly steps: readonly { name?: string; run?: string }[] } };
}

interface GitlabJob {
  readonly monitoring: { readonly script: readonly string[] };
}

interface HookConfig {
  readonly repos: readonly { readonly hooks: readonly { id: string; entry: string }[] }[];
}

/** Every step with a script, by the file that has it. */
export function ciSteps(): Readonly<Record<'github' | 'gitlab' | 'pre-commit', readonly CiStep[]>> {
  const { steps } = (ciExample('github-workflow.yml') as Workflow).jobs.monitoring;
  const { script } = (ciExample('gitlab-ci.yml') as GitlabJob).monitoring;
  const { repos } = ciExample('pre-commit-config.yaml') as HookConfig;
  return {
    github: steps.flatMap(({ name = '', run }) => (run === undefined ? [] : [{ name, script: run }])),
    gitlab: script.map((line) => ({ name: line.split('\n')[0] ?? '', script: line })),
    'pre-commit': repos.flatMap(({ hooks }) => hooks.map(({ id, entry }) => ({ name: id, script: entry }))),
  };
}

/** Whether a step calls modelwatch, and does not merely install it. */
export function callsModelwatch({ script }: CiStep): boolean {
  return /^\s*modelwatch\s/m.test(script);
}

/** The program that a step calls: `test`, `diff`. */
export function commandOf({ script }: CiStep): string {
  return /^\s*modelwatch\s+([a-z-]+)/m.exec(script)?.[1] ?? '';
}

export interface CiCheckout {
  readonly repository: TestRepository;
  /** Runs a script as a pipeline does, with its variables; what it printed and how it ended. */
  readonly run: (script: string, env?: NodeJS.ProcessEnv) => { code: number | null; output: string };
  /** Where the job's summary is written. */
  readonly summary: string;
  /** Puts a program of its own before all others. */
  readonly program: (name: string, script: string) => void;
}

/**
 * A clone as a CI system has it: `examples/minimal` with its output on main at origin, and a branch that loosens the
 * objective of a model of tier 1, output committed again.
 */
export function ciCheckout(): CiCheckout {
  const origin = testRepository();
  cpSync(path.join(REPOSITORY, 'examples/minimal'), origin.root, { recursive: true });
  const specs = path.join(origin.root, 'modelwatch.yaml');
  const text = readFileSync(specs, 'utf8').replace(
    '{ name: my-model }',
    '{ name: my-model, labels: { tier: "1" } }',
  );
  const compileAll = (root: string, specsText: string) => {
    writeFileSync(path.join(root, 'modelwatch.yaml'), specsText);
    const compiled = cli(['compile', '--quiet'], { cwd: root });
    if (compiled.code !== 0) throw new Error(compiled.stdout);
  };
  compileAll(origin.root, text);
  origin.commit({});
  const clone = tempFolder();
  origin.git('clone', '--quiet', origin.root, clone);
  const repository = repositoryIn(clone);
  repository.git('checkout', '--quiet', '-b', 'work');
  compileAll(clone, text.replace('objective: 99.9%', 'objective: 99.5%'));
  repository.commit({});
  const bin = path.join(tempFolder(), 'bin');
  mkdirSync(bin);
  const program = (name: string, script: string) => {
    writeFileSync(path.join(bin, name), script);
    chmodSync(path.join(bin, name), 0o755);
  };
  program('modelwatch', `#!/bin/sh\nexec ${process.execPath} ${cliPath()} "$@"\n`);
  const summary = path.join(path.dirname(bin), 'summary.md');
  const run = (script: string, env: NodeJS.ProcessEnv = process.env) => {
    const ended = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: clone,
      encoding: 'utf8',
      env: {
        ...env,
        ...GIT_ENVIRONMENT,
        PATH: [bin, env['PATH'] ?? ''].join(path.delimiter),
        GITHUB_BASE_REF: 'main',
        GITHUB_REPOSITORY: 'acme/monitoring',
        GITHUB_STEP_SUMMARY: summary,
        CI_MERGE_REQUEST_DIFF_BASE_SHA: origin.git('rev-parse', 'main'),
        NO_COLOR: '1',
      },
    });
    return { code: ended.status, output: `${ended.stdout}${ended.stderr}` };
  };
  return { repository, run, summary, program };
}
