import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/compile.ts';

/** A model with an objective that CloudWatch renders whatever else is wrong, and what a case adds to it. */
function project(metrics: string, more: string): string {
  return `
apiVersion: modelwatch/v1alpha1
kind: Project
metadata: { name: acme }
spec:
  channels: { email: { smarthost: "smtp.example.com:587", from: alerts@example.com } }
  targets: { prometheus: {}, aws: {} }
---
apiVersion: modelwatch/v1alpha1
kind: Team
metadata: { name: ml }
spec: { contacts: { email: ml@example.com } }
---
apiVersion: modelwatch/v1alpha1
kind: DataSource
metadata: { name: cloudwatch }
spec: { type: cloudwatch, namespace: ML }
---
apiVersion: modelwatch/v1alpha1
kind: Model
metadata: { name: fraud }
spec:
  owner: ml
  metrics:
    requests: { cloudwatch: { name: Requests } }
    errors: { cloudwatch: { name: Errors } }
    ${metrics}
---
apiVersion: modelwatch/v1alpha1
kind: SLO
metadata: { name: fraud-available }
spec: { model: fraud, sli: { type: availability }, objective: 99.9% }
${more}`;
}

function slo(name: string, spec: string): string {
  return `---
apiVersion: modelwatch/v1alpha1
kind: SLO
metadata: { name: ${name} }
spec: { model: fraud, ${spec} }
`;
}

const LATENCY = slo('fraud-fast', 'sli: { type: latency, threshold: 250ms }, objective: 99%');

const QUERY = `---
apiVersion: modelwatch/v1alpha1
kind: Monitor
metadata: { name: overrides }
spec: { model: fraud, query: "sum(rate(overrides_total[5m]))", threshold: { gt: 1 } }
`;

/** What is wrong, the code that tells it, and the line that it points at. */
const CASES: readonly (readonly [what: string, text: string, code: string, line: string])[] = [
  ['a query in PromQL', project('', QUERY), 'target/unsupported', 'query: "sum('],
  [
    'a burn window of more than seven days',
    project('', slo('fraud-quarter', 'sli: { type: availability }, objective: 99%, window: 180d')),
    'target/limit',
    'window: 180d',
  ],
  ['a metric without a mapping', project('', LATENCY), 'target/no-mapping', 'metadata: { name: fraud }'],
  [
    'a unit that the mapping contradicts',
    project('latency: { cloudwatch: { name: Latency, unit: Percent } }', LATENCY),
    'target/unit-contradicts',
    'unit: Percent',
  ],
];

describe('bad input for CloudWatch', () => {
  it.each(CASES)('%s is told at its place, and the rest is rendered', (_, text, code, line) => {
    const { files, diagnostics } = compile({
      specs: [{ path: 'modelwatch.yaml', text }],
      readAuxiliary: () => undefined,
    });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const lines = text.split('\n');
    const told = diagnostics.filter((diagnostic) => diagnostic.code === code);
    expect(told.map(({ span }) => lines[(span?.start.line ?? 0) - 1])).toContainEqual(
      expect.stringContaining(line),
    );
    const template = files.find(({ path }) => path.endsWith('.template.json'))?.text ?? '';
    expect(template).toContain('acme-default-FraudAvailableBudgetBurnFast');
  });
});
