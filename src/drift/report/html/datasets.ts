import { countedInGroups, grouped } from '../../../support/counted.ts';
import { template } from '../../../support/handlebars.ts';
import { type Html, html, text } from '../../../support/html.ts';
import type { CheckResult, DatasetResult } from '../../result.ts';
import { printFigure, printMoment, printPeriod, printRows } from '../figures.ts';
import { sortFindings } from '../view.ts';
import { FINDINGS_SECTION, findingsHtml, nameHtml, pill, proseHtml } from './shown.ts';

interface DatasetData {
  readonly id: Html;
  readonly name: Html;
  readonly standing: Html;
  readonly result: Html;
  readonly window: Html;
  readonly newest: Html;
  readonly failed: readonly Html[];
  readonly passed: readonly Html[];
  readonly passedTitle: Html;
  readonly findings: readonly Html[];
}

const HEAD =
  '<thead><tr><th scope="col">feature</th><th scope="col">check</th><th scope="col" class="figure">value</th><th scope="col">limit</th><th scope="col" class="spare">what</th><th scope="col">result</th></tr></thead>';

const section = template<DatasetData>(`<section class="dataset" id="{{id}}" aria-labelledby="{{id}}-title">
<h2 id="{{id}}-title">Checks of {{name}}</h2>
<div class="verdict {{standing}}"><strong>{{result}}</strong><p>Window: {{window}}. Newest row: {{newest}}.</p></div>
{{#if failed}}
<table><caption class="visually-hidden">Failed checks</caption>${HEAD}<tbody>
{{#each failed}}
{{this}}
{{/each}}
</tbody></table>
{{/if}}
${FINDINGS_SECTION}
{{#if passed}}
<details class="passed"><summary>{{passedTitle}}</summary><table><caption class="visually-hidden">{{passedTitle}}</caption>${HEAD}<tbody>
{{#each passed}}
{{this}}
{{/each}}
</tbody></table></details>
{{/if}}
</section>
`);

/** The checks of a dataset, the failed ones first. */
export function datasetHtml(dataset: DatasetResult, index: number): Html {
  const { window, newest, checks } = dataset;
  const failed = checks.filter((check) => check.failed);
  const passed = checks.filter((check) => !check.failed);
  const total = countedInGroups(checks.length, 'check');
  return section({
    id: text(`dataset-${index + 1}`),
    name: nameHtml(dataset.dataset),
    standing: text(failed.length > 0 ? 'alert' : checks.length === 0 ? 'undecided' : 'none'),
    result: text(resultWords(failed.length, checks.length, total)),
    window: text(`${printPeriod(window)}, ${printRows(window.rows)}`),
    newest: text(newest === null ? 'unknown' : printMoment(newest)),
    failed: failed.map(checkRow),
    passed: passed.map(checkRow),
    passedTitle: text(`${countedInGroups(passed.length, 'check')} passed`),
    findings: findingsHtml(sortFindings(dataset.findings)),
  }) as Html;
}

function resultWords(failed: number, all: number, total: string): string {
  if (all === 0) return 'Nothing was checked';
  return failed === 0 ? `${total} passed` : `${grouped(failed)} of ${total} failed`;
}

function checkRow({ feature, check, failed, value, limit, message }: CheckResult): Html {
  const name = feature === null ? text('all rows') : nameHtml(feature);
  const result = failed ? pill('alert', 'failed') : pill('none', 'passed');
  return html`<tr><th scope="row">${name}</th><td>${text(check)}</td><td class="figure">${text(printFigure(value))}</td><td>${proseHtml(limit)}</td><td class="spare">${proseHtml(message)}</td><td>${result}</td></tr>`;
}
