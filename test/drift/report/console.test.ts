import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../src/diagnostics/cells.ts';
import { renderConsole } from '../../../src/drift/report/console.ts';
import { columnResult, fraudRun, policyResult, runResult, testResult } from '../results.ts';
import { hostileText, withTexts } from './hostile.ts';

const GOLDEN = path.join(import.meta.dirname, 'golden');

describe('the result in a terminal', () => {
  it('has a line for each column that is not without drift, and the verdict last', async () => {
    await expect(renderConsole(fraudRun(), { color: false, width: 160 })).toMatchFileSnapshot(
      path.join(GOLDEN, 'console.txt'),
    );
    await expect(renderConsole(fraudRun(), { color: false, width: 60 })).toMatchFileSnapshot(
      path.join(GOLDEN, 'console-narrow.txt'),
    );
  });

  it('colours nothing else than it prints without', () => {
    const colored = renderConsole(fraudRun(), { color: true, width: 160 });
    expect(colored).toContain('\u001b[31malert');
    expect(colored.replace(/\u001b\[\d+m/g, '').replace(/ +$/gm, '')).toBe(
      renderConsole(fraudRun(), { color: false, width: 160 }),
    );
  });

  it('says so when nothing was to be done', () => {
    expect(renderConsole(runResult({ policies: [] }), { color: false, width: 80 })).toBe(
      'Nothing to run: the plan has no policy, no dataset and no quality.\n',
    );
  });

  it('a policy without drift takes few lines', () => {
    expect(renderConsole(runResult(), { color: false, width: 80 })).toMatchInlineSnapshot(`
      "fraud-drift  Drift of the fraud detector
        model     fraud-detector
        window    2026-11-19 00:00 to 2026-11-26 00:00 UTC (7 days), 120,482 rows
        baseline  training data of version 12, 2026-05-01 00:00 to 2026-08-01 00:00 UTC (92 days), 1,204,332 rows, from its stored snapshot

        1 of 1 column without drift
        No drift in 1 feature
        0% of the features are at alert; warn at 10%, alert at 20%.
        No run before this one is known.
      "
    `);
  });

  it('tables fit the terminal, wide names too', () => {
    const name = '国'.repeat(60);
    const tests = [testResult({ feature: name, verdict: 'warn', level: 'warn', effect: 0.15 })];
    const columns = [columnResult({ feature: name, column: name, verdict: 'warn' })];
    const text = renderConsole(runResult({ policies: [policyResult({ tests, columns })] }), {
      color: false,
      width: 50,
    });
    const table = text.split('\n').filter((line) => /^ {2}(?:warn|verdict) {2}/.test(line));
    expect(table).toHaveLength(2);
    expect(table.filter((line) => displayWidth(line) > 50)).toEqual([]);
  });

  it('no text of a user moves the cursor, colours or adds a line, but for the lines of a finding', () => {
    const lines = (text: string) => text.split('\n').length;
    const plain = lines(
      renderConsole(
        withTexts(() => 'x'),
        { color: false, width: 200 },
      ),
    );
    fc.assert(
      fc.property(fc.infiniteStream(hostileText), (texts) => {
        const text = renderConsole(
          withTexts(() => `${texts.next().value}`.replace(/[\r\n]/g, ' ')),
          { color: false, width: 200 },
        );
        expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(lines(text)).toBe(plain);
      }),
      { seed: 1, numRuns: 25 },
    );
  });
});
