import { type Compiled } from '../compile.ts';
import { explain, explanationText, similarIds } from '../lint/explain.ts';
import type { Levels } from '../lint/levels.ts';
import { projectLevels } from '../lint/levels.ts';
import { LINT_RULES } from '../lint/registry.ts';
import { lintFindings } from '../lint/select.ts';
import { findProject } from '../load.ts';
import { stableJson } from '../support/stable-json.ts';
import { didYouMean } from '../support/suggest.ts';
import { type FindingOptions, findingText, reportFindings } from './findings.ts';
import { type OpenProject, openProject } from './project.ts';

export interface LintOptions extends FindingOptions {
  /** Id to explain, instead of linting. */
  readonly explain?: string;
  /** List all rules, instead of linting. */
  readonly list: boolean;
}

/**
 * `modelwatch lint`: the findings of rules alone, and errors, since rules run only over specs without any. With `--explain` what an
 * id means, and in a project its findings there, with their arithmetic; with `--list` all rules with their levels.
 */
export function lint(project: string | undefined, options: LintOptions): number {
  if (options.list) return list(project, options);
  if (options.explain !== undefined) return explainOne(options.explain, project, options);
  const opened = openProject(project, options, { readOnly: true, withoutFiles: true });
  return typeof opened === 'number' ? opened : opened.report(lintFindings(opened.diagnostics));
}

function explainOne(id: string, project: string | undefined, options: LintOptions): number {
  const explanation = explain(id);
  if (explanation === undefined) return unknownId(id, options);
  const opened = openIfThere(project, options);
  if (typeof opened === 'number') return opened;
  const own = opened?.diagnostics.filter(({ code }) => code === id || code === explanation.toldBy);
  const level = opened && explanation.severity && levelsOf(opened.compiled).levelOf(id, explanation.severity);
  if (options.format === 'json') {
    const findings =
      opened && own && (JSON.parse(findingText('json', own, opened.facts)) as { findings: unknown });
    process.stdout.write(stableJson({ ...explanation, level, findings: findings?.findings }));
    return 0;
  }
  process.stdout.write(`${explanationText(explanation, level)}\n`);
  if (opened === undefined || own === undefined) return 0;
  const found = own.length === 0 ? ' nothing is found.' : '';
  process.stdout.write(`\nIn this project:${found}\n`);
  if (own.length > 0) process.stdout.write(`\n${findingText('pretty', own, opened.facts)}`);
  return 0;
}

function unknownId(id: string, options: FindingOptions): number {
  const names = similarIds(id);
  const diagnostic = {
    code: 'lint/unknown-rule',
    severity: 'error',
    message: `there is no rule or finding ${id}`,
    hint: didYouMean(names) ?? '`modelwatch lint --list` names all rules.',
    ...(names.length > 0 && { suggestions: names }),
  } as const;
  return reportFindings({ diagnostics: [diagnostic], texts: new Map(), root: process.cwd() }, options);
}

function list(project: string | undefined, options: LintOptions): number {
  const opened = openIfThere(project, options);
  if (typeof opened === 'number') return opened;
  const levels = opened && levelsOf(opened.compiled);
  const rules = LINT_RULES.map(({ id, severity, title }) => ({
    id,
    level: levels?.levelOf(id, severity) ?? severity,
    title,
  }));
  if (options.format === 'json') {
    process.stdout.write(stableJson({ rules }));
    return 0;
  }
  const width = Math.max(...rules.map(({ id }) => id.length));
  for (const { id, level, title } of rules)
    process.stdout.write(`${id.padEnd(width)}  ${level.padEnd(7)}  ${title}\n`);
  return 0;
}

/** Rules are explained outside of any project too; one that is named must be there. */
function openIfThere(project: string | undefined, options: LintOptions): OpenProject | number | undefined {
  if (project === undefined && 'problem' in findProject(undefined, process.cwd())) return undefined;
  return openProject(project, options, { readOnly: true, withoutFiles: true });
}

/** What is wrong with the levels is told by linting. */
function levelsOf({ environments }: Compiled): Levels {
  const [first] = environments;
  return first === undefined
    ? { levelOf: (_code, severity) => severity }
    : projectLevels(first.workspace.project, () => undefined);
}
