import { CATALOGUE, catalogueEntry } from '../diagnostics/catalogue.ts';
import type { Diagnostic, Report, Severity } from '../diagnostics/diagnostic.ts';
import { spanOf } from '../source/locate.ts';
import type { LintLevel } from '../spec/kinds/lint.ts';
import { didYouMean, suggest } from '../support/suggest.ts';
import { type Entity, refOf } from '../workspace/entity.ts';
import { NOT_RULES } from './catalogue-ids.ts';
import { LINT_RULES, lintRule } from './registry.ts';

/** What each finding weighs in a project. */
export interface Levels {
  /** The level that the project gives a finding, by its code and the severity that it was found with. */
  levelOf(code: string, severity: Severity): LintLevel;
}

/** As every project has them that says nothing. */
export const RECOMMENDED: Levels = { levelOf: (_code, severity) => severity };

/** One step more of it, under `extends: [strict]`. */
const STRICT: Readonly<Record<Severity, Severity>> = { info: 'warning', warning: 'error', error: 'error' };

/**
 * The levels of `Project.spec.lint`. Rules of the linter have the level given; without one their own severity, or one step more
 * under `strict`. Remarks of other rooms have the level given, too. Errors of other rooms stay errors. Ids that nothing reports,
 * or whose level is fixed, are reported.
 */
export function projectLevels(project: Entity<'Project'>, report: Report): Levels {
  const { rules, extends: presets } = project.spec.lint;
  const given = new Map(Object.entries(rules));
  for (const [id, level] of given) {
    const problem = problemOf(id, level);
    if (problem === undefined) continue;
    report({
      severity: 'error',
      span: spanOf(project.node, ['lint', 'rules', id], 'key'),
      object: refOf(project),
      field: `spec.lint.rules.${id}`,
      ...problem,
    });
  }
  const isStrict = presets.includes('strict');
  return {
    levelOf: (code, severity) => {
      const rule = lintRule(code);
      if (rule === undefined) return severity === 'error' ? severity : (given.get(code) ?? severity);
      // Of a rule that says when it is an error.
      const own = severity === 'error' ? severity : rule.severity;
      return given.get(code) ?? (isStrict ? STRICT[own] : own);
    },
  };
}

/** Findings with the levels of the project; those that are off are left out. */
export function levelled(diagnostics: readonly Diagnostic[], levels: Levels): Diagnostic[] {
  return diagnostics.flatMap((diagnostic) => {
    const severity = levels.levelOf(diagnostic.code, diagnostic.severity);
    return severity === 'off' ? [] : [{ ...diagnostic, severity }];
  });
}

function problemOf(
  id: string,
  level: LintLevel,
): Pick<Diagnostic, 'code' | 'message' | 'hint' | 'suggestions'> | undefined {
  const entry = catalogueEntry(id);
  if (lintRule(id) !== undefined || entry?.exit === 'finding') return undefined;
  if (entry !== undefined) {
    if (level === 'error') return undefined;
    return {
      code: 'lint/fixed-level',
      message: `${id} is an error of the specs, and can't be ${level === 'off' ? 'switched off' : `a mere ${level}`}`,
      hint: 'Remove the line.',
    };
  }
  const why = notARule(id);
  if (why !== undefined)
    return { code: 'lint/unknown-rule', message: `${id} is no rule: ${why}`, hint: 'Remove the line.' };
  const names = suggest(id, adjustableIds());
  return {
    code: 'lint/unknown-rule',
    message: `there is no rule ${id}`,
    hint: didYouMean(names) ?? '`modelwatch lint --list` names all rules.',
    ...(names.length > 0 && { suggestions: names }),
  };
}

/** Why a planned rule is none, in words; undefined for every other id. */
export function notARule(id: string): string | undefined {
  const why = NOT_RULES[id];
  if (why === undefined) return undefined;
  return 'toldBy' in why ? `${why.reason} (${why.toldBy})` : why.missing;
}

/** Ids whose findings may have another level, or be suppressed by a comment: all rules, and remarks of other rooms. */
export function adjustableIds(): readonly string[] {
  return [
    ...LINT_RULES.map(({ id }) => id),
    ...CATALOGUE.filter(({ exit }) => exit === 'finding').map(({ code }) => code),
  ];
}
