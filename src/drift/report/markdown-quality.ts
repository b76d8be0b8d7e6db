import { template } from '../../support/handlebars.ts';
import { code, type Inline, text } from '../../support/markdown.ts';
import type { QualityResult } from '../result.ts';
import { FINDINGS, type FindingData, findingsData, nameCode } from './markdown-shown.ts';
import { qualityHeadline, qualityRows, qualityWindows } from './quality.ts';
import { sortFindings } from './view.ts';

interface SectionData {
  readonly model: Inline;
  readonly headline: Inline;
  readonly windows: Inline;
  readonly rows: readonly {
    readonly metric: Inline;
    readonly of: Inline;
    readonly value: Inline;
    readonly samples: Inline;
    readonly matured: Inline;
    readonly note: Inline;
  }[];
  readonly findings: readonly FindingData[];
  readonly moreFindings: Inline | '';
}

const section = template<SectionData>(`
## Quality of {{model}}

**{{headline}}.** Window: {{windows}}.
{{#if rows}}

| Metric | Of | Value | Samples | Labels that came | |
|---|---|---:|---:|---:|---|
{{#each rows}}
| {{metric}} | {{of}} | {{value}} | {{samples}} | {{matured}} | {{note}} |
{{/each}}
{{/if}}
${FINDINGS}`);

/** The metrics of a model on matured labels. */
export function qualityMarkdown(result: QualityResult): string {
  return section({
    model: nameCode(result.model),
    headline: text(qualityHeadline(result).words),
    windows: text(qualityWindows(result)),
    rows: qualityRows(result).map(({ metric, of, value, samples, matured, note }) => ({
      metric: code(metric),
      of: of === 'all' ? text(of) : nameCode(of),
      value: text(value),
      samples: text(samples),
      matured: text(matured),
      note: text(note),
    })),
    ...findingsData(sortFindings(result.findings)),
  }).trimEnd();
}
