import type { CatalogueEntry } from './entry.ts';

/** What is reported about the linter's own settings, and about comments that suppress findings. */
export const LINT_CODES: readonly CatalogueEntry[] = [
  {
    code: 'lint/unknown-rule',
    title: 'level of a rule that does not exist',
    exit: 'invalid-spec',
    explain:
      '`lint.rules` of the Project gives a level to an id that no rule and no finding has. A misspelt id would leave the rule at the level that was to be changed. `modelwatch lint --list` names all rules.',
  },
  {
    code: 'lint/fixed-level',
    title: 'level of a finding that is always an error',
    exit: 'invalid-spec',
    explain:
      'The id belongs to an error of the specs themselves: a value that cannot be read, a name that leads nowhere, an alert that could never fire. Nothing right can be rendered from such a spec, so its level can neither be lowered nor switched off. Mend what it tells, and remove the line.',
  },
  {
    code: 'lint/suppression-malformed',
    title: 'comment that is meant to suppress a finding and does not',
    exit: 'finding',
    explain:
      'A comment that begins with modelwatch-disable is not written as one that suppresses. It is `# modelwatch-disable-next-line`, `-line` or `-file`, then ids of rules parted by commas, then `reason="…"` and, where wanted, `until=2026-12-31`. Nothing is suppressed by it.',
  },
  {
    code: 'lint/suppression-unknown-rule',
    title: 'comment that suppresses what cannot be suppressed',
    exit: 'finding',
    explain:
      'The comment names an id that no rule has, or one of an error: only findings of the linter, and remarks of other rooms, can be suppressed, since an error of the specs leaves nothing right to render. Correct the id, or mend the error and remove the comment.',
  },
  {
    code: 'lint/suppression-without-reason',
    title: 'comment that suppresses a finding without a reason',
    exit: 'finding',
    explain:
      'Whoever reads the comment in a year must be able to judge whether it still holds. Write why the finding does not matter here: `reason="…"`. Without it, nothing is suppressed.',
  },
  {
    code: 'lint/suppression-expired',
    title: 'comment that suppresses a finding no longer',
    exit: 'finding',
    explain:
      'The day after `until` has come, so the finding is told again. Mend what it tells, or give the comment another day if its reason still holds. The day is that of the run, or `--now`; what is rendered never depends on it. If the finding is an error in this project, nothing is rendered until one of the two is done.',
  },
  {
    code: 'lint/suppression-unused',
    title: 'comment that suppresses nothing',
    exit: 'finding',
    explain:
      'No finding of that id is at the place that the comment speaks of: the line itself, the next line with content, or the file. What it was written for is mended, or has moved. Remove the comment, or it will hide the next mistake at this place.',
  },
];
