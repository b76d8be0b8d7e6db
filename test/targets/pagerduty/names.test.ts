import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literal, terraformName } from '../../../src/targets/pagerduty/names.ts';

describe('names of resources', () => {
  it('are readable', () => {
    expect(terraformName('risk-ml/primary')).toBe('risk_ml__primary');
    expect(terraformName('line-2')).toBe('line_2');
    expect(terraformName('Risk ML, 2nd line')).toMatch(/^risk_ml_2nd_line___[0-9a-f]{12}$/);
  });

  it('are names to Terraform, and differ', () => {
    const words = fc.stringMatching(/^[-a-c_/1. @]{1,6}$/);
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(words, fc.string()), { minLength: 2 }), (texts) => {
        const names = texts.map(terraformName);
        expect(new Set(names).size).toBe(texts.length);
        for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      }),
      { seed: 6, numRuns: 500 },
    );
  });
});

/** How Terraform reads a string of its JSON syntax; throws where a template would begin. */
function read(text: string): string {
  let result = '';
  for (let at = 0; at < text.length; at += 1) {
    const escape = /^(?:\$\$\{|%%\{)/.exec(text.slice(at));
    if (escape) {
      result += escape[0].slice(1);
      at += 2;
    } else if (/^[$%]\{/.test(text.slice(at))) {
      throw new Error(`a template begins at ${at} of ${text}`);
    } else {
      result += text.charAt(at);
    }
  }
  return result;
}

describe('texts of users', () => {
  it('begin no template', () => {
    expect(literal('${var.x} %{ if true } $5 100 %')).toBe('$${var.x} %%{ if true } $5 100 %');
  });

  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '%', '{', '}', 'a') }), (text) => {
        expect(read(literal(text))).toBe(text);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
