import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { compile } from '../../../src/compile.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { prepareTests } from '../../../src/proof/testing/prepare-all.ts';
import { promtoolFile } from '../../../src/proof/testing/promtool-case.ts';
import { file } from '../../support/specs.ts';
import { SPECS } from './project.ts';

const duration = fc.constantFrom('0s', '30s', '1m', '90s', '10m', '1h');
const rate = fc.constantFrom('1/s', '7/h', '0/s', '1e3/s');
const alert = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('fraud-latency', 'FraudGpuSustained', 'ingest', 'Model/fraud') },
  { weight: 1, arbitrary: fc.constantFrom('fraud-latncy', '💥') },
);
const recipients = fc.array(fc.constantFrom('pagerduty:ml-primary', 'slack:#ml', 'ticket:x'), {
  minLength: 1,
  maxLength: 2,
});

/** What a series does; most of the ways fit a metric without an object. */
const shape = fc.oneof(
  fc.record({ values: fc.constantFrom('1x5', '0+1x10 _x5 stale', '{{schema:0}}', ' ') }),
  fc.record({ rate }),
  fc.record({
    value: fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom('60%', '-5', '250ms'),
    ),
  }),
  fc.record({ age: duration }),
  fc.record({ ageFrom: duration }),
  fc.record({
    shape: fc.record({
      le: fc.dictionary(fc.constantFrom('0.25', '.25', '+Inf', '1e3', '-1'), rate, { minKeys: 1 }),
    }),
  }),
  fc.record({ absent: fc.constant(true) }),
);
const metric = fc.oneof(
  fc.record({ metric: fc.constantFrom('x{a="b"}', 'x', 'y', 'z') }),
  fc.record({
    metric: fc.constantFrom('latency', 'gpu', 'drift-dataset-share'),
    model: fc.constantFrom('fraud'),
  }),
  fc.record({ metric: fc.constantFrom('freshness'), pipeline: fc.constantFrom('ingest', 'ingst') }),
);
const more = fc.record(
  {
    labels: fc.dictionary(fc.constantFrom('a', 'le', 'job'), fc.string({ unit: 'grapheme' })),
    from: duration,
    for: duration,
  },
  { requiredKeys: [] },
);
const histogram = fc.record({
  shape: fc.record({ le: fc.dictionary(fc.constantFrom('0.25', '.25', '+Inf'), rate, { minKeys: 1 }) }),
});
const fitting = fc.oneof(
  fc.tuple(fc.constant({ metric: 'latency', model: 'fraud' }), histogram),
  fc.tuple(fc.constant({ metric: 'gpu', model: 'fraud' }), fc.record({ value: fc.constantFrom('60%', 0.5) })),
  fc.tuple(fc.constant({ metric: 'freshness', pipeline: 'ingest' }), fc.record({ ageFrom: duration })),
  fc.tuple(
    fc.constant({ metric: 'x{a="b"}' }),
    fc.oneof(fc.record({ rate }), fc.record({ age: duration }), histogram),
  ),
);
const entry = fc
  .tuple(fc.oneof({ weight: 9, arbitrary: fitting }, { weight: 1, arbitrary: fc.tuple(metric, shape) }), more)
  .map(([[first, second], third]) => ({ ...first, ...second, ...third }));

const told = fc.record({ routedTo: recipients, notRoutedTo: recipients }, { requiredKeys: [] });
const silenced = fc.record({ inhibitedBy: alert });
const quiet = fc.record({ firing: fc.constant(false) });
const expectation = fc
  .tuple(
    fc.record(
      {
        at: duration,
        alert,
        severity: fc.constantFrom('page', 'ticket'),
        level: fc.constantFrom(1, 2),
        labels: fc.dictionary(fc.constantFrom('env', 'model'), fc.string()),
      },
      { requiredKeys: ['at', 'alert'] },
    ),
    fc.oneof(
      told,
      silenced,
      quiet,
      fc.tuple(told, quiet).map(([first, second]) => ({ ...first, ...second })),
    ),
  )
  .map(([first, second]) => ({ ...first, ...second }));

const spec = fc.record(
  {
    env: fc.constantFrom('default', 'default', 'default', 'prod'),
    at: fc.constantFrom('2026-03-08T03:00:00+00:00', '1960-01-01T00:00:00Z'),
    interval: fc.constantFrom('15s', '1m', '1h'),
    series: fc.array(entry, { minLength: 1, maxLength: 2 }),
    expect: fc.array(expectation, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ['series', 'expect'] },
);

it('any test is prepared, or refused at its place', () => {
  let sound = 0;
  fc.assert(
    fc.property(spec, (one) => {
      const document = stringify({
        apiVersion: 'modelwatch/v1alpha1',
        kind: 'AlertTest',
        metadata: { name: 'one' },
        spec: one,
      });
      const text = file(SPECS, document);
      const compiled = compile({
        specs: [{ path: 'modelwatch.yaml', text }],
        readAuxiliary: () => undefined,
      });
      if (compiled.diagnostics.some(({ severity }) => severity === 'error')) return;
      const findings: Diagnostic[] = [];
      const tests = prepareTests(compiled.environments, (finding) => findings.push(finding));
      for (const { span } of findings) expect(span?.file).toBe('modelwatch.yaml');
      // One or the other: no test is dropped in silence.
      const refusals = findings.filter(({ severity }) => severity === 'error');
      expect(tests.length > 0).toBe(refusals.length === 0);
      for (const { testCase } of tests) {
        sound += 1;
        expect(promtoolFile({ cases: [testCase], ruleFiles: [], groupOrder: [] })).not.toMatch(
          /NaN|Infinity|undefined/,
        );
      }
    }),
    { seed: 11, numRuns: 150 },
  );
  expect(sound).toBeGreaterThan(20);
});
