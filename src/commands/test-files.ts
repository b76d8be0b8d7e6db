import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Compiled, CompiledEnvironment } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { checkTree } from '../output/check.ts';
import { reasonOf } from '../output/disk.ts';
import { MANIFEST_NAME } from '../output/paths.ts';
import type { RuleText } from '../proof/testing/rule-index.ts';
import { spanAt } from '../workspace/entity.ts';
import { renderedFiles } from './rendered.ts';

/** What tests are run on: the files in the output folder, or what the specs would render. */
export type Against = 'generated' | 'specs';

export interface TestFiles {
  readonly rules: readonly RuleText[];
  readonly routes?: RuleText;
}

const TARGETS = ['prometheus', 'alertmanager'] as const;
const RULES = /^rules\/[^/]+\.ya?ml$/;
const ROUTES = 'alertmanager.yml';

/** The files on disk where there are any: those are what Prometheus and Alertmanager load. */
export function defaultAgainst(outputFolder: string): Against {
  return existsSync(join(outputFolder, MANIFEST_NAME)) ? 'generated' : 'specs';
}

/** A warning when the files on disk are not what the specs render. */
export function otherFiles(compiled: Compiled, outputFolder: string, env: readonly string[]): Diagnostic[] {
  const { files, manifest, scope } = renderedFiles(compiled, { env, target: TARGETS });
  const stale = checkTree(outputFolder, files, manifest, scope);
  if (stale.length === 0) return [];
  return [
    {
      code: 'test/other-files',
      severity: 'warning',
      message: `the tests run on files in ${outputFolder} that are not what the specs render`,
      hint: [...stale.map(({ message }) => message), 'modelwatch compile renders them anew.'].join('\n'),
    },
  ];
}

/**
 * The rules and routes of an environment, or why they can't be had: only a warning where neither rules nor tests are asked for, as in a
 * project for another monitoring system.
 */
export function testFiles(
  compiled: Compiled,
  { name, workspace, isTested }: CompiledEnvironment & { readonly isTested: boolean },
  against: Against,
  outputFolder: string,
): TestFiles | { readonly problem: Diagnostic } {
  const read = against === 'specs' ? rendered(compiled, name) : onDisk(join(outputFolder, name));
  if ('problem' in read) return { problem: noRules(name, read.problem) };
  const rules = read.prometheus.filter(({ path }) => RULES.test(path));
  const routes = read.alertmanager.find(({ path }) => path === ROUTES);
  if (rules.length === 0) {
    const isAsked = rendered(compiled, name).prometheus.length > 0;
    const why = isAsked ? 'no file of rules is there' : 'the specs render no rules for Prometheus';
    return {
      problem: {
        ...noRules(name, why),
        severity: isAsked || isTested ? 'error' : 'warning',
        ...(!isAsked && { span: spanAt(workspace.project, ['targets']) }),
      },
    };
  }
  return { rules, ...(routes && { routes }) };
}

type ByTarget = Readonly<Record<(typeof TARGETS)[number], readonly RuleText[]>>;

function rendered({ files }: Compiled, environment: string): ByTarget {
  const of = (target: string): RuleText[] =>
    files
      .filter((file) => file.environment === environment && file.target === target)
      .map(({ path, text }) => ({ path: path.slice(`${environment}/${target}/`.length), text }));
  return { prometheus: of('prometheus'), alertmanager: of('alertmanager') };
}

function onDisk(folder: string): ByTarget | { problem: string } {
  const texts = (target: string, below: string, wanted: RegExp): RuleText[] => {
    const own = join(folder, target, below);
    if (!existsSync(own)) return [];
    return readdirSync(own)
      .map((name) => (below === '' ? name : `${below}/${name}`))
      .filter((path) => wanted.test(path))
      .toSorted()
      .map((path) => ({ path, text: readFileSync(join(folder, target, path), 'utf8') }));
  };
  try {
    return {
      prometheus: texts('prometheus', 'rules', RULES),
      alertmanager: texts('alertmanager', '', /^alertmanager\.yml$/),
    };
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}

function noRules(environment: string, why: string): Diagnostic {
  return {
    code: 'test/no-rules',
    severity: 'error',
    message: `there is nothing to test in ${environment}: ${why}`,
    expected: 'rules of the target prometheus',
    env: [environment],
  };
}
