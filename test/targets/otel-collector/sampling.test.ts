import { describe, expect, it } from 'vitest';
import type { TraceSampling } from '../../../src/plan/telemetry.ts';
import { samplingOf } from '../../../src/targets/otel-collector/sampling.ts';

const ORIGIN = { object: { kind: 'Telemetry', name: 't' }, spans: [] };

interface Policy {
  readonly name: string;
  readonly type: string;
  readonly and?: { readonly and_sub_policy: readonly Record<string, unknown>[] };
}

function policies(sampling: Partial<TraceSampling>): readonly Policy[] {
  const part = samplingOf({ ratio: 0.05, waitSeconds: 10, services: [], origin: ORIGIN, ...sampling });
  return (part?.body['policies'] ?? []) as readonly Policy[];
}

const service = (name: string, ratio: number, slowSeconds?: number) => ({
  service: name,
  ratio,
  ...(slowSeconds !== undefined && { slowSeconds }),
  origin: ORIGIN,
});

describe('which traces are kept', () => {
  it('are failed ones and a share, when nothing else is said', () => {
    expect(policies({}).map(({ name }) => name)).toEqual(['failed', 'share']);
  });

  it('are all without any decision, when the share is all', () => {
    expect(
      samplingOf({ ratio: 1, waitSeconds: 10, services: [service('a', 1)], origin: ORIGIN }),
    ).toBeUndefined();
    expect(policies({ ratio: 1, services: [service('a', 0.5)] })).not.toEqual([]);
  });

  it('are slow ones by the threshold of their service, one policy for each threshold', () => {
    const found = policies({
      services: [service('a', 0.05, 0.25), service('b', 0.05, 0.1), service('c', 0.05, 0.25)],
    });
    expect(found.map(({ name }) => name)).toEqual(['failed', 'slow-100ms', 'slow-250ms', 'share']);
    expect(found[2]?.and?.and_sub_policy).toEqual([
      {
        name: 'service',
        type: 'string_attribute',
        string_attribute: { key: 'service.name', values: ['a', 'c'] },
      },
      { name: 'slow', type: 'latency', latency: { threshold_ms: 250 } },
    ]);
  });

  it('are slow ones of any service from a common threshold on, which makes longer ones of services needless', () => {
    const found = policies({
      slowSeconds: 0.2,
      services: [service('a', 0.05, 0.25), service('b', 0.05, 0.1)],
    });
    expect(found.map(({ name }) => name)).toEqual(['failed', 'slow', 'slow-100ms', 'share']);
  });

  it('rounds a threshold down, so that no slow trace is dropped, and no binary fraction makes it smaller', () => {
    const threshold = (seconds: number): unknown =>
      (policies({ slowSeconds: seconds })[1] as unknown as { latency: { threshold_ms: number } }).latency
        .threshold_ms;
    expect([0.29, 0.0015, 1.001, 0.57].map(threshold)).toEqual([290, 1, 1001, 570]);
  });

  it('are the shares of services, and of all others, also of those without a name', () => {
    const found = policies({ services: [service('a.b', 0.2), service('c', 0.07)] });
    expect(found.map(({ name }) => name)).toEqual([
      'failed',
      'share-7-percent',
      'share-20-percent',
      'share-of-others',
    ]);
    expect(JSON.stringify(found[3])).toContain(
      JSON.stringify(
        'resource.attributes["service.name"] == nil or not IsMatch(resource.attributes["service.name"], "^(?:a\\\\.b|c)$")',
      ),
    );
  });
});
