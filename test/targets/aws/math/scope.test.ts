import { describe, expect, it } from 'vitest';
import { lookupProblem, objectiveOf, scopeOf } from '../../../../src/targets/aws/math/scope.ts';
import { cloudWatchPlan, SIGNALS } from '../../../support/cloudwatch-plan.ts';
import { originOf } from '../../../support/plan.ts';

const requests = { signal: 'model:fraud/requests' };

function unfound(why: 'no-mapping' | 'unit-contradicts' | 'not-published') {
  const origin = originOf('Model', 'fraud', 'models/fraud.yaml', 12);
  const cloudwatch = { found: false, why, message: 'nobody says where', expected: 'a name', origin } as const;
  return scopeOf(cloudWatchPlan({ signals: SIGNALS.map((signal) => ({ ...signal, cloudwatch })) }));
}

describe('objectiveOf', () => {
  it('finds an objective, and throws for one of another plan', () => {
    const scope = scopeOf(cloudWatchPlan());
    expect(objectiveOf(scope, 'fraud-latency').target).toBe(0.99);
    expect(() => objectiveOf(scope, 'other')).toThrow('the plan has no objective other');
  });
});

describe('lookupProblem', () => {
  it('is none for a metric, and a facet with a dimension', () => {
    const scope = scopeOf(cloudWatchPlan());
    expect(lookupProblem(scope, requests)).toBeUndefined();
    expect(lookupProblem(scope, { ...requests, where: { version: 'v2' } })).toBeUndefined();
  });

  it('is the facet where only its dimension is missing', () => {
    const scope = scopeOf(cloudWatchPlan());
    expect(lookupProblem(scope, { ...requests, where: { reason: 'timeout' } })).toEqual({ facet: 'named' });
    expect(lookupProblem(scope, { ...requests, whereNot: { version: 'v1' } })).toEqual({ facet: 'others' });
  });

  it.each([
    ['no-mapping', 'target/no-mapping'],
    ['unit-contradicts', 'target/unit-contradicts'],
    ['not-published', 'target/unsupported'],
  ] as const)('tells of %s at the place of the mapping', (why, code) => {
    expect(lookupProblem(unfound(why), requests)).toEqual({
      note: {
        code,
        severity: 'warning',
        message: 'aws: nobody says where, so nothing that needs it is rendered there',
        span: expect.objectContaining({
          file: 'models/fraud.yaml',
          start: expect.objectContaining({ line: 12 }),
        }),
        object: { kind: 'Model', name: 'fraud' },
        expected: 'a name',
        data: { target: 'aws' },
      },
    });
  });
});
