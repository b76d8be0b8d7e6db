import { compile } from '../../../src/compile.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import type { PreparedTest } from '../../../src/proof/testing/prepare.ts';
import { prepareTests } from '../../../src/proof/testing/prepare-all.ts';
import { spanText } from '../../readers/span-text.ts';
import { file, object } from '../../support/specs.ts';

const PROJECT = object(
  'Project',
  'acme',
  '{ channels: { slack: { apiUrlFile: secrets/slack }, pagerduty: { ml: { primary: { routingKeyFile: secrets/pd } } } } }',
);

const TEAM = object(
  'Team',
  'ml',
  '{ contacts: { slack: "#ml" }, onCall: [{ name: primary, provider: pagerduty, schedule: ml-rota }] }',
);

const MODEL = object(
  'Model',
  'fraud',
  `{ owner: ml, metrics: { gpu: { name: gpu_percent, type: gauge, unit: percent } },
     slos: [
       { name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% },
       { name: gpu, sli: { type: saturation, of: gpu, max: 90% }, objective: 95% } ] }`,
);

const PIPELINE = object(
  'Pipeline',
  'ingest',
  '{ owner: ml, freshness: { metric: \'last_ok_seconds{job="ingest"}\', page: 25m } }',
);

/** A project of one environment: a model with latency and GPU objectives, and a pipeline. */
export const SPECS = file(PROJECT, TEAM, MODEL, PIPELINE);

/** An AlertTest as a document; `spec` is flow style. */
export function alertTest(spec: string, name = 'one'): string {
  return object('AlertTest', name, spec);
}

export interface Prepared {
  readonly tests: readonly PreparedTest[];
  /** Code, message and the text of the place of each finding about tests. */
  readonly told: readonly (readonly [code: string, message: string, at: string | undefined])[];
  readonly findings: readonly Diagnostic[];
}

/** Compiles the project with tests and prepares them. Throws when the specs themselves are wrong. */
export function prepared(tests: string, specs = SPECS): Prepared {
  const text = file(specs, tests);
  const compiled = compile({ specs: [{ path: 'modelwatch.yaml', text }], readAuxiliary: () => undefined });
  const errors = compiled.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const findings: Diagnostic[] = [];
  return {
    tests: prepareTests(compiled.environments, (finding) => findings.push(finding)),
    findings,
    get told() {
      return findings.map(
        ({ code, message, span }) => [code, message, span && spanText(text, span)] as const,
      );
    },
  };
}
