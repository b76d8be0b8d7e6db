import { describe, expect, it } from 'vitest';
import { renderConsole } from '../../../src/drift/report/console.ts';
import { renderHtmlReport } from '../../../src/drift/report/html/page.ts';
import { renderMarkdownReport } from '../../../src/drift/report/markdown.ts';
import { finding, qualityResult, runResult } from '../results.ts';

const RUN = runResult({
  policies: [],
  qualities: [
    qualityResult({
      findings: [
        finding({
          code: 'quality/duplicate-labels',
          severity: 'warning',
          column: null,
          message: 'three',
          hint: null,
        }),
      ],
    }),
  ],
});

describe('the quality of a model', () => {
  it('is a section of the Markdown', () => {
    expect(renderMarkdownReport(RUN)).toMatchInlineSnapshot(`
      "# Drift of acme-ml, environment prod

      ## Quality of \`fraud-detector\`

      **2 metrics measured, 1 on too few labels.** Window: 2026-10-01 06:00 to 2026-10-15 06:00 UTC (14 days), by when labels came; 2026-11-25 06:00 to 2026-11-26 06:00 UTC (1 day), by when predictions were made.

      | Metric | Of | Value | Samples | Labels that came | |
      |---|---|---:|---:|---:|---|
      | \`precision@0.8\` | all | 0.913 | 1,680 | 95.3% |  |
      | \`precision@0.8\` | \`region = eu\` | 0.92 | 1,200 |  |  |
      | \`precision@0.8\` | \`region = uk\` | – | 0 |  | not defined |
      | \`wape\` | all | 0.18 | 12 | 41% | too few samples, 1,000 are needed; too few labels, 90% are needed |
      | \`wape\` | \`naive forecast seasonal-7d\` | 0.25 | 11 |  |  |

      - **warning** \`quality/duplicate-labels\`: three

      Ended 2026-11-26 06:00:12 UTC, modelwatch 0.1.0.
      "
    `);
  });

  it('is a block of the console', () => {
    expect(renderConsole(RUN, { color: false, width: 120 })).toMatchInlineSnapshot(`
      "fraud-detector  quality on matured labels
        window  2026-10-01 06:00 to 2026-10-15 06:00 UTC (14 days), by when labels came; 2026-11-25 06:00 to 2026-11-26 06:00 UTC (1 day), by when predictions were made

        metric         of                          value  samples  labels
        precision@0.8  all                         0.913    1,680   95.3%
        precision@0.8  region = eu                  0.92    1,200
        precision@0.8  region = uk                     –        0          not defined
        wape           all                          0.18       12     41%  too few samples, 1,000 are needed; too few labels, 90% are needed
        wape           naive forecast seasonal-7d   0.25       11

        warning  quality/duplicate-labels  three
        2 metrics measured, 1 on too few labels
      "
    `);
  });

  it('is a section of the page', () => {
    const page = renderHtmlReport(RUN);
    for (const text of [
      'Quality of <bdi>fraud-detector',
      'precision@0.8',
      'naive forecast seasonal-7d',
      '1,680',
      '41%',
    ])
      expect(page).toContain(text);
  });

  it('that could not be read says so', () => {
    const run = runResult({ policies: [], qualities: [qualityResult({ completed: false, metrics: [] })] });
    expect(renderConsole(run, { color: false, width: 120 })).toContain('Nothing was measured');
    expect(renderMarkdownReport(run)).toContain('**Nothing was measured.**');
  });
});
