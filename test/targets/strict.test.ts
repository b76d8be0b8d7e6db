import { describe, expect, it } from 'vitest';
import type { Diagnostic, Severity } from '../../src/diagnostics/diagnostic.ts';
import { strictly } from '../../src/targets/strict.ts';

const REASON = '`--strict-targets` makes this an error.';

function finding(code: string, severity: Severity, hint?: string): Diagnostic {
  return {
    code,
    severity,
    message: 'paper: what is asked is not there',
    object: { kind: 'Monitor', name: 'volume' },
    ...(hint !== undefined && { hint }),
  };
}

describe('strictly', () => {
  it.each([
    'target/unsupported',
    'target/no-mapping',
    'target/unit-contradicts',
    'target/limit',
    'target/no-data-source',
  ])('makes an error of %s, and adds the reason to its hint', (code) => {
    const plain = finding(code, 'warning');
    expect(strictly(plain)).toEqual({ ...plain, severity: 'error', hint: REASON });
    const hinted = finding(code, 'warning', 'Keep a copy.');
    expect(strictly(hinted)).toEqual({ ...hinted, severity: 'error', hint: `Keep a copy. ${REASON}` });
  });

  it.each([
    ['target/approximated', 'info'],
    ['target/rounded-to-minutes', 'info'],
    ['target/renamed', 'info'],
    ['target/retention-too-short', 'warning'],
    ['target/base-config', 'error'],
  ] as const)('leaves %s as it is', (code, severity) => {
    const note = finding(code, severity, 'Keep a copy.');
    expect(strictly(note)).toBe(note);
  });
});
