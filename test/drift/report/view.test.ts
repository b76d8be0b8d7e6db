import { describe, expect, it } from 'vitest';
import { policyView } from '../../../src/drift/report/view.ts';
import { columnSentence, headline, howFar, sentences, sinceWords } from '../../../src/drift/report/words.ts';
import { columnResult, finding, fraudPolicy, policyResult, testResult } from '../results.ts';

describe('the view of a policy', () => {
  it('has the worst column first: by standing, then by effect relative to level, then by name', () => {
    const view = policyView(fraudPolicy());
    expect(view.columns.slice(0, 7).map(({ name, standing }) => [name, standing])).toEqual([
      ['device_age_days', 'alert'],
      ['amount', 'alert'],
      ['merchant_country', 'warn'],
      ['hour_of_day', 'pending'],
      ['device_os', 'undecided'],
      ['velocity_35', 'none'],
      ['velocity_34', 'none'],
    ]);
    expect(view.counts).toEqual({ alert: 2, warn: 1, pending: 1, undecided: 1, none: 36 });
    expect(view.findings.map(({ severity }) => severity)).toEqual(['error', 'info']);
  });

  it('a column stands where its worst test stands, its verdict stays the one that is counted', () => {
    const [column] = policyView(
      policyResult({
        tests: [
          testResult(),
          testResult({
            segment: 'country',
            segmentValue: 'DE',
            effect: 0.5,
            level: 'alert',
            verdict: 'alert',
          }),
        ],
      }),
    ).columns;
    expect(column).toMatchObject({ standing: 'alert', verdict: 'none', ratio: 2.5 });
    expect(column && columnSentence(column)).toBe(
      'amount: effect 0.5, 2.5 times the alert level of 0.2, in country = DE',
    );
  });

  it('all data come before a segment that is as bad', () => {
    const test = { level: 'alert', verdict: 'alert' } as const;
    const [column] = policyView(
      policyResult({
        tests: [
          testResult({ ...test, segment: 's', segmentValue: 'v', effect: 9 }),
          testResult({ ...test, effect: 0.3 }),
        ],
      }),
    ).columns;
    expect(column?.driver?.segment).toBeNull();
    expect(column?.segments).toHaveLength(1);
  });

  it('nothing is decided with too few rows, and no column that an error is about', () => {
    const few = policyView(policyResult({ enough: false, window: { from: null, to: null, rows: 12 } }));
    expect(few.columns[0]?.standing).toBe('undecided');
    expect(headline(few)).toBe('Not decided: 12 rows in the window, 1,000 are needed');
    const failed = policyView(policyResult({ findings: [finding({ column: 'amount' })] }));
    expect(failed.columns[0]?.standing).toBe('undecided');
    const warned = policyView(
      policyResult({ findings: [finding({ column: 'amount', severity: 'warning' })] }),
    );
    expect(warned.columns[0]?.standing).toBe('none');
  });

  it('tests of a column that is not described, and columns without tests, are there', () => {
    const view = policyView(
      policyResult({
        tests: [testResult({ feature: 'unknown', verdict: 'warn', level: 'warn' })],
        columns: [columnResult()],
      }),
    );
    expect(view.columns.map(({ name, standing }) => [name, standing])).toEqual([
      ['unknown', 'warn'],
      ['amount', 'undecided'],
    ]);
  });

  it('tells no secret', () => {
    const message = 'cannot connect to postgres://reader:hunter2@db/acme';
    const { findings } = policyView(policyResult({ findings: [finding({ message, hint: null })] }));
    expect(findings[0]?.message).not.toContain('hunter2');
  });
});

describe('the words', () => {
  it('of a headline name the parts', () => {
    const named = (verdict: 'warn' | 'none', part: 'predictions' | 'labels') =>
      columnResult({ part, feature: null, column: part, verdict });
    const columns = [
      columnResult({ verdict: 'warn' }),
      named('warn', 'predictions'),
      named('none', 'labels'),
    ];
    const view = policyView(policyResult({ verdict: 'warn', columns, tests: [] }));
    expect(headline(view)).toBe('Warning: 1 feature and the predictions');
    const calm = policyView(
      policyResult({ columns: columns.map((column) => ({ ...column, verdict: 'none' as const })) }),
    );
    expect(headline(calm)).toBe('No drift in 1 feature, the predictions and the labels');
    expect(headline(policyView(policyResult({ columns: [], tests: [] })))).toBe('Nothing was compared');
  });

  it.each([
    [{ effect: 0.3 }, 'effect 0.3, 1.5 times the alert level of 0.2'],
    [{ effect: 0.12 }, 'effect 0.12, 1.2 times the warn level of 0.1 (alert at 0.2)'],
    [{ effect: 0.05 }, 'effect 0.05, 25% of the alert level of 0.2'],
    [{ effect: -0.001 }, 'effect -0.001, below the alert level of 0.2'],
    [{ effect: 0.3, levels: { warn: 0.1, alert: null } }, 'effect 0.3, 3 times the warn level of 0.1'],
    [{ effect: null, pValue: 0.001, adjustedPValue: 0.04 }, 'p-value 0.04 (limit 0.01)'],
    [{ effect: null, pValue: null, adjustedPValue: null }, 'score 0.0123 (warn 0.1, alert 0.2)'],
    [{ effect: null, pValue: null, adjustedPValue: null, score: null }, ''],
  ])('of how far: %o', (changes, words) => {
    expect(howFar(testResult(changes))).toBe(words);
  });

  it('of since when know only the run before', () => {
    const view = policyView(fraudPolicy());
    expect(view.columns.slice(0, 2).map(sinceWords)).toEqual([
      'changed since the run before',
      'as in the run before',
    ]);
    expect(policyView(policyResult()).columns.map(sinceWords)).toEqual(['first run']);
    expect(sentences(view)).toMatchInlineSnapshot(`
      [
        "Furthest off is device_age_days: missing values, effect 0.156, 3.12 times the alert level of 0.05.",
        "1 column is at warn.",
        "1 column is over a level in this run, but not yet in enough runs in a row.",
        "1 column could not be decided.",
        "5% of the features are at alert (8.3% by importance); warn at 10%, alert at 20%.",
        "Changed since the run before (warning, to 2026-11-25 00:00 UTC, 2.5% at alert): device_age_days.",
      ]
    `);
    expect(sentences(policyView(policyResult()))).toMatchInlineSnapshot(`
      [
        "0% of the features are at alert; warn at 10%, alert at 20%.",
        "No run before this one is known.",
      ]
    `);
  });
});
