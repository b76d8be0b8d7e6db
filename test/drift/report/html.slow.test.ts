import { transformSync } from 'esbuild';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderHtmlReport } from '../../../src/drift/report/html/page.ts';
import { SCRIPT } from '../../../src/drift/report/html/script.ts';
import { sha256 } from '../../../src/support/sha256.ts';
import { columnResult, fraudPolicy, fraudRun, policyResult, runResult, wideRun } from '../results.ts';
import { hostileText, withTexts } from './hostile.ts';

const MEGABYTE = 1_000_000;

describe('the page of a result', () => {
  const page = renderHtmlReport(fraudRun());

  it('tells the verdicts without a script', () => {
    const text = page
      .slice(0, page.indexOf('<script'))
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ');
    for (const words of [
      'Drift: 2 of 40 features',
      'Chargebacks rise with a delay of about 30 days.',
      'effect 0.419, 2.09 times the alert level of 0.2',
      '15.7% of the values are missing, 0.0913% in the baseline.',
      'training data of version 12, 2026-05-01 00:00 to 2026-08-01 00:00 UTC (92 days)',
      'all 120,482 values of the window are missing',
      '36 of 41 columns without drift, 1 not decided',
      '2 of 4 checks failed',
      'Changed since the run before (warning, to 2026-11-25 00:00 UTC, 2.5% at alert): device_age_days.',
    ])
      expect(text).toContain(words);
  });

  it('lets nothing in and nothing out but its own style and script', () => {
    const [, rules = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    expect(rules).toContain('default-src &#39;none&#39;');
    for (const tag of ['style', 'script']) {
      const [, source = ''] = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page) ?? [];
      expect(source.length).toBeGreaterThan(1000);
      expect(rules).toContain(`sha256-${Buffer.from(sha256(source), 'hex').toString('base64')}`);
    }
    expect(page).not.toMatch(/\b(?:src|style|on[a-z]+)=/);
    expect([...page.matchAll(/https?:\/\/[^\s"'<]+/g)].map(([address]) => address)).toEqual([
      'https://wiki.acme.example/runbooks/fraud-drift',
      'https://wiki.acme.example/runbooks/fraud-drift',
      'http://www.w3.org/2000/svg',
    ]);
  });

  it('has a script that browsers of 2020 read', () => {
    expect(transformSync(SCRIPT, { target: 'es2020' }).warnings).toEqual([]);
  });

  it('links to the web only', () => {
    const advice = { impact: null, runbook: 'javascript:alert(1)', actions: [] };
    const other = renderHtmlReport(runResult({ policies: [policyResult({ advice })] }));
    expect(other).toContain('Runbook: <code>javascript:alert(1)</code>');
    expect(other).not.toContain('href=');
  });

  it('has a table of the policies when there are several', () => {
    const several = renderHtmlReport(runResult({ policies: [fraudPolicy(), policyResult()] }));
    expect(several).toContain('<a href="#policy-2">Drift of the fraud detector</a>');
    expect(several.match(/<section class="policy"/g)).toHaveLength(2);
  });

  it('is the same for the same result', () => {
    expect(renderHtmlReport(fraudRun())).toBe(page);
  });

  it('has at most 2 MB for a thousand columns of 30 bins, with every chart', () => {
    const wide = renderHtmlReport(wideRun(1000));
    expect(Buffer.byteLength(wide)).toBeLessThan(2 * MEGABYTE);
    const data = dataOf(wide);
    expect(data[0]).toHaveLength(1000);
    expect(data[0]?.filter(([drawn]) => Array.isArray(drawn))).toHaveLength(1000);
  });

  it('leaves out the charts of the last columns when there is no room for all', () => {
    const label = 'category '.repeat(15);
    const distribution = {
      kind: 'category' as const,
      labels: Array.from({ length: 50 }, (_, index) => `${label}${index}`),
      baseline: Array<number>(50).fill(1),
      current: Array<number>(50).fill(1),
    };
    const columns = Array.from({ length: 400 }, (_, index) =>
      columnResult({ feature: `f${index}`, distribution, verdict: index === 399 ? 'alert' : 'none' }),
    );
    const large = renderHtmlReport(runResult({ policies: [policyResult({ columns, tests: [] })] }));
    const [all = []] = dataOf(large);
    expect(all[0]?.[0]).not.toBe(1);
    expect(all[399]?.[0]).toBe(1);
    expect(large.length).toBeLessThan(2 * MEGABYTE);
  });

  it('hides values that are personal data, and survives bins without rows', () => {
    const category = {
      kind: 'category' as const,
      labels: [null, null, ''],
      baseline: [3, 1, 0],
      current: [0, 0, 0],
    };
    const numeric = { kind: 'numeric' as const, edges: [0, 1], baseline: [0], current: [0] };
    const columns = [
      columnResult({ distribution: category }),
      columnResult({ feature: 'b', distribution: numeric }),
    ];
    const [data = []] = dataOf(renderHtmlReport(runResult({ policies: [policyResult({ columns })] })));
    // A column without tests is not decided, and comes first.
    expect(data.map(([drawn]) => drawn)).toEqual([
      0,
      ['c', ['value 1 (personal data)', 'value 2 (personal data)', '(empty text)'], [75, 25, 0], [0, 0, 0]],
    ]);
  });

  it('no text of a user is an element, an attribute or the end of the data', () => {
    const plain = tags(renderHtmlReport(withTexts(() => 'x')));
    expect(plain.length).toBeGreaterThan(500);
    fc.assert(
      fc.property(fc.infiniteStream(hostileText), (texts) => {
        const hostile = renderHtmlReport(withTexts(() => `${texts.next().value}`));
        expect(tags(hostile)).toEqual(plain);
        expect(dataOf(hostile)[0]?.length).toBe(dataOf(renderHtmlReport(withTexts(() => 'x')))[0]?.length);
        expect(hostile).not.toMatch(/[\0\u202a-\u202e\u2066-\u2069]/);
      }),
      { seed: 1, numRuns: 25 },
    );
  });
});

function dataOf(page: string): unknown[][][] {
  const [, json = ''] = /id="data">([^]*?)<\/script>/.exec(page) ?? [];
  return JSON.parse(json) as unknown[][][];
}

/** Every tag with the names of its attributes, of everything but the data, where no `<` is. */
function tags(page: string): string[] {
  const [before = '', data = '', ...rest] = page.split(
    /<script type="application\/json" id="data">|<\/script>/,
  );
  expect(data).not.toContain('<');
  return [before, ...rest].flatMap((part) =>
    [...part.matchAll(/<[^>]*>?/g)].map(([tag]) => tag.replace(/"[^"]*"/g, '""')),
  );
}
