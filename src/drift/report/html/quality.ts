import { template } from '../../../support/handlebars.ts';
import { type Html, html, text } from '../../../support/html.ts';
import type { QualityResult } from '../../result.ts';
import { type QualityRow, qualityHeadline, qualityRows, qualityWindows } from '../quality.ts';
import { sortFindings } from '../view.ts';
import { FINDINGS_SECTION, findingsHtml, nameHtml } from './shown.ts';

interface QualityData {
  readonly id: Html;
  readonly model: Html;
  readonly standing: Html;
  readonly headline: Html;
  readonly windows: Html;
  readonly rows: readonly Html[];
  readonly findings: readonly Html[];
}

const section = template<QualityData>(`<section class="dataset" id="{{id}}" aria-labelledby="{{id}}-title">
<h2 id="{{id}}-title">Quality of {{model}}</h2>
<div class="verdict {{standing}}"><strong>{{headline}}</strong><p>Window: {{windows}}.</p></div>
{{#if rows}}
<table><caption class="visually-hidden">Metrics on matured labels</caption><thead><tr><th scope="col">metric</th><th scope="col">of</th><th scope="col" class="figure">value</th><th scope="col" class="figure">samples</th><th scope="col" class="figure">labels that came</th><th scope="col" class="spare">note</th></tr></thead><tbody>
{{#each rows}}
{{this}}
{{/each}}
</tbody></table>
{{/if}}
${FINDINGS_SECTION}
</section>
`);

/** The metrics of a model on matured labels. */
export function qualityHtml(result: QualityResult, index: number): Html {
  const { standing, words } = qualityHeadline(result);
  return section({
    id: text(`quality-${index + 1}`),
    model: nameHtml(result.model),
    standing: text(standing),
    headline: text(words),
    windows: text(qualityWindows(result)),
    rows: qualityRows(result).map(rowHtml),
    findings: findingsHtml(sortFindings(result.findings)),
  }) as Html;
}

function rowHtml({ metric, of, value, samples, matured, note }: QualityRow): Html {
  return html`<tr><th scope="row">${nameHtml(metric)}</th><td>${nameHtml(of)}</td><td class="figure">${text(value)}</td><td class="figure">${text(samples)}</td><td class="figure">${text(matured)}</td><td class="spare">${text(note)}</td></tr>`;
}
