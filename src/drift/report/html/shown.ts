import { clipped } from '../../../diagnostics/columns.ts';
import { printableLines } from '../../../diagnostics/printable.ts';
import { type Html, html, text } from '../../../support/html.ts';
import type { RunFinding } from '../../result.ts';
import type { Standing } from '../view.ts';
import { STANDING_WORDS } from '../words.ts';

const LONGEST_NAME = 160;
const LONGEST_PROSE = 600;

/** A name or a value: on one line, what nobody sees made visible, cut where it would fill the page. */
export function nameText(name: string): string {
  return clipped(name, LONGEST_NAME);
}

/** Apart from the direction of the text around it. */
export function nameHtml(name: string): Html {
  return html`<bdi>${text(nameText(name))}</bdi>`;
}

/** A sentence or some lines. */
export function proseText(prose: string): string {
  return printableLines(prose)
    .map((line) => clipped(line, LONGEST_PROSE))
    .join('\n');
}

export function proseHtml(prose: string): Html {
  return text(proseText(prose));
}

/** The standing as a mark in its colour, and in words. */
export function pill(standing: Standing, words = STANDING_WORDS[standing]): Html {
  return html`<span class="pill ${text(standing)}">${text(words)}</span>`;
}

/** A link where the address is one of the web; else the text. */
export function linkHtml(address: string): Html {
  const shown = proseHtml(address);
  if (!/^https?:\/\/[^\s]+$/i.test(address)) return html`<code>${shown}</code>`;
  return html`<a href="${text(address)}" rel="noreferrer noopener">${shown}</a>`;
}

const SEVERITY_STANDING: Readonly<Record<RunFinding['severity'], Standing>> = {
  error: 'alert',
  warning: 'warn',
  info: 'undecided',
};

/** What a template shows of `findings`, made by `findingsHtml`. */
export const FINDINGS_SECTION = `{{#if findings}}
<h3>Findings</h3>
<ul class="findings">
{{#each findings}}
<li>{{this}}</li>
{{/each}}
</ul>
{{/if}}`;

/** Findings as a list; nothing when there are none. */
export function findingsHtml(findings: readonly RunFinding[]): readonly Html[] {
  return findings.map(({ severity, code, column, message, hint }) => {
    const about = column === null ? text('') : html` ${nameHtml(column)}`;
    const help = hint === null ? text('') : html`<p class="hint">${proseHtml(hint)}</p>`;
    return html`${pill(SEVERITY_STANDING[severity], severity)} <code>${nameHtml(code)}</code>${about}<p>${proseHtml(message)}</p>${help}`;
  });
}
