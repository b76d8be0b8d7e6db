import * as fc from 'fast-check';
import { type RunResult, zRunResult } from '../../../src/drift/result.ts';
import { fraudPolicy, qualityResult, runResult, transactionChecks } from '../results.ts';

export const hostileTexts = [
  '</script>',
  '<script>alert(1)</script>',
  '<!--',
  '-->',
  ']]>',
  '<img src=x onerror=alert(1)>',
  '"',
  "'",
  '" onfocus="alert(1)',
  '&lt;',
  '&',
  '`',
  '</details>',
  '</title>',
  '</style>',
  '|',
  '**',
  '](javascript:alert(1))',
  'javascript:alert(1)',
  '\u202e',
  '\u2066',
  'שלום',
  'مرحبا',
  '国コード',
  '👩‍🔬',
  '🇩🇪',
  '\u0000',
  '\u001b[31m',
  '\n',
  '\r\n',
  '\t',
  '\ud800',
  '{{title}}',
  '${x}',
  'a'.repeat(700),
  '\u2028',
] as const;

/** Texts as hostile as a name of a column or a category can be; none is empty. */
export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: 'binary', maxLength: 8 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((pieces) => pieces.join(''));

/** A result in which every free text is another one: names, labels, reasons, findings, advice, limits. */
export function withTexts(next: () => string): RunResult {
  const run = runResult({
    policies: [fraudPolicy()],
    datasets: [transactionChecks()],
    qualities: [qualityResult()],
  });
  const fixed = new Set([
    'version',
    'part',
    'aspect',
    'level',
    'verdict',
    'severity',
    'check',
    'kind',
    'by',
    'shareLevel',
    'from',
    'to',
    'newest',
    'endedAt',
    'profile',
  ]);
  let count = 1000;
  const changed = (value: unknown, key: string): unknown => {
    // By its number every name is one of its own, and in the same order as the others.
    if (typeof value === 'string') return fixed.has(key) ? value : `x${(count += 1)}${next()}`;
    if (Array.isArray(value)) return value.map((each) => changed(each, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, changed(each, name)]));
  };
  const result = zRunResult.parse(changed(run, ''));
  // Tests belong to columns by name: each pair keeps one.
  return {
    ...result,
    policies: result.policies.map((policy) => {
      const names = new Map<string | null, string | null>([[null, null]]);
      run.policies[0]?.columns.forEach(({ feature }, index) => {
        names.set(feature, policy.columns[index]?.feature ?? null);
      });
      const tests = policy.tests.map((test, index) => ({
        ...test,
        feature: names.get(run.policies[0]?.tests[index]?.feature ?? null) ?? null,
      }));
      return { ...policy, tests };
    }),
  };
}
