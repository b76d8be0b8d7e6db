import type { NodePath } from '../../source/node.ts';
import { levelsOf } from '../../spec/kinds/drift/levels.ts';
import { type DataType, DRIFT_TEST_NAMES, driftTest } from '../../spec/kinds/drift/tests.ts';
import type { TestSpec } from '../../spec/kinds/drift-policy.ts';
import type { Entity } from '../../workspace/entity.ts';
import { type BuildContext, reportAt } from './context.ts';

/** A test where a policy has it. */
export interface TestPlace {
  readonly test: TestSpec;
  readonly type: DataType | 'any';
  readonly path: NodePath;
}

interface Fault {
  readonly code: string;
  readonly key: keyof TestSpec;
  readonly message: string;
  readonly expected: string;
  readonly hint?: string;
}

const WORDS: Readonly<Record<DataType, string>> = {
  numeric: 'numbers',
  category: 'categories',
  vector: 'vectors',
  text: 'descriptors of text',
};

/** Whether the test fits its data and its thresholds fit the test: reports all that do not. */
export function checkTest(
  context: BuildContext,
  policy: Entity<'DriftPolicy'>,
  { test, type, path }: TestPlace,
): boolean {
  const faults = [...typeFaults(test, type), ...thresholdFaults(test), ...rangeFaults(test)];
  for (const { key, ...fault } of faults)
    reportAt(context, policy, [...path, ...(test[key] === undefined ? [] : [key])], {
      ...fault,
      severity: 'error',
    });
  return faults.length === 0;
}

function typeFaults({ test }: TestSpec, type: DataType | 'any'): Fault[] {
  const { types } = driftTest(test);
  if (type === 'any' || types.includes(type)) return [];
  const fitting = DRIFT_TEST_NAMES.filter((name) => driftTest(name).types.includes(type));
  return [
    {
      code: 'drift/test-of-other-type',
      key: 'test',
      message: `${test} does not compare ${WORDS[type]}`,
      expected: `one of ${fitting.join(', ')}`,
    },
  ];
}

/** Distances have levels; tests of significance have a p-value, and an effect that matters. */
function thresholdFaults(spec: TestSpec): Fault[] {
  const { test } = spec;
  const isDistance = driftTest(test).judgedBy === 'distance';
  const [needed, foreign] = isDistance
    ? (['alert', ['pValue', 'minEffect']] as const)
    : (['pValue', ['warn', 'alert']] as const);
  const right = isDistance ? 'warn and alert' : 'pValue and minEffect';
  const faults: Fault[] = foreign
    .filter((key) => spec[key] !== undefined)
    .map((key) => ({
      code: 'drift/threshold-of-other-test',
      key,
      message: `${test} is ${isDistance ? 'a distance' : 'a test of significance'} and has no ${key}`,
      expected: right,
      hint: isDistance
        ? 'A distance tells how large the change is; a p-value belongs to ks, chi-square, t …'
        : 'A p-value tells only that there is a change; minEffect says how large one must be to matter.',
    }));
  if (spec[needed] === undefined && faults.length === 0) {
    faults.push({
      code: 'drift/no-threshold',
      key: 'test',
      message: `${test} has no ${needed}`,
      expected: isDistance ? 'alert: a distance, such as 0.2' : 'pValue: a probability, such as 0.01',
    });
  }
  if (spec.normalise !== undefined && test !== 'wasserstein' && test !== 'energy') {
    faults.push({
      code: 'drift/threshold-of-other-test',
      key: 'normalise',
      message: `${test} does not depend on the unit of the data`,
      expected: 'normalise only with wasserstein or energy',
    });
  }
  return faults;
}

function rangeFaults(spec: TestSpec): Fault[] {
  const { judgedBy, most, least = 0 } = driftTest(spec.test);
  const { warn, alert } = levelsOf(spec);
  const isDistance = judgedBy === 'distance';
  const faults: Fault[] = [];
  if (warn !== undefined && alert !== undefined && warn >= alert) {
    faults.push({
      code: 'drift/warn-not-below-alert',
      key: isDistance ? 'warn' : 'minEffect',
      message: `warn (${warn}) is not below alert (${alert})`,
      expected: `less than ${alert}`,
    });
  }
  if (!isDistance) return faults;
  for (const [key, value] of [
    ['warn', warn],
    ['alert', alert],
  ] as const) {
    if (value === undefined) continue;
    if (most !== undefined && value > most) {
      faults.push({
        code: 'drift/unreachable-threshold',
        key,
        message: `${spec.test} is at most ${Number(most.toFixed(3))}: ${value} is never reached`,
        expected: `less than ${Number(most.toFixed(3))}`,
      });
    }
    if (value <= least) {
      faults.push({
        code: 'drift/unreachable-threshold',
        key,
        message: `${spec.test} is ${least} where nothing differs: ${value} is always reached`,
        expected: `more than ${least}`,
      });
    }
  }
  return faults;
}
