import path from 'node:path';
import * as fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { renderMarkdownReport } from '../../../src/drift/report/markdown.ts';
import { fraudRun, runResult, wideRun } from '../results.ts';
import { hostileText, withTexts } from './hostile.ts';

describe('the result as Markdown', () => {
  it('tells what has drifted and what to do in 60 lines', async () => {
    const text = renderMarkdownReport(fraudRun());
    await expect(text).toMatchFileSnapshot(path.join(import.meta.dirname, 'golden', 'report.md'));
    expect(text.split('\n').length).toBeLessThanOrEqual(60);
    expect(renderMarkdownReport(fraudRun())).toBe(text);
  });

  it('a run without drift is short', () => {
    expect(renderMarkdownReport(runResult())).toMatchInlineSnapshot(`
      "# Drift of acme-ml, environment prod

      ## Drift of the fraud detector

      **No drift in 1 feature**. 0% of the features are at alert; warn at 10%, alert at 20%. No run before this one is known.

      <details><summary>Why, and what was compared</summary>

      - policy \`fraud-drift\` of model \`fraud-detector\`
      - window: 2026-11-19 00:00 to 2026-11-26 00:00 UTC (7 days), 120,482 rows
      - baseline: training data of version 12, 2026-05-01 00:00 to 2026-08-01 00:00 UTC (92 days), 1,204,332 rows, from its stored snapshot

      </details>

      <details><summary>1 of 1 column without drift</summary>

      \`amount\`

      </details>

      Ended 2026-11-26 06:00:12 UTC, modelwatch 0.1.0.
      "
    `);
  });

  it('a thousand columns fit into a comment', () => {
    const text = renderMarkdownReport(wideRun(1000));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('\nAnd 118 columns more.\n');
  });

  it('texts of users are neither elements nor cells', () => {
    const plain = skeleton(renderMarkdownReport(withTexts(() => 'x')));
    expect(plain.length).toBeGreaterThan(100);
    fc.assert(
      fc.property(fc.infiniteStream(hostileText), (texts) => {
        expect(skeleton(renderMarkdownReport(withTexts(() => `${texts.next().value}`)))).toEqual(plain);
      }),
      { seed: 1, numRuns: 25 },
    );
  });
});

/** The elements of the page as GitHub renders it, without the links and the code of names. */
function skeleton(markdown: string): string[] {
  const html = micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  return [...html.matchAll(/<\/?[a-z!][^>]*>/gi)]
    .map(([tag]) => tag)
    .filter((tag) => !/^<\/?(?:a|code)\b/.test(tag));
}
