import { describe, expect, it } from 'vitest';
import {
  referring,
  secretFilesIn,
  variablesIn,
  withReferences,
} from '../../../src/targets/otel-collector/references.ts';

const TOKEN = { from: 'env', variable: 'TOKEN' } as const;
const KEY = { from: 'file', path: '/etc/key' } as const;

describe('references in a configuration', () => {
  const data = {
    a: [referring('Bearer $', TOKEN), 'x$1$$'],
    b: { c: referring(KEY), d: 3, e: null, f: true },
  };

  it('are written as the collector reads them, and every other $ is doubled', () => {
    expect(withReferences(data)).toEqual({
      a: [`Bearer $$\${env:TOKEN}`, 'x$$1$$$$'],
      b: { c: `\${file:/etc/key}`, d: 3, e: null, f: true },
    });
  });

  it('are found wherever they are', () => {
    expect(variablesIn(data)).toEqual(['TOKEN']);
    expect(secretFilesIn(data)).toEqual(['/etc/key']);
  });
});
