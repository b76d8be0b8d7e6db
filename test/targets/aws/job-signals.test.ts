import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/compile.ts';
import { file, object, TEAM } from '../../support/specs.ts';

const SPECS = file(
  object(
    'Project',
    'acme',
    '{ channels: { slack: { apiUrlFile: secrets/slack } }, targets: { prometheus: {}, aws: {} } }',
  ),
  TEAM,
  object('DataSource', 'cloudwatch', '{ type: cloudwatch, namespace: ML, names: as-emitted }'),
  object(
    'Model',
    'fraud',
    `{ owner: ml, baseline: { kind: training }, groundTruth: { label: y },
       slos: [{ name: quality, sli: { type: quality, metric: auc, min: 0.7 }, objective: 90% }] }`,
  ),
  object(
    'DriftPolicy',
    'drift',
    '{ model: fraud, predictions: { test: psi, warn: 0.1, alert: 0.2 }, budget: { objective: 90% } }',
  ),
);

describe('what the drift job writes', () => {
  const { files, diagnostics, environments } = compile({
    specs: [{ path: 'modelwatch.yaml', text: SPECS }],
    readAuxiliary: () => undefined,
  });
  const template = files.find((each) => each.path.endsWith('.template.json'))?.text ?? '';

  it('is not looked for in CloudWatch, though metrics keep their names there', () => {
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(template).not.toContain('modelwatch_drift');
    expect(template).not.toContain('modelwatch_quality');
    const alarms = [...template.matchAll(/"AlarmName": "([^"]+)"/g)].map(([, name]) => name ?? '');
    expect(alarms.filter((name) => name.includes('Drift') || name.includes('Quality'))).toEqual([]);
  });

  it('is told for each metric that some alert needs, at the place that needs it', () => {
    const told = diagnostics.filter(
      ({ code, message }) => code === 'target/unsupported' && message.includes('the drift job writes'),
    );
    const metrics = new Set(told.map(({ message }) => /modelwatch_\w+/.exec(message)?.[0]));
    const [plan] = environments.map((each) => each.plan);
    const needed = plan?.signals.filter(({ emitter }) => emitter === 'drift-job').map(({ metric }) => metric);
    expect(metrics).toEqual(new Set(needed?.filter((metric) => metric !== 'modelwatch_quality')));
    for (const { span, severity } of told)
      expect([span?.file, severity]).toEqual(['modelwatch.yaml', 'warning']);
    // The objective and its alerts stand on a guarded measure, which is told of as such.
    expect(
      diagnostics.some(({ message }) => message.includes('a measure only while a condition holds')),
    ).toBe(true);
  });
});
