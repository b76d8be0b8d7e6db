import { catalogueEntry } from '../diagnostics/catalogue.ts';
import type { Diagnostic, Report } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import type { SourceFile } from '../source/file.ts';
import { groupBy } from '../support/group-by.ts';
import { didYouMean, suggest } from '../support/suggest.ts';
import { type SuppressionComment, suppressionComments } from './comments.ts';
import { adjustableIds, notARule } from './levels.ts';
import { objectPlaceMessage } from './place.ts';
import { lintRule } from './registry.ts';

/** The suppressing comments of a project at work. */
export interface Suppressions {
  /** True when a comment holds this finding back; the comment then counts as used. */
  suppresses(diagnostic: Diagnostic): boolean;
  /** Reports the comments that held nothing back. Only of use once every rule has run. */
  reportUnused(report: Report): void;
}

/** One id of one comment. */
interface Entry {
  readonly comment: SuppressionComment;
  readonly id: string;
  isUsed: boolean;
}

/**
 * Reads the comments of all spec files. Those that are not well written, name what cannot be suppressed, have no reason, or have
 * expired by `today` (a day such as 2026-12-31; without one nothing expires) are reported and hold nothing back.
 */
export function readSuppressions(
  files: readonly SourceFile[],
  today: string | undefined,
  report: Report,
): Suppressions {
  const entries: Entry[] = [];
  for (const comment of files.flatMap(suppressionComments)) {
    if ('problem' in comment) {
      const { span, problem, hint } = comment;
      report({
        code: 'lint/suppression-malformed',
        severity: 'warning',
        message: `this comment suppresses nothing: ${problem}`,
        span,
        ...(hint !== undefined && { hint }),
      });
      continue;
    }
    const known = comment.ids.filter((id) => isSuppressible(id) || reportUnknown(id, comment, report));
    if (known.length === 0 || !holds(comment, today, report)) continue;
    entries.push(...known.map((id) => ({ comment, id, isUsed: false })));
  }
  const byFile = groupBy(entries, ({ comment }) => comment.span.file);
  return {
    suppresses: (diagnostic) => {
      if (byFile.size === 0 || !isRemark(diagnostic)) return false;
      const places = placesOf(diagnostic);
      const matching = places.flatMap((place) =>
        (byFile.get(place.file) ?? []).filter(
          ({ id, comment: { line } }) =>
            id === diagnostic.code && (line === undefined || line === place.start.line),
        ),
      );
      for (const entry of matching) entry.isUsed = true;
      return matching.length > 0;
    },
    reportUnused: (tell) => {
      for (const { comment, id, isUsed } of entries) {
        if (isUsed) continue;
        const where =
          comment.line === undefined
            ? 'in this file'
            : comment.line === comment.span.start.line
              ? 'on this line'
              : `on line ${comment.line}`;
        tell({
          code: 'lint/suppression-unused',
          severity: 'info',
          message: `there is no ${id} ${where} to suppress`,
          span: comment.span,
          hint: comment.ids.length > 1 ? `Remove ${id} from the comment.` : 'Remove the comment.',
          data: { id, line: comment.line },
        });
      }
    },
  };
}

/** What stands behind a finding's place: the object that got the value, when another one wrote it. */
function placesOf({ span, object, related = [] }: Diagnostic): Span[] {
  const own = object && related.filter(({ message }) => message === objectPlaceMessage(object));
  return [...(span ? [span] : []), ...(own ?? []).map((place) => place.span)];
}

/** Rules' findings, and what other rooms remark; errors of other rooms stay, and so does what is said of comments. */
function isRemark({ code, severity }: Diagnostic): boolean {
  return lintRule(code) !== undefined || (severity !== 'error' && isSuppressible(code));
}

function isSuppressible(id: string): boolean {
  if (lintRule(id) !== undefined) return true;
  return catalogueEntry(id)?.exit === 'finding' && !id.startsWith('lint/');
}

/** Always false, so that the id is left out. */
function reportUnknown(id: string, { span }: SuppressionComment, report: Report): false {
  const isError = catalogueEntry(id) !== undefined;
  const why = notARule(id);
  const names = isError || why !== undefined ? [] : suggest(id, adjustableIds());
  report({
    code: 'lint/suppression-unknown-rule',
    severity: 'warning',
    message: isError
      ? `${id} can't be suppressed`
      : why === undefined
        ? `there is no rule ${id} to suppress`
        : `${id} is no rule: ${why}`,
    span,
    hint: isError
      ? 'Mend what it tells: only findings of the linter can be suppressed.'
      : why === undefined
        ? (didYouMean(names) ?? '`modelwatch lint --list` names all rules.')
        : 'Remove it from the comment.',
    ...(names.length > 0 && { suggestions: names }),
    data: { id },
  });
  return false;
}

function holds(comment: SuppressionComment, today: string | undefined, report: Report): boolean {
  const { span, ids, reason, until } = comment;
  if (reason === undefined) {
    report({
      code: 'lint/suppression-without-reason',
      severity: 'warning',
      message: `this comment suppresses nothing: it gives no reason`,
      span,
      expected: 'reason="…" behind the rules',
      data: { ids },
    });
    return false;
  }
  // Days as text are in the order of the calendar.
  if (until !== undefined && today !== undefined && until < today) {
    report({
      code: 'lint/suppression-expired',
      severity: 'warning',
      message: `this comment suppressed ${ids.join(', ')} until ${until}, and it is ${today}`,
      span,
      hint: 'Mend what it tells, or set another day if the reason still holds.',
      data: { ids, until, today, reason },
    });
    return false;
  }
  return true;
}
