import { describe, expect, it } from 'vitest';
import { onlyFinding } from '../plan/build/built.ts';
import { file, object, PROJECT, TEAM } from '../support/specs.ts';

function told(kind: string, spec: string): string {
  return onlyFinding(file(PROJECT, TEAM, object(kind, 'one', spec))).message;
}

describe('a value that cannot be', () => {
  it.each([
    ['an empty list', '[]'],
    ['a map', '{ a: 1 }'],
    ['an empty map', '{}'],
    ['3', '3'],
  ])('is told as %s', (what, value) => {
    expect(told('AlertTest', `{ series: ${value}, expect: [{ at: 1m, alert: x }] }`)).toBe(
      `"series" can't be ${what}`,
    );
  });

  it('is cut short between characters', () => {
    expect(told('DataSource', `{ type: "${'🧨'.repeat(70)}" }`)).toBe(
      `"type" can't be "${'🧨'.repeat(57)}…"`,
    );
  });
});
