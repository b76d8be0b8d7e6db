import { describe, expect, it } from 'vitest';
import { minimalProject } from '../../../src/commands/init-template.ts';
import { compile } from '../../../src/compile.ts';

const ENVIRONMENTS = ['a', 'b'].map(
  (name) => `---
apiVersion: modelwatch/v1alpha1
kind: Environment
metadata: { name: ${name} }
spec: { labels: LABELS_${name.toUpperCase()} }
`,
);

function codes(a: string, b: string): string[] {
  const text = `${minimalProject('x')}${ENVIRONMENTS.join('').replace('LABELS_A', a).replace('LABELS_B', b)}`;
  const { diagnostics } = compile({
    specs: [{ path: 'modelwatch.yaml', text }],
    readAuxiliary: () => undefined,
  });
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

describe('labels of environments', () => {
  it('must tell them apart', () => {
    expect(codes('{ env: x }', '{ env: x }')).toEqual(['env/same-labels']);
    expect(codes('{}', '{}')).toEqual(['env/same-labels']);
    expect(codes('{ env: x }', '{ env: x, region: eu }')).toEqual([]);
  });
});
