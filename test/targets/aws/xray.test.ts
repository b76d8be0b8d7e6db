import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tracing } from '../../../src/plan/telemetry.ts';
import { xrayResources } from '../../../src/targets/aws/xray.ts';
import { cloudWatchPlan, TRACING } from '../../support/cloudwatch-plan.ts';

function render(tracing: readonly Tracing[]) {
  const { parts, notes } = xrayResources(cloudWatchPlan({ tracing }));
  return { notes, byKey: Object.fromEntries(parts.map(({ key, resource }) => [key, resource.Properties])) };
}

function ruleOf(properties: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  return properties?.['SamplingRule'] as Record<string, unknown>;
}

const other: Tracing = {
  ...TRACING,
  subject: { kind: 'Model', name: 'fraud-v2' },
  sampledRatio: 0.2,
  slowSeconds: 0.1,
};

describe('xrayResources', () => {
  it('groups the slow and the failed requests of the service itself', () => {
    const { byKey, notes } = render([TRACING]);
    expect(byKey['fraud-detector slow traces']).toMatchObject({
      GroupName: 'fraud-detector-prod-slow',
      FilterExpression: 'service("fraud-detector") { responsetime > 0.25 }',
    });
    expect(byKey['fraud-detector failed traces']).toMatchObject({
      GroupName: 'fraud-detector-prod-failed',
      FilterExpression: 'service("fraud-detector") { error OR fault }',
    });
    expect(notes).toEqual([]);
  });

  it('has no group of slow requests when nobody says what is slow', () => {
    const { subject, service, sampledRatio, origin } = TRACING;
    const unknown = { subject, service, sampledRatio, origin };
    expect(Object.keys(render([unknown]).byKey)).toEqual([
      'fraud-detector failed traces',
      'fraud-detector sampling',
    ]);
  });

  it('prints thresholds without an exponent', () => {
    const { byKey } = render([{ ...TRACING, slowSeconds: 1e-7 }]);
    expect(byKey['fraud-detector slow traces']?.['FilterExpression']).toContain('> 0.0000001 }');
  });

  it('traces the share of the specs, and more while something is wrong', () => {
    expect(ruleOf(render([TRACING]).byKey['fraud-detector sampling'])).toMatchObject({
      ServiceName: 'fraud-detector',
      FixedRate: 0.05,
      SamplingRateBoost: { MaxRate: 0.5, CooldownWindowMinutes: 10 },
      Version: 1,
    });
    const rateOf = (sampledRatio: number) =>
      ruleOf(render([{ ...TRACING, sampledRatio }]).byKey['fraud-detector sampling'])['SamplingRateBoost'];
    expect(rateOf(0.3)).toMatchObject({ MaxRate: 1 });
    expect(rateOf(1)).toBeUndefined();
  });

  it('traces enough for every model of one service, and says so', () => {
    const { byKey, notes } = render([TRACING, other]);
    expect(ruleOf(byKey['fraud-detector sampling'])['FixedRate']).toBe(0.2);
    expect(byKey['fraud-detector slow traces']?.['FilterExpression']).toContain('> 0.1 }');
    expect(notes.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'target/unsupported aws: the share of 5% for fraud is part of traces of slow predictions; left out: fraud-v2 is traced as the same service fraud-detector, with 20%, which holds for both',
    ]);
    expect(notes[0]?.span?.start.line).toBe(9);
  });

  it('shortens names of more than 32 characters and tells of each', () => {
    const { byKey, notes } = render([{ ...TRACING, service: 'fraud-detector-of-the-whole-company' }]);
    const names = Object.values(byKey).map(
      (properties) => properties['GroupName'] ?? ruleOf(properties)['RuleName'],
    );
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(String(name).length).toBeLessThanOrEqual(32);
    expect(notes.map(({ code }) => code)).toEqual(['target/renamed', 'target/renamed', 'target/renamed']);
  });

  it('gives every rule its own priority, whatever the order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 25 }),
        (services) => {
          const tracing = services.map((service): Tracing => ({ ...TRACING, service }));
          const { parts } = xrayResources(cloudWatchPlan({ tracing }));
          const rules = parts.flatMap(({ resource }) =>
            resource.Type === 'AWS::XRay::SamplingRule' ? [ruleOf(resource.Properties)] : [],
          );
          const priorities = rules.map((rule) => Number(rule['Priority']));
          expect(new Set(priorities).size).toBe(services.length);
          for (const each of priorities) {
            expect(each).toBeGreaterThanOrEqual(1);
            expect(each).toBeLessThanOrEqual(9999);
          }
          expect(xrayResources(cloudWatchPlan({ tracing: tracing.toReversed() })).parts).toEqual(parts);
        },
      ),
      { seed: 5, numRuns: 50 },
    );
  });
});
