import { clipped } from '../../diagnostics/columns.ts';
import { countedInGroups } from '../../support/counted.ts';
import { code, type Inline, md, text } from '../../support/markdown.ts';
import type { RunFinding } from '../result.ts';

// Parts that all sections of the Markdown report have.

const LONGEST_NAME = 80;
const MOST_FINDINGS = 20;

export interface FindingData {
  readonly severity: Inline;
  readonly code: Inline;
  readonly column: Inline | '';
  readonly message: Inline;
  readonly hint: Inline | '';
}

/** What a template shows of `findings`, made by `findingsData`. */
export const FINDINGS = `{{#if findings}}

{{#each findings}}
- **{{severity}}** {{code}}{{#if column}} {{column}}{{/if}}: {{message}}{{#if hint}} ({{hint}}){{/if}}
{{/each}}
{{#if moreFindings}}
- {{moreFindings}}
{{/if}}
{{/if}}
`;

/** Names are hostile at times: no control characters, no pages of text. */
export function nameCode(name: string): Inline {
  return code(clipped(name, LONGEST_NAME));
}

/** Findings as a list; how many are left out of a long one. */
export function findingsData(findings: readonly RunFinding[]): {
  readonly findings: readonly FindingData[];
  readonly moreFindings: Inline | '';
} {
  const shown = findings.slice(0, MOST_FINDINGS);
  const rest = findings.length - shown.length;
  return {
    findings: shown.map(({ severity, code: id, column, message, hint }) => ({
      severity: text(severity),
      code: code(id),
      column: column === null ? '' : nameCode(column),
      message: text(message),
      hint: hint === null ? '' : text(hint),
    })),
    moreFindings: rest === 0 ? '' : md`and ${text(countedInGroups(rest, 'finding'))} more`,
  };
}
